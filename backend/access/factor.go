package access

import (
	"bytes"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
)

// SecondFactor is what an operator signs in with besides the password: the
// secret an authenticator app makes codes of (RFC 6238), and codes to write
// down for the day the phone is gone. It is part of the user's record, which
// the store seals.
type SecondFactor struct {
	Secret   []byte    `json:"secret"`
	Since    time.Time `json:"since"`
	LastStep int64     `json:"lastStep"` // of the last code that was taken: none is taken twice
	Recovery [][]byte  `json:"recovery"` // keyed hashes of the recovery codes that are left
}

const (
	factorSecretSize = 20 // bytes, as RFC 4226 asks for HMAC-SHA-1
	codeLife         = 30 * time.Second
	codeSkew         = 1 // steps before and after, for clocks that differ
	recoveryCount    = 10
)

// Apps know these options and hardly any others.
var codeOptions = hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

func newFactorSecret() []byte {
	secret := make([]byte, factorSecretSize)
	_, _ = rand.Read(secret)
	return secret
}

var factorText = base32.StdEncoding.WithPadding(base32.NoPadding)

// factorURI is what an authenticator app reads from a QR code.
func factorURI(secret []byte, issuer, username string) string {
	label := url.PathEscape(issuer) + ":" + url.PathEscape(username)
	query := url.Values{"secret": {factorText.EncodeToString(secret)}, "issuer": {issuer}, "algorithm": {"SHA1"}, "digits": {"6"}, "period": {"30"}}
	// Some apps show a "+" as it stands.
	return "otpauth://totp/" + label + "?" + strings.ReplaceAll(query.Encode(), "+", "%20")
}

// step gives the step a code belongs to, 0 where it is none of now. It is as
// long about it whichever it is.
func (f *SecondFactor) step(code string, now time.Time) int64 {
	code = strings.ReplaceAll(code, " ", "")
	current, found := now.Unix()/int64(codeLife/time.Second), int64(0)
	for step := current - codeSkew; step <= current+codeSkew; step++ {
		want, err := hotp.GenerateCodeCustom(factorText.EncodeToString(f.Secret), uint64(step), codeOptions)
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found = step
		}
	}
	return found
}

// sameCodes reports whether two factors take the same codes: those of the same
// app, and the same recovery codes, of which each is good once.
func (f *SecondFactor) sameCodes(other *SecondFactor) bool {
	return bytes.Equal(f.Secret, other.Secret) && slices.EqualFunc(f.Recovery, other.Recovery, bytes.Equal)
}

// take gives the factor after a code was used up, nil where the code is not
// good: none of now, one that was taken before, or no recovery code that is left.
func (s *Service) take(f *SecondFactor, userID, code string, now time.Time) *SecondFactor {
	after := *f
	if step := f.step(code, now); step > f.LastStep {
		after.LastStep = step
		return &after
	}
	sum := s.recoveryHash(userID, code)
	for i, left := range f.Recovery {
		if subtle.ConstantTimeCompare(left, sum) == 1 {
			after.Recovery = slices.Delete(slices.Clone(f.Recovery), i, i+1)
			return &after
		}
	}
	return nil
}

// recoveryHash is a recovery code as it is kept: 50 random bits under a key of
// the store, so that whoever reads the record alone cannot try them.
func (s *Service) recoveryHash(userID, code string) []byte {
	sum := s.index.Sum("recovery code", userID, recoveryForm(code))
	return sum[:]
}

// recoveryForm takes out of a typed code what people add to it.
func recoveryForm(code string) string {
	return strings.ToLower(strings.NewReplacer("-", "", " ", "").Replace(code))
}

// newRecovery makes codes such as "k3v9x-2m7qa", and what is kept of them.
func (s *Service) newRecovery(userID string) (codes []string, kept [][]byte) {
	const alphabet = "abcdefghijkmnpqrstuvwxyz23456789" // 32, without those that look alike
	for range recoveryCount {
		var b [10]byte
		_, _ = rand.Read(b[:])
		for i := range b {
			b[i] = alphabet[b[i]%32]
		}
		code := string(b[:5]) + "-" + string(b[5:])
		codes, kept = append(codes, code), append(kept, s.recoveryHash(userID, code))
	}
	return codes, kept
}

// factorDeadline is until when an operator without a second factor may do
// without; nil = for good. It is in the past once the grace is over.
func (p *policy) factorDeadline(u *User) *time.Time {
	if !p.secondFactor || u.Factor != nil {
		return nil
	}
	since := p.secondFactorSince
	if made := u.operatorSince(); made.After(since) {
		since = made
	}
	end := since.Add(p.secondFactorGrace)
	return &end
}

// operatorSince is when the user was let into the portal.
func (u *User) operatorSince() time.Time {
	if u.OperatorSince.IsZero() {
		return u.CreatedAt
	}
	return u.OperatorSince
}

func countText(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return strconv.Itoa(n) + " " + many
}
