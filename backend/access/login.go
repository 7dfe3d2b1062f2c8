package access

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"latchkey/backend/activity"
	"latchkey/backend/secret"
	"latchkey/backend/token"
)

// KeyLogin is what a login with an access key gives.
type KeyLogin struct {
	Token   string
	Expires time.Time
}

// grant is a key that was found good, with all a token says.
type grant struct {
	key     *Key
	held    *heldKey // where the key is, to be given back; nil = nowhere in particular
	user    *User
	account *Account
	member  *Membership
	ring    *token.Ring
	issuer  string
	life    time.Duration // of the token
}

// refuse is a login that failed: the client learns nothing but that.
func refuse(reason Reason) *Error {
	return &Error{Code: CodeUnauthenticated, Public: "unauthorized", Reason: reason}
}

// LoginKey checks an access key and its secret and gives a token. Whatever is
// wrong, the same work is done and the same error comes back; only its Reason
// differs. Codes: unauthenticated, rate_limited, internal.
func (s *Service) LoginKey(ctx context.Context, c Caller, accessKey, text string) (*KeyLogin, error) {
	now := s.now()
	g, err := s.checkSecret(c, accessKey, text, now)
	defer g.release()
	if err != nil {
		return nil, err
	}
	signed, expires, err := s.signKey(&g, now)
	if err != nil {
		return nil, err
	}
	return &KeyLogin{Token: signed, Expires: expires}, nil
}

// heldKeys are keys that were read for one request, kept to be used again. Texts
// of a key may be kept after its release, nothing else.
var heldKeys = sync.Pool{New: func() any { return new(heldKey) }}

// heldGrant is grantOf the key at a place, which has to be released.
func (st *state) heldGrant(place uint32) grant {
	if place == nowhere {
		return st.grantOf(nil)
	}
	h := heldKeys.Get().(*heldKey)
	st.keys.read(h, place)
	g := st.grantOf(&h.Key)
	g.held = h
	return g
}

func (g *grant) release() {
	if g.held != nil {
		heldKeys.Put(g.held)
		*g = grant{}
	}
}

// checkSecret gives what a key grants whose secret is right. It has to be
// released, whether there is an error or not.
func (s *Service) checkSecret(c Caller, accessKey, text string, now time.Time) (grant, error) {
	if err := s.limits.admit("", c.Addr, now); err != nil {
		c.decided(limitedVerdict)
		return grant{}, err
	}
	sum := s.secretHash(accessKey, text)
	lock := s.hot.RLock()
	place := s.state.keys.placeOfAccessKey(accessKey)
	known := place != nowhere
	if !known {
		place = s.state.keys.decoy(sum)
	}
	g := s.state.heldGrant(place)
	g.issuer, g.life = s.state.policy.issuer, s.state.policy.tokenLife
	lock.RUnlock()
	right, old := g.key.matches(sum, now)
	reason := g.refusal(now)
	switch {
	case !known:
		reason = ReasonUnknown
	case !right:
		reason = ReasonSecret
	case reason == "" && !g.key.admits(c.Addr):
		reason = ReasonAddress
	}
	if reason != "" {
		s.limits.failed(c.Addr, now)
		v := g.secretVerdict(reason, right, old, c.Addr, now)
		if !known {
			v = unknownVerdict
		}
		c.decided(v)
		return g, refuse(reason)
	}
	c.accepted(activity.Key, g.key.Number)
	s.noteLogin(g.key, old, c.use(now))
	return g, nil
}

// noHash is compared with where there is no key. No secret hashes to it.
var noHash [secret.Size]byte

func (st *state) grantOf(k *Key) grant {
	g := grant{key: k, ring: st.ring}
	if k != nil {
		g.user, g.account, g.member = st.users[k.UserID], st.accounts[k.AccountID], st.members[k.UserID][k.AccountID]
	}
	return g
}

// refusal is why a key is refused now, "" when it is good.
func (g *grant) refusal(now time.Time) Reason {
	if g.key == nil {
		return ReasonUnknown
	}
	switch g.key.State(now) {
	case StateRevoked:
		return ReasonRevoked
	case StateExpired:
		return ReasonExpired
	case StatePaused:
		return ReasonPaused
	case StatePending:
		return ReasonPending
	}
	if reason := blocked(g.user, g.member); reason != "" {
		return reason
	}
	if g.account == nil || g.account.Removed != nil {
		return ReasonNoMembership
	}
	return ""
}

// maxTokenSize is room for most tokens; a longer one takes another piece of
// memory.
const maxTokenSize = 1 << 10

func (s *Service) signKey(g *grant, now time.Time) (string, time.Time, error) {
	expires := now.Add(g.life)
	if g.key.Expires != nil && g.key.Expires.Before(expires) {
		expires = *g.key.Expires
	}
	subject := g.member.subject
	if g.key.Roles != nil {
		roles, _ := g.key.effective(g.member)
		subject = token.SubjectPart(g.user.ID, roles)
	}
	var buf [maxTokenSize]byte
	signed, err := g.ring.SignMachine(buf[:0], token.MachineParts{
		Subject: subject, KeyID: g.key.ID, Account: g.account.claims,
		IssuedAt: now.Unix(), Expires: expires.Unix(), Issuer: g.issuer, ID: secret.NewToken(),
	})
	if err != nil {
		return "", time.Time{}, fmt.Errorf("sign the token of a key: %w", err)
	}
	return string(signed), time.Unix(expires.Unix(), 0).UTC(), nil
}

// Profile is a login with everything the user has.
type Profile struct {
	Token       string
	User        *User
	Memberships []ProfileAccount // primary first, then by name
	Roles       []string         // of all memberships together, sorted, no repeats
	Permissions []string
}

// ProfileAccount is a membership with its account.
type ProfileAccount struct {
	Membership
	Account *Account
}

// LoginProfile is LoginKey with the user's accounts, roles and permissions.
// Codes as LoginKey.
func (s *Service) LoginProfile(ctx context.Context, c Caller, apiKey, apiSecret string) (*Profile, error) {
	now := s.now()
	g, err := s.checkSecret(c, apiKey, apiSecret, now)
	defer g.release()
	if err != nil {
		return nil, err
	}
	p := &Profile{User: g.user, Roles: []string{}, Permissions: []string{}}
	if p.Token, _, err = s.signKey(&g, now); err != nil {
		return nil, err
	}
	lock := s.hot.RLock()
	for id, m := range s.state.members[g.user.ID] {
		if a := s.state.accounts[id]; a != nil && a.Removed == nil {
			p.Memberships = append(p.Memberships, ProfileAccount{Membership: *m, Account: a})
		}
	}
	lock.RUnlock()
	slices.SortFunc(p.Memberships, func(a, b ProfileAccount) int {
		if a.Primary != b.Primary {
			if a.Primary {
				return -1
			}
			return 1
		}
		return compareNames(a.Account.Name, b.Account.Name)
	})
	for _, m := range p.Memberships {
		p.Roles, p.Permissions = append(p.Roles, m.Roles...), append(p.Permissions, m.Permissions...)
	}
	p.Roles, p.Permissions = words(p.Roles), words(p.Permissions)
	return p, nil
}

// UserLogin is what a login with a password gives.
type UserLogin struct {
	Token   string
	Expires time.Time
	User    *User
}

// LoginUser checks a username and password and gives a user's token. Unknown
// user, wrong password, no password and disabled user are alike in result and
// in work. Codes: unauthenticated, password_expired, rate_limited, unavailable.
func (s *Service) LoginUser(ctx context.Context, c Caller, username, password string) (*UserLogin, error) {
	u, err := s.checkPassword(ctx, c, username, password)
	if err != nil {
		return nil, err
	}
	now := s.now()
	lock := s.hot.RLock()
	ring, policy := s.state.ring, s.state.policy
	lock.RUnlock()
	expires := now.Add(policy.userTokenLife)
	signed, err := ring.SignUser(nil, token.UserClaims{
		UserID: u.ID, Username: u.Username, IssuedAt: now.Unix(), Expires: expires.Unix(), Issuer: policy.issuer, ID: passwordMark(u) + secret.NewToken(),
	})
	if err != nil {
		return nil, fmt.Errorf("sign the token of a user: %w", err)
	}
	shown := *u
	shown.PasswordExpires = policy.passwordEnds(u)
	return &UserLogin{Token: string(signed), Expires: time.Unix(expires.Unix(), 0).UTC(), User: &shown}, nil
}

// passwordMark begins the jti of a user's token: it says with which of the
// user's passwords the token was made, so that a new password ends them all, to
// the moment.
func passwordMark(u *User) string { return string(appendPasswordMark(nil, u)) }

func appendPasswordMark(b []byte, u *User) []byte {
	return append(strconv.AppendInt(b, u.PasswordCount, 10), '.')
}

// verified are tokens taken apart, kept to be used again.
var verified = sync.Pool{New: func() any { return new(token.Verified) }}

func (s *Service) checkPassword(ctx context.Context, c Caller, username, password string) (*User, error) {
	now := s.now()
	canonical, err := secret.Username(username)
	if err != nil {
		canonical = "" // no user has it; the work below is done all the same
	}
	if err := s.limits.admit(cmp.Or(canonical, "?"), c.Addr, now); err != nil {
		c.decided(limitedVerdict)
		return nil, err
	}
	lock := s.hot.RLock()
	u, policy := s.state.usernames[canonical], s.state.policy
	lock.RUnlock()
	reason, old, err := s.tryPassword(ctx, u, password)
	if err != nil {
		return nil, err
	}
	if reason != "" {
		s.limits.failed(c.Addr, now)
		c.decided(userVerdict(u, reason, secretFailing(reason == ReasonUserDisabled), now))
		return nil, refuse(reason)
	}
	s.limits.succeeded(canonical)
	if policy.tooOld(u, now) {
		c.decided(userVerdict(u, ReasonExpired, checkExpiry, now))
		return nil, &Error{Code: CodePasswordExpired, Public: "password expired", Reason: ReasonExpired}
	}
	c.accepted(activity.User, u.Number)
	s.stamps.touch(stampOfUser, u.Number, c.use(now))
	if old {
		s.upgradeHash(ctx, u, password)
	}
	return u, nil
}

// tryPassword says why a password is not the one of u, who may be nobody; ""
// where it is. Whoever u is, it takes as long. stale says that the hash was made
// with smaller costs than today's.
func (s *Service) tryPassword(ctx context.Context, u *User, password string) (reason Reason, stale bool, err error) {
	stored := ""
	if u != nil {
		stored = u.PasswordHash
	}
	right, stale, err := s.passwords.Check(ctx, stored, password)
	if err != nil {
		return "", false, busy(err)
	}
	switch {
	case u == nil:
		reason = ReasonUnknown
	case stored == "":
		reason = ReasonNoPassword
	case !right:
		reason = ReasonSecret
	case u.Disabled:
		reason = ReasonUserDisabled
	}
	return reason, stale, nil
}

// upgradeHash hashes a password anew with today's costs. When that fails the
// old hash stays good, so a login does not fail over it.
func (s *Service) upgradeHash(ctx context.Context, u *User, password string) {
	hash, err := s.passwords.Hash(ctx, password)
	if err == nil {
		err = s.change(ctx, Caller{Kind: CallerSystem, Name: "latchkey"}, func(t *txn) error {
			now := t.state.users[u.ID]
			if now == nil || now.PasswordHash != u.PasswordHash {
				return nil
			}
			up := *now
			up.PasswordHash = hash
			return t.put(userKey(up.Number), now.rev, &up)
		})
	}
	if err != nil {
		s.log.Warn("a password hash keeps its old costs for now", "err", err)
	}
}

// UserByToken gives the caller behind a token of /user/login. A token of an
// access key and an auth header are refused by CodeDenied: a leaked one must
// not make long-lived ones. Codes: unauthenticated, denied.
func (s *Service) UserByToken(ctx context.Context, c Caller, bearer string) (Caller, error) {
	now := s.now()
	defer s.hot.RLock().RUnlock()
	if h := s.headerOf(bearer); h != nil {
		c.decided(s.headerVerdict(h, ReasonTokenKind, checkKind, now))
		return Caller{}, otherKind()
	}
	v := verified.Get().(*token.Verified)
	defer verified.Put(v)
	if err := s.state.ring.Verify(v, bearer, now); err != nil {
		c.decided(tokenVerdict(tokenReason(err)))
		return Caller{}, refuse(tokenReason(err))
	}
	if v.Use != token.User {
		g := s.state.grantOf(s.state.keyByID(string(v.AccessKeyID)))
		c.decided(g.tokenVerdict(ReasonTokenKind, checkKind, now))
		return Caller{}, otherKind()
	}
	u, reason := s.state.userOf(v)
	if reason != "" {
		c.decided(userTokenVerdict(s.state.users[string(v.UserID)], reason))
		return Caller{}, refuse(reason)
	}
	c.acceptedToken(activity.User, u.Number)
	c.Kind, c.UserID, c.Name = CallerUser, u.ID, u.Username
	return c, nil
}

func otherKind() *Error {
	e := Errorf(CodeDenied, "this needs a token of /user/login")
	e.Reason = ReasonTokenKind
	return e
}

func tokenReason(err error) Reason {
	if err == token.ErrExpired {
		return ReasonTokenExpired
	}
	return ReasonTokenInvalid
}

// userOf is the user a token speaks for, or why it is no longer honoured.
func (st *state) userOf(v *token.Verified) (*User, Reason) {
	u := st.users[string(v.UserID)]
	switch {
	case u == nil:
		return nil, ReasonUnknown
	case u.Disabled || u.Removed != nil:
		return nil, ReasonUserDisabled
	}
	var mark [24]byte
	if !bytes.HasPrefix(v.ID, appendPasswordMark(mark[:0], u)) {
		return nil, ReasonOldPassword
	}
	return u, ""
}

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
