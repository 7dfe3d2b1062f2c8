package token

import (
	"crypto/hmac"
	"crypto/sha512"
	"encoding/base64"
	"hash"
	"sync"

	"github.com/go-json-experiment/json"
)

// signer is a key ready to sign and verify with. It makes no garbage: its
// header is encoded once, and what a signature needs is kept and used again.
type signer struct {
	key    Key
	header string // encoded, with the dot that follows
	works  sync.Pool
}

// work is what one signature needs while it is made or checked.
type work struct {
	mac    hash.Hash
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
	secret, sum := []byte(k.Secret), k.Use.hash()
	return &signer{
		key:    k,
		header: base64.RawURLEncoding.EncodeToString(h) + ".",
		works:  sync.Pool{New: func() any { return &work{mac: hmac.New(sum, secret)} }},
	}
}

// sign appends the compact form of w's claims.
func (s *signer) sign(dst []byte, w *work) []byte {
	b64 := base64.RawURLEncoding
	w.text = append(w.text[:0], s.header...)
	w.text = b64.AppendEncode(w.text, w.claims)
	sum := w.hash(w.text)
	w.text = append(w.text, '.')
	w.text = b64.AppendEncode(w.text, sum)
	return append(dst, w.text...)
}

// hash gives the MAC of a text, good until the next one.
func (w *work) hash(text []byte) []byte {
	w.mac.Reset()
	w.mac.Write(text)
	return w.mac.Sum(w.sum[:0])
}
