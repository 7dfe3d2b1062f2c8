package seal

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// vector is one of Project Wycheproof's; it has what its algorithm needs.
type vector struct {
	TcID                                             int
	Key, IKM, Salt, Info, OKM, IV, AAD, Msg, CT, Tag bytesOfHex
	Size, TagSize                                    int
	Result                                           string
}

type bytesOfHex []byte

func (b *bytesOfHex) UnmarshalText(text []byte) (err error) {
	*b, err = hex.DecodeString(string(text))
	return err
}

// vectors gives the number of vectors that have to be there to each.
func vectors(t *testing.T, name string, want int, each func(v vector)) {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata/wycheproof", name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, n := bufio.NewScanner(file), 0
	lines.Buffer(nil, 1<<20)
	for ; lines.Scan(); n++ {
		var v vector
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		each(v)
	}
	if n != want || lines.Err() != nil {
		t.Errorf("%d vectors, want %d (%v)", n, want, lines.Err())
	}
}

func TestBoxesKeepToWycheproof(t *testing.T) {
	vectors(t, "xchacha20_poly1305.jsonl", 315, func(v vector) {
		b, err := newBox(v.Key)
		sealed := bytes.Join([][]byte{v.IV, v.CT, v.Tag}, nil)
		if len(v.IV) != 24 { // a box has no other nonces
			if v.Result != "invalid" {
				t.Errorf("%d: a nonce of %d bytes is called %s", v.TcID, len(v.IV), v.Result)
			}
			return
		}
		if err != nil {
			t.Fatalf("%d: %v", v.TcID, err)
		}
		plain, err := b.open(sealed, v.AAD)
		if v.Result != "valid" {
			if err == nil || plain != nil {
				t.Errorf("%d: opened, though it is %s", v.TcID, v.Result)
			}
			return
		}
		if err != nil || !bytes.Equal(plain, v.Msg) {
			t.Errorf("%d: %x, %v", v.TcID, plain, err)
		}
		if again := b.sealWith(bytes.Clone(v.IV), 0, v.Msg, v.AAD); !bytes.Equal(again, sealed) {
			t.Errorf("%d: sealed as %x", v.TcID, again)
		}
	})
}

func TestTagsKeepToWycheproof(t *testing.T) {
	vectors(t, "hmac_sha256.jsonl", 174, func(v vector) {
		mac, err := base64.StdEncoding.DecodeString(tag(v.Key, string(v.Msg)))
		if fits := err == nil && bytes.Equal(mac[:v.TagSize/8], v.Tag); fits != (v.Result == "valid") {
			t.Errorf("%d: %x, though it is %s", v.TcID, mac, v.Result)
		}
	})
}

func TestSubkeysKeepToWycheproof(t *testing.T) {
	vectors(t, "hkdf_sha256.jsonl", 86, func(v vector) {
		okm, err := derive(v.IKM, v.Salt, string(v.Info), v.Size)
		if fits := err == nil && bytes.Equal(okm, v.OKM); fits != (v.Result == "valid") {
			t.Errorf("%d: %x, %v, though it is %s", v.TcID, okm, err, v.Result)
		}
	})
}
