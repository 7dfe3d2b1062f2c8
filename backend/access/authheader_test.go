package access_test

import (
	"fmt"
	"testing"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
)

// A job that makes an auth header, uses it and deletes it does so for years.
func TestDeletedAuthHeadersOfAUserAreBoundedAndStayRefused(t *testing.T) {
	c := accesstest.Open(t, accesstest.Options{})
	const kept = 5
	c.Member(t, "Acme", "ada", "", access.MemberSpec{})
	c.Member(t, "Acme", "bob", "", access.MemberSpec{})
	add := func(user, name string) *access.AuthHeader {
		t.Helper()
		h, err := c.AddAuthHeader(t.Context(), local, access.AuthHeaderSpec{Name: name, User: user})
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	remove := func(h *access.AuthHeader) {
		t.Helper()
		if _, err := c.DeleteAuthHeader(t.Context(), local, h.ID); err != nil {
			t.Fatal(err)
		}
	}
	names := func() (out []string) {
		t.Helper()
		list, err := c.AuthHeaders(t.Context(), local, access.AuthHeaderQuery{User: "ada", Page: access.Page{Sort: "created"}})
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range list.Items {
			out = append(out, fmt.Sprintf("%s %s", h.Name, h.State))
		}
		return out
	}
	remove(add("bob", "of bob"))
	first := add("ada", "first")
	works := add("ada", "works")
	backup, done := accesstest.Snapshot(t, c.Copy(), accesstest.Options{})
	defer done()
	c.KeepDeletedHeaders(kept)
	remove(first)
	for i := range 12 {
		remove(add("ada", fmt.Sprintf("job %02d", i)))
	}
	last := add("ada", "last")
	for _, when := range []string{"now", "after a restart"} {
		want := "[works active job 07 deleted job 08 deleted job 09 deleted job 10 deleted job 11 deleted last active]"
		if got := fmt.Sprint(names()); got != want {
			t.Errorf("%s there are %s, want %s", when, got, want)
		}
		for h, want := range map[*access.AuthHeader]bool{first: false, works: true, last: true} {
			if _, err := c.Verify(t.Context(), client, h.Token, access.Requirement{}); (err == nil) != want {
				t.Errorf("%s %s: %v", when, h.Name, err)
			}
		}
		if list, err := c.AuthHeaders(t.Context(), local, access.AuthHeaderQuery{User: "bob"}); err != nil || len(list.Items) != 1 {
			t.Errorf("%s bob has %+v, %v", when, list.Items, err)
		}
		c.Reopen()
		c.KeepDeletedHeaders(kept)
	}
	// Who brings a forgotten one in a file does not bring it back to life.
	if _, err := c.AddAuthHeader(t.Context(), local, access.AuthHeaderSpec{Name: "again", User: "ada", Token: first.Token}); err == nil {
		t.Error("a forgotten token works again")
	}
	// And neither does a backup of before.
	undone, err := c.Undone(t.Context(), local, backup)
	if err != nil {
		t.Fatal(err)
	}
	if len(undone.Returning) != 1 || undone.Returning[0].Name != "first" || undone.Returning[0].What != access.UndoneDeleted {
		t.Errorf("ended again is %+v", undone.Returning)
	}
	after, close := accesstest.Snapshot(t, c.Copy(), accesstest.Options{})
	defer close()
	if found, err := after.References(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("records do not fit together: %+v, %v", found, err)
	}
}
