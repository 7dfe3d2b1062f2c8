package access

import (
	"context"
	"time"

	"latchkey/backend/secret"
)

// OldSecret is the secret a key had before its last rotation, good until the
// grace ends.
type OldSecret struct {
	Hash  []byte    `json:"hash"`
	Since time.Time `json:"since"` // when it was replaced
	Until time.Time `json:"until"`
	// How often the two were used before, by the counts of their stamps.
	NewUses uint32 `json:"newUses,omitzero"`
	OldUses uint32 `json:"oldUses,omitzero"`
}

// Rotation is what is known of a key of which two secrets work.
type Rotation struct {
	Since, Until time.Time
	New, Old     SecretUse
}

// SecretUse is how one secret was used since the rotation.
type SecretUse struct {
	Logins int
	Last   *Use // nil = not since
}

const (
	// DefaultGrace is how long the old secret works where nobody says.
	DefaultGrace When = "24h"
	// Immediately ends the old secret with the rotation.
	Immediately When = "now"
	// MaxGrace is the longest two secrets may work side by side, from the
	// moment it is decided.
	MaxGrace = 30 * 24 * time.Hour
)

// RotateKey gives a key a new secret, which comes back and is shown by nobody
// again. The old one works until the grace ends, and tokens stay valid. While
// two secrets work a further rotation is a conflict: three would, and nobody
// could say who sends which. Immediately is always taken, and leaves only the
// new one. Codes: unauthenticated, denied, invalid, not_found, conflict, full.
func (s *Service) RotateKey(ctx context.Context, c Caller, ref string, grace When) (*KeyView, string, error) {
	if grace == "" {
		grace = DefaultGrace
	}
	text := secret.NewSecret()
	detail := "the old secret works for " + string(grace)
	if grace == Immediately {
		detail = "the old secret ended at once"
	}
	v, err := s.editKey(ctx, c, ref, "key.rotate", 0, detail, func(t *txn, k *Key) error {
		if err := k.mustLive(t.now); err != nil {
			return err
		}
		if err := t.mayTakeKey(k, t.state.members[k.UserID][k.AccountID]); err != nil {
			return err
		}
		until, err := graceEnd(grace, t.now, t.now)
		if err != nil {
			return err
		}
		if grace != Immediately && k.rotating(t.now) {
			return Errorf(CodeConflict, "the key is being rotated: its old secret works until %s", k.Old.Until.Format("2 Jan 2006, 15:04 UTC")).
				WithHint("end the old secret first, or rotate again with the grace now")
		}
		k.Old = nil
		if until.After(t.now) {
			k.Old = &OldSecret{
				Hash: k.SecretHash, Since: t.now, Until: until,
				NewUses: t.stamps.count(stampOfNewSecret, k.Number), OldUses: t.stamps.count(stampOfOldSecret, k.Number),
			}
		}
		sum := t.secretHash(k.AccessKey, text)
		k.SecretHash, k.RotatedAt, k.RotatedBy = sum[:], &t.now, t.caller.record()
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	return v, text, nil
}

// EndRotation ends the old secret now. Where only one works nothing changes.
// Codes: unauthenticated, denied, not_found, conflict, full.
func (s *Service) EndRotation(ctx context.Context, c Caller, ref string) (*KeyView, error) {
	return s.editKey(ctx, c, ref, "key.rotate.end", 0, "", func(t *txn, k *Key) error {
		if k.RevokedAt != nil {
			return revoked()
		}
		if !k.rotating(t.now) {
			return errUnchanged
		}
		k.Old = nil
		return nil
	})
}

// ExtendRotation lets the old secret work longer by a span. Codes:
// unauthenticated, denied, invalid, not_found, conflict, full.
func (s *Service) ExtendRotation(ctx context.Context, c Caller, ref string, span When) (*KeyView, error) {
	return s.editKey(ctx, c, ref, "key.rotate.extend", 0, "by "+string(span), func(t *txn, k *Key) error {
		if k.RevokedAt != nil {
			return revoked()
		}
		if !k.rotating(t.now) {
			return Errorf(CodeConflict, "the old secret has ended, and an ended secret does not come back").WithHint("rotate the key again")
		}
		until, err := graceEnd(span, k.Old.Until, t.now)
		if err != nil {
			return err
		}
		old := *k.Old
		old.Until, k.Old = until, &old
		return nil
	})
}

// graceEnd is when a grace that counts from then is over.
func graceEnd(grace When, from, now time.Time) (time.Time, error) {
	if grace == Immediately {
		return now, nil
	}
	until, err := grace.after("grace", from)
	if err != nil {
		return time.Time{}, err
	}
	if until.Sub(now) > MaxGrace {
		return time.Time{}, Invalidf("grace", "two secrets work side by side for at most %d days", MaxGrace/(24*time.Hour)).WithHint("choose a shorter grace")
	}
	return *until, nil
}

// rotating reports whether the secret before the last rotation still works.
func (k *Key) rotating(now time.Time) bool { return k.Old != nil && now.Before(k.Old.Until) }

// matches reports whether a hash is that of a secret of the key, and whether of
// its old one. The work is the same whether there is an old one, or a key.
func (k *Key) matches(sum [secret.Size]byte, now time.Time) (right, old bool) {
	current, before := noHash[:], noHash[:]
	if k != nil {
		current = k.SecretHash
		if k.rotating(now) {
			before = k.Old.Hash
		}
	}
	isCurrent, isOld := secret.Equal(current, sum), secret.Equal(before, sum)
	return isCurrent || isOld, !isCurrent && isOld
}

// noteLogin stamps a key that let somebody in, and while two secrets work the
// one that did.
func (s *Service) noteLogin(k *Key, old bool, use Use) {
	s.stamps.touch(stampOfKey, k.Number, use)
	switch {
	case !k.rotating(use.At):
	case old:
		s.stamps.touch(stampOfOldSecret, k.Number, use)
	default:
		s.stamps.touch(stampOfNewSecret, k.Number, use)
	}
}

// rotation tells who uses which secret; nil where only one works.
func (s *Service) rotation(k *Key, now time.Time) *Rotation {
	if !k.rotating(now) {
		return nil
	}
	return &Rotation{
		Since: k.Old.Since, Until: k.Old.Until,
		New: s.secretUse(stampOfNewSecret, k, k.Old.NewUses), Old: s.secretUse(stampOfOldSecret, k, k.Old.OldUses),
	}
}

// secretUse is what the stamp of a secret says of the time since the rotation.
// A crash may have lost the last second of it, even that before the rotation.
func (s *Service) secretUse(of string, k *Key, before uint32) SecretUse {
	last := s.stamps.last(of, k.Number)
	if last == nil || last.At.Before(k.Old.Since) {
		return SecretUse{}
	}
	return SecretUse{Logins: max(1, int(last.Count)-int(before)), Last: last}
}
