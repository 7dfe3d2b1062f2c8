package seal

import (
	"encoding/binary"
	"hash"
	"math/bits"

	"golang.org/x/crypto/blake2b"
	"golang.org/x/crypto/chacha20poly1305"
)

// sum is a digest of a set of records: the sum of a keyed hash of each, modulo
// 2^256 (MSet-Add-Hash, Clarke et al. 2003). Adding and taking away cost one
// hash whatever the size of the set, in any order, and so on many processors at
// once. Who does not know the key cannot find another set with the same sum.
type sum [4]uint64

func (s *sum) add(o sum) {
	var carry uint64
	for i := range s {
		s[i], carry = bits.Add64(s[i], o[i], carry)
	}
}

func (s *sum) sub(o sum) {
	var borrow uint64
	for i := range s {
		s[i], borrow = bits.Sub64(s[i], o[i], borrow)
	}
}

func (s sum) bytes() []byte {
	b := make([]byte, 0, 32)
	for _, w := range s {
		b = binary.LittleEndian.AppendUint64(b, w)
	}
	return b
}

func sumOf(b []byte) (s sum) {
	for i := range s {
		s[i] = binary.LittleEndian.Uint64(b[8*i:])
	}
	return s
}

// digester hashes records. It is one goroutine's.
type digester struct {
	hash hash.Hash
	out  [32]byte
}

func newDigester(key []byte) *digester {
	h, err := blake2b.New256(key)
	if err != nil {
		panic("seal: a digest key of a wrong length: " + err.Error())
	}
	return &digester{hash: h}
}

// term is the hash of one record under its key. The head and the tag stand for
// the whole of it: the tag binds the value, the version and the key, and was
// made with a random nonce.
func (d *digester) term(key string, record []byte) sum {
	d.hash.Reset()
	d.hash.Write(record[:recordHead])
	d.hash.Write(record[len(record)-chacha20poly1305.Overhead:])
	d.hash.Write([]byte(key))
	return sumOf(d.hash.Sum(d.out[:0]))
}
