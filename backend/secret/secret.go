// Package secret makes, hashes and compares what must stay secret: access keys
// and their secrets, auth header tokens, passwords. It knows how each looks and
// how it is compared. It must not know who owns one, where it is stored, or
// what it opens.
package secret

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"hash/crc32"
	"math"
	"strings"
	"unicode/utf8"
)

// random fills a new slice. crypto/rand never fails: it ends the process
// rather than hand out what is not random.
func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return b
}

// NewAccessKey makes an access key: 40 lower-case hex characters of 20 random bytes.
func NewAccessKey() string { return hex.EncodeToString(random(20)) }

// NewSecret makes an access key's secret: 48 characters of the URL-safe base64
// alphabet from 36 random bytes. That alphabet survives the form-escaping that
// OAuth clients apply before HTTP Basic.
func NewSecret() string { return base64.RawURLEncoding.EncodeToString(random(36)) }

// NewSigningSecret makes the secret of a signing key: 64 characters from 48
// random bytes. The HMAC key is these characters themselves, so that a verifier
// passes the text on to its JWT library as it is.
func NewSigningSecret() string { return base64.RawURLEncoding.EncodeToString(random(48)) }

// NewToken makes an opaque value for links and sessions: 128 bits.
func NewToken() string { return base64.RawURLEncoding.EncodeToString(random(16)) }

// NewPassword makes a password for a person to type: four groups of five
// characters out of 32 that are not mistaken for each other, 100 bits.
func NewPassword() string {
	const alphabet = "abcdefghjkmnpqrstuvwxyz023456789" // 32: no i, l, o, 1
	var b strings.Builder
	for i, c := range random(20) {
		if i > 0 && i%5 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(alphabet[c%32])
	}
	return b.String()
}

// AuthHeaderPrefix marks an auth header token, for people and for scanners.
const AuthHeaderPrefix = "lk_"

// NewAuthHeader makes an auth header token: the prefix, 43 characters of 32
// random bytes, and 6 characters of checksum (CRC-32 of what goes before, in
// URL-safe base64), so that a scanner tells one from other text.
func NewAuthHeader() string {
	body := AuthHeaderPrefix + base64.RawURLEncoding.EncodeToString(random(32))
	return body + checksum(body)
}

func checksum(body string) string {
	sum := crc32.ChecksumIEEE([]byte(body))
	return base64.RawURLEncoding.EncodeToString([]byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
}

// IsPrintable reports whether s has at least least and at most most characters,
// all printable ASCII without the space: what an imported key may hold.
func IsPrintable(s string, least, most int) bool {
	if len(s) < least || len(s) > most {
		return false
	}
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// Bits estimates the strength of an imported secret from above: its length
// times the bits of the smallest usual alphabet that holds its characters, and
// no more than its distinct characters could carry.
func Bits(s string) float64 {
	var digit, hexa, lower, upper, other bool
	distinct := 0
	var seen [utf8.RuneSelf]bool // a million are imported at once, and nearly all are ASCII
	var beyond map[rune]bool
	for _, c := range s {
		switch {
		case c < utf8.RuneSelf && !seen[c]:
			seen[c] = true
			distinct++
		case c >= utf8.RuneSelf && !beyond[c]:
			if beyond == nil {
				beyond = map[rune]bool{}
			}
			beyond[c] = true
			distinct++
		}
		switch {
		case c >= '0' && c <= '9':
			digit = true
		case c >= 'a' && c <= 'f':
			hexa = true
		case c >= 'a' && c <= 'z':
			lower = true
		case c >= 'A' && c <= 'Z':
			upper = true
		default:
			other = true
		}
	}
	size := 0.0
	switch {
	case other:
		size = 94
	default:
		if digit {
			size += 10
		}
		if lower {
			size += 26
		} else if hexa {
			size += 6
		}
		if upper {
			size += 26
		}
	}
	if size == 0 || distinct < 2 {
		return 0
	}
	size = min(size, float64(distinct*distinct))
	return float64(len(s)) * math.Log2(size)
}
