package access

import "context"

// The window shows the portal to whoever sits before it: the user of the machine
// is the operator. With the setting window-lock it asks for an operator first, as
// a browser does, and again once nobody has touched it for window-lock-after.
//
// That keeps people out who find a desktop open, not programs: what the user of
// the machine runs reaches the data folder anyway, and so the command line needs
// no operator, whatever the setting says.

// SettingWindowLock is whether the window asks for an operator.
const SettingWindowLock = "window-lock"

// WindowLocks reports whether a window is served to operators only.
func (s *Service) WindowLocks() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.state.policy.windowLock
}

// Touch is a hand on keyboard or mouse of a window: that alone, and no request,
// keeps its session from ending. Codes: unauthenticated.
func (s *Service) Touch(ctx context.Context, c Caller) error {
	if err := s.allowSelf(ctx, c, "session.touch"); err != nil {
		return err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if x := s.state.sessions[c.SessionID]; x != nil {
		x.see(s.now())
	}
	return nil
}

// someOwnerSignsIn reports whether there is an owner who could open a locked
// window.
func (st *state) someOwnerSignsIn() bool {
	for _, u := range st.users {
		if u.Operator == RoleOwner && !u.Disabled && u.PasswordHash != "" {
			return true
		}
	}
	return false
}

// checkWindowLock refuses a lock that nobody could open.
func (t *txn) checkWindowLock(value string) error {
	if value != "on" || t.state.someOwnerSignsIn() {
		return nil
	}
	e := Errorf(CodeConflict, "no owner has a password, so nobody could open a locked window").WithHint("give a user a password and the operator role owner")
	e.Field = SettingWindowLock
	return e
}
