package access

import (
	"cmp"
	"context"
	"strings"

	"latchkey/backend/secret"
)

// FirstRunSpec is what first run may be told; everything has a default.
type FirstRunSpec struct {
	KeyName string // "My first key"
	Expires When   // "" = 90d
}

// FirstRun is all it takes to try every login. Password and Secret are shown
// once.
type FirstRun struct {
	Account  AccountView
	User     UserView
	Password string // "" where the user is the operator, who has one already
	Key      KeyView
	Secret   string
}

const (
	firstAccount = "Default"
	firstUser    = "admin" // where the operator's own name is no username
	firstKey     = "My first key"
	firstExpiry  = When("90d")
)

// FirstRun makes an account, a user named after the operator and a key for
// both, in one change. Codes: unauthenticated, denied, invalid, conflict once
// anything was made, full, unavailable.
func (s *Service) FirstRun(ctx context.Context, c Caller, spec FirstRunSpec) (*FirstRun, error) {
	if err := s.allow(ctx, c, RoleAdmin, "first-run"); err != nil {
		return nil, err
	}
	password := secret.NewPassword()
	hash, err := s.passwords.Hash(ctx, password) // it is ours, so no policy is asked
	if err != nil {
		return nil, busy(err)
	}
	out := &FirstRun{}
	var user, account, key string
	err = s.change(ctx, c, func(t *txn) error {
		if len(t.state.accounts) > 0 || t.state.keyCount() > 0 {
			return Errorf(CodeConflict, "there are accounts or keys already, so this is no first run").WithHint("make a key: latchkey key add")
		}
		a, err := t.createAccount(AccountSpec{Name: firstAccount})
		if err != nil {
			return err
		}
		out.Password = ""
		u := t.state.user(c.UserID)
		if u == nil {
			u, out.Password, err = t.firstRunUser(c, hash, password)
			if err != nil {
				return err
			}
		}
		m, err := t.setMember(a, u, MemberSpec{Roles: []string{"Partner", "PartnerAdmin"}})
		if err != nil {
			return err
		}
		k, text, err := t.createKey(KeySpec{Name: cmp.Or(spec.KeyName, firstKey), Expires: cmp.Or(spec.Expires, firstExpiry)}, u, m)
		if err != nil {
			return err
		}
		// Two first runs at once conflict on the account's name.
		out.Secret, account, user, key = text, a.ID, u.ID, k.ID
		return nil
	})
	if err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	now := s.now()
	out.Account = s.state.accountView(s.state.accounts[account], now)
	out.User = s.userView(s.state.users[user], now)
	out.Key = s.keyView(s.state.keyByID(key), now)
	return out, nil
}

// firstRunUser makes the user for an operator who is none: the owner of this
// machine. A user of that name who has a password keeps it.
func (t *txn) firstRunUser(c Caller, hash, password string) (*User, string, error) {
	_, name, _ := strings.Cut(c.Name, ":")
	if _, err := secret.Username(name); err != nil {
		name = firstUser
	}
	if u := t.state.user(name); u != nil {
		return u, "", nil
	}
	u, err := t.createUser(UserSpec{Username: name}, hash)
	return u, password, err
}
