package access

import (
	"cmp"
	"context"
	"time"

	"latchkey/backend/activity"
	"latchkey/backend/secret"
)

// SignInSpec is what an operator types.
type SignInSpec struct {
	Username, Password string
	Code               string // of the second factor, or a recovery code; "" in the first step
	NewPassword        string // takes the place of Password; needed where that is too old
}

// SignIn is a new session: what the browser is given, once.
type SignIn struct {
	Cookie  string
	Value   string
	Expires time.Time
	Caller  Caller
}

// SignIn checks an operator's password, and the second factor of whoever has
// one, and begins a session. The first step of an operator with a second factor
// ends in second_factor whether the password was right or not, and a wrong
// password and a wrong code are refused alike, so neither can be tried alone.
// A user without operator rights is refused like a wrong password. Codes:
// unauthenticated, second_factor, password_expired, invalid, rate_limited,
// unavailable, full.
func (s *Service) SignIn(ctx context.Context, c Caller, spec SignInSpec) (*SignIn, error) {
	now := s.now()
	canonical, err := secret.Username(spec.Username)
	if err != nil {
		canonical = "" // no user has it; the work below is done all the same
	}
	account := cmp.Or(canonical, "?")
	s.mu.RLock()
	u, policy := s.state.usernames[canonical], s.state.policy
	known := s.usedFrom(u, c.Addr)
	s.mu.RUnlock()
	try, limited := s.limits.admitPassword(account, c.Addr, known, now)
	var codeTry attempt
	if limited == nil && spec.Code != "" { // counted for whomever it is tried
		if codeTry, limited = s.limits.admitCode(account, c.Addr, now); limited != nil {
			try.back()
		}
	}
	if limited != nil {
		c.decided(limitedVerdict)
		s.turnedAway.note(u, c, ReasonLimited, now)
		return nil, limited
	}
	reason, stale, err := s.tryPassword(ctx, u, spec.Password)
	if err != nil {
		try.back()
		codeTry.back()
		return nil, err
	}
	if reason != "" {
		s.turnedAway.note(u, c, reason, now)
	}
	if u != nil && u.isOperator() && u.Factor != nil {
		if spec.Code == "" {
			return nil, secondFactorNeeded()
		}
		right := s.take(u.Factor, u.ID, spec.Code, now) != nil
		if reason == "" && !right {
			reason = ReasonCode
			s.auditRefusedCode(ctx, c, u)
		}
	}
	if reason == "" && !u.isOperator() {
		try.right()
		s.turnedAway.note(u, c, ReasonNotAnOperator, now)
		return nil, refuse(ReasonNotAnOperator)
	}
	if reason != "" {
		s.limits.failed(c.Addr, now)
		c.decided(userVerdict(u, reason, secretFailing(reason == ReasonUserDisabled || reason == ReasonCode), now))
		return nil, refuse(reason)
	}
	hash, err := s.newPasswordAtSignIn(ctx, u, &policy, spec, now)
	if err != nil {
		return nil, err
	}
	in, err := s.beginSession(ctx, c, u.ID, "session.begin", spec.Code, hash)
	if err != nil {
		return nil, err
	}
	s.limits.signedIn(canonical, try)
	c.accepted(activity.User, u.Number)
	s.stamps.touch(stampOfUser, u.Number, c.use(now))
	if stale && hash == "" {
		s.upgradeHash(ctx, u, spec.Password)
	}
	return in, nil
}

func secondFactorNeeded() *Error {
	return Errorf(CodeSecondFactor, "a code of the authenticator app is needed too").WithHint("type the six digits the app shows, or a recovery code")
}

// auditRefusedCode tells the owner that somebody knows a password: the code
// alone was wrong.
func (s *Service) auditRefusedCode(ctx context.Context, c Caller, u *User) {
	c.Name = u.Username
	entry := entryOf(c, s.now(), "session.begin", "user", u.ID, u.Username, "denied", "the password was right, the code was not")
	if err := s.writeAudit(ctx, entry); err != nil {
		s.log.Error("a refused code could not be written to the audit log", "err", err)
	}
}

// newPasswordAtSignIn is the hash of the password that takes the place of the
// one just checked, "" where none does.
func (s *Service) newPasswordAtSignIn(ctx context.Context, u *User, policy *policy, spec SignInSpec, now time.Time) (string, error) {
	if spec.NewPassword == "" {
		if policy.tooOld(u, now) {
			return "", (&Error{Code: CodePasswordExpired, Public: "the password is too old", Reason: ReasonExpired}).WithHint("choose a new one to sign in")
		}
		return "", nil
	}
	return s.hashReplacement(ctx, "newPassword", spec.Password, spec.NewPassword, policy)
}

// hashReplacement hashes what an operator chose in place of a password of theirs.
func (s *Service) hashReplacement(ctx context.Context, field, old, next string, policy *policy) (string, error) {
	if err := policy.passwords(true).check(field, next); err != nil {
		return "", err
	}
	if next == old {
		return "", Invalidf(field, "that is the password it is to replace")
	}
	hash, err := s.passwords.Hash(ctx, next)
	if err != nil {
		return "", busy(err)
	}
	return hash, nil
}

// beginSession makes a session. The code, where there is one, is used up in the
// same change, so of two that bring it at once one is refused. hash takes the
// place of the password's, "" leaves that.
func (s *Service) beginSession(ctx context.Context, c Caller, user, action, code, hash string) (*SignIn, error) {
	in := &SignIn{Cookie: secret.NewToken(), Value: secret.NewToken()}
	err := s.change(ctx, c, func(t *txn) error {
		old := t.state.users[user]
		if old == nil || !old.isOperator() || old.Disabled {
			return refuse(ReasonNotAnOperator)
		}
		u := *old
		if old.Factor != nil {
			if u.Factor = t.take(old.Factor, old.ID, code, t.now); u.Factor == nil {
				return refuse(ReasonCode)
			}
		}
		if hash != "" {
			u.setPassword(hash, t.now)
			t.touch(&u.Stamp)
		}
		sum := s.index.Sum("session value", in.Value)
		x := &session{
			ID: s.sessionID(in.Cookie), UserID: u.ID, ValueHash: sum[:], PasswordCount: u.PasswordCount,
			CreatedAt: t.now, Expires: t.now.Add(t.state.policy.sessionLife), Addr: c.Addr, Agent: c.Agent,
			Window: c.Window,
		}
		in.Expires, in.Caller = x.Expires, operator(c, &u, x, &t.state.policy, t.now)
		t.caller = in.Caller
		t.forgetSessions()
		t.audit(action, "user", u.ID, u.Username, signInDetail(old, &u))
		if old.Factor != nil || hash != "" {
			if err := t.put(userKey(u.Number), old.rev, &u); err != nil {
				return err
			}
		}
		return t.put(sessionPrefix+x.ID, 0, x)
	})
	if err != nil {
		return nil, err
	}
	return in, nil
}

// signInDetail says what is worth knowing of a sign-in.
func signInDetail(before, after *User) string {
	switch {
	case after.Factor != nil && len(after.Factor.Recovery) < len(before.Factor.Recovery):
		return "by a recovery code, " + countText(len(after.Factor.Recovery), "one is", "are") + " left"
	case after.PasswordCount != before.PasswordCount:
		return "with a new password in place of one that was too old"
	}
	return ""
}
