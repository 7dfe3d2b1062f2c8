package access

import "context"

// UnlockUser forgets the wrong passwords and codes that were tried for a user, so that
// the right one is taken at once again. Codes: unauthenticated, denied,
// not_found, full.
func (s *Service) UnlockUser(ctx context.Context, c Caller, ref string) (*UserView, error) {
	if err := s.allow(ctx, c, RoleAdmin, "user.unlock"); err != nil {
		return nil, err
	}
	var u *User
	err := s.change(ctx, c, func(t *txn) error {
		if u = t.state.user(ref); u == nil {
			return noUser()
		}
		if err := t.mayTouch(u); err != nil {
			return err
		}
		t.audit("user.unlock", "user", u.ID, u.Username, "")
		return nil
	})
	if err != nil {
		return nil, err
	}
	s.mu.RLock()
	places := s.placesOf(u)
	s.mu.RUnlock()
	s.limits.forget(u.canonical, places)
	return s.User(ctx, c, u.ID)
}

// ExpirePassword makes a user choose a new password before the next login.
// Codes: unauthenticated, denied, not_found, conflict, full.
func (s *Service) ExpirePassword(ctx context.Context, c Caller, ref string) (*UserView, error) {
	if err := s.allow(ctx, c, RoleAdmin, "user.expire-password"); err != nil {
		return nil, err
	}
	return s.editUser(ctx, c, ref, "user.expire-password", 0, func(t *txn, u *User) error {
		if u.PasswordHash == "" {
			return Errorf(CodeConflict, "%s has no password", u.Username)
		}
		u.PasswordExpires = &t.now
		return nil
	})
}
