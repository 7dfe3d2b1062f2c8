package access

import (
	"time"

	"latchkey/backend/activity"
)

// What a credential is held against, a bit each. A verdict keeps which of them
// failed, or would have: a refusal says the first, the trace all of them.
const (
	checkRate     uint16 = 1 << iota // not too many failures before
	checkFound                       // there is such a key, header or user
	checkSecret                      // the secret or password is right
	checkToken                       // the token is one of ours, unaltered
	checkLife                        // the token itself has not ended
	checkKind                        // it is of a kind that this path takes
	checkRevoked                     // not revoked, not deleted
	checkExpiry                      // the key, header or password has not expired
	checkPaused                      // not paused
	checkPending                     // activated
	checkStart                       // its first moment has come
	checkAddress                     // the client's address is allowed
	checkUser                        // its user may log in
	checkAccount                     // its user is a member of its account
	checkPassword                    // the password has not changed since
	checkNeed                        // it carries what is required
)

// The checks of each kind of credential, in the order in which they are made.
var (
	keyChecks       = []uint16{checkRate, checkFound, checkSecret, checkRevoked, checkExpiry, checkPaused, checkPending, checkStart, checkAddress, checkUser, checkAccount}
	keyTokenChecks  = []uint16{checkToken, checkLife, checkKind, checkRevoked, checkExpiry, checkPaused, checkPending, checkStart, checkUser, checkAccount, checkNeed}
	headerChecks    = []uint16{checkFound, checkKind, checkRevoked, checkExpiry, checkUser, checkNeed}
	userChecks      = []uint16{checkRate, checkFound, checkSecret, checkUser, checkExpiry}
	userTokenChecks = []uint16{checkToken, checkLife, checkKind, checkFound, checkUser, checkPassword, checkNeed}
	tokenChecks     = []uint16{checkToken, checkLife}
)

func all(checks []uint16) (bits uint16) {
	for _, c := range checks {
		bits |= c
	}
	return bits
}

// decided notes a refusal for whoever asks.
func (c Caller) decided(v activity.Verdict) {
	if c.Verdict != nil {
		v.Asked = true
		*c.Verdict = v
	}
}

// accepted notes whom a secret or password that is good speaks for.
func (c Caller) accepted(of activity.Kind, number int64) {
	if v := c.Verdict; v != nil {
		v.Asked, v.Of, v.Number = true, of, number
	}
}

// acceptedToken notes whom a token or auth header that is good speaks for.
func (c Caller) acceptedToken(of activity.Kind, number int64) {
	if v := c.Verdict; v != nil {
		v.Asked, v.Of, v.Number, v.Token = true, of, number, true
	}
}

// lacks notes that a credential is good and does not carry what is required.
func (c Caller) lacks() {
	if v := c.Verdict; v != nil {
		v.Reason, v.Failing, v.Known, v.Token = string(ReasonNotPermitted), checkNeed, ^checkSecret, true
	}
}

// limitedVerdict is that of a try which nobody looked at.
var limitedVerdict = activity.Verdict{Reason: string(ReasonLimited), Failing: checkRate, Known: checkRate}

// unknownVerdict is that of an access key nobody has.
var unknownVerdict = activity.Verdict{Reason: string(ReasonUnknown), Failing: checkFound, Known: checkRate | checkFound}

func secretFailing(right bool) uint16 {
	if right {
		return 0
	}
	return checkSecret
}

// verdict is that of a key which was refused with its secret. failing is what
// only the caller knows.
func (g *grant) verdict(reason Reason, failing uint16, now time.Time) activity.Verdict {
	if g.key == nil {
		v := unknownVerdict
		v.Reason = string(reason)
		return v
	}
	v := activity.Verdict{Of: activity.Key, Number: g.key.Number, Reason: string(reason), Known: all(keyChecks)}
	v.Failing = failing | g.failing(now)
	v.Expires, v.NotBefore = moment(g.key.Expires), moment(g.key.NotBefore)
	return v
}

// secretVerdict is that of a key and a secret.
func (g *grant) secretVerdict(reason Reason, right, old bool, addr string, now time.Time) activity.Verdict {
	v := g.verdict(reason, secretFailing(right), now)
	v.Second = old
	if g.key != nil && !g.key.admits(addr) {
		v.Failing |= checkAddress
	}
	return v
}

// tokenVerdict is that of a key's token.
func (g *grant) tokenVerdict(reason Reason, failing uint16, now time.Time) activity.Verdict {
	v := g.verdict(reason, failing, now)
	v.Token = true
	if g.key == nil {
		v.Known = checkToken | checkLife | checkFound
		return v
	}
	v.Known = all(keyTokenChecks) &^ checkNeed
	return v
}

// failing are the checks of a key's own state, its user and its account that
// fail now.
func (g *grant) failing(now time.Time) (bits uint16) {
	k := g.key
	set := func(check uint16, fails bool) {
		if fails {
			bits |= check
		}
	}
	set(checkRevoked, k.RevokedAt != nil)
	set(checkExpiry, k.Expires != nil && !now.Before(*k.Expires))
	set(checkPaused, k.PausedAt != nil)
	set(checkPending, !k.Activated)
	set(checkStart, k.NotBefore != nil && now.Before(*k.NotBefore))
	set(checkUser, blocked(g.user, g.member) == ReasonUserDisabled)
	set(checkAccount, g.member == nil || g.account == nil || g.account.Removed != nil)
	return bits
}

// headerVerdict is that of an auth header.
func (s *Service) headerVerdict(h *AuthHeader, reason Reason, failing uint16, now time.Time) activity.Verdict {
	return activity.Verdict{
		Of: activity.AuthHeader, Number: h.Number, Reason: string(reason), Token: true, Expires: moment(h.Expires),
		Failing: failing | s.state.headerFailing(h, now), Known: all(headerChecks) &^ checkNeed,
	}
}

func (st *state) headerFailing(h *AuthHeader, now time.Time) (bits uint16) {
	if h.DeletedAt != nil {
		bits |= checkRevoked
	}
	if h.Expires != nil && !now.Before(*h.Expires) {
		bits |= checkExpiry
	}
	return bits | userFailing(st.users[h.UserID])
}

// userVerdict is that of a user and a password.
func userVerdict(u *User, reason Reason, failing uint16, now time.Time) activity.Verdict {
	if u == nil {
		return activity.Verdict{Reason: string(reason), Failing: checkFound, Known: checkRate | checkFound}
	}
	v := activity.Verdict{Of: activity.User, Number: u.Number, Reason: string(reason), Known: all(userChecks), Expires: moment(u.PasswordExpires)}
	v.Failing = failing | userFailing(u)
	if u.PasswordExpires != nil && !now.Before(*u.PasswordExpires) {
		v.Failing |= checkExpiry
	}
	return v
}

func userFailing(u *User) uint16 {
	if u == nil || u.Disabled || u.Removed != nil {
		return checkUser
	}
	return 0
}

// userTokenVerdict is that of a token of /user/login.
func userTokenVerdict(u *User, reason Reason) activity.Verdict {
	if u == nil {
		return activity.Verdict{Reason: string(reason), Token: true, Failing: checkFound, Known: checkToken | checkLife | checkKind | checkFound}
	}
	v := activity.Verdict{Of: activity.User, Number: u.Number, Reason: string(reason), Token: true, Known: all(userTokenChecks) &^ checkNeed}
	v.Failing = userFailing(u)
	if reason == ReasonOldPassword {
		v.Failing |= checkPassword
	}
	return v
}

// tokenVerdict is that of a text which says nothing of whom it speaks for.
func tokenVerdict(reason Reason) activity.Verdict {
	v := activity.Verdict{Reason: string(reason), Token: true, Known: checkToken | checkLife, Failing: checkToken}
	if reason == ReasonTokenExpired {
		v.Failing = checkLife
	}
	return v
}

func moment(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}
