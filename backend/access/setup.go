package access

import (
	"context"
	"sync"
	"time"

	"latchkey/backend/secret"
)

const setupLife = time.Hour

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
	if err := s.limits.admit(c.Addr, now); err != nil {
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
	return s.beginSession(ctx, c, made.ID, "setup", "", "")
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
