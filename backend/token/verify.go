package token

import (
	"crypto/hmac"
	"encoding/base64"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
)

// Verified is a genuine token whose time is not over. Its texts lie in memory
// of its own and are good until it is used again.
type Verified struct {
	Use   Use
	KeyID string // of the signing key

	// UserID is the claim uid or sub, ID the claim jti; the others are empty in
	// a token of /user/login.
	UserID, ID                                      []byte
	Roles                                           [][]byte
	AccessKeyID, Realm, AccountID, Customer, Domain []byte
	Username                                        []byte // empty in a token of an access key
	Issuer                                          []byte
	IssuedAt, Expires                               int64

	payload []byte
}

// strict refuses set bits that encode nothing: each token has one form.
var strict = base64.RawURLEncoding.Strict()

// Verify checks form, signature and times, and tells in v what the token says.
// ErrExpired only for a token that is otherwise genuine; ErrInvalid for
// everything else, without saying what.
func (r *Ring) Verify(v *Verified, raw string, now time.Time) error {
	if len(raw) > MaxBytes {
		return ErrInvalid
	}
	hash := r.recent.hash(raw)
	if s := r.recent.find(v, raw, hash); s != nil {
		return v.check(now, s.key.Until)
	}
	s, err := r.verify(v, raw)
	if err != nil {
		return err
	}
	r.recent.keep(v, raw, hash, s)
	return v.check(now, s.key.Until)
}

// verify is Verify but for the times, and gives the key that signed.
func (r *Ring) verify(v *Verified, raw string) (*signer, error) {
	first := strings.IndexByte(raw, '.')
	last := strings.LastIndexByte(raw, '.')
	if first < 0 || first == last {
		return nil, ErrInvalid
	}
	s := r.byHeader[raw[:first+1]]
	if s == nil {
		return nil, ErrInvalid
	}
	// The decoder skips line breaks; nobody else does.
	if strings.IndexByte(raw, '\n') >= 0 || strings.IndexByte(raw, '\r') >= 0 {
		return nil, ErrInvalid
	}
	w := s.works.Get().(*work)
	defer s.works.Put(w)
	w.text = append(w.text[:0], raw...)
	if strict.DecodedLen(len(raw)-last-1) > len(w.given) {
		return nil, ErrInvalid
	}
	n, err := strict.Decode(w.given[:], w.text[last+1:])
	if err != nil || !hmac.Equal(w.given[:n], w.hash(w.text[:last])) {
		return nil, ErrInvalid
	}
	if v.payload, err = strict.AppendDecode(v.payload[:0], w.text[first+1:last]); err != nil {
		return nil, ErrInvalid
	}
	v.Use, v.KeyID = s.key.Use, s.key.ID
	return s, v.read()
}

// read takes the payload apart. Nearly always it is one of ours, to the byte;
// whoever else has the secret may write the same claims in another way.
func (v *Verified) read() error {
	p := plainReader{rest: v.payload}
	if v.Use == User {
		if p.user(v) {
			return nil
		}
		var c UserClaims
		if err := json.Unmarshal(v.payload, &c, json.RejectUnknownMembers(true)); err != nil {
			return ErrInvalid
		}
		v.set(MachineClaims{UserID: c.UserID, IssuedAt: c.IssuedAt, Expires: c.Expires, Issuer: c.Issuer, ID: c.ID})
		v.Username = []byte(c.Username)
		return nil
	}
	if p.machine(v) {
		return nil
	}
	var c MachineClaims
	if err := json.Unmarshal(v.payload, &c, json.RejectUnknownMembers(true)); err != nil || c.Roles == nil {
		return ErrInvalid // no roles are written as an empty array
	}
	v.set(c)
	return nil
}

func (v *Verified) set(c MachineClaims) {
	v.Roles = v.Roles[:0]
	for _, role := range c.Roles {
		v.Roles = append(v.Roles, []byte(role))
	}
	v.UserID, v.AccessKeyID, v.Realm, v.AccountID = []byte(c.UserID), []byte(c.KeyID), []byte(c.Realm), []byte(c.AccountID)
	v.Customer, v.Domain, v.Issuer, v.ID = []byte(c.CustomerID), []byte(c.Domain), []byte(c.Issuer), []byte(c.ID)
	v.Username, v.IssuedAt, v.Expires = nil, c.IssuedAt, c.Expires
}

func (v *Verified) check(now, until time.Time) error {
	id := v.ID
	if v.Use == Machine {
		id = v.AccessKeyID
	}
	if len(v.UserID) == 0 || len(id) == 0 || v.IssuedAt <= 0 || v.Expires <= v.IssuedAt || v.IssuedAt > now.Add(leeway).Unix() {
		return ErrInvalid
	}
	if !until.IsZero() && v.Expires > until.Unix() {
		return ErrInvalid
	}
	if now.Unix() >= v.Expires {
		return ErrExpired
	}
	return nil
}

// plainReader reads claims that are written exactly as we write them, in plain
// ASCII. It gives up on anything else, which then is read in full.
type plainReader struct {
	rest []byte
	lost bool
}

func (p *plainReader) machine(v *Verified) bool {
	v.UserID = p.text(`{"uid":`)
	v.Roles = p.texts(v.Roles[:0], `,"ar":`)
	v.AccessKeyID = p.text(`,"ak":`)
	v.Realm = p.text(`,"realm":`)
	v.AccountID = p.text(`,"ca":`)
	v.Customer = p.text(`,"cid":`)
	v.Domain = p.text(`,"domain":`)
	v.Username = nil
	return p.end(v)
}

func (p *plainReader) user(v *Verified) bool {
	v.UserID = p.text(`{"sub":`)
	v.Username = p.text(`,"username":`)
	v.Roles, v.AccessKeyID, v.Realm, v.AccountID, v.Customer, v.Domain = v.Roles[:0], nil, nil, nil, nil, nil
	return p.end(v)
}

func (p *plainReader) end(v *Verified) bool {
	v.IssuedAt = p.number(`,"iat":`)
	v.Expires = p.number(`,"exp":`)
	v.Issuer = p.text(`,"iss":`)
	v.ID = p.text(`,"jti":`)
	p.skip("}")
	return !p.lost && len(p.rest) == 0
}

func (p *plainReader) skip(s string) {
	if p.lost || len(p.rest) < len(s) || string(p.rest[:len(s)]) != s {
		p.lost = true
		return
	}
	p.rest = p.rest[len(s):]
}

func (p *plainReader) text(name string) []byte {
	p.skip(name)
	p.skip(`"`)
	for i, c := range p.rest {
		if p.lost {
			return nil
		}
		if c == '"' {
			text := p.rest[:i:i]
			p.rest = p.rest[i+1:]
			return text
		}
		if !plain[c] {
			break
		}
	}
	p.lost = true
	return nil
}

func (p *plainReader) texts(into [][]byte, name string) [][]byte {
	p.skip(name)
	p.skip("[")
	if len(p.rest) > 0 && p.rest[0] == ']' {
		p.skip("]")
		return into
	}
	for before := ""; !p.lost; before = "," {
		into = append(into, p.text(before))
		if len(p.rest) > 0 && p.rest[0] == ']' {
			p.skip("]")
			return into
		}
	}
	return into
}

func (p *plainReader) number(name string) int64 {
	p.skip(name)
	n, digits := int64(0), 0
	for digits < len(p.rest) && p.rest[digits] >= '0' && p.rest[digits] <= '9' {
		n = n*10 + int64(p.rest[digits]-'0')
		digits++
	}
	if digits == 0 || digits > 15 || p.rest[0] == '0' {
		p.lost = true
		return 0
	}
	p.rest = p.rest[digits:]
	return n
}
