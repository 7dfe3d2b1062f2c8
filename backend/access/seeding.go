package access

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"latchkey/backend/token"
)

// seeding is a seed file while it is carried out, object by object.
type seeding struct {
	s      *Service
	c      Caller
	report *SeedReport
}

// each says in errors which item it was.
func each[T any](ctx context.Context, name string, list []T, do func(context.Context, T) error) error {
	for i, item := range list {
		if err := do(ctx, item); err != nil {
			e := *AsError(err)
			e.Field = seedField(name, i, e.Field)
			return &e
		}
	}
	return nil
}

func (r *seeding) note(list *[]SeedItem, kind, name, id string) {
	*list = append(*list, SeedItem{Kind: kind, Name: name, ID: id})
}

// outcome files an object under changed or unchanged by its version.
func (r *seeding) outcome(kind, name, id string, before, after int64) {
	list := &r.report.Unchanged
	if before != after {
		list = &r.report.Changed
	}
	r.note(list, kind, name, id)
}

func (r *seeding) signingKey(ctx context.Context, in SeedSigningKey) error {
	r.s.mu.RLock()
	active := r.s.state.activeSigning(token.Use(in.Use))
	r.s.mu.RUnlock()
	if active != nil && active.Secret == in.Secret {
		r.note(&r.report.Unchanged, "signing-key", in.Use, active.ID)
		return nil
	}
	v, err := r.s.ImportSigningKey(ctx, r.c, in.Use, in.Secret)
	if err != nil {
		return err
	}
	r.note(&r.report.Changed, "signing-key", in.Use, v.ID)
	return nil
}

func (r *seeding) account(ctx context.Context, in SeedAccount) error {
	old, err := r.s.Account(ctx, r.c, in.Name)
	if missing(err) {
		v, err := r.s.CreateAccount(ctx, r.c, AccountSpec{
			Name: in.Name, Realm: deref(in.Realm), Domain: deref(in.Domain), CustomerID: deref(in.CustomerID), Repcode: deref(in.Repcode),
			ServicePhone: deref(in.ServicePhone), ServiceEmail: deref(in.ServiceEmail), Whitelabel: in.Whitelabel,
		})
		if err != nil {
			return err
		}
		r.note(&r.report.Created, "account", v.Name, v.ID)
		return nil
	}
	if err != nil {
		return err
	}
	same := kept(in.Realm, old.Realm) && kept(in.Domain, old.Domain) && kept(in.CustomerID, old.CustomerID) && kept(in.Repcode, old.Repcode) &&
		kept(in.ServicePhone, old.ServicePhone) && kept(in.ServiceEmail, old.ServiceEmail) && (in.Whitelabel == nil || sameJSON(in.Whitelabel, old.Whitelabel))
	after := old
	if !same {
		after, err = r.s.EditAccount(ctx, r.c, old.ID, AccountPatch{
			Realm: in.Realm, Domain: in.Domain, CustomerID: in.CustomerID, Repcode: in.Repcode,
			ServicePhone: in.ServicePhone, ServiceEmail: in.ServiceEmail, Whitelabel: in.Whitelabel,
		})
		if err != nil {
			return err
		}
	}
	r.outcome("account", old.Name, old.ID, old.Version, after.Version)
	return nil
}

func (r *seeding) user(ctx context.Context, in SeedUser) error {
	old, err := r.s.User(ctx, r.c, in.Username)
	if missing(err) {
		v, err := r.s.CreateUser(ctx, r.c, UserSpec{
			Username: in.Username, Email: deref(in.Email), FirstName: deref(in.FirstName), LastName: deref(in.LastName),
			Password: in.Password, PasswordHash: in.PasswordHash, PasswordExpires: deref(in.PasswordExpires), Operator: deref(in.Operator),
		})
		if err != nil {
			return err
		}
		if deref(in.Disabled) {
			if _, err := r.s.DisableUser(ctx, r.c, v.ID); err != nil {
				return err
			}
		}
		r.note(&r.report.Created, "user", v.Username, v.ID)
		return nil
	}
	if err != nil {
		return err
	}
	patch, err := r.userPatch(ctx, in, old)
	if err != nil {
		return err
	}
	after := old
	if patch != nil {
		if after, err = r.s.EditUser(ctx, r.c, old.ID, *patch); err != nil {
			return err
		}
	}
	if in.PasswordHash != "" && in.PasswordHash != old.PasswordHash {
		if after, err = r.s.setPasswordHash(ctx, r.c, old.ID, in.PasswordHash); err != nil {
			return err
		}
	}
	if in.Disabled != nil && *in.Disabled != old.Disabled {
		do := r.s.EnableUser
		if *in.Disabled {
			do = r.s.DisableUser
		}
		if after, err = do(ctx, r.c, old.ID); err != nil {
			return err
		}
	}
	r.outcome("user", old.Username, old.ID, old.Version, after.Version)
	return nil
}

// userPatch is what differs, nil for nothing. A password that is still the
// right one is no difference.
func (r *seeding) userPatch(ctx context.Context, in SeedUser, old *UserView) (*UserPatch, error) {
	patch := UserPatch{Email: in.Email, FirstName: in.FirstName, LastName: in.LastName, Operator: in.Operator}
	same := kept(in.Email, old.Email) && kept(in.FirstName, old.FirstName) && kept(in.LastName, old.LastName) && kept(in.Operator, old.Operator)
	if in.Password != "" {
		right, _, err := r.s.passwords.Check(ctx, old.PasswordHash, in.Password)
		if err != nil {
			return nil, busy(err)
		}
		if !right {
			patch.Password, same = &in.Password, false
		}
	}
	if in.PasswordExpires != nil {
		changes, err := r.moves("passwordExpires", *in.PasswordExpires, old.PasswordExpires)
		if err != nil {
			return nil, err
		}
		if changes || patch.Password != nil {
			patch.PasswordExpires, same = in.PasswordExpires, false
		}
	}
	if same {
		return nil, nil
	}
	return &patch, nil
}

// moves reports whether a moment in a seed file differs from the one an object
// has. A span is counted once, when the object gets its moment.
func (r *seeding) moves(field string, w When, has *time.Time) (bool, error) {
	at, err := w.resolve(field, r.s.now())
	if err != nil || w.isSpan() && has != nil {
		return false, err
	}
	return compareTimes(at, has) != 0, nil
}

func (r *seeding) membership(ctx context.Context, in SeedMembership) error {
	name := in.User + " in " + in.Account
	r.s.mu.RLock()
	var old *Membership
	if u, a := r.s.state.user(in.User), r.s.state.account(in.Account); u != nil && a != nil {
		old = r.s.state.members[u.ID][a.ID]
	}
	r.s.mu.RUnlock()
	if old != nil && slices.Equal(words(in.Roles), words(old.Roles)) && slices.Equal(words(in.Permissions), words(old.Permissions)) &&
		in.AccountAdmin == old.AccountAdmin && (!in.Primary || old.Primary) {
		r.note(&r.report.Unchanged, "membership", name, old.AccountID)
		return nil
	}
	m, err := r.s.SetMember(ctx, r.c, in.Account, in.User, MemberSpec{Roles: in.Roles, Permissions: in.Permissions, Primary: in.Primary, AccountAdmin: in.AccountAdmin})
	if err != nil {
		return err
	}
	list := &r.report.Created
	if old != nil {
		list = &r.report.Changed
	}
	r.note(list, "membership", name, m.AccountID)
	return nil
}

// setPasswordHash takes over a hash that a seed file brings along.
func (s *Service) setPasswordHash(ctx context.Context, c Caller, ref, hash string) (*UserView, error) {
	if _, err := s.hashNew(ctx, "", hash, RoleNone); err != nil {
		return nil, err
	}
	return s.editUser(ctx, c, ref, "user.edit", 0, func(t *txn, u *User) error {
		u.PasswordHash, u.PasswordSetAt = hash, t.now
		u.PasswordCount++
		return nil
	})
}

func missing(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == CodeNotFound
}

func deref[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// kept reports whether a value of a seed file asks for no change.
func kept[T comparable](want *T, has T) bool { return want == nil || *want == has }

func sameJSON(a, b json.RawMessage) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}

// seedField is where in the file something is wrong: "keys[2].expires".
func seedField(list string, i int, field string) string {
	at := fmt.Sprintf("%s[%d]", list, i)
	if field == "" {
		return at
	}
	return at + "." + field
}
