package access

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"net/mail"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/backend/secret"
)

// User is a person: a username, perhaps a password, memberships in accounts,
// and perhaps the right to operate the portal.
type User struct {
	ID              string     `json:"id"`       // UUID; the claims uid and sub
	Number          int64      `json:"number"`   // the integer id of /auth/login
	Username        string     `json:"username"` // as it was typed
	Email           string     `json:"email,omitzero"`
	FirstName       string     `json:"firstName,omitzero"`
	LastName        string     `json:"lastName,omitzero"`
	PasswordHash    string     `json:"passwordHash,omitzero"` // PHC string; empty where no password is set
	PasswordSetAt   time.Time  `json:"passwordSetAt,omitzero"`
	PasswordExpires *time.Time `json:"passwordExpires,omitzero"` // nil = never
	PasswordCount   int64      `json:"passwordCount,omitzero"`   // rises with each new password: tokens and sessions of an older one are refused
	Operator        Role       `json:"operator,omitzero"`
	OperatorSince   time.Time  `json:"operatorSince,omitzero"` // when the right to operate was given

	Factor    *SecondFactor `json:"factor,omitzero"`
	NewFactor []byte        `json:"newFactor,omitzero"` // the secret of a second factor that is being set up

	Disabled bool `json:"disabled,omitzero"`
	Stamp
	Removed *time.Time `json:"removed,omitzero"`

	canonical string // the username in PRECIS UsernameCaseMapped form
	rev       int64
}

// FullName is the name /verify reports.
func (u *User) FullName() string {
	switch {
	case u.FirstName == "":
		return u.LastName
	case u.LastName == "":
		return u.FirstName
	}
	return u.FirstName + " " + u.LastName
}

// UserSpec is a new user. Only Username is required. PasswordHash is a PHC
// string for whoever brings hashes along.
type UserSpec struct {
	Username, Email, FirstName, LastName string
	Password                             string
	PasswordHash                         string
	PasswordExpires                      When
	Operator                             Role // "" = RoleNone
	Disabled                             bool
	ID                                   string // of an import; "" = a new one
}

// UserPatch changes the members that are not nil.
type UserPatch struct {
	Username, Email, FirstName, LastName *string
	Password                             *string // a new password; "" takes it away
	PasswordExpires                      *When
	Operator                             *Role
	Version                              int64
}

// UserView is a user with what the lists show beside it.
type UserView struct {
	User
	Memberships []MembershipView // primary first, then by account name
	Keys        KeyCount
	AuthHeaders int // active ones
	LastSignIn  *Use
	Locked      *time.Time // until when too many wrong passwords keep everybody from trying
	Sessions    int        // of an operator
	FactorDue   *time.Time // by when a second factor has to be set up; nil = not at all
}

// Use is when, from where and with what something was last used, and how often
// it was.
type Use struct {
	At    time.Time
	Addr  string
	Agent string
	Count uint32
}

// UserQuery asks for a part of the users.
type UserQuery struct {
	Search string // in username, names, email, id
	Page          // Sort: username (default), name, email, created, keys, lastSignIn
}

// Users lists. Codes: unauthenticated, denied, invalid.
func (s *Service) Users(ctx context.Context, c Caller, q UserQuery) (List[UserView], error) {
	if err := s.allow(ctx, c, RoleViewer, "user.list"); err != nil {
		return List[UserView]{}, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	look, now := searcher(q.Search), s.now()
	var found []UserView
	for _, u := range s.state.users {
		if u.Removed == nil && look(u.Username, u.FirstName, u.LastName, u.Email, u.ID) {
			found = append(found, s.userView(u, now))
		}
	}
	return page(found, q.Page, userOrders, "username")
}

var userOrders = orders[UserView]{
	"username":   func(a, b *UserView) int { return cmp.Compare(a.canonical, b.canonical) },
	"name":       func(a, b *UserView) int { return compareNames(a.FullName(), b.FullName()) },
	"email":      func(a, b *UserView) int { return cmp.Compare(a.Email, b.Email) },
	"created":    func(a, b *UserView) int { return cmp.Compare(a.Number, b.Number) },
	"keys":       func(a, b *UserView) int { return a.Keys.Total - b.Keys.Total },
	"lastSignIn": func(a, b *UserView) int { return compareTimes(a.LastSignIn.time(), b.LastSignIn.time()) },
}

// User gives one by id or username. Codes: unauthenticated, denied, not_found.
func (s *Service) User(ctx context.Context, c Caller, ref string) (*UserView, error) {
	if err := s.allow(ctx, c, RoleViewer, "user.read"); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	u := s.state.user(ref)
	if u == nil {
		return nil, noUser()
	}
	v := s.userView(u, s.now())
	return &v, nil
}

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
			return Errorf(CodeConflict, "the user %s has %s", old.Username, countKeys(n)).WithHint("revoke them first, or disable the user")
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

func (u *User) check() error {
	canonical, err := secret.Username(u.Username)
	if err != nil {
		return Invalidf("username", "a username has 1 to %d bytes of letters, digits and signs without spaces", secret.MaxUsernameBytes)
	}
	u.canonical = canonical
	if u.Email != "" {
		if a, err := mail.ParseAddress(u.Email); err != nil || a.Address != u.Email || len(u.Email) > 254 {
			return Invalidf("email", "an e-mail address looks like name@example.org")
		}
	}
	if !printable(u.FirstName, 100) {
		return Invalidf("firstName", "a first name has at most 100 printable characters")
	}
	if !printable(u.LastName, 100) {
		return Invalidf("lastName", "a last name has at most 100 printable characters")
	}
	if !u.Operator.valid() {
		return Invalidf("operator", "operator is one of none, viewer, admin, owner")
	}
	if u.isOperator() && u.PasswordHash == "" {
		return Invalidf("password", "an operator needs a password to sign in").WithHint("give one, on the command line with --password-stdin")
	}
	return nil
}

func (u *User) isOperator() bool {
	return u.Removed == nil && u.Operator.operates()
}

// isOwner reports whether the user can sign in as an owner.
func (u *User) isOwner() bool { return u.Removed == nil && u.Operator == RoleOwner && !u.Disabled }

func (st *state) owners() int {
	n := 0
	for _, u := range st.users {
		if u.isOwner() {
			n++
		}
	}
	return n
}

// HasOperator reports whether anybody may sign in to the portal.
func (s *Service) HasOperator() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.ContainsFunc(slices.Collect(maps.Values(s.state.users)), (*User).isOperator)
}

func (s *Service) userView(u *User, now time.Time) UserView {
	v := UserView{User: *u, Memberships: s.state.memberships(u.ID), LastSignIn: s.stamps.last(stampOfUser, u.Number)}
	v.Keys, _ = s.state.countKeysOfUser(u.ID, now)
	v.PasswordExpires = s.state.policy.passwordEnds(u)
	if wait := s.limits.locked(u.canonical, now); wait > 0 {
		v.Locked = ptr(now.Add(wait))
	}
	if u.isOperator() {
		v.FactorDue = s.state.policy.factorDeadline(u)
		v.Sessions = s.state.sessionsOf(u, now)
	}
	for _, h := range s.state.userHeaders[u.ID] {
		if h.State(now) == StateActive {
			v.AuthHeaders++
		}
	}
	return v
}

func operatorDetail(before, after Role) string {
	if cmp.Or(before, RoleNone) == cmp.Or(after, RoleNone) {
		return ""
	}
	return "operator: " + string(after)
}

func noUser() *Error {
	return Errorf(CodeNotFound, "there is no such user").WithHint("list them with: latchkey user list")
}

func usernameTaken(name string) *Error {
	e := Errorf(CodeConflict, "there is a user named %s already", name).WithHint("choose another username")
	e.Field = "username"
	return e
}
