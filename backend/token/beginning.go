package token

import (
	"crypto/sha512"
	"encoding/base64"
	"hash/maphash"
)

// beginnings are how the tokens of one signer begin, of keys that came again. All
// tokens of a key begin alike: the header, the user, the key and the account come
// before what tells one from the next, so that most of the work on a token was
// done before. They are found by what the claims say there, byte for byte, and
// by nothing else.
type beginnings struct {
	seed  maphash.Seed
	size  int // of the claims, in bytes
	known twice[beginning]
}

// beginning is never changed.
type beginning struct {
	text  string // the header and the beginning of the claims, encoded
	state []byte // of the MAC, after as many whole blocks of it as there are
}

const (
	// beginningBlocks is as much as tokens of usual accounts have in common.
	beginningBlocks = 3
	// keptBeginnings is how many keys have theirs kept; each takes 900 bytes.
	keptBeginnings = 1 << 15
)

// newBeginnings makes those of tokens with that encoded header.
func newBeginnings(header string) *beginnings {
	quads := max(1, (beginningBlocks*sha512.BlockSize-len(header)+3)/4) // of text; the last may go past the blocks
	return &beginnings{seed: maphash.MakeSeed(), size: 3 * quads, known: twice[beginning]{size: keptBeginnings}}
}

// find gives how a token with these claims begins, nil where that is not known.
func (b *beginnings) find(claims []byte) *beginning {
	if len(claims) < b.size {
		return nil
	}
	begin := claims[:b.size]
	return b.known.find(maphash.Bytes(b.seed, begin), func(text string) bool { return text == string(begin) })
}

// note takes note of a token that was signed here, and keeps how it begins where
// it is the second. What somebody else sends may be anything, and is not kept.
func (b *beginnings) note(s *signer, w *work) {
	if len(w.claims) < b.size {
		return
	}
	begin := w.claims[:b.size]
	hash := maphash.Bytes(b.seed, begin)
	if !b.known.again(hash) {
		return
	}
	text := base64.RawURLEncoding.AppendEncode([]byte(s.header), begin)
	takeUp(w.digest, s.mac.inner)
	w.digest.Write(text[:beginningBlocks*sha512.BlockSize])
	b.known.keep(hash, string(begin), beginning{string(text), stateOf(w.digest)})
}
