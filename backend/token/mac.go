package token

import (
	"encoding"
	"hash"
)

// mac is HMAC (RFC 2104) with one key, as the states of its hash after the two
// blocks that come of the key. The library keeps those as well, but not the state
// after the beginning of a text, which beginnings do.
type mac struct {
	inner, outer []byte
}

// digest is a hash of the library, whose state can be kept and taken up again.
type digest interface {
	hash.Hash
	encoding.BinaryAppender
	encoding.BinaryUnmarshaler
}

func newMAC(d digest, key []byte) mac {
	block := make([]byte, d.BlockSize())
	if len(key) > len(block) {
		d.Reset()
		d.Write(key)
		key = d.Sum(nil)
	}
	copy(block, key)
	return mac{inner: padded(d, block, 0x36), outer: padded(d, block, 0x5c)}
}

// padded is the state after a key's block with a pad.
func padded(d digest, block []byte, pad byte) []byte {
	b := make([]byte, len(block))
	for i := range b {
		b[i] = block[i] ^ pad
	}
	d.Reset()
	d.Write(b)
	return stateOf(d)
}

func stateOf(d digest) []byte {
	state, err := d.AppendBinary(nil)
	if err != nil { // it has nowhere to fail
		panic(err)
	}
	return state
}

func takeUp(d digest, state []byte) {
	if err := d.UnmarshalBinary(state); err != nil { // it is of this very hash
		panic(err)
	}
}

// end appends the MAC of a text that d has taken in after the inner state.
func (m *mac) end(dst []byte, d digest) []byte {
	at := len(dst)
	dst = d.Sum(dst)
	takeUp(d, m.outer)
	d.Write(dst[at:])
	return d.Sum(dst[:at])
}
