package vault_test

import (
	"testing"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
	"latchkey/backend/kv"
	"latchkey/backend/kv/seal"
)

// An entry that was taken out of the log, in a store that is whole but for that.
func TestCheckNamesALogThatWasChanged(t *testing.T) {
	clock := accesstest.NewClock()
	core := accesstest.Open(t, accesstest.Options{Now: clock.Now})
	for _, name := range []string{"Acme", "Beta", "Gamma"} {
		if _, err := core.CreateAccount(t.Context(), accesstest.Local, access.AccountSpec{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	served := func() *access.CheckReport {
		t.Helper()
		r, err := core.Vault(nil).Check(t.Context(), accesstest.Local)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if r := served(); len(r.Findings) > 0 {
		t.Fatalf("a store that is whole: %+v", r.Findings)
	}
	core.Reopen() // the chain has listed what was written
	core.Tamper(func(engine kv.Store) {
		page, err := engine.Scan(t.Context(), "audit/", "", 1000, 0)
		if err != nil || len(page.Entries) < 3 {
			t.Fatalf("%d entries, %v", len(page.Entries), err)
		}
		if _, err := engine.Commit(t.Context(), []kv.Op{kv.Delete(page.Entries[1].Key, kv.Anything)}); err != nil {
			t.Fatal(err)
		}
	})
	inLog := func(door string, r *access.CheckReport) {
		t.Helper()
		if len(r.Findings) == 0 || r.Findings[0].Area != "audit" || r.Findings[0].Hint == "" {
			t.Errorf("%s: %+v", door, r.Findings)
		}
	}
	inLog("by the core that serves", served())
	core.Shut()
	r, err := core.Folder().Check(t.Context(), []seal.Unlock{core.Master()}, clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	inLog("while nobody serves", r)
}
