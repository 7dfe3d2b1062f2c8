package token

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// The MAC of a token, as it is computed here, against the vectors of Project
// Wycheproof.
func TestMACsOfTokensKeepToWycheproof(t *testing.T) {
	for name, use := range map[string]Use{"hmac_sha256.jsonl": User, "hmac_sha384.jsonl": Machine} {
		file, err := os.Open(filepath.Join("testdata/wycheproof", name))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		n := 0
		for lines := bufio.NewScanner(file); lines.Scan(); n++ {
			var v struct {
				TcID          int
				Key, Msg, Tag string
				TagSize       int
				Result        string
			}
			if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
				t.Fatal(err)
			}
			w := work{mac: hmac.New(use.hash(), unhex(t, v.Key))}
			for range 2 { // the second is computed with what the first left
				mac := w.hash(unhex(t, v.Msg))
				if fits := bytes.Equal(mac[:v.TagSize/8], unhex(t, v.Tag)); fits != (v.Result == "valid") {
					t.Errorf("%s %d: %x, though it is %s", name, v.TcID, mac, v.Result)
				}
			}
		}
		if n != 174 {
			t.Errorf("%s: %d vectors, want 174", name, n)
		}
	}
}

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
