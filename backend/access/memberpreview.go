package access

import (
	"context"
	"maps"
	"slices"
	"time"
)

// MemberPreview is what SetMember would change, said before it is done.
type MemberPreview struct {
	Roles, Permissions         []WordChange // what the membership holds now or would hold
	FlatRoles, FlatPermissions int          // how many the user then has over all accounts
	Keys                       int          // active ones of the user for the account
	KeysChanged                int          // of them, whose next token carries something else
	TokenLife                  time.Duration
}

// WordChange is a role or permission, and what becomes of it.
type WordChange struct {
	Word      string
	Fate      WordFate
	Elsewhere []string // names of the user's other accounts that give it, too
}

// WordFate is what a change of a membership does to a word.
type WordFate string

const (
	WordKept    WordFate = "kept"
	WordAdded   WordFate = "added"
	WordRemoved WordFate = "removed"
)

// PreviewMember says what SetMember with the same arguments would change, and
// refuses what that would refuse. Codes: unauthenticated, denied, invalid,
// not_found.
func (s *Service) PreviewMember(ctx context.Context, c Caller, account, user string, spec MemberSpec) (*MemberPreview, error) {
	if err := s.allow(ctx, c, RoleAdmin, "member.preview"); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	t := &txn{Service: s, state: s.state, caller: c, now: s.now().UTC()}
	a, u := t.state.account(account), t.state.user(user)
	if a == nil {
		return nil, noAccount()
	}
	if u == nil {
		return nil, noUser()
	}
	before := t.state.members[u.ID][a.ID]
	after, err := t.membership(a, u, before, spec)
	if err != nil {
		return nil, err
	}
	p := &MemberPreview{TokenLife: t.state.policy.tokenLife}
	was := Membership{}
	if before != nil {
		was = *before
	}
	p.Roles, p.FlatRoles = t.state.wordChanges(after, was.Roles, after.Roles, func(m *Membership) []string { return m.Roles })
	p.Permissions, p.FlatPermissions = t.state.wordChanges(after, was.Permissions, after.Permissions, func(m *Membership) []string { return m.Permissions })
	p.Keys, p.KeysChanged = t.state.keysChanged(before, after, t.now)
	return p, nil
}

// wordChanges compares what a membership holds before and after, and counts the
// words the user then has over all accounts.
func (st *state) wordChanges(m *Membership, before, after []string, of func(*Membership) []string) (out []WordChange, flat int) {
	others := map[string][]string{} // names of accounts, by word
	for _, other := range st.members[m.UserID] {
		if other.AccountID == m.AccountID {
			continue
		}
		for _, w := range of(other) {
			others[w] = append(others[w], st.accounts[other.AccountID].Name)
		}
	}
	all := map[string]struct{}{}
	for _, w := range slices.Concat(before, after) {
		all[w] = struct{}{}
	}
	out = make([]WordChange, 0, len(all))
	for _, w := range slices.Sorted(maps.Keys(all)) {
		fate := WordKept
		switch {
		case !slices.Contains(before, w):
			fate = WordAdded
		case !slices.Contains(after, w):
			fate = WordRemoved
		}
		slices.SortFunc(others[w], compareNames)
		out = append(out, WordChange{w, fate, others[w]})
	}
	flat = len(others)
	for _, w := range after {
		if _, there := others[w]; !there {
			flat++
		}
	}
	return out, flat
}

// keysChanged counts the active keys of a membership, and those that give out
// something else once it is as after. Only keys with words of their own have to
// be read to know.
func (st *state) keysChanged(before, after *Membership, now time.Time) (active, changed int) {
	x, ms := st.keys, now.UnixMilli()
	user, hasKeys := x.idNumbers[after.UserID]
	account, known := x.idNumbers[after.AccountID]
	if !hasKeys || !known {
		return 0, 0
	}
	same := before != nil && slices.Equal(before.Roles, after.Roles) && slices.Equal(before.Permissions, after.Permissions)
	for at := range x.chain(x.userKeys[user].last, beforeOfUser) {
		if c := x.card(at); c.account != account || c.state(ms) != cardActive {
			continue
		}
		active++
		if before == nil || !same && x.givesOther(at, before, after) {
			changed++
		}
	}
	return active, changed
}

// givesOther reports whether a key gives out something else by one membership
// than by the other, which differ.
func (x *keyIndex) givesOther(at uint32, one, other *Membership) bool {
	chosen := false
	for tag := range fields(x.body(at)) {
		switch tag {
		case tagRole, tagNoRoles, tagPermission, tagNoPermissions:
			chosen = true
		}
	}
	if !chosen {
		return true
	}
	k := x.key(at)
	roles, permissions := k.effective(one)
	thenRoles, thenPermissions := k.effective(other)
	return !slices.Equal(roles, thenRoles) || !slices.Equal(permissions, thenPermissions)
}
