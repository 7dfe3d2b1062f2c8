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
	lock := s.hot.RLock()
	u, policy := s.state.usernames[canonical], s.state.policy
	known := s.usedFrom(u, c.Addr)
	lock.RUnlock()
	try, limited := s.limits.admitPassword(cmp.Or(canonical, "?"), c.Addr, known, now)
	if limited != nil {
		c.decided(limitedVerdict)
		return nil, limited
	}
	reason, old, err := s.tryPassword(ctx, u, password)
	if err != nil {
		try.back()
		return nil, err
	}
	if reason != "" {
		s.limits.failed(c.Addr, now)
		c.decided(userVerdict(u, reason, secretFailing(reason == ReasonUserDisabled), now))
		return nil, refuse(reason)
	}
	try.right()
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

// usedFrom reports whether a user was let in from that network before: the last
// time, or into a session that is not forgotten. A lock is held.
func (s *Service) usedFrom(u *User, addr string) bool {
	return u != nil && slices.ContainsFunc(s.placesOf(u), func(place string) bool { return network(place) == network(addr) })
}

// placesOf are the addresses a user was let in from. A lock is held.
func (s *Service) placesOf(u *User) (places []string) {
	if last := s.stamps.last(stampOfUser, u.Number); last != nil {
		places = append(places, last.Addr)
	}
	for _, x := range s.state.sessions {
		if x.UserID == u.ID {
			places = append(places, x.Addr)
		}
	}
	return places
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
