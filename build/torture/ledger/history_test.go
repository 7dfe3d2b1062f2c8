package ledger_test

import (
	"maps"
	"strings"
	"testing"

	"latchkey/build/torture/ledger"
)

// What finds nothing wrong with a copy must be seen to find what is planted.
func TestCopyThatIsOfNoMomentIsNoticed(t *testing.T) {
	h := ledger.NewHistory()
	first := ledger.Change{Writer: 0, Object: "key/w0-0", Do: "create", After: ledger.Object{Version: 1, State: "active"}}
	revoked := ledger.Change{Writer: 0, Object: "key/w0-0", Do: "revoke", After: ledger.Object{Version: 2, State: "revoked"}}
	second := ledger.Change{Writer: 1, Object: "user/w1-0", Do: "create", After: ledger.Object{Version: 1, State: "enabled"}}
	late := ledger.Change{Writer: 1, Object: "user/w1-1", Do: "create", After: ledger.Object{Version: 1, State: "enabled"}}
	h.Begin(first)
	h.Acknowledge(first)
	asked := h.Now()
	h.Begin(revoked)
	h.Acknowledge(revoked)
	h.Begin(second) // after the revocation was promised
	there := h.Now()
	h.Acknowledge(second)
	h.Begin(late)
	h.Acknowledge(late)

	// A copy that holds these, whatever the order of the changes.
	holding := func(changes ...ledger.Change) ledger.Found {
		f := ledger.Found{Objects: map[string]ledger.Object{}, Entries: map[string]int{}}
		for _, c := range changes {
			f.Objects[c.Object] = c.After
			f.Entries[c.Object] = int(c.After.Version)
		}
		return f
	}
	half := holding(first)
	half.Objects["key/w0-0"] = ledger.Object{Version: 1, State: "revoked"}
	unlogged := holding(first, revoked)
	unlogged.Entries = maps.Clone(unlogged.Entries)
	unlogged.Entries["key/w0-0"] = 1
	strange := holding(first)
	strange.Objects["key/somebody's"] = ledger.Object{Version: 1, State: "active"}
	tests := map[string]struct {
		found ledger.Found
		want  string // "" = nothing
	}{
		"as when it was asked for":                     {holding(first), ""},
		"as in between":                                {holding(first, revoked), ""},
		"as when it was there":                         {holding(first, revoked, second), ""},
		"without what was acknowledged before":         {holding(), "LOST"},
		"with what was begun afterwards":               {holding(first, revoked, second, late), "FUTURE"},
		"without a revocation, and with what followed": {holding(first, second), "TORN"},
		"with half of a change":                        {half, "WRONG"},
		"with a change without its entry":              {unlogged, "AUDIT"},
		"with what nobody made":                        {strange, "WRONG"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			broken := strings.Join(h.CheckCopy(asked, there, tt.found), "\n")
			if tt.want == "" && broken != "" || !strings.Contains(broken, tt.want) {
				t.Errorf("found %q, want %q", broken, tt.want)
			}
		})
	}
}
