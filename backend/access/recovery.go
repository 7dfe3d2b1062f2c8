package access

import "context"

// settingRecovery holds which recovery key somebody confirmed to have kept.
const settingRecovery = "recovery-saved"

// RecoverySaved is the id of the recovery key that somebody confirmed to have
// kept; "" while nobody did. It is asked by the process, for itself.
func (s *Service) RecoverySaved() string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.state.settings[settingRecovery].Value
}

// NoteRecoverySaved keeps that. Codes: unauthenticated, denied, invalid, full.
func (s *Service) NoteRecoverySaved(ctx context.Context, c Caller, id string) error {
	if err := s.allow(ctx, c, RoleOwner, "store.recovery-saved"); err != nil {
		return err
	}
	if !printable(id, 100) {
		return Invalidf("id", "that is no recovery key's id")
	}
	return s.change(ctx, c, func(t *txn) error {
		kept, there := t.state.settings[settingRecovery]
		if kept.Value == id {
			return nil
		}
		after := kept
		after.Value = id
		if !there {
			after.Stamp = t.stamped()
		} else {
			t.touch(&after.Stamp)
		}
		t.audit("store.recovery-saved", "core", "", "", id)
		return t.put(settingPrefix+settingRecovery, t.state.settingRevs[settingRecovery], after)
	})
}
