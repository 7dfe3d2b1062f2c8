package access_test

import (
	"fmt"
	"io"
	"testing"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
	"latchkey/backend/secret"
)

// BenchmarkImport imports a hundred thousand pairs into a new store.
func BenchmarkImport(b *testing.B) {
	const pairs = 100_000
	rounds := 0
	for b.Loop() {
		rounds++
		core := accesstest.Open(b, accesstest.Options{})
		core.Member(b, "Acme", "ada", "", access.MemberSpec{})
		n := 0
		report, err := core.Import(b.Context(), accesstest.Local, access.ImportOptions{User: "ada"}, func() (access.ImportLine, error) {
			if n++; n > pairs {
				return access.ImportLine{}, io.EOF
			}
			return access.ImportLine{Line: n, Key: &access.SeedKey{Name: fmt.Sprint("key ", n), AccessKey: secret.NewAccessKey(), Secret: secret.NewSecret()}}, nil
		})
		if err != nil || report.Keys.Created != pairs {
			b.Fatalf("%+v, %v", report, err)
		}
	}
	b.ReportMetric(float64(pairs*rounds)/b.Elapsed().Seconds(), "keys/s")
}
