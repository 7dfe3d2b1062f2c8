package access

import (
	"context"
	"time"
)

// KeyToken makes a token for a key without its secret, as a login with it would.
// Only the owner of this machine may, by the socket: who holds the store could
// sign one anyway. It is in the audit log before it is made. Codes:
// unauthenticated, denied, not_found, conflict, full.
func (s *Service) KeyToken(ctx context.Context, c Caller, ref string) (*KeyLogin, error) {
	if err := s.allow(ctx, c, RoleOwner, "key.token"); err != nil {
		return nil, err
	}
	if c.Kind != CallerLocal {
		return nil, Errorf(CodeDenied, "a token without the secret is made on the machine itself only").WithHint("run there: latchkey token KEY")
	}
	g, now, err := s.goodKey(ref)
	if err != nil {
		return nil, err
	}
	if err := s.writeAudit(ctx, entryOf(c, now, "key.token", "key", g.key.ID, g.key.Name, "done", "")); err != nil {
		return nil, err
	}
	signed, expires, err := s.signKey(&g, now)
	if err != nil {
		return nil, err
	}
	return &KeyLogin{Token: signed, Expires: expires}, nil
}

// goodKey is a key a login with the right secret would get a token for.
func (s *Service) goodKey(ref string) (grant, time.Time, error) {
	now := s.now()
	s.mu.RLock()
	defer s.mu.RUnlock()
	k, err := s.state.key(ref)
	if err != nil {
		return grant{}, now, err
	}
	g := s.state.grantOf(k)
	g.issuer, g.life = s.state.policy.issuer, s.state.policy.tokenLife
	if reason := g.refusal(now); reason != "" {
		return grant{}, now, refusedKey(reason)
	}
	return g, now, nil
}

// refusedKey says to an operator why a key opens nothing now.
func refusedKey(reason Reason) *Error {
	switch reason {
	case ReasonRevoked:
		return revoked()
	case ReasonExpired:
		return expired()
	case ReasonPaused:
		return Errorf(CodeConflict, "the key is paused").WithHint("latchkey key resume KEY")
	case ReasonPending:
		return Errorf(CodeConflict, "the key is not active yet").WithHint("latchkey key activate KEY")
	case ReasonUserDisabled:
		return Errorf(CodeConflict, "the key's user is disabled").WithHint("latchkey user enable USERNAME")
	}
	return Errorf(CodeConflict, "the key's user is no longer a member of its account").WithHint("latchkey account member ACCOUNT USERNAME")
}
