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
	"crypto/sha256"
	"crypto/sha512"
	"errors"
	"fmt"
	"hash"
	"time"
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
	recent   *recent
}

// NewRing makes a ring. For each use that occurs exactly one key is active; two
// keys never share an id.
func NewRing(keys []Key) (*Ring, error) {
	r := &Ring{active: map[Use]*signer{}, byHeader: map[string]*signer{}, recent: newRecent()}
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

// signer gives the active key of a use.
func (r *Ring) signer(use Use) (*signer, error) {
	s := r.active[use]
	if s == nil {
		return nil, fmt.Errorf("token: no active signing key for %s tokens", use)
	}
	return s, nil
}

// SignMachine appends the token of an access key to dst.
func (r *Ring) SignMachine(dst []byte, c MachineParts) ([]byte, error) {
	s, err := r.signer(Machine)
	if err != nil {
		return nil, err
	}
	w := s.works.Get().(*work)
	w.claims = c.append(w.claims[:0])
	dst = s.sign(dst, w)
	s.works.Put(w)
	return dst, nil
}

// SignUser appends the token of /user/login to dst.
func (r *Ring) SignUser(dst []byte, c UserClaims) ([]byte, error) {
	s, err := r.signer(User)
	if err != nil {
		return nil, err
	}
	w := s.works.Get().(*work)
	w.claims = c.append(w.claims[:0])
	dst = s.sign(dst, w)
	s.works.Put(w)
	return dst, nil
}
