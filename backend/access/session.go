package access

import (
	"cmp"
	"context"
	"crypto/subtle"
	"encoding/hex"
	"slices"
	"sync/atomic"
	"time"
)

// session is an operator signed in by a browser, or by a window that locks. It takes two values: a cookie,
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
	Window        bool      `json:"window,omitzero"` // it lasts for as long as the window is touched

	rev      int64
	lastSeen atomic.Int64 // nanoseconds since 1970; in memory only
}

// copy is the record, to be changed.
func (x *session) copy() *session {
	return &session{
		ID: x.ID, UserID: x.UserID, ValueHash: x.ValueHash, PasswordCount: x.PasswordCount,
		CreatedAt: x.CreatedAt, Expires: x.Expires, Addr: x.Addr, Agent: x.Agent,
		Window: x.Window,
	}
}

func (x *session) see(at time.Time) {
	if n := at.UnixNano(); n > x.lastSeen.Load() {
		x.lastSeen.Store(n)
	}
}

func (x *session) seen() time.Time { return time.Unix(0, x.lastSeen.Load()) }

// over reports whether a session has ended. A policy that became stricter ends
// those that are open already.
func (x *session) over(now time.Time, p *policy) bool {
	return !now.Before(x.ends(p)) || now.Sub(x.seen()) >= x.idle(p)
}

// idle is how long it may be left alone.
func (x *session) idle(p *policy) time.Duration {
	if x.Window {
		return p.windowLockAfter
	}
	return p.sessionIdle
}

// ends is when it is over at the latest.
func (x *session) ends(p *policy) time.Time {
	if end := x.CreatedAt.Add(p.sessionLife); end.Before(x.Expires) {
		return end
	}
	return x.Expires
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

// CallerBySession gives the operator of a session, and counts as activity but in
// a window, whose page asks by itself: see Touch. c brings address, agent and request id along. Codes: unauthenticated.
func (s *Service) CallerBySession(_ context.Context, c Caller, cookie, value string) (Caller, error) {
	id, sum, now := s.sessionID(cookie), s.index.Sum("session value", value), s.now()
	s.mu.RLock()
	defer s.mu.RUnlock()
	x := s.state.sessions[id]
	if x == nil || subtle.ConstantTimeCompare(x.ValueHash, sum[:]) != 1 || x.over(now, &s.state.policy) {
		return Caller{}, signedOut()
	}
	u := s.state.sessionUser(x)
	if u == nil {
		return Caller{}, signedOut()
	}
	if !x.Window {
		x.see(now)
	}
	return operator(c, u, x, &s.state.policy, now), nil
}

// signedIn reports whether the session of an operator still is one, which others
// have none of.
func (s *Service) signedIn(c Caller) bool {
	if c.Kind != CallerOperator {
		return true
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	x := s.state.sessions[c.SessionID]
	return x != nil && !x.over(s.now(), &s.state.policy) && s.state.sessionUser(x) != nil
}

func signedOut() *Error {
	return Errorf(CodeUnauthenticated, "nobody is signed in, or the session is over").WithHint("sign in to the portal")
}

// operator is the caller of a session.
func operator(c Caller, u *User, x *session, p *policy, now time.Time) Caller {
	c.Kind, c.UserID, c.Name, c.Role, c.SessionID, c.SessionEnds = CallerOperator, u.ID, u.Username, u.Operator, x.ID, x.ends(p)
	end := p.factorDeadline(u)
	c.MustEnrol = end != nil && !now.Before(*end)
	c.LocksAfter = 0
	if x.Window {
		c.LocksAfter = p.windowLockAfter
	}
	return c
}

// SessionView is a session as the portal lists it.
type SessionView struct {
	ID        string // names it, and opens nothing
	UserID    string
	Username  string
	CreatedAt time.Time
	LastSeen  time.Time
	Expires   time.Time // at the latest; earlier when it is idle
	Addr      string
	Agent     string
	Current   bool // the one that asks
}

// name is what may be shown of the id, which is the hash of a cookie.
func (x *session) name() string { return x.ID[:16] }

// Sessions lists who is signed in, the newest first: an owner sees all, others
// see their own. Codes: unauthenticated, denied.
func (s *Service) Sessions(ctx context.Context, c Caller) ([]SessionView, error) {
	all := c.ownsAll()
	if err := s.allowSelf(ctx, c, "session.list"); err != nil {
		return nil, err
	}
	now := s.now()
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := []SessionView{}
	for _, x := range s.state.sessions {
		u := s.state.sessionUser(x)
		if u == nil || x.over(now, &s.state.policy) || !all && x.UserID != c.UserID {
			continue
		}
		out = append(out, SessionView{
			ID: x.name(), UserID: u.ID, Username: u.Username, CreatedAt: x.CreatedAt, LastSeen: x.seen().UTC(), Expires: x.ends(&s.state.policy),
			Addr: x.Addr, Agent: x.Agent, Current: x.ID == c.SessionID,
		})
	}
	slices.SortFunc(out, func(a, b SessionView) int {
		return cmp.Or(b.CreatedAt.Compare(a.CreatedAt), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}

// sessionUser is whom a session speaks for, nil where it has been ended by a
// new password or by what became of its user.
func (st *state) sessionUser(x *session) *User {
	u := st.users[x.UserID]
	if u == nil || !u.isOperator() || u.Disabled || u.PasswordCount != x.PasswordCount {
		return nil
	}
	return u
}

// EndSession ends one: an owner anybody's, others their own. Codes:
// unauthenticated, denied, not_found, full.
func (s *Service) EndSession(ctx context.Context, c Caller, id string) error {
	if err := s.allowSelf(ctx, c, "session.end"); err != nil {
		return err
	}
	return s.change(ctx, c, func(t *txn) error {
		for _, x := range t.state.sessions {
			if x.name() == id && (x.UserID == c.UserID || c.ownsAll()) {
				return t.endSession(x)
			}
		}
		return Errorf(CodeNotFound, "there is no such session (any more)").WithHint("look at the list again")
	})
}

// EndOtherSessions ends all sessions of the caller but the one that asks, and
// says how many those were. Codes: unauthenticated, full.
func (s *Service) EndOtherSessions(ctx context.Context, c Caller) (int, error) {
	if err := s.allowSelf(ctx, c, "session.end"); err != nil {
		return 0, err
	}
	return s.endSessionsOf(ctx, c, func(x *session) bool { return x.UserID == c.UserID && x.ID != c.SessionID })
}

// EndSessionsOf ends all sessions of a user. Codes: unauthenticated, denied,
// not_found, full.
func (s *Service) EndSessionsOf(ctx context.Context, c Caller, ref string) (int, error) {
	if err := s.allow(ctx, c, RoleOwner, "session.end"); err != nil {
		return 0, err
	}
	s.mu.RLock()
	u := s.state.user(ref)
	s.mu.RUnlock()
	if u == nil {
		return 0, noUser()
	}
	return s.endSessionsOf(ctx, c, func(x *session) bool { return x.UserID == u.ID })
}

// endSessionsOf ends them in as many changes as it takes.
func (s *Service) endSessionsOf(ctx context.Context, c Caller, which func(*session) bool) (ended int, err error) {
	const atOnce = 20
	for {
		n := 0
		err := s.change(ctx, c, func(t *txn) error {
			n = 0
			for _, x := range t.state.sessions {
				if n == atOnce || !which(x) {
					continue
				}
				if err := t.endSession(x); err != nil {
					return err
				}
				n++
			}
			return nil
		})
		if ended += n; err != nil || n < atOnce {
			return ended, err
		}
	}
}

func (t *txn) endSession(x *session) error {
	name := ""
	if u := t.state.users[x.UserID]; u != nil {
		name = u.Username
	}
	t.drop(sessionPrefix+x.ID, x.rev)
	t.audit("session.end", "user", x.UserID, name, "")
	return nil
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
		return t.endSession(x)
	})
}

// sessionsOf counts the open sessions of a user.
func (st *state) sessionsOf(u *User, now time.Time) int {
	n := 0
	for _, x := range st.sessions {
		if x.UserID == u.ID && st.sessionUser(x) != nil && !x.over(now, &st.policy) {
			n++
		}
	}
	return n
}
