package access

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"latchkey/backend/secret"
)

// CreateUser makes one. Only an owner makes operators. Codes: unauthenticated,
// denied, invalid, conflict, full, unavailable.
func (s *Service) CreateUser(ctx context.Context, c Caller, spec UserSpec) (*UserView, error) {
	if err := s.allow(ctx, c, s.needFor(spec.Operator, RoleNone), "user.create"); err != nil {
		return nil, err
	}
	hash, err := s.hashNew(ctx, spec.Password, spec.PasswordHash, spec.Operator)
	if err != nil {
		return nil, err
	}
	var made *User
	err = s.change(ctx, c, func(t *txn) (err error) {
		made, err = t.createUser(spec, hash)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.User(ctx, c, made.ID)
}

// needFor is the role it takes to deal with somebody who is, or will be, an
// operator: nobody but an owner touches operators.
func (s *Service) needFor(roles ...Role) Role {
	for _, r := range roles {
		if r != "" && r != RoleNone {
			return RoleOwner
		}
	}
	return RoleAdmin
}

// hashNew hashes a password somebody chose, or checks a hash brought along. role
// is what its user may do, which decides what is asked of it.
func (s *Service) hashNew(ctx context.Context, password, hash string, role Role) (string, error) {
	switch {
	case password != "" && hash != "":
		return "", Invalidf("passwordHash", "give a password or a hash of one, not both")
	case hash != "":
		if err := secret.CheckHash(hash); err != nil {
			return "", Invalidf("passwordHash", "a password hash is an argon2id PHC string")
		}
		return hash, nil
	case password == "":
		return "", nil
	}
	policy := s.policyNow()
	if err := policy.passwords(role.operates()).check("password", password); err != nil {
		return "", err
	}
	hash, err := s.passwords.Hash(ctx, password)
	if err != nil {
		return "", busy(err)
	}
	return hash, nil
}

func busy(err error) error {
	if errors.Is(err, secret.ErrHash) {
		return err
	}
	e := Errorf(CodeUnavailable, "too many passwords are being checked at once").WithHint("try again in a second").Wrap(err)
	e.RetryAfter = time.Second
	return e
}

func (t *txn) createUser(spec UserSpec, hash string) (*User, error) {
	u := &User{
		ID: cmp.Or(spec.ID, uuid.NewString()), Number: t.next(userNumber), Username: spec.Username, Email: spec.Email, FirstName: spec.FirstName,
		LastName: spec.LastName, PasswordHash: hash, Operator: cmp.Or(spec.Operator, RoleNone), Disabled: spec.Disabled, Stamp: t.stamped(),
	}
	var err error
	if u.PasswordExpires, err = spec.PasswordExpires.resolve("passwordExpires", t.now); err != nil {
		return nil, err
	}
	if hash != "" {
		u.PasswordSetAt, u.PasswordCount = t.now, 1
	}
	if u.isOperator() {
		u.OperatorSince = t.now
	}
	if err := u.check(); err != nil {
		return nil, err
	}
	if t.state.usernames[u.canonical] != nil {
		return nil, usernameTaken(u.Username)
	}
	if err := t.put(userKey(u.Number), 0, u); err != nil {
		return nil, err
	}
	t.claim("username", u.canonical)
	t.audit("user.create", "user", u.ID, u.Username, operatorDetail(RoleNone, u.Operator))
	return u, nil
}

// EditUser changes one. A new password ends the user's sessions and the tokens
// of the old one. Codes: unauthenticated, denied, invalid, not_found, conflict,
// full, unavailable.
func (s *Service) EditUser(ctx context.Context, c Caller, ref string, patch UserPatch) (*UserView, error) {
	if err := s.allow(ctx, c, RoleAdmin, "user.edit"); err != nil {
		return nil, err
	}
	hash := ""
	if patch.Password != nil {
		var err error
		if hash, err = s.hashNew(ctx, *patch.Password, "", s.roleAfter(ref, patch.Operator)); err != nil {
			return nil, err
		}
	}
	return s.editUser(ctx, c, ref, "user.edit", patch.Version, func(t *txn, u *User) error {
		if patch.Operator != nil && *patch.Operator != u.Operator && c.Kind == CallerOperator && c.Role != RoleOwner {
			return Errorf(CodeDenied, "only an owner gives or takes the right to operate the portal")
		}
		set(&u.Username, patch.Username)
		set(&u.Email, patch.Email)
		set(&u.FirstName, patch.FirstName)
		set(&u.LastName, patch.LastName)
		if patch.Operator != nil {
			u.Operator = cmp.Or(*patch.Operator, RoleNone)
		}
		if patch.Password != nil {
			if err := t.mayTakeOf(u); err != nil {
				return err
			}
			u.setPassword(hash, t.now)
		}
		if patch.PasswordExpires != nil {
			var err error
			if u.PasswordExpires, err = patch.PasswordExpires.resolve("passwordExpires", t.now); err != nil {
				return err
			}
		}
		return nil
	})
}

// setPassword replaces the password. Sessions and tokens of the old one are
// refused from then on, and a deadline belonged to the old one.
func (u *User) setPassword(hash string, now time.Time) {
	u.PasswordHash, u.PasswordSetAt, u.PasswordExpires = hash, now, nil
	u.PasswordCount++
}

// roleAfter is what a user may do once a patch is applied.
func (s *Service) roleAfter(ref string, change *Role) Role {
	if change != nil {
		return *change
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if u := s.state.user(ref); u != nil {
		return u.Operator
	}
	return RoleNone
}

// DisableUser refuses a user's keys, tokens, auth headers and sign-ins until
// EnableUser. Codes: unauthenticated, denied, not_found, conflict, full.
func (s *Service) DisableUser(ctx context.Context, c Caller, ref string) (*UserView, error) {
	return s.editUser(ctx, c, ref, "user.disable", 0, func(_ *txn, u *User) error {
		u.Disabled = true
		return nil
	})
}

// EnableUser undoes DisableUser.
func (s *Service) EnableUser(ctx context.Context, c Caller, ref string) (*UserView, error) {
	return s.editUser(ctx, c, ref, "user.enable", 0, func(_ *txn, u *User) error {
		u.Disabled = false
		return nil
	})
}

func (s *Service) editUser(ctx context.Context, c Caller, ref, action string, version int64, edit func(*txn, *User) error) (*UserView, error) {
	if err := s.allow(ctx, c, RoleAdmin, action); err != nil {
		return nil, err
	}
	var id string
	err := s.change(ctx, c, func(t *txn) error {
		old := t.state.user(ref)
		if old == nil {
			return noUser()
		}
		if err := t.mayTouch(old); err != nil {
			return err
		}
		if id = old.ID; stale(version, old.Stamp) {
			return conflictOfVersions("the user", old.Stamp, ptr(s.userView(old, t.now)))
		}
		u := *old
		if err := edit(t, &u); err != nil {
			return err
		}
		if err := u.check(); err != nil {
			return err
		}
		if u.isOperator() && !old.isOperator() {
			u.OperatorSince = t.now
		}
		if !u.isOperator() {
			u.Factor, u.NewFactor = nil, nil
		}
		if old.isOwner() && !u.isOwner() && t.state.owners() == 1 {
			return Errorf(CodeConflict, "%s is the last owner", old.Username).WithHint("make another owner first")
		}
		if u.canonical != old.canonical {
			if t.state.usernames[u.canonical] != nil {
				return usernameTaken(u.Username)
			}
			t.release("username", old.canonical)
			t.claim("username", u.canonical)
		}
		t.touch(&u.Stamp)
		t.auditChanges(action, "user", u.ID, u.Username, "", diff(old.facts(), u.facts()))
		if err := t.guardOwners(old, &u); err != nil {
			return err
		}
		return t.put(userKey(u.Number), old.rev, &u)
	})
	if err != nil {
		return nil, err
	}
	return s.User(ctx, c, id)
}

// RemoveUser takes a user away whose keys are all ended. Codes:
// unauthenticated, denied, not_found, conflict, full.
func (s *Service) RemoveUser(ctx context.Context, c Caller, ref string) error {
	if err := s.allow(ctx, c, RoleAdmin, "user.remove"); err != nil {
		return err
	}
	return s.change(ctx, c, func(t *txn) error {
		old := t.state.user(ref)
		if old == nil {
			return noUser()
		}
		if err := t.mayTouch(old); err != nil {
			return err
		}
		if _, n := t.state.countKeysOfUser(old.ID, t.now); n > 0 {
			return userHasKeys(old.Username, n).WithHint("revoke them first, or disable the user")
		}
		members := t.state.members[old.ID]
		if len(members) > maxRemovedMembers {
			return Errorf(CodeConflict, "the user %s is a member of %d accounts", old.Username, len(members)).WithHint("end memberships until at most %d are left", maxRemovedMembers)
		}
		if old.isOwner() && t.state.owners() == 1 {
			return Errorf(CodeConflict, "%s is the last owner", old.Username).WithHint("make another owner first")
		}
		for _, m := range members {
			t.drop(memberKey(m.UserID, m.AccountID), m.rev)
		}
		u := *old
		u.Removed, u.Operator, u.PasswordHash, u.Factor, u.NewFactor = &t.now, RoleNone, "", nil, nil
		u.PasswordCount++
		t.touch(&u.Stamp)
		t.release("username", old.canonical)
		t.audit("user.remove", "user", u.ID, u.Username, "")
		if err := t.guardOwners(old, &u); err != nil {
			return err
		}
		return t.put(userKey(u.Number), old.rev, &u)
	})
}

// mayTouch keeps admins off operators.
func (t *txn) mayTouch(u *User) error {
	if u.isOperator() && t.caller.Kind == CallerOperator && t.caller.Role != RoleOwner {
		return Errorf(CodeDenied, "%s may operate the portal: only an owner changes that user", u.Username)
	}
	return nil
}

// guardOwners makes two changes that each take an owner away conflict, so that
// together they cannot take the last two.
func (t *txn) guardOwners(old, u *User) error {
	if !old.isOwner() || u.isOwner() {
		return nil
	}
	for _, other := range t.state.users {
		if other.ID != u.ID && other.isOwner() {
			return t.hold(userKey(other.Number), other.rev, other)
		}
	}
	return nil
}

func userHasKeys(username string, n int) *Error {
	if n == 1 {
		return Errorf(CodeConflict, "the user %s has one key that is neither revoked nor expired", username)
	}
	return Errorf(CodeConflict, "the user %s has %d keys that are neither revoked nor expired", username, n)
}
