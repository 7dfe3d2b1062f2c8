// Package token signs and verifies JSON Web Tokens (RFC 7519) and keeps the
// rules by which signing keys follow each other. It knows algorithms, headers,
// claims and times. It must not know keys of the store, users' states or HTTP:
// whether a well-signed token is still honoured is asked elsewhere.
//
// Tokens of the two HMAC algorithms are signed and verified by code of our own,
// because the header is one of a few known byte strings: comparing it whole
// closes algorithm confusion, "none", crit, jku and repeated members at once.
// The tests hold it against golang-jwt in both directions.
package token

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"hash"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json"
)

// Use is what a signing key signs. A key of one use never verifies a token of
// the other, so that neither kind of token passes for the other kind.
type Use string

const (
	Machine Use = "machine" // tokens of access keys, HS384
	User    Use = "user"    // tokens of /user/login, HS256
)

// Uses lists every use.
func Uses() []Use { return []Use{Machine, User} }

// Alg is the JWS algorithm of a use (RFC 7518, section 3.2).
func (u Use) Alg() string {
	if u == User {
		return "HS256"
	}
	return "HS384"
}

// MinSecretBytes is the least a signing secret of this use may have: the size
// of the hash it is used with (RFC 7518, section 3.2).
func (u Use) MinSecretBytes() int {
	if u == User {
		return sha256.Size
	}
	return sha512.Size384
}

func (u Use) hash() func() hash.Hash {
	if u == User {
		return sha256.New
	}
	return sha512.New384
}

// Key is a signing key. The HMAC key is the bytes of Secret.
type Key struct {
	ID     string // the kid
	Use    Use
	Secret string
	Active bool // the one that signs; the others only verify
	// Until bounds what a retired key still vouches for: no token that expires
	// later. Zero is no bound. Without it a leaked old secret would go on
	// making tokens.
	Until time.Time
}

// MaxBytes bounds a token that is looked at at all.
const MaxBytes = 7 << 10

// leeway is how far ahead of our clock another node's may be.
const leeway = 30 * time.Second

var (
	// ErrInvalid is returned for whatever is not a token of this ring, unaltered.
	ErrInvalid = errors.New("token: not a valid token")
	// ErrExpired is returned for a genuine token whose time is over.
	ErrExpired = errors.New("token: expired")
)

// Ring is a set of signing keys. It is immutable: a change of keys makes a new
// one, so that nobody waits for a lock to sign.
type Ring struct {
	active   map[Use]*signer
	byHeader map[string]*signer
}

type signer struct {
	key    Key
	header string // encoded, with the dot that follows
	macs   sync.Pool
}

// NewRing makes a ring. For each use that occurs exactly one key is active; two
// keys never share an id.
func NewRing(keys []Key) (*Ring, error) {
	r := &Ring{active: map[Use]*signer{}, byHeader: map[string]*signer{}}
	for _, k := range keys {
		if k.Use != Machine && k.Use != User {
			return nil, fmt.Errorf("token: signing key %s has the unknown use %q", k.ID, k.Use)
		}
		if len(k.Secret) < k.Use.MinSecretBytes() {
			return nil, fmt.Errorf("token: signing key %s has %d bytes, %s asks for at least %d", k.ID, len(k.Secret), k.Use.Alg(), k.Use.MinSecretBytes())
		}
		s := newSigner(k)
		if _, twice := r.byHeader[s.header]; twice {
			return nil, fmt.Errorf("token: two signing keys have the id %s", k.ID)
		}
		r.byHeader[s.header] = s
		if !k.Active {
			continue
		}
		if other := r.active[k.Use]; other != nil {
			return nil, fmt.Errorf("token: two active signing keys for %s tokens, %s and %s", k.Use, other.key.ID, k.ID)
		}
		r.active[k.Use] = s
	}
	return r, nil
}

// header is what the first part of our tokens says, in this order.
type header struct {
	Alg string `json:"alg"`
	Typ string `json:"typ"`
	Kid string `json:"kid"`
}

func newSigner(k Key) *signer {
	h, err := json.Marshal(header{Alg: k.Use.Alg(), Typ: "JWT", Kid: k.ID})
	if err != nil { // an id is our own ASCII text
		panic(err)
	}
	secret, sum := []byte(k.Secret), k.Use.hash()
	return &signer{
		key:    k,
		header: base64.RawURLEncoding.EncodeToString(h) + ".",
		macs:   sync.Pool{New: func() any { return hmac.New(sum, secret) }},
	}
}

// sign gives the compact form for these claims.
func (s *signer) sign(claims any) (string, error) {
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("token: encode claims: %w", err)
	}
	b64 := base64.RawURLEncoding
	out := make([]byte, 0, len(s.header)+b64.EncodedLen(len(payload))+1+b64.EncodedLen(sha512.Size384))
	out = append(out, s.header...)
	out = b64.AppendEncode(out, payload)
	var sum [sha512.Size384]byte
	mac := s.sum(sum[:0], out)
	out = append(out, '.')
	out = b64.AppendEncode(out, mac)
	return string(out), nil
}

func (s *signer) sum(dst, signed []byte) []byte {
	mac := s.macs.Get().(hash.Hash)
	mac.Reset()
	mac.Write(signed)
	dst = mac.Sum(dst)
	s.macs.Put(mac)
	return dst
}

// signer gives the active key of a use.
func (r *Ring) signer(use Use) (*signer, error) {
	s := r.active[use]
	if s == nil {
		return nil, fmt.Errorf("token: no active signing key for %s tokens", use)
	}
	return s, nil
}

// SignMachine signs the token of an access key.
func (r *Ring) SignMachine(c MachineClaims) (string, error) {
	s, err := r.signer(Machine)
	if err != nil {
		return "", err
	}
	if c.Roles == nil {
		c.Roles = []string{}
	}
	return s.sign(c)
}

// SignUser signs the token of /user/login.
func (r *Ring) SignUser(c UserClaims) (string, error) {
	s, err := r.signer(User)
	if err != nil {
		return "", err
	}
	return s.sign(c)
}

// Verified is a genuine token whose time is not over: one of the two.
type Verified struct {
	Use     Use
	KeyID   string
	Machine MachineClaims
	User    UserClaims
}

// Verify checks form, signature and times. ErrExpired only for a token that is
// otherwise genuine; ErrInvalid for everything else, without saying what.
func (r *Ring) Verify(raw string, now time.Time) (*Verified, error) {
	if len(raw) > MaxBytes {
		return nil, ErrInvalid
	}
	first := strings.IndexByte(raw, '.')
	last := strings.LastIndexByte(raw, '.')
	if first < 0 || first == last {
		return nil, ErrInvalid
	}
	s := r.byHeader[raw[:first+1]]
	if s == nil {
		return nil, ErrInvalid
	}
	b64 := base64.RawURLEncoding.Strict()
	given, ok := decode(b64, raw[last+1:])
	if !ok {
		return nil, ErrInvalid
	}
	var sum [sha512.Size384]byte
	if !hmac.Equal(given, s.sum(sum[:0], []byte(raw[:last]))) {
		return nil, ErrInvalid
	}
	payload, ok := decode(b64, raw[first+1:last])
	if !ok {
		return nil, ErrInvalid
	}
	v := &Verified{Use: s.key.Use, KeyID: s.key.ID}
	var into any = &v.Machine
	if v.Use == User {
		into = &v.User
	}
	if err := json.Unmarshal(payload, into, json.RejectUnknownMembers(true)); err != nil {
		return nil, ErrInvalid
	}
	if err := v.check(now, s.key.Until); err != nil {
		return nil, err
	}
	return v, nil
}

// decode refuses what the decoder skips: line breaks.
func decode(b64 *base64.Encoding, s string) ([]byte, bool) {
	if strings.ContainsAny(s, "\r\n") {
		return nil, false
	}
	b, err := b64.DecodeString(s)
	return b, err == nil
}

func (v *Verified) check(now, until time.Time) error {
	issued, expires, subject, id := v.Machine.IssuedAt, v.Machine.Expires, v.Machine.UserID, v.Machine.KeyID
	if v.Use == User {
		issued, expires, subject, id = v.User.IssuedAt, v.User.Expires, v.User.UserID, v.User.ID
	}
	if v.Use == Machine && v.Machine.Roles == nil {
		return ErrInvalid // no roles are written as an empty array
	}
	if subject == "" || id == "" || issued <= 0 || expires <= issued || issued > now.Add(leeway).Unix() {
		return ErrInvalid
	}
	if !until.IsZero() && expires > until.Unix() {
		return ErrInvalid
	}
	if now.Unix() >= expires {
		return ErrExpired
	}
	return nil
}
