package token

import (
	"crypto/sha512"
	"encoding/base64"
	"sync"

	"github.com/go-json-experiment/json"
)

// signer is a key ready to sign and verify with. It makes no garbage: its
// header is encoded once, and what a signature needs is kept and used again.
type signer struct {
	key    Key
	header string // encoded, with the dot that follows
	mac    mac
	begun  *beginnings // nil = every token is made from its beginning
	works  sync.Pool
}

// work is what one signature needs while it is made or checked.
type work struct {
	digest digest
	claims []byte
	text   []byte
	sum    [sha512.Size384]byte
	given  [sha512.Size384 + 2]byte // as the token has it; two more than the longest
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
	s := &signer{
		key:    k,
		header: base64.RawURLEncoding.EncodeToString(h) + ".",
		mac:    newMAC(k.Use.digest(), []byte(k.Secret)),
		works:  sync.Pool{New: func() any { return &work{digest: k.Use.digest()} }},
	}
	if k.Use == Machine {
		s.begun = newBeginnings(s.header)
	}
	return s
}

// sign appends the compact form of w's claims.
func (s *signer) sign(dst []byte, w *work) []byte {
	b64 := base64.RawURLEncoding
	begun := s.find(w.claims)
	if begun != nil {
		w.text = b64.AppendEncode(append(w.text[:0], begun.text...), w.claims[s.begun.size:])
	} else {
		w.text = b64.AppendEncode(append(w.text[:0], s.header...), w.claims)
	}
	sum := s.hash(w, w.text, begun)
	w.text = b64.AppendEncode(append(w.text, '.'), sum)
	if begun == nil && s.begun != nil {
		s.begun.note(s, w)
	}
	return append(dst, w.text...) // which may be on the stack: what is hashed is not
}

// find gives how a token with these claims begins, nil where that is not known.
func (s *signer) find(claims []byte) *beginning {
	if s.begun == nil {
		return nil
	}
	return s.begun.find(claims)
}

// hash gives the MAC of a text, good until w is used again. begun is how it
// begins, where that is known.
func (s *signer) hash(w *work, text []byte, begun *beginning) []byte {
	if begun != nil {
		takeUp(w.digest, begun.state)
		text = text[beginningBlocks*sha512.BlockSize:]
	} else {
		takeUp(w.digest, s.mac.inner)
	}
	w.digest.Write(text)
	return s.mac.end(w.sum[:0], w.digest)
}
