package access

import (
	"context"
	"crypto/subtle"
	"encoding/hex"
	"sync"
	"sync/atomic"
	"time"

	"latchkey/backend/secret"
)

// session is an operator signed in by a browser. It takes two values: a cookie,
// which reaches every port of a host, and one that script keeps, which script
// can read. Neither alone is enough, and both are kept as hashes.
type session struct {
	ID            string    `json:"id"` // the hash of the cookie
	UserID        string    `json:"user"`
	ValueHash     []byte    `json:"valueHash"`
	PasswordCount int64     `json:"passwordCount"` // a new password ends it
	CreatedAt     time.Time `json:"createdAt"`
	Expires       time.Time `json:"expires"`
	Addr          string    `json:"addr,omitzero"`
	Agent         string    `json:"agent,omitzero"`

	rev      int64
	lastSeen atomic.Int64 // nanoseconds since 1970; in memory only
}

const setupLife = time.Hour

func (x *session) see(at time.Time) {
	if n := at.UnixNano(); n > x.lastSeen.Load() {
		x.lastSeen.Store(n)
	}
}

func (x *session) seen() time.Time { return time.Unix(0, x.lastSeen.Load()) }

// over reports whether a session has ended. A policy that became stricter ends
// those that are open already.
func (x *session) over(now time.Time, p *policy) bool {
	return !now.Before(x.ends(p)) || now.Sub(x.seen()) >= p.sessionIdle
}

// ends is when it is over at the latest.
func (x *session) ends(p *policy) time.Time {
	if end := x.CreatedAt.Add(p.sessionLife); end.Before(x.Expires) {
		return end
	}
	return x.Expires
}

// SignIn is a new session: what the browser is given, once.
type SignIn struct {
	Cookie  string
	Value   string
	Expires time.Time
	Caller  Caller
}

// SignIn checks an operator's password and begins a session. A user without
// operator rights is refused like a wrong password. Codes: unauthenticated,
// password_expired, rate_limited, unavailable, full.
func (s *Service) SignIn(ctx context.Context, c Caller, username, password string) (*SignIn, error) {
	u, err := s.checkPassword(ctx, c, username, password)
	if err != nil {
		return nil, err
	}
	if !u.isOperator() {
		return nil, refuse(ReasonNotAnOperator)
	}
	return s.beginSession(ctx, c, u.ID, "session.begin")
}

func (s *Service) beginSession(ctx context.Context, c Caller, user, action string) (*SignIn, error) {
	in := &SignIn{Cookie: secret.NewToken(), Value: secret.NewToken()}
	err := s.change(ctx, c, func(t *txn) error {
		u := t.state.users[user]
		if u == nil || !u.isOperator() || u.Disabled {
			return refuse(ReasonNotAnOperator)
		}
		sum := s.index.Sum("session value", in.Value)
		x := &session{
			ID: s.sessionID(in.Cookie), UserID: u.ID, ValueHash: sum[:], PasswordCount: u.PasswordCount,
			CreatedAt: t.now, Expires: t.now.Add(t.state.policy.sessionLife), Addr: c.Addr, Agent: c.Agent,
		}
		in.Expires, in.Caller = x.Expires, operator(c, u, x, &t.state.policy)
		t.caller = in.Caller
		t.forgetSessions()
		t.audit(action, "user", u.ID, u.Username, "")
		return t.put(sessionPrefix+x.ID, 0, x)
	})
	if err != nil {
		return nil, err
	}
	return in, nil
}

func (s *Service) sessionID(cookie string) string {
	sum := s.index.Sum("session", cookie)
	return hex.EncodeToString(sum[:])
}

// forgetSessions drops some that are over, so that they do not gather.
func (t *txn) forgetSessions() {
	n := 0
	for id, x := range t.state.sessions {
		if n < 20 && x.over(t.now, &t.state.policy) {
			t.drop(sessionPrefix+id, x.rev)
			n++
		}
	}
}

// CallerBySession gives the operator of a session, and counts as activity. c
// brings address, agent and request id along. Codes: unauthenticated.
func (s *Service) CallerBySession(_ context.Context, c Caller, cookie, value string) (Caller, error) {
	id, sum, now := s.sessionID(cookie), s.index.Sum("session value", value), s.now()
	s.mu.RLock()
	defer s.mu.RUnlock()
	x := s.state.sessions[id]
	if x == nil || subtle.ConstantTimeCompare(x.ValueHash, sum[:]) != 1 || x.over(now, &s.state.policy) {
		return Caller{}, signedOut()
	}
	u := s.state.users[x.UserID]
	if u == nil || !u.isOperator() || u.Disabled || u.PasswordCount != x.PasswordCount {
		return Caller{}, signedOut()
	}
	x.see(now)
	return operator(c, u, x, &s.state.policy), nil
}

func signedOut() *Error {
	return Errorf(CodeUnauthenticated, "nobody is signed in, or the session is over").WithHint("sign in to the portal")
}

// operator is the caller of a session.
func operator(c Caller, u *User, x *session, p *policy) Caller {
	c.Kind, c.UserID, c.Name, c.Role, c.SessionID, c.SessionEnds = CallerOperator, u.ID, u.Username, u.Operator, x.ID, x.ends(p)
	return c
}

// SignOut ends the caller's session. Codes: unauthenticated, full.
func (s *Service) SignOut(ctx context.Context, c Caller) error {
	if c.Kind != CallerOperator {
		return signedOut()
	}
	return s.change(ctx, c, func(t *txn) error {
		x := t.state.sessions[c.SessionID]
		if x == nil {
			return nil
		}
		t.drop(sessionPrefix+c.SessionID, x.rev)
		t.audit("session.end", "user", c.UserID, c.Name, "")
		return nil
	})
}

// setupLink is the one link that makes the first owner. It is never stored: it
// dies with the process, after an hour, or with the first operator.
type setupLink struct {
	mu      sync.Mutex
	hash    []byte
	expires time.Time
}

// NewSetupToken makes the token of a setup link; an earlier one is void. Codes:
// unauthenticated, denied, conflict once there is an operator.
func (s *Service) NewSetupToken(ctx context.Context, c Caller) (string, time.Time, error) {
	if err := s.allow(ctx, c, RoleOwner, "setup.link"); err != nil {
		return "", time.Time{}, err
	}
	if s.HasOperator() {
		return "", time.Time{}, Errorf(CodeConflict, "there is an operator already, so nothing is left to set up").
			WithHint("sign in, or make another: latchkey user add USERNAME --operator=owner --password-stdin")
	}
	text := secret.NewToken()
	sum := s.index.Sum("setup link", text)
	s.setup.mu.Lock()
	defer s.setup.mu.Unlock()
	s.setup.hash, s.setup.expires = sum[:], s.now().Add(setupLife)
	return text, s.setup.expires, nil
}

// Setup makes the first owner with the token of a setup link, which is void
// then, and signs in. Codes: unauthenticated for a token that is not good (any
// more), invalid, conflict, rate_limited, unavailable, full.
func (s *Service) Setup(ctx context.Context, c Caller, text string, spec UserSpec) (*SignIn, error) {
	now := s.now()
	if err := s.limits.admit("", c.Addr, now); err != nil {
		return nil, err
	}
	if !s.setup.good(s.index.Sum("setup link", text), now) || s.HasOperator() {
		s.limits.failed(c.Addr, now)
		return nil, Errorf(CodeUnauthenticated, "this setup link was used, is older than an hour, or is of an earlier start").
			WithHint("get a new one on the machine that runs latchkey: latchkey setup-link")
	}
	spec.Operator = RoleOwner
	if spec.Password == "" {
		return nil, Invalidf("password", "the first owner needs a password")
	}
	hash, err := s.hashNew(ctx, spec.Password, "", RoleOwner)
	if err != nil {
		return nil, err
	}
	var made *User
	c.Name = spec.Username
	err = s.change(ctx, c, func(t *txn) error {
		for _, u := range t.state.users {
			if u.isOperator() {
				return Errorf(CodeConflict, "somebody else made the first owner in the meantime").WithHint("sign in")
			}
		}
		if made, err = t.createUser(spec, hash); err != nil {
			return err
		}
		// Two setups at once conflict here, whatever their usernames.
		t.claim("first owner", "")
		return nil
	})
	if err != nil {
		return nil, err
	}
	s.setup.void()
	return s.beginSession(ctx, c, made.ID, "setup")
}

func (l *setupLink) good(sum [secret.Size]byte, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.hash != nil && now.Before(l.expires) && secret.Equal(l.hash, sum)
}

func (l *setupLink) void() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.hash = nil
}
