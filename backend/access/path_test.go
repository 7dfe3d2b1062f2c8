package access_test

import (
	"testing"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
)

func BenchmarkLoginKey(b *testing.B) {
	core := accesstest.Open(b, accesstest.Options{Limits: true})
	core.Member(b, "Acme", "ada", "", access.MemberSpec{Roles: []string{"PartnerAdmin"}})
	key, text := core.NewKey(b, access.KeySpec{Name: "k", User: "ada"})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := core.LoginKey(b.Context(), accesstest.Client, key.AccessKey, text); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	core := accesstest.Open(b, accesstest.Options{Limits: true})
	core.Member(b, "Acme", "ada", "", access.MemberSpec{Roles: []string{"PartnerAdmin"}})
	key, text := core.NewKey(b, access.KeySpec{Name: "k", User: "ada"})
	in, err := core.LoginKey(b.Context(), accesstest.Client, key.AccessKey, text)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := core.Verify(b.Context(), accesstest.Client, in.Token, access.Requirement{}); err != nil {
			b.Fatal(err)
		}
	}
}
