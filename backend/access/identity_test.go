package access_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
)

// Whom an auth header speaks for is kept, and must never be what it was.
func TestAnAuthHeaderSpeaksForItsUserAsTheUserIsNow(t *testing.T) {
	core := accesstest.Open(t, accesstest.Options{})
	ctx := t.Context()
	core.Member(t, "Acme", "ada", "", access.MemberSpec{Roles: []string{"b", "a"}})
	header, err := core.AddAuthHeader(ctx, accesstest.Local, access.AuthHeaderSpec{Name: "h", User: "ada"})
	if err != nil {
		t.Fatal(err)
	}
	verify := func() *access.Identity {
		t.Helper()
		id, err := core.Verify(ctx, accesstest.Client, header.Token, access.Requirement{})
		if err != nil {
			t.Fatal(err)
		}
		if again, err := core.Verify(ctx, accesstest.Client, header.Token, access.Requirement{}); err != nil || !cmp.Equal(id, again) {
			t.Fatalf("asked again: %v %v", again, err)
		}
		return id
	}
	roles := func(want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, verify().Roles); diff != "" {
			t.Error(diff)
		}
	}
	roles("a", "b")
	core.Member(t, "Beta", "ada", "", access.MemberSpec{Roles: []string{"c"}})
	roles("a", "b", "c")
	core.Member(t, "Acme", "ada", "", access.MemberSpec{Roles: []string{"a"}})
	roles("a", "c")
	if err := core.RemoveMember(ctx, accesstest.Local, "Acme", "ada"); err != nil {
		t.Fatal(err)
	}
	roles("c")
	if _, err := core.EditUser(ctx, accesstest.Local, "ada", access.UserPatch{Username: new("ada.l"), FirstName: new("Ada")}); err != nil {
		t.Fatal(err)
	}
	if id := verify(); id.Username != "ada.l" || id.Name != "Ada" || id.CredentialID != header.ID {
		t.Errorf("%+v", id)
	}
	core.Reopen()
	roles("c")
}
