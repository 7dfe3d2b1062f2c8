package access

import (
	"context"
	"errors"
	"strings"
	"time"
)

// EditKey changes one. Codes: unauthenticated, denied, invalid, not_found,
// conflict, full.
func (s *Service) EditKey(ctx context.Context, c Caller, ref string, patch KeyPatch) (*KeyView, error) {
	return s.editKey(ctx, c, ref, "key.edit", patch.Version, "", func(t *txn, k *Key) error {
		var m *Membership // of chosen words only what is new must be in it
		if k.RevokedAt != nil && (patch.Expires != nil || patch.NotBefore != nil || patch.Roles != nil || patch.Permissions != nil || patch.Addresses != nil) {
			return revoked()
		}
		set(&k.Note, patch.Note)
		if patch.Name != nil {
			k.Name = strings.TrimSpace(*patch.Name)
		}
		if patch.Roles != nil || patch.Permissions != nil {
			if m = t.state.members[k.UserID][k.AccountID]; m == nil {
				return Errorf(CodeConflict, "the key's user is no longer a member of its account")
			}
			carriedOurs := t.mayTakeKey(k, m) != nil
			set(&k.Roles, patch.Roles)
			set(&k.Permissions, patch.Permissions)
			// Whoever asks may know its secret.
			if err := t.mayTakeKey(k, m); err != nil && !carriedOurs {
				return err
			}
		}
		var err error
		if patch.NotBefore != nil {
			if k.NotBefore, err = patch.NotBefore.resolve("notBefore", t.now); err != nil {
				return err
			}
		}
		if patch.Expires != nil {
			if k.Expires, err = patch.Expires.resolve("expires", t.now); err != nil {
				return err
			}
			if err := t.checkLifetime(k); err != nil {
				return err
			}
			k.startTerm(t.now)
		}
		if patch.Labels != nil {
			if k.Labels, err = checkLabels(*patch.Labels); err != nil {
				return err
			}
		}
		if patch.Addresses != nil {
			if k.Addresses, err = parseAddresses(*patch.Addresses); err != nil {
				return err
			}
		}
		return k.check(m)
	})
}

// ActivateKey ends the pending state, whether it waits for somebody or for its
// first moment. Codes: unauthenticated, denied, not_found, conflict, full.
func (s *Service) ActivateKey(ctx context.Context, c Caller, ref string) (*KeyView, error) {
	return s.editKey(ctx, c, ref, "key.activate", 0, "", activate)
}

func activate(t *txn, k *Key) error {
	if err := k.mustLive(t.now); err != nil {
		return err
	}
	waits := k.NotBefore != nil && t.now.Before(*k.NotBefore)
	if k.Activated && !waits {
		return errUnchanged
	}
	k.Activated = true
	if waits {
		k.NotBefore = &t.now
	}
	return nil
}

// PauseKey refuses a key until ResumeKey. Codes: unauthenticated, denied,
// not_found, conflict, full.
func (s *Service) PauseKey(ctx context.Context, c Caller, ref string) (*KeyView, error) {
	return s.editKey(ctx, c, ref, "key.pause", 0, "", pause)
}

func pause(t *txn, k *Key) error {
	if err := k.mustLive(t.now); err != nil {
		return err
	}
	if k.PausedAt != nil {
		return errUnchanged
	}
	k.PausedAt, k.PausedBy = &t.now, t.caller.record()
	return nil
}

// ResumeKey undoes PauseKey. Codes: unauthenticated, denied, not_found,
// conflict, full.
func (s *Service) ResumeKey(ctx context.Context, c Caller, ref string) (*KeyView, error) {
	return s.editKey(ctx, c, ref, "key.resume", 0, "", resume)
}

func resume(t *txn, k *Key) error {
	if err := k.mustLive(t.now); err != nil {
		return err
	}
	if k.PausedAt == nil {
		return errUnchanged
	}
	k.PausedAt, k.PausedBy = nil, ""
	return nil
}

// RevokeKey ends a key for good. Revoking it again changes nothing. Codes:
// unauthenticated, denied, invalid, not_found, full.
func (s *Service) RevokeKey(ctx context.Context, c Caller, ref, reason string) (*KeyView, error) {
	return s.editKey(ctx, c, ref, "key.revoke", 0, reason, revoke(reason))
}

func revoke(reason string) func(*txn, *Key) error {
	return func(t *txn, k *Key) error {
		if !printable(reason, 500) {
			return Invalidf("reason", "a reason has at most 500 printable characters")
		}
		if k.RevokedAt != nil {
			return errUnchanged
		}
		k.RevokedAt, k.RevokedBy, k.RevokedFor, k.Old = &t.now, t.caller.record(), reason, nil
		return nil
	}
}

// errUnchanged ends an edit that found the key as it would have left it.
var errUnchanged = errors.New("nothing to change")

func (s *Service) editKey(ctx context.Context, c Caller, ref, action string, version int64, detail string, edit func(*txn, *Key) error) (*KeyView, error) {
	if err := s.allow(ctx, c, RoleAdmin, action); err != nil {
		return nil, err
	}
	var id string
	err := s.change(ctx, c, func(t *txn) error {
		old, err := t.state.key(ref)
		if err != nil {
			return err
		}
		if id = old.ID; stale(version, old.Stamp) {
			return conflictOfVersions("the key", old.Stamp, ptr(s.keyView(old, t.now)))
		}
		return t.editKey(old, action, detail, edit)
	})
	if err != nil {
		return nil, err
	}
	return s.Key(ctx, c, id)
}

// editKey is one change of one key, with its audit entry.
func (t *txn) editKey(old *Key, action, detail string, edit func(*txn, *Key) error) error {
	k := *old
	if err := edit(t, &k); err != nil {
		if err == errUnchanged {
			return nil
		}
		return err
	}
	if k.Old != nil && !t.now.Before(k.Old.Until) {
		k.Old = nil // it opens nothing any more
	}
	t.touch(&k.Stamp)
	t.auditChanges(action, "key", k.ID, k.Name, detail, diff(old.facts(), k.facts()))
	return t.put(keyKey(k.Number), old.rev, &k)
}

// mustLive refuses what has ended: neither pausing nor rotating means anything
// to a key that is revoked or expired.
func (k *Key) mustLive(now time.Time) error {
	switch k.State(now) {
	case StateRevoked:
		return revoked()
	case StateExpired:
		return expired()
	}
	return nil
}

func revoked() *Error {
	return Errorf(CodeConflict, "the key is revoked, and that is final").WithHint("make a new key")
}

func expired() *Error {
	return Errorf(CodeConflict, "the key has expired: renew it").WithHint("give it a later expiry, for instance: latchkey key renew KEY --for 90d")
}
