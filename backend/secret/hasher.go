package secret

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"hash"
	"sync"
)

// Hasher computes keyed hashes. A file with the hashes is useless without the
// key, and a secret of 288 random bits needs no slow hash. States are pooled,
// because making an HMAC costs four times as much as using one.
type Hasher struct {
	pool sync.Pool
}

// NewHasher makes a hasher from a key of at least 32 bytes.
func NewHasher(key []byte) *Hasher {
	if len(key) < 32 {
		panic("secret: a hash key under 32 bytes")
	}
	kept := append([]byte(nil), key...)
	return &Hasher{pool: sync.Pool{New: func() any { return &state{mac: hmac.New(sha256.New, kept)} }}}
}

type state struct {
	mac hash.Hash
	buf []byte
	sum [Size]byte
}

// Size is the length of a hash in bytes.
const Size = sha256.Size

// Sum hashes the parts under a label. Each part goes in with its length, so
// that no two lists of parts hash alike.
func (h *Hasher) Sum(label string, parts ...string) [Size]byte {
	s := h.pool.Get().(*state)
	s.mac.Reset()
	s.buf = s.buf[:0]
	s.buf = appendPart(s.buf, label)
	for _, p := range parts {
		s.buf = appendPart(s.buf, p)
	}
	s.mac.Write(s.buf)
	clear(s.buf)
	s.mac.Sum(s.sum[:0])
	out := s.sum
	h.pool.Put(s)
	return out
}

func appendPart(b []byte, p string) []byte {
	n := len(p)
	b = append(b, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
	return append(b, p...)
}

// Equal compares two hashes in constant time. A stored hash of another length
// is never equal.
func Equal(stored []byte, computed [Size]byte) bool {
	return subtle.ConstantTimeCompare(stored, computed[:]) == 1
}
