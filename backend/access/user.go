package access

import (
	"cmp"
	"context"
	"maps"
	"net/mail"
	"slices"
	"time"

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

// from reports whether it came from a network.
func (u *Use) from(of string) bool { return u != nil && network(u.Addr) == of }

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
	if !s.limits.quiet() {
		if wait := s.limits.locked(u.canonical, s.placesOf(u), now); wait > 0 {
			v.Locked = ptr(now.Add(wait))
		}
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
