package access

import (
	"time"
	"unicode/utf8"

	"latchkey/backend/secret"
)

// policy is the settings in the form the rules read them. There is one beside
// every state, made anew when a setting changes.
type policy struct {
	issuer            string
	tokenLife         time.Duration
	userTokenLife     time.Duration
	keyLife           time.Duration // 0 = no limit
	sessionLife       time.Duration
	sessionIdle       time.Duration
	windowLock        bool
	windowLockAfter   time.Duration
	users             passwordPolicy
	operators         passwordPolicy
	secondFactor      bool // required of operators
	secondFactorGrace time.Duration
	secondFactorSince time.Time // when it was required
	costs             secret.Params
	activityKeep      int // requests
	backup            BackupPolicy
}

// passwordPolicy is what is asked of the passwords of a kind of users.
type passwordPolicy struct {
	length int
	age    time.Duration // 0 = never too old
}

// policyOf reads the settings. A value that is none (any more), say of a newer
// version, counts as the default.
func (s *Service) policyOf(st *state) policy {
	p := policy{costs: secret.DefaultParams}
	for _, d := range registry {
		v, err := d.parse(s.settingView(st, d).Value)
		if err != nil {
			s.log.Warn("a setting has a value that is none, its default is taken", "setting", d.Name)
			v, _ = d.parse(d.Default)
		}
		d.apply(&p, v)
	}
	p.secondFactorSince = st.settings["operator-second-factor"].UpdatedAt
	if _, above := s.given["operator-second-factor"]; above {
		p.secondFactorSince = s.opened
	}
	if s.costs != (secret.Params{}) {
		p.costs = s.costs
	}
	return p
}

// setPolicy makes the policy of a state anew.
func (s *Service) setPolicy(st *state) {
	st.policy = s.policyOf(st)
	s.passwords.SetParams(st.policy.costs)
}

// policyNow is the policy of this moment.
func (s *Service) policyNow() policy {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.state.policy
}

// passwords is what is asked of a user's password.
func (p *policy) passwords(operator bool) passwordPolicy {
	if operator {
		return p.operators
	}
	return p.users
}

// check says what is wrong with a password somebody chose; nil when nothing is.
func (p passwordPolicy) check(field, password string) error {
	if wrong := secret.CheckNew(password); wrong != "" {
		return Invalidf(field, "%s", wrong)
	}
	if utf8.RuneCountInString(password) < p.length {
		return Invalidf(field, "the password has fewer than %d characters", p.length)
	}
	return nil
}

// passwordEnds is when a user's password is too old: on the day set for it, or
// at the age the policy allows, whichever comes first; nil = never.
func (p *policy) passwordEnds(u *User) *time.Time {
	age := p.passwords(u.isOperator()).age
	if age == 0 || u.PasswordHash == "" {
		return u.PasswordExpires
	}
	end := u.PasswordSetAt.Add(age)
	if u.PasswordExpires != nil && u.PasswordExpires.Before(end) {
		return u.PasswordExpires
	}
	return &end
}

// tooOld reports whether a user's password has to be replaced.
func (p *policy) tooOld(u *User, now time.Time) bool {
	end := p.passwordEnds(u)
	return end != nil && !now.Before(*end)
}
