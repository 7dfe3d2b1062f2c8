package token

import (
	"encoding/base64"
	"encoding/binary"
	"math/rand/v2"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// MachineClaims are what a token of an access key says, in the order the
// partner dialect documents them; what verifiers need besides follows.
type MachineClaims struct {
	UserID     string   `json:"uid"`
	Roles      []string `json:"ar"`
	KeyID      string   `json:"ak"`
	Realm      string   `json:"realm"`
	AccountID  string   `json:"ca"`
	CustomerID string   `json:"cid"`
	Domain     string   `json:"domain"`
	IssuedAt   int64    `json:"iat"` // seconds since 1970
	Expires    int64    `json:"exp"` // the first second it is no longer honoured
	Issuer     string   `json:"iss"`
	ID         string   `json:"jti"`
}

// MachineParts are MachineClaims with what many tokens share encoded already.
type MachineParts struct {
	Subject  Part // of user and roles
	KeyID    string
	Account  Part
	IssuedAt int64
	Expires  int64
	Issuer   string
	ID       string
}

// Part is some of the claims of a token, encoded.
type Part []byte

// SubjectPart encodes who a token speaks for: the user, with these roles.
func SubjectPart(userID string, roles []string) Part {
	return AppendSubject(nil, userID, roles)
}

// AppendSubject appends a SubjectPart to dst.
func AppendSubject(dst Part, userID string, roles []string) Part {
	b := appendText(append(dst, `{"uid":`...), userID)
	b = append(b, `,"ar":[`...)
	for i, role := range roles {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(b, role)
	}
	return append(b, ']')
}

// AccountPart encodes what a token says of the account.
func AccountPart(realm, accountID, customerID, domain string) Part {
	b := appendText([]byte(`,"realm":`), realm)
	b = appendText(append(b, `,"ca":`...), accountID)
	b = appendText(append(b, `,"cid":`...), customerID)
	return appendText(append(b, `,"domain":`...), domain)
}

func (c MachineParts) append(b []byte) []byte {
	b = append(b, c.Subject...)
	b = appendText(append(b, `,"ak":`...), c.KeyID)
	b = append(b, c.Account...)
	return appendRest(b, c.IssuedAt, c.Expires, c.Issuer, c.ID)
}

// UserClaims are what a token of /user/login says.
type UserClaims struct {
	UserID   string `json:"sub"`
	Username string `json:"username"`
	IssuedAt int64  `json:"iat"`
	Expires  int64  `json:"exp"`
	Issuer   string `json:"iss"`
	ID       string `json:"jti"` // begins with the count of the password it was made with
}

func (c UserClaims) append(b []byte) []byte {
	b = appendText(append(b, `{"sub":`...), c.UserID)
	b = appendText(append(b, `,"username":`...), c.Username)
	return appendRest(b, c.IssuedAt, c.Expires, c.Issuer, c.ID)
}

// appendRest appends what both kinds end with.
func appendRest(b []byte, issued, expires int64, issuer, id string) []byte {
	b = strconv.AppendInt(append(b, `,"iat":`...), issued, 10)
	b = strconv.AppendInt(append(b, `,"exp":`...), expires, 10)
	b = appendText(append(b, `,"iss":`...), issuer)
	b = appendText(append(b, `,"jti":`...), id)
	return append(b, '}')
}

// appendText appends a JSON string. What is not UTF-8 is mended; records hold
// none of it.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if !plain[s[i]] {
			b, _ = jsontext.AppendQuote(b, s)
			return b
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// plain are the characters that stand for themselves in a JSON string, of
// ASCII.
var plain = func() (p [256]bool) {
	for c := ' '; c <= '~'; c++ {
		p[c] = c != '"' && c != '\\'
	}
	return p
}()

// IDSize is how long a jti is that we make: 128 bits.
const IDSize = 22

// AppendID appends a jti: random bits, which tell tokens apart. Nobody has to be
// unable to guess one, so the system's random source is not asked each time.
func AppendID(dst []byte) []byte {
	var id [16]byte
	binary.LittleEndian.PutUint64(id[:8], rand.Uint64())
	binary.LittleEndian.PutUint64(id[8:], rand.Uint64())
	return base64.RawURLEncoding.AppendEncode(dst, id[:])
}
