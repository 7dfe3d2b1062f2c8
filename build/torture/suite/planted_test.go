package suite

import (
	"slices"
	"strings"
	"testing"

	"latchkey/build/torture/ledger"
	"latchkey/build/torture/trace"
)

// What finds nothing wrong must be seen to find what is planted.

func TestCrashStatesFindASyncThatIsMissing(t *testing.T) {
	if why := trace.Supported(); why != "" {
		t.Skip("not run here: " + why)
	}
	// A program that syncs nothing is the same as one whose disk lies.
	r, err := crash(t.Context(), Options{Seed: 1, Rounds: 400, Dir: t.TempDir()}, func(calls []trace.Call) []trace.Call {
		n := 0
		return slices.DeleteFunc(calls, func(c trace.Call) bool {
			if c.Kind != trace.Sync || c.Path != "latchkey.db" {
				return false
			}
			n++
			return n > 10 // the store itself is made properly
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	// What was lost is gone, or the anchor tells of it and the store is refused.
	if !slices.ContainsFunc(r.Problems, func(p string) bool {
		return strings.Contains(p, "LOST") || strings.Contains(p, "older") || strings.Contains(p, "does not open")
	}) {
		t.Errorf("nothing was found to be lost: %v", r.Problems)
	}
}

func TestLedgerFindsWhatBreaksAPromise(t *testing.T) {
	made := ledger.Change{Writer: 0, Object: "key/w0-0", Do: "create", After: ledger.Object{Version: 1, State: "active"}}
	revoked := ledger.Change{Writer: 0, Object: "key/w0-0", Do: "revoke", After: ledger.Object{Version: 2, State: "revoked"}}
	found := func(version int64, state string, entries int) ledger.Found {
		f := ledger.Found{Objects: map[string]ledger.Object{}, Entries: map[string]int{"key/w0-0": entries}}
		if version > 0 {
			f.Objects["key/w0-0"] = ledger.Object{Version: version, State: state}
		}
		return f
	}
	tests := map[string]struct {
		acknowledged, begun []ledger.Change
		found               ledger.Found
		want                string
	}{
		"as promised":                    {[]ledger.Change{made, revoked}, nil, found(2, "revoked", 2), ""},
		"a revocation that is undone":    {[]ledger.Change{made, revoked}, nil, found(1, "active", 1), "LOST"},
		"a key that is gone":             {[]ledger.Change{made}, nil, found(0, "", 0), "LOST"},
		"nobody asked for it":            {[]ledger.Change{made}, nil, found(2, "revoked", 2), "WRONG"},
		"asked, and it did not happen":   {[]ledger.Change{made}, []ledger.Change{revoked}, found(1, "active", 1), ""},
		"asked, and it did happen":       {[]ledger.Change{made}, []ledger.Change{revoked}, found(2, "revoked", 2), ""},
		"asked, and half of it happened": {[]ledger.Change{made}, []ledger.Change{revoked}, found(2, "active", 2), "WRONG"},
		"it happened without its entry":  {[]ledger.Change{made}, []ledger.Change{revoked}, found(2, "revoked", 1), "AUDIT"},
		"an entry of nothing":            {[]ledger.Change{made}, nil, found(1, "active", 2), "AUDIT"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			book := ledger.New()
			for _, c := range tt.acknowledged {
				book.Begin(c)
				book.Acknowledge(c)
			}
			for _, c := range tt.begun {
				book.Begin(c)
			}
			broken := strings.Join(book.Check(tt.found), "\n")
			if tt.want == "" && broken != "" || !strings.Contains(broken, tt.want) {
				t.Errorf("found %q, want %q", broken, tt.want)
			}
		})
	}
}
