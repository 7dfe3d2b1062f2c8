package access_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
)

// told is a core whose audit log has a day of changes in it.
func told(t *testing.T) (*accesstest.Core, *accesstest.Clock) {
	t.Helper()
	core, clock, key, _ := oneKey(t, access.KeySpec{})
	eve := access.Caller{Kind: access.CallerOperator, Name: "eve", Role: access.RoleAdmin, Addr: "10.0.0.9"}
	for range 3 {
		clock.Advance(time.Hour)
		if _, err := core.PauseKey(t.Context(), eve, key.ID); err != nil {
			t.Fatal(err)
		}
		clock.Advance(time.Hour)
		if _, err := core.ResumeKey(t.Context(), accesstest.Local, key.ID); err != nil {
			t.Fatal(err)
		}
	}
	viewer := eve
	viewer.Role = access.RoleViewer
	if _, err := core.PauseKey(t.Context(), viewer, key.ID); codeOf(err) != access.CodeDenied {
		t.Fatal(err)
	}
	return core, clock
}

func actions(entries []access.AuditEntry) (out []string) {
	for _, e := range entries {
		out = append(out, e.Action)
	}
	return out
}

func TestAuditFilters(t *testing.T) {
	core, clock := told(t)
	end := clock.Now()
	for name, tt := range map[string]struct {
		q    access.AuditQuery
		want []string
	}{
		"by actor":       {access.AuditQuery{Actor: "EVE", Result: "done"}, []string{"key.pause", "key.pause", "key.pause"}},
		"denied":         {access.AuditQuery{Result: "denied"}, []string{"key.pause"}},
		"by action":      {access.AuditQuery{Action: "key.create"}, []string{"key.create"}},
		"by family":      {access.AuditQuery{Action: "key.", From: end.Add(-time.Hour)}, []string{"key.pause", "key.resume", "key.pause"}},
		"by object":      {access.AuditQuery{Action: "member.", Object: "account"}, []string{"member.set"}},
		"by time":        {access.AuditQuery{From: end.Add(-3 * time.Hour), To: end.Add(-2 * time.Hour)}, []string{"key.resume", "key.pause"}},
		"until a moment": {access.AuditQuery{To: end.Add(-5 * time.Hour), Object: "key"}, []string{"key.pause", "key.create"}},
		"by address":     {access.AuditQuery{Search: "10.0.0.9", Limit: 2, Result: "done"}, []string{"key.pause", "key.pause"}},
		"nothing":        {access.AuditQuery{Actor: "nobody"}, nil},
	} {
		page, err := core.Audit(t.Context(), accesstest.Local, tt.q)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(tt.want, actions(page.Entries)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if _, err := core.Audit(t.Context(), accesstest.Local, access.AuditQuery{From: end, To: end.Add(-time.Hour)}); codeOf(err) != access.CodeInvalid {
		t.Errorf("a time that ends before it begins: %v", err)
	}
}

func TestAuditPagesAreTheWholeLogWhateverTheirSize(t *testing.T) {
	core, _ := told(t)
	whole, err := core.Audit(t.Context(), accesstest.Local, access.AuditQuery{})
	if err != nil || whole.Next != "" {
		t.Fatalf("next %q: %v", whole.Next, err)
	}
	for limit := 1; limit <= len(whole.Entries)+1; limit++ {
		var got []access.AuditEntry
		for q := (access.AuditQuery{Limit: limit}); ; {
			page, err := core.Audit(t.Context(), accesstest.Local, q)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, page.Entries...)
			if q.After = page.Next; q.After == "" {
				break
			}
		}
		if diff := cmp.Diff(whole.Entries, got); diff != "" {
			t.Fatalf("pages of %d: %s", limit, diff)
		}
	}
}

func TestAuditTellsWhatAKeyWasAndBecame(t *testing.T) {
	core, clock, key, first := oneKey(t, access.KeySpec{Expires: "30d"})
	name, note, addresses, expires := "invoices", "kv/billing "+first, []string{"10.0.0.0/24"}, access.When("60d")
	if _, err := core.EditKey(t.Context(), accesstest.Local, key.ID, access.KeyPatch{Name: &name, Note: &note, Addresses: &addresses, Expires: &expires}); err != nil {
		t.Fatal(err)
	}
	page, err := core.Audit(t.Context(), accesstest.Local, access.AuditQuery{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	at := func(d time.Duration) string { return clock.Now().Add(d).Format(time.RFC3339) }
	want := []access.Change{
		{Field: "name", Before: "billing", After: "invoices"}, {Field: "addresses", After: "10.0.0.0/24"},
		{Field: "expires", Before: at(30 * 24 * time.Hour), After: at(60 * 24 * time.Hour)},
	}
	if diff := cmp.Diff(want, page.Entries[0].Changes); diff != "" {
		t.Error(diff)
	}
	_, second, err := core.RotateKey(t.Context(), accesstest.Local, key.ID, "1h")
	if err != nil {
		t.Fatal(err)
	}
	if page, err = core.Audit(t.Context(), accesstest.Local, access.AuditQuery{}); err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("%+v", page.Entries)
	for _, never := range []string{first, second, "kv/billing"} {
		if strings.Contains(text, never) {
			t.Error("the audit log repeats a secret or a note")
		}
	}
}
