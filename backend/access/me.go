package access

import (
	"context"
	"slices"
	"time"
)

// Me is an operator's own account.
type Me struct {
	User         UserView
	RecoveryLeft int        // recovery codes
	FactorSince  *time.Time // when the second factor was set up; nil = there is none
	MustEnrol    bool       // nothing else may be done before one is set up
}

// Me gives the caller's own account. Codes: unauthenticated, not_found for a
// caller who has none: the window and the command line.
func (s *Service) Me(ctx context.Context, c Caller) (*Me, error) {
	if err := s.allowSelf(ctx, c, "me.read"); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	u := s.state.users[c.UserID]
	if u == nil {
		return nil, noOwnAccount()
	}
	me := &Me{User: s.userView(u, s.now()), MustEnrol: c.MustEnrol}
	if u.Factor != nil {
		me.RecoveryLeft, me.FactorSince = len(u.Factor.Recovery), &u.Factor.Since
	}
	return me, nil
}

func noOwnAccount() *Error {
	return Errorf(CodeNotFound, "the window and the command line act as the owner of this machine and have no account of their own").WithHint("sign in from a browser")
}

// ChangeOwnPassword takes a new password from an operator who knows the old one.
// The session that asks goes on; all others of the operator end, and so do
// tokens of /user/login. Codes: unauthenticated, not_found, invalid,
// rate_limited, unavailable, full.
func (s *Service) ChangeOwnPassword(ctx context.Context, c Caller, old, next string) error {
	if err := s.allowSelf(ctx, c, "me.password"); err != nil {
		return err
	}
	was, err := s.confirmOwn(ctx, c, "current", old)
	if err != nil {
		return err
	}
	policy := s.policyNow()
	hash, err := s.hashReplacement(ctx, "password", old, next, &policy)
	if err != nil {
		return err
	}
	return s.changeOwn(ctx, c, "user.password", func(t *txn, u *User) error {
		if u.PasswordCount != was.PasswordCount {
			return Errorf(CodeConflict, "the password was changed in the meantime").WithHint("sign in with the new one")
		}
		u.setPassword(hash, t.now)
		return t.keepSession(u)
	})
}

// keepSession lets the session that asks go on under a new password.
func (t *txn) keepSession(u *User) error {
	x := t.state.sessions[t.caller.SessionID]
	if x == nil {
		return signedOut()
	}
	after := x.copy()
	after.PasswordCount = u.PasswordCount
	return t.put(sessionPrefix+x.ID, x.rev, after)
}

// confirmOwn asks for the password of the caller again. Wrong ones are counted
// like those of a sign-in.
func (s *Service) confirmOwn(ctx context.Context, c Caller, field, password string) (*User, error) {
	now := s.now()
	s.mu.RLock()
	u := s.state.users[c.UserID]
	known := s.usedFrom(u, c.Addr)
	s.mu.RUnlock()
	if u == nil {
		return nil, noOwnAccount()
	}
	try, limited := s.limits.admitPassword(u.canonical, c.Addr, known, now)
	if limited != nil {
		return nil, limited
	}
	reason, _, err := s.tryPassword(ctx, u, password)
	if err != nil {
		try.back()
		return nil, err
	}
	if reason != "" {
		s.limits.failed(c.Addr, now)
		return nil, Invalidf(field, "that is not your password")
	}
	try.right()
	return u, nil
}

// changeOwn changes the caller's own record.
func (s *Service) changeOwn(ctx context.Context, c Caller, action string, edit func(*txn, *User) error) error {
	return s.change(ctx, c, func(t *txn) error {
		old := t.state.users[c.UserID]
		if old == nil {
			return noOwnAccount()
		}
		u := *old
		if err := edit(t, &u); err != nil {
			return err
		}
		t.touch(&u.Stamp)
		if action != "" {
			t.auditChanges(action, "user", u.ID, u.Username, "", diff(old.facts(), u.facts()))
		}
		return t.put(userKey(u.Number), old.rev, &u)
	})
}

// Enrolment is what an authenticator app takes over. It is shown once.
type Enrolment struct {
	Secret string // base32, to be typed where no camera is
	URI    string // what the QR code says
}

// BeginSecondFactor makes the secret of a second factor, which counts once
// ConfirmSecondFactor has seen a code of it; an earlier one counts until then.
// Codes: unauthenticated, not_found, invalid, rate_limited, unavailable, full.
func (s *Service) BeginSecondFactor(ctx context.Context, c Caller, password string) (*Enrolment, error) {
	if err := s.allowSelf(ctx, c, "second-factor.begin"); err != nil {
		return nil, err
	}
	u, err := s.confirmOwn(ctx, c, "password", password)
	if err != nil {
		return nil, err
	}
	text := newFactorSecret()
	err = s.changeOwn(ctx, c, "", func(_ *txn, u *User) error {
		u.NewFactor = text
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &Enrolment{Secret: factorText.EncodeToString(text), URI: factorURI(text, "Latchkey", u.Username)}, nil
}

// ConfirmSecondFactor puts the second factor into effect and gives the recovery
// codes, once. Codes: unauthenticated, not_found, conflict, invalid,
// rate_limited, full.
func (s *Service) ConfirmSecondFactor(ctx context.Context, c Caller, code string) ([]string, error) {
	if err := s.allowSelf(ctx, c, "second-factor.set"); err != nil {
		return nil, err
	}
	if err := s.admitCode(c); err != nil {
		return nil, err
	}
	codes, kept := s.newRecovery(c.UserID)
	err := s.changeOwn(ctx, c, "second-factor.set", func(t *txn, u *User) error {
		if u.NewFactor == nil {
			return Errorf(CodeConflict, "no second factor is being set up").WithHint("begin again")
		}
		f := &SecondFactor{Secret: u.NewFactor, Since: t.now, Recovery: kept}
		if f.LastStep = f.step(code, t.now); f.LastStep == 0 {
			return wrongCode()
		}
		u.Factor, u.NewFactor = f, nil
		return nil
	})
	if err != nil {
		return nil, err
	}
	s.forgetTries(c)
	return codes, nil
}

// NewRecoveryCodes replaces the recovery codes. It takes a code of the app.
// Codes: unauthenticated, not_found, conflict, invalid, rate_limited, full.
func (s *Service) NewRecoveryCodes(ctx context.Context, c Caller, code string) ([]string, error) {
	if err := s.allowSelf(ctx, c, "second-factor.codes"); err != nil {
		return nil, err
	}
	if err := s.admitCode(c); err != nil {
		return nil, err
	}
	codes, kept := s.newRecovery(c.UserID)
	err := s.changeOwn(ctx, c, "second-factor.codes", func(t *txn, u *User) error {
		f, err := t.useOwnCode(u, code)
		if err != nil {
			return err
		}
		f.Recovery = kept
		u.Factor = f
		return nil
	})
	if err != nil {
		return nil, err
	}
	s.forgetTries(c)
	return codes, nil
}

// RemoveSecondFactor takes the caller's own away, with the password and a code,
// where none is required. Codes: unauthenticated, not_found, conflict, invalid,
// rate_limited, unavailable, full.
func (s *Service) RemoveSecondFactor(ctx context.Context, c Caller, password, code string) error {
	if err := s.allowSelf(ctx, c, "second-factor.remove"); err != nil {
		return err
	}
	if _, err := s.confirmOwn(ctx, c, "password", password); err != nil {
		return err
	}
	if err := s.admitCode(c); err != nil {
		return err
	}
	err := s.changeOwn(ctx, c, "second-factor.remove", func(t *txn, u *User) error {
		if t.state.policy.secondFactor {
			return Errorf(CodeConflict, "a second factor is required of every operator here").WithHint("set up another in its place")
		}
		if _, err := t.useOwnCode(u, code); err != nil {
			return err
		}
		u.Factor, u.NewFactor = nil, nil
		return nil
	})
	if err == nil {
		s.forgetTries(c)
	}
	return err
}

// ResetSecondFactor takes somebody's away, say because the phone is gone, and
// ends their sessions. Codes: unauthenticated, denied, not_found, conflict, full.
func (s *Service) ResetSecondFactor(ctx context.Context, c Caller, ref string) (*UserView, error) {
	if err := s.allow(ctx, c, RoleOwner, "second-factor.reset"); err != nil {
		return nil, err
	}
	return s.editUser(ctx, c, ref, "second-factor.reset", 0, func(t *txn, u *User) error {
		if u.Factor == nil && u.NewFactor == nil {
			return Errorf(CodeConflict, "%s has no second factor", u.Username)
		}
		u.Factor, u.NewFactor = nil, nil
		for _, x := range t.state.sessions {
			if x.UserID == u.ID && len(t.ops) < maxEndedAtOnce {
				t.drop(sessionPrefix+x.ID, x.rev)
			}
		}
		return nil
	})
}

// maxEndedAtOnce leaves room in one commit for the change itself.
const maxEndedAtOnce = 40

// useOwnCode uses up a code of the caller's second factor.
func (t *txn) useOwnCode(u *User, code string) (*SecondFactor, error) {
	if u.Factor == nil {
		return nil, Errorf(CodeConflict, "you have no second factor").WithHint("set one up first")
	}
	f := t.take(u.Factor, u.ID, code, t.now)
	if f == nil {
		return nil, wrongCode()
	}
	f.Recovery = slices.Clone(f.Recovery)
	return f, nil
}

func wrongCode() *Error {
	return Invalidf("code", "that code is not good, or was used before").WithHint("wait for the next one; where none is ever good, the clocks of phone and server differ")
}

// admitCode charges a try of a code to the caller's account.
func (s *Service) admitCode(c Caller) error {
	s.mu.RLock()
	u := s.state.users[c.UserID]
	s.mu.RUnlock()
	if u == nil {
		return noOwnAccount()
	}
	if _, err := s.limits.admitCode(u.canonical, c.Addr, s.now()); err != nil {
		return err
	}
	return nil
}

func (s *Service) forgetTries(c Caller) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if u := s.state.users[c.UserID]; u != nil {
		s.limits.rightCode(u.canonical)
	}
}
