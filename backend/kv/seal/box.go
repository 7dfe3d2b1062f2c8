package seal

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"

	"golang.org/x/crypto/chacha20poly1305"
)

// box seals texts under one key: a random nonce, the ciphertext and its tag.
// Everything that the seal encrypts itself goes through here.
type box struct{ aead cipher.AEAD }

// boxOverhead is how much longer a box is than what is in it.
const boxOverhead = chacha20poly1305.NonceSizeX + chacha20poly1305.Overhead

func newBox(key []byte) (box, error) {
	aead, err := chacha20poly1305.NewX(key)
	return box{aead}, err
}

// seal appends a box to dst. Nonces of 192 random bits never repeat.
func (b box) seal(dst, plain, associated []byte) []byte {
	at := len(dst)
	dst = append(dst, make([]byte, chacha20poly1305.NonceSizeX)...)
	rand.Read(dst[at:]) // never fails
	return b.sealWith(dst, at, plain, associated)
}

// sealWith is seal with the nonce that begins at a place in dst.
func (b box) sealWith(dst []byte, at int, plain, associated []byte) []byte {
	return b.aead.Seal(dst, dst[at:], plain, associated)
}

var errBox = errors.New("seal: a box that does not open")

// open gives what is in a box. It shares no memory with it.
func (b box) open(sealed, associated []byte) ([]byte, error) {
	if len(sealed) < boxOverhead {
		return nil, errBox
	}
	nonce, text := sealed[:chacha20poly1305.NonceSizeX], sealed[chacha20poly1305.NonceSizeX:]
	plain, err := b.aead.Open(make([]byte, 0, len(sealed)-boxOverhead), nonce, text, associated)
	if err != nil {
		return nil, errBox
	}
	return plain, nil
}

// derive is HKDF-SHA-256.
func derive(secret, salt []byte, info string, size int) ([]byte, error) {
	return hkdf.Key(sha256.New, secret, salt, info, size)
}
