package access

import (
	"context"
	"time"

	"latchkey/backend/activity"
)

// Trace is how a login was decided: its checks in order, the first that failed,
// and what would let it pass.
type Trace struct {
	Entry   ActivityEntry
	Refused bool
	Checks  []TraceCheck
	Mend    *Mend // nil where nothing an operator does would let it pass
	// Now says how the same request would fare now, as far as can be told
	// without its secret: the checks that still fail.
	Now []string
	// Refusals counts the refused requests about the same thing which the feed
	// still holds, this one with them.
	Refusals int
}

// TraceCheck is one thing a credential was held against.
type TraceCheck struct {
	Check  string     // "found", "secret", "expiry" …
	Result string     // "passed", "failed", "not_reached"
	Would  string     // of one not reached: "pass", "fail", "unknown"
	At     *time.Time // the moment it is about, where there is one
}

// Mend is what an operator can do about a refusal.
type Mend struct {
	Action  string // "renew", "resume", "activate", "enable", "member", "replace", "rotate", "addresses", "password"
	Subject Subject
}

var checkNames = map[uint16]string{
	checkRate: "rate", checkFound: "found", checkSecret: "secret", checkToken: "token", checkLife: "life", checkKind: "kind",
	checkRevoked: "revoked", checkExpiry: "expiry", checkPaused: "paused", checkPending: "pending", checkStart: "start",
	checkAddress: "address", checkUser: "user", checkAccount: "account", checkPassword: "password", checkNeed: "need",
}

// Explain gives one request of the activity feed and how it was decided. Codes:
// unauthenticated, denied, not_found.
func (s *Service) Explain(ctx context.Context, c Caller, id int64) (*Trace, error) {
	if err := s.allow(ctx, c, RoleViewer, "activity.read"); err != nil {
		return nil, err
	}
	e, ok := s.activityEntry(id)
	if !ok {
		return nil, Errorf(CodeNotFound, "the activity feed does not hold that request any more").WithHint("it keeps the last %d", s.activity.Size())
	}
	t := &Trace{Entry: e, Refused: e.Verdict.Reason != "", Checks: trace(&e.Verdict)}
	if !t.Refused {
		return t, nil
	}
	s.mu.RLock()
	still := s.state.stillFailing(&e.Verdict, s.now())
	s.mu.RUnlock()
	for _, check := range checksOf(&e.Verdict) {
		if still&check != 0 {
			t.Now = append(t.Now, checkNames[check])
		}
	}
	t.Mend = mend(&e, still)
	t.Refusals = s.refusals(&e)
	return t, nil
}

// checksOf are the checks a credential went through.
func checksOf(v *activity.Verdict) []uint16 {
	switch {
	case !v.Asked:
		return nil
	case v.Of == activity.Key && v.Token:
		return keyTokenChecks
	case v.Of == activity.Key:
		return keyChecks
	case v.Of == activity.AuthHeader:
		return headerChecks
	case v.Of == activity.User && v.Token:
		return userTokenChecks
	case v.Of == activity.User:
		return userChecks
	case v.Failing == checkFound && !v.Token || v.Failing == checkRate:
		return keyChecks[:3] // what was named is not known, nor what it is
	case v.Failing == checkFound:
		return userTokenChecks[:4]
	}
	return tokenChecks
}

// trace puts the checks in order. After the first that failed none was reached,
// and each says what it would have said.
func trace(v *activity.Verdict) []TraceCheck {
	checks := []TraceCheck{}
	reached := true
	for _, bit := range checksOf(v) {
		c := TraceCheck{Check: checkNames[bit], Result: "passed", At: momentOf(bit, v)}
		fails, known := v.Failing&bit != 0, v.Known&bit != 0
		switch {
		case v.Reason == "":
		case reached && fails:
			c.Result, reached = "failed", false
		case !reached:
			c.Result, c.Would = "not_reached", "pass"
			if !known {
				c.Would = "unknown"
			} else if fails {
				c.Would = "fail"
			}
		}
		checks = append(checks, c)
	}
	return checks
}

func momentOf(bit uint16, v *activity.Verdict) *time.Time {
	switch {
	case bit == checkExpiry && !v.Expires.IsZero():
		return &v.Expires
	case bit == checkStart && !v.NotBefore.IsZero():
		return &v.NotBefore
	}
	return nil
}

// stillFailing are the checks of a verdict's subject that fail now; of the
// secret and of tokens nothing is known. The lock is held.
func (st *state) stillFailing(v *activity.Verdict, now time.Time) uint16 {
	switch v.Of {
	case activity.Key:
		if g := st.grantOf(st.keyNumbered(v.Number)); g.key != nil {
			return g.failing(now)
		}
	case activity.AuthHeader:
		if h := st.headerNumbered(v.Number); h != nil {
			return st.headerFailing(h, now)
		}
	case activity.User:
		u := st.userNumbered(v.Number)
		bits := userFailing(u)
		if !v.Token && u != nil && u.PasswordExpires != nil && !now.Before(*u.PasswordExpires) {
			bits |= checkExpiry
		}
		return bits
	}
	return 0
}

// mends say what to do about a failed check.
var mends = map[uint16]string{
	checkSecret: "rotate", checkRevoked: "replace", checkExpiry: "renew", checkPaused: "resume", checkPending: "activate", checkStart: "activate",
	checkAddress: "addresses", checkUser: "enable", checkAccount: "member",
}

// mend is the mend of the first check that failed, where it is still needed.
func mend(e *ActivityEntry, still uint16) *Mend {
	v := &e.Verdict
	if e.Subject.Kind == "" {
		return nil
	}
	for _, bit := range checksOf(v) {
		if v.Failing&bit == 0 {
			continue
		}
		action := mends[bit]
		if action == "" || bit != checkSecret && still&bit == 0 {
			return nil
		}
		if v.Of == activity.User && (bit == checkSecret || bit == checkExpiry) {
			action = "password"
		}
		return &Mend{Action: action, Subject: e.Subject}
	}
	return nil
}

// refusals counts those of the same subject up to and with this one.
func (s *Service) refusals(e *ActivityEntry) int {
	if e.Verdict.Of == activity.Nothing {
		return 0
	}
	n := 0
	var other activity.Entry
	for id := s.activity.Oldest(); id <= e.ID; id++ {
		if s.activity.Read(id, &other) && other.Verdict.Of == e.Verdict.Of && other.Verdict.Number == e.Verdict.Number && other.Verdict.Reason != "" {
			n++
		}
	}
	return n
}
