package access

import (
	"fmt"
	"slices"

	"latchkey/backend/kv"
	"latchkey/backend/secret"
)

// overlay is what a dry run would have made, by the names that later lines use.
type overlay struct {
	accounts map[string]*Account // by comparable name
	users    map[string]*User    // by canonical username
	members  map[[2]string]*Membership
	keys     map[string][secret.Size]byte // the hash of the secret, by access key
	ids      map[string]bool              // that were brought along
}

func newOverlay() *overlay {
	return &overlay{map[string]*Account{}, map[string]*User{}, map[[2]string]*Membership{}, map[string][secret.Size]byte{}, map[string]bool{}}
}

func (o *overlay) bring(id string) {
	if id != "" {
		o.ids[id] = true
	}
}

func (r *importing) account(t *txn, ref string) *Account {
	if a := t.state.account(ref); a != nil || !r.o.DryRun {
		return a
	}
	return r.made.accounts[comparableName(ref)]
}

func (r *importing) user(t *txn, ref string) *User {
	if u := t.state.user(ref); u != nil || !r.o.DryRun {
		return u
	}
	canonical, err := secret.Username(ref)
	if err != nil {
		return nil
	}
	return r.made.users[canonical]
}

func (r *importing) member(t *txn, u *User, a *Account) *Membership {
	if m := t.state.members[u.ID][a.ID]; m != nil || !r.o.DryRun {
		return m
	}
	return r.made.members[[2]string{u.ID, a.ID}]
}

// eachLine collects the outcomes of a commit's lines. One that touches what a
// line before it touches, whatever it calls it, is left for the next commit,
// which sees what became of the first.
func eachLine(t *txn, lines []ImportLine, one func(ImportLine) (created bool, err error)) []outcome {
	out := make([]outcome, len(lines))
	named := make(map[string]bool, kv.MaxOps)
	for i, l := range lines {
		before := len(t.ops)
		created, err := one(l)
		out[i] = outcome{line: l.Line, created: created}
		switch {
		case err != nil:
			out[i].err = AsError(err)
		case slices.ContainsFunc(t.ops[before:], func(op kv.Op) bool { return named[op.Key] }):
			out[i] = outcome{line: l.Line, again: true}
		default:
			for _, op := range t.ops[before:] {
				named[op.Key] = true
			}
			continue
		}
		t.ops = t.ops[:before]
	}
	return out
}

// names reports whether a key is among those of a commit, which may name it once.
func names(ops []kv.Op, key string) bool {
	return slices.ContainsFunc(ops, func(op kv.Op) bool { return op.Key == key })
}

// made counts what the lines of a commit made.
func made(outcomes []outcome) (n int) {
	for _, o := range outcomes {
		if o.created {
			n++
		}
	}
	return n
}

func (r *importing) accounts(t *txn, lines []ImportLine) []outcome {
	return eachLine(t, lines, func(l ImportLine) (bool, error) {
		if err := checkID(l.ID); err != nil {
			return false, err
		}
		if old := r.account(t, l.Account.Name); old != nil {
			if l.ID != "" && l.ID != old.ID {
				return false, ownID("the account")
			}
			return false, nil
		}
		if t.state.accounts[l.ID] != nil || r.made.ids[l.ID] {
			return false, otherID("an account")
		}
		in := l.Account
		a, err := t.createAccount(AccountSpec{
			Name: in.Name, Realm: deref(in.Realm), Domain: deref(in.Domain), CustomerID: deref(in.CustomerID), Repcode: deref(in.Repcode),
			ServicePhone: deref(in.ServicePhone), ServiceEmail: deref(in.ServiceEmail), Whitelabel: in.Whitelabel, ID: l.ID,
		})
		if err == nil && r.o.DryRun {
			r.made.accounts[comparableName(a.Name)] = a
			r.made.bring(l.ID)
		}
		return err == nil, err
	})
}

func (r *importing) users(t *txn, lines []ImportLine) []outcome {
	return eachLine(t, lines, func(l ImportLine) (bool, error) {
		if err := checkID(l.ID); err != nil {
			return false, err
		}
		if old := r.user(t, l.User.Username); old != nil {
			if l.ID != "" && l.ID != old.ID {
				return false, ownID("the user")
			}
			return false, nil
		}
		if t.state.users[l.ID] != nil || r.made.ids[l.ID] {
			return false, otherID("a user")
		}
		in := l.User
		u, err := t.createUser(UserSpec{
			Username: in.Username, Email: deref(in.Email), FirstName: deref(in.FirstName), LastName: deref(in.LastName),
			PasswordExpires: deref(in.PasswordExpires), Operator: deref(in.Operator), Disabled: deref(in.Disabled), ID: l.ID,
		}, in.PasswordHash)
		if err != nil {
			return false, err
		}
		if l.ID != "" {
			t.claim("user id", l.ID) // users stand under their number
		}
		if r.o.DryRun {
			r.made.users[u.canonical] = u
			r.made.bring(l.ID)
		}
		return true, nil
	})
}

func (r *importing) memberships(t *txn, lines []ImportLine) []outcome {
	out := eachLine(t, lines, func(l ImportLine) (bool, error) {
		in := l.Membership
		u, a := r.user(t, in.User), r.account(t, in.Account)
		switch {
		case u == nil:
			return false, missingBefore(noUser(), "user")
		case a == nil:
			return false, missingBefore(noAccount(), "account")
		case r.member(t, u, a) != nil:
			return false, nil
		}
		m := &Membership{UserID: u.ID, AccountID: a.ID, AccountAdmin: in.AccountAdmin, Stamp: t.stamped()}
		var err error
		if m.Roles, err = checkWords(t.caller, "roles", in.Roles, nil, maxRoles); err != nil {
			return false, err
		}
		if m.Permissions, err = checkWords(t.caller, "permissions", in.Permissions, nil, maxPermissions); err != nil {
			return false, err
		}
		primary := t.state.primary(u.ID)
		m.Primary = primary == nil || in.Primary
		if r.o.DryRun {
			r.made.members[[2]string{u.ID, a.ID}] = m
			return true, nil
		}
		if primary != nil && in.Primary {
			other := *primary
			other.Primary = false
			t.touch(&other.Stamp)
			if err := t.put(memberKey(other.UserID, other.AccountID), primary.rev, &other); err != nil {
				return false, err
			}
		}
		// Both must still be there when this is committed.
		if key := accountKey(a.ID); !names(t.ops, key) {
			if err := t.hold(key, a.rev, a); err != nil {
				return false, err
			}
		}
		if err := t.hold(userKey(u.Number), u.rev, u); err != nil {
			return false, err
		}
		return true, t.put(memberKey(u.ID, a.ID), 0, m)
	})
	if n := made(out); n > 0 {
		t.audit("member.import", "import", "", "", fmt.Sprintf("%d from lines %d to %d", n, lines[0].Line, lines[len(lines)-1].Line))
	}
	return out
}

func (r *importing) keys(t *txn, lines []ImportLine) []outcome {
	out := eachLine(t, lines, func(l ImportLine) (bool, error) { return r.key(t, l) })
	if n := made(out); n > 0 {
		// One entry for them all: each key says itself by whom and when it was made.
		t.audit("key.import", "import", "", "", fmt.Sprintf("%d from lines %d to %d", n, lines[0].Line, lines[len(lines)-1].Line))
	}
	return out
}

func (r *importing) key(t *txn, l ImportLine) (bool, error) {
	in := *l.Key
	if err := checkID(l.ID); err != nil {
		return false, err
	}
	if in.AccessKey == "" || in.Secret == "" {
		return false, Invalidf("accessKey", "an imported key brings its accessKey and its secret")
	}
	sum := t.secretHash(in.AccessKey, in.Secret)
	if there, same := r.pair(t, in.AccessKey, sum); there && same {
		return false, nil
	} else if there {
		return false, fieldOf(Errorf(CodeConflict, "that access key exists already, with another secret").WithHint("revoke the one that is there, or leave the line out"), "secret")
	}
	if in.User == "" {
		in.User = r.o.User
	}
	if in.Account == "" {
		in.Account = r.o.Account
	}
	if in.User == "" {
		return false, Invalidf("user", "the key names no user").WithHint("add it to the line, or name one for all that lack it")
	}
	u := r.user(t, in.User)
	if u == nil {
		return false, missingBefore(noUser(), "user")
	}
	m, err := r.membershipFor(t, u, in.Account)
	if err != nil {
		return false, err
	}
	if l.ID != "" && (t.state.keyByID(l.ID) != nil || r.made.ids[l.ID]) {
		return false, otherID("an access key")
	}
	if in.Name == "" {
		in.Name = in.AccessKey
	}
	k, _, err := t.newKey(KeySpec{
		Name: in.Name, Note: deref(in.Note), Roles: in.Roles, Permissions: in.Permissions, NotBefore: in.NotBefore, Expires: in.Expires,
		Pending: in.Pending, AccessKey: in.AccessKey, Secret: in.Secret, Weak: in.Weak || r.o.Weak, ID: l.ID,
	}, u, m)
	if err != nil {
		return false, err
	}
	if l.ID != "" {
		t.claim("key id", l.ID) // keys stand under their number
	}
	if r.o.DryRun {
		r.made.keys[k.AccessKey] = sum
		r.made.bring(l.ID)
	}
	return true, nil
}

// pair says whether an access key is there, and whether with that secret.
func (r *importing) pair(t *txn, accessKey string, sum [secret.Size]byte) (there, same bool) {
	if k := t.state.keyByAccessKey(accessKey); k != nil {
		return true, secret.Equal(k.SecretHash, sum)
	}
	made, there := r.made.keys[accessKey]
	return there, made == sum
}

func (r *importing) membershipFor(t *txn, u *User, account string) (*Membership, error) {
	if r.o.DryRun && account != "" {
		if a := r.account(t, account); a != nil {
			if m := r.member(t, u, a); m != nil {
				return m, nil
			}
		}
	}
	if r.o.DryRun && account == "" && len(t.state.members[u.ID]) == 0 {
		for at, m := range r.made.members {
			if at[0] == u.ID {
				return m, nil
			}
		}
	}
	m, err := t.membershipFor(u, account)
	if e := AsError(err); err != nil && e.Code == CodeNotFound {
		return nil, missingBefore(e, "account")
	}
	return m, err
}

// missingBefore is a name that no line before this one has made.
func missingBefore(e *Error, field string) *Error {
	return fieldOf(e, field).WithHint("make it first, or put its line before this one")
}
