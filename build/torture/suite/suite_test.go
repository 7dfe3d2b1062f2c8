package suite_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"latchkey/build/torture/suite"
)

func TestMain(m *testing.M) {
	suite.Child()
	os.Exit(m.Run())
}

// The short form of every way. A failure names the seed that repeats it:
//
//	SEED=N go test ./build/torture/suite -run TestStoreKeepsItsPromises/NAME
func TestStoreKeepsItsPromises(t *testing.T) {
	seed := rand.Uint64()
	if text := os.Getenv("SEED"); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	for _, way := range suite.Ways() {
		t.Run(way.Name, func(t *testing.T) {
			t.Parallel()
			r, err := way.Run(t.Context(), suite.Options{Seed: seed, Rounds: way.Short, Dir: t.TempDir(), Say: t.Logf})
			if err != nil {
				t.Fatalf("SEED=%d: %v", seed, err)
			}
			if r.NotRun != "" {
				t.Skip("not run here: " + r.NotRun)
			}
			for _, p := range r.Problems {
				t.Errorf("%s", p)
			}
			t.Logf("%+v", r.Figures)
		})
	}
}
