package access

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"latchkey/backend/token"
)

// Membership is a user in an account.
type Membership struct {
	UserID       string   `json:"user"`
	AccountID    string   `json:"account"`
	Roles        []string `json:"roles,omitzero"` // sorted, no repeats; words that mean something to the service behind
	Permissions  []string `json:"permissions,omitzero"`
	Primary      bool     `json:"primary,omitzero"` // the user's primary account; exactly one of a user's memberships is
	AccountAdmin bool     `json:"accountAdmin,omitzero"`
	Stamp

	subject token.Part // what tokens say of the user with these roles
	rev     int64
}

// MemberSpec makes or replaces a membership. Primary true makes it the user's
// primary one; false leaves that as it is, and a user's first is primary anyway.
type MemberSpec struct {
	Roles        []string
	Permissions  []string
	Primary      bool
	AccountAdmin bool
	Version      int64 // of the membership that was looked at; 0 = whichever there is
}

// MembershipView is a membership with the names of both ends.
type MembershipView struct {
	Membership
	Username    string
	AccountName string
}

// What a membership may hold: few enough roles that a token with all of them
// fits into a request header.
const (
	maxRoles       = 50
	maxPermissions = 200
)

var word = regexp.MustCompile(`^[A-Za-z0-9._:/-]{1,64}$`)

// OwnWordPrefix begins the roles and permissions that mean something to
// Latchkey itself.
const OwnWordPrefix = "latchkey:"

var ownWords = []string{MetricsPermission, OwnWordPrefix + "introspect"}

func checkWords(c Caller, field string, list, before []string, most int) ([]string, error) {
	list = words(list)
	if len(list) > most {
		return nil, Invalidf(field, "there are %d %s, at most %d fit", len(list), field, most)
	}
	for _, w := range list {
		if !word.MatchString(w) {
			return nil, Invalidf(field, "each of the %s has 1 to 64 of A-Z a-z 0-9 . _ : / -", field)
		}
		if isOwnWord(w) && !slices.Contains(before, w) {
			if !slices.Contains(ownWords, w) {
				return nil, Invalidf(field, "%s begins with latchkey: and is none of %v", w, ownWords)
			}
			if !c.givesOwnWords() {
				return nil, Errorf(CodeDenied, "only an owner gives %s", w)
			}
		}
	}
	return list, nil
}

func isOwnWord(w string) bool { return strings.HasPrefix(w, OwnWordPrefix) }

// givesOwnWords reports whether the caller may give what means something to
// Latchkey itself.
func (c Caller) givesOwnWords() bool { return c.Kind != CallerOperator || c.Role == RoleOwner }

// mayTake refuses a credential, which somebody then knows, that carries one of
// our words to who may not give it: an admin would come by an owner's right with
// a new key of a user who has it.
func (t *txn) mayTake(carried ...[]string) error {
	if t.caller.givesOwnWords() {
		return nil
	}
	for _, words := range carried {
		if i := slices.IndexFunc(words, isOwnWord); i >= 0 {
			return Errorf(CodeDenied, "it would carry %s, and only an owner gives that", words[i])
		}
	}
	return nil
}

// mayTakeOf is mayTake of what carries all that a user holds.
func (t *txn) mayTakeOf(u *User) error {
	for _, m := range t.state.members[u.ID] {
		if err := t.mayTake(m.Roles, m.Permissions); err != nil {
			return err
		}
	}
	return nil
}

// Members lists the memberships of an account. Codes: unauthenticated, denied, not_found.
func (s *Service) Members(ctx context.Context, c Caller, account string) ([]MembershipView, error) {
	if err := s.allow(ctx, c, RoleViewer, "member.list"); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	a := s.state.account(account)
	if a == nil {
		return nil, noAccount()
	}
	list := make([]MembershipView, 0, len(s.state.byAccount[a.ID]))
	for _, m := range s.state.byAccount[a.ID] {
		list = append(list, s.state.membershipView(m))
	}
	slices.SortFunc(list, func(a, b MembershipView) int { return compareNames(a.Username, b.Username) })
	return list, nil
}

// SetMember makes a user a member of an account, or changes what the membership
// holds. Codes: unauthenticated, denied, invalid, not_found, conflict, full.
func (s *Service) SetMember(ctx context.Context, c Caller, account, user string, spec MemberSpec) (*MembershipView, error) {
	if err := s.allow(ctx, c, RoleAdmin, "member.set"); err != nil {
		return nil, err
	}
	var made *Membership
	err := s.change(ctx, c, func(t *txn) error {
		a, u := t.state.account(account), t.state.user(user)
		if a == nil {
			return noAccount()
		}
		if u == nil {
			return noUser()
		}
		var err error
		made, err = t.setMember(a, u, spec)
		return err
	})
	if err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	m := s.state.members[made.UserID][made.AccountID]
	if m == nil {
		return nil, Errorf(CodeConflict, "the membership was ended in the meantime")
	}
	v := s.state.membershipView(m)
	return &v, nil
}

// membership is what a user's membership of an account becomes by spec. old is
// what it was; nil where there was none.
func (t *txn) membership(a *Account, u *User, old *Membership, spec MemberSpec) (*Membership, error) {
	m := Membership{UserID: u.ID, AccountID: a.ID, Stamp: t.stamped()}
	if old != nil {
		if stale(spec.Version, old.Stamp) {
			return nil, conflictOfVersions("the membership", old.Stamp, ptr(t.state.membershipView(old)))
		}
		m = *old
		t.touch(&m.Stamp)
	}
	var err error
	if m.Roles, err = checkWords(t.caller, "roles", spec.Roles, m.Roles, maxRoles); err != nil {
		return nil, err
	}
	if m.Permissions, err = checkWords(t.caller, "permissions", spec.Permissions, m.Permissions, maxPermissions); err != nil {
		return nil, err
	}
	m.AccountAdmin = spec.AccountAdmin
	return &m, nil
}

func (t *txn) setMember(a *Account, u *User, spec MemberSpec) (*Membership, error) {
	old := t.state.members[u.ID][a.ID]
	m, err := t.membership(a, u, old, spec)
	if err != nil {
		return nil, err
	}
	rev := int64(0)
	if old != nil {
		rev = old.rev
	}
	primary := t.state.primary(u.ID)
	if primary == nil {
		m.Primary = true
	} else if spec.Primary && primary.AccountID != a.ID {
		other := *primary
		other.Primary = false
		t.touch(&other.Stamp)
		if err := t.put(memberKey(other.UserID, other.AccountID), primary.rev, &other); err != nil {
			return nil, err
		}
		m.Primary = true
	}
	if old == nil && a.rev > 0 {
		// The account must still be there when this is committed, and the user.
		if err := t.hold(accountKey(a.ID), a.rev, a); err != nil {
			return nil, err
		}
	}
	if old == nil && u.rev > 0 {
		if err := t.hold(userKey(u.Number), u.rev, u); err != nil {
			return nil, err
		}
	}
	t.audit("member.set", "account", a.ID, a.Name, u.Username)
	return m, t.put(memberKey(u.ID, a.ID), rev, m)
}

// hold demands that a record is unchanged when this change is committed: it is
// written again as it is.
func (t *txn) hold(key string, rev int64, record any) error { return t.put(key, rev, record) }

// RemoveMember ends a membership. Keys that act for it are refused from then
// on, and work again when it is made anew. Codes: unauthenticated, denied,
// not_found, conflict, full.
func (s *Service) RemoveMember(ctx context.Context, c Caller, account, user string) error {
	if err := s.allow(ctx, c, RoleAdmin, "member.remove"); err != nil {
		return err
	}
	return s.change(ctx, c, func(t *txn) error {
		a, u := t.state.account(account), t.state.user(user)
		if a == nil {
			return noAccount()
		}
		if u == nil {
			return noUser()
		}
		m := t.state.members[u.ID][a.ID]
		if m == nil {
			return Errorf(CodeNotFound, "%s is no member of %s", u.Username, a.Name)
		}
		t.drop(memberKey(u.ID, a.ID), m.rev)
		t.audit("member.remove", "account", a.ID, a.Name, u.Username)
		return t.passPrimaryOn(m)
	})
}

// passPrimaryOn makes the next of a user's memberships primary when the primary
// one ends.
func (t *txn) passPrimaryOn(ended *Membership) error {
	if !ended.Primary {
		return nil
	}
	var next *Membership
	for _, m := range t.state.members[ended.UserID] {
		if m.AccountID != ended.AccountID && (next == nil || t.state.olderMembership(m, next)) {
			next = m
		}
	}
	if next == nil {
		// None may be made at this very moment: it would see the one that ends and
		// not become primary.
		u := t.state.users[ended.UserID]
		return t.hold(userKey(u.Number), u.rev, u)
	}
	m := *next
	m.Primary = true
	t.touch(&m.Stamp)
	return t.put(memberKey(m.UserID, m.AccountID), next.rev, &m)
}

// olderMembership reports whether a was made before b; of those made at one
// moment, the one whose account comes first.
func (st *state) olderMembership(a, b *Membership) bool {
	if n := a.CreatedAt.Compare(b.CreatedAt); n != 0 {
		return n < 0
	}
	return compareNames(st.membershipView(a).AccountName, st.membershipView(b).AccountName) < 0
}

func (st *state) primary(user string) *Membership {
	for _, m := range st.members[user] {
		if m.Primary {
			return m
		}
	}
	return nil
}

func (st *state) membershipView(m *Membership) MembershipView {
	v := MembershipView{Membership: *m}
	if u := st.users[m.UserID]; u != nil {
		v.Username = u.Username
	}
	if a := st.accounts[m.AccountID]; a != nil {
		v.AccountName = a.Name
	}
	return v
}

// memberships gives a user's, primary first, then by account name.
func (st *state) memberships(user string) []MembershipView {
	list := make([]MembershipView, 0, len(st.members[user]))
	for _, m := range st.members[user] {
		list = append(list, st.membershipView(m))
	}
	slices.SortFunc(list, func(a, b MembershipView) int {
		if a.Primary != b.Primary {
			if a.Primary {
				return -1
			}
			return 1
		}
		return compareNames(a.AccountName, b.AccountName)
	})
	return list
}
