package access_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
	"latchkey/backend/kv"
)

// meanwhile does something of somebody else's once, between the decision of a
// change and its commit: that of the first which deletes a record of a kind.
type meanwhile struct {
	kv.Store
	kind string
	do   atomic.Pointer[func()]
}

func (m *meanwhile) Commit(ctx context.Context, ops []kv.Op) (int64, error) {
	for _, op := range ops {
		if !op.Delete || !strings.HasPrefix(op.Key, m.kind+"/") {
			continue
		}
		if do := m.do.Swap(nil); do != nil {
			(*do)()
		}
	}
	return m.Store.Commit(ctx, ops)
}

func TestUserWhoseLastMembershipEndsWhileAnotherIsMadeHasAPrimaryOne(t *testing.T) {
	for name, end := range map[string]func(c *accesstest.Core) error{
		"the membership is removed": func(c *accesstest.Core) error { return c.RemoveMember(t.Context(), local, "Acme", "ada") },
		"the account is removed":    func(c *accesstest.Core) error { return c.RemoveAccount(t.Context(), local, "Acme") },
	} {
		t.Run(name, func(t *testing.T) {
			race := &meanwhile{kind: "member"}
			c := accesstest.Open(t, accesstest.Options{Between: func(s kv.Store) kv.Store { race.Store = s; return race }})
			c.Member(t, "Acme", "ada", "", access.MemberSpec{})
			if _, err := c.CreateAccount(t.Context(), local, access.AccountSpec{Name: "Beta"}); err != nil {
				t.Fatal(err)
			}
			makeAnother := func() {
				if _, err := c.SetMember(t.Context(), local, "Beta", "ada", access.MemberSpec{}); err != nil {
					t.Error(err)
				}
			}
			race.do.Store(&makeAnother)
			if err := end(c); err != nil {
				t.Fatal(err)
			}
			u, err := c.User(t.Context(), local, "ada")
			if err != nil {
				t.Fatal(err)
			}
			if len(u.Memberships) != 1 || !u.Memberships[0].Primary {
				t.Errorf("what is left: %+v", u.Memberships)
			}
		})
	}
}
