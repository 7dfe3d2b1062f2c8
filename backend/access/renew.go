package access

import (
	"context"
	"time"
)

// expiringSoon is how long before its end a key counts as expiring.
const expiringSoon = 14 * 24 * time.Hour

// expiring reports whether an active key is about to end.
func (k *Key) expiring(now time.Time) bool {
	return k.Expires != nil && k.State(now) == StateActive && k.Expires.Sub(now) <= expiringSoon
}

// startTerm notes for how long the key was given, so that a renewal can offer
// the same again.
func (k *Key) startTerm(now time.Time) {
	k.TermSeconds = 0
	if k.Expires != nil {
		k.TermSeconds = int64(k.Expires.Sub(now) / time.Second)
	}
}

// Term is for how long the key was given when its end was last decided, an
// emergency extension aside; 0 for a key without end.
func (k *Key) Term() time.Duration {
	if k.TermSeconds == 0 && k.Expires != nil { // made before terms were kept
		return k.Expires.Sub(k.CreatedAt)
	}
	return time.Duration(k.TermSeconds) * time.Second
}

// checkLifetime holds an end that was just decided against the policy.
func (t *txn) checkLifetime(k *Key) error {
	life := t.state.policy.keyLife
	if life == 0 {
		return nil
	}
	longest, last := spanText(life), t.now.Add(life)
	if k.Expires == nil {
		return Invalidf("expires", "a key must expire: the longest allowed is %s", longest).WithHint("choose %s or less, or let an owner change the setting %s", longest, SettingMaxLifetime)
	}
	if k.Expires.After(last) {
		return Invalidf("expires", "that is longer than the %s a key may be good for", longest).WithHint("choose %s at the latest, or let an owner change the setting %s", last.UTC().Format("2 Jan 2006, 15:04 UTC"), SettingMaxLifetime)
	}
	return nil
}

// RenewKey gives a key a new term from now, without a new secret: expired ones
// work again. Without a span it is the term it had. Codes: unauthenticated,
// denied, invalid, not_found, conflict, full.
func (s *Service) RenewKey(ctx context.Context, c Caller, ref string, span When) (*KeyView, error) {
	return s.editKey(ctx, c, ref, "key.renew", 0, "", renew(span))
}

func renew(span When) func(*txn, *Key) error {
	return func(t *txn, k *Key) error {
		if k.RevokedAt != nil {
			return revoked()
		}
		before := k.Expires
		if before == nil {
			return endless()
		}
		if span == "" {
			k.Expires = ptr(t.now.Add(k.Term()))
		} else {
			var err error
			if k.Expires, err = span.resolve("expires", t.now); err != nil {
				return err
			}
			if k.Expires != nil && !k.Expires.After(t.now) {
				return Invalidf("expires", "the key would be expired at once").WithHint("choose a later moment")
			}
		}
		if err := t.checkLifetime(k); err != nil {
			return err
		}
		if k.Expires != nil && k.Expires.Before(*before) {
			return Invalidf("expires", "a renewal would end the key earlier than it ends now").WithHint("edit its expiry where that is meant")
		}
		k.startTerm(t.now)
		return nil
	}
}

// ExtendKey moves a key's end by a span, counted from its end, or from now where
// it has expired: for an outage, or a client that needs some days more. Its
// term stays what it was. Codes: unauthenticated, denied, invalid, not_found,
// conflict, full.
func (s *Service) ExtendKey(ctx context.Context, c Caller, ref string, span When) (*KeyView, error) {
	return s.editKey(ctx, c, ref, "key.extend", 0, "by "+string(span), extend(span))
}

func extend(span When) func(*txn, *Key) error {
	return func(t *txn, k *Key) error {
		if k.RevokedAt != nil {
			return revoked()
		}
		if k.Expires == nil {
			return endless()
		}
		later, err := span.after("span", latest(*k.Expires, t.now))
		if err != nil {
			return err
		}
		k.Expires = later
		return t.checkLifetime(k)
	}
}

func endless() *Error {
	return Errorf(CodeConflict, "the key never expires, so there is no end to move").WithHint("edit its expiry to give it one")
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
