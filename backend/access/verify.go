package access

import (
	"context"
	"slices"
	"time"

	"latchkey/backend/activity"
	"latchkey/backend/token"
)

// Requirement is what a credential must carry besides being good.
type Requirement struct {
	Roles       []string
	Permissions []string
}

// Identity is whom a credential speaks for.
type Identity struct {
	Username, Name, Email string
	Roles                 []string
	Permissions           []string
	AccountID             string // "" for a user as a whole
	CredentialID          string // of the key or auth header; "" for a token of /user/login
}

// Verify says whom a credential speaks for: an auth header, a token of an
// access key, or a token of /user/login. It asks the state, not only the
// signature. Codes: unauthenticated, and denied when it is good but lacks what
// is required.
func (s *Service) Verify(ctx context.Context, c Caller, credential string, need Requirement) (*Identity, error) {
	now := s.now()
	lock := s.hot.RLock()
	id, reason := s.identify(c, credential, now)
	lock.RUnlock()
	if reason != "" {
		return nil, refuse(reason)
	}
	for _, w := range need.Roles {
		if !slices.Contains(id.Roles, w) {
			c.lacks()
			return nil, notPermitted()
		}
	}
	for _, w := range need.Permissions {
		if !slices.Contains(id.Permissions, w) {
			c.lacks()
			return nil, notPermitted()
		}
	}
	return id, nil
}

func notPermitted() *Error {
	e := Errorf(CodeDenied, "the credential lacks what is required")
	e.Reason = ReasonNotPermitted
	return e
}

func (s *Service) identify(c Caller, credential string, now time.Time) (*Identity, Reason) {
	st := s.state
	v := verified.Get().(*token.Verified)
	defer verified.Put(v)
	err := st.ring.Verify(v, credential, now)
	if err == token.ErrInvalid {
		if h := s.headerOf(credential); h != nil {
			return s.identifyHeader(c, h, now)
		}
	}
	if err != nil {
		c.decided(tokenVerdict(tokenReason(err)))
		return nil, tokenReason(err)
	}
	if v.Use == token.User {
		u, reason := st.userOf(v)
		if reason != "" {
			c.decided(userTokenVerdict(st.users[string(v.UserID)], reason))
			return nil, reason
		}
		c.acceptedToken(activity.User, u.Number)
		return st.identity(u, ""), ""
	}
	g := st.heldGrant(st.keys.placeOfIDBytes(v.AccessKeyID))
	defer g.release()
	if reason := g.refusal(now); reason != "" {
		c.decided(g.tokenVerdict(reason, 0, now))
		return nil, reason
	}
	if g.user.ID != string(v.UserID) || g.account.ID != string(v.AccountID) {
		c.decided(g.tokenVerdict(ReasonTokenInvalid, checkToken, now))
		return nil, ReasonTokenInvalid
	}
	c.acceptedToken(activity.Key, g.key.Number)
	id := &Identity{Username: g.user.Username, Name: g.user.FullName(), Email: g.user.Email, AccountID: g.account.ID, CredentialID: g.key.ID}
	id.Roles, id.Permissions = g.key.effective(g.member)
	// A role taken away since is gone, one added since was not in the token.
	id.Roles = carried(v.Roles, id.Roles)
	return id, ""
}

// carried gives the roles of a token that all has as well, in the token's order.
func carried(roles [][]byte, all []string) []string {
	if slices.EqualFunc(roles, all, func(a []byte, b string) bool { return string(a) == b }) {
		return all
	}
	out := make([]string, 0, len(roles))
	for _, r := range roles {
		if i := slices.Index(all, string(r)); i >= 0 {
			out = append(out, all[i])
		}
	}
	return out
}

// headerOf is the auth header that a credential is, nil where it is none. The
// lock is held.
func (s *Service) headerOf(credential string) *AuthHeader {
	if len(credential) > maxHeaderToken {
		return nil
	}
	return s.state.tokens[s.tokenHash(credential)]
}

func (s *Service) identifyHeader(c Caller, h *AuthHeader, now time.Time) (*Identity, Reason) {
	u, reason := s.state.users[h.UserID], Reason("")
	switch {
	case h.State(now) == StateDeleted:
		reason = ReasonDeleted
	case h.State(now) == StateExpired:
		reason = ReasonExpired
	case u == nil || u.Disabled || u.Removed != nil:
		reason = ReasonUserDisabled
	}
	if reason != "" {
		c.decided(s.headerVerdict(h, reason, 0, now))
		return nil, reason
	}
	c.acceptedToken(activity.AuthHeader, h.Number)
	s.stamps.touch(stampOfHeader, h.Number, c.use(now))
	return s.state.identity(u, h.ID), ""
}

// identity is a user as a whole: what all memberships give together.
func (st *state) identity(u *User, credential string) *Identity {
	whole, ok := st.identities.Load(u)
	if !ok {
		whole, _ = st.identities.LoadOrStore(u, st.newIdentity(u))
	}
	id := *whole.(*Identity)
	id.CredentialID = credential
	return &id
}

func (st *state) newIdentity(u *User) *Identity {
	id := &Identity{Username: u.Username, Name: u.FullName(), Email: u.Email, Roles: []string{}, Permissions: []string{}}
	for account, m := range st.members[u.ID] {
		id.Roles, id.Permissions = append(id.Roles, m.Roles...), append(id.Permissions, m.Permissions...)
		if m.Primary {
			id.AccountID = account
		}
	}
	id.Roles, id.Permissions = words(id.Roles), words(id.Permissions)
	return id
}
