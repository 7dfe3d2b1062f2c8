package seal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"testing"
)

// resummed puts the right checksum on whatever the line is, so that the fuzzer
// comes past it, as somebody does who forges a file.
func resummed(value []byte) []byte {
	parts := bytes.SplitN(value, []byte("\n"), 3)
	if len(parts) < 3 {
		return value
	}
	sum := sha256.Sum256(parts[0])
	parts[1] = []byte(hex.EncodeToString(sum[:]))
	return bytes.Join(parts, []byte("\n"))
}

// FuzzHeader feeds arbitrary bytes as headers: one that opens is byte for byte
// the one we wrote, and nothing comes along with an error.
func FuzzHeader(f *testing.F) {
	m := counted()
	// One of a file, since each of the processes of a fuzzing run would make
	// another, and open those of the others.
	good := readFile(f, "testdata/header")
	if _, err := openHeader(good, m); err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(bytes.ToUpper(good))
	f.Add(bytes.Replace(good, []byte(`"schema":2`), []byte(`"schema":3`), 1))
	f.Add(bytes.Replace(good, []byte("file"), []byte("else"), 1))
	f.Add([]byte("{}\n\n\n"))
	f.Fuzz(func(t *testing.T, value []byte) {
		for _, v := range [][]byte{value, resummed(value)} {
			k, err := openHeader(v, m)
			if err != nil {
				if k != nil || !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrWrongKey) && !errors.Is(err, ErrNewer) {
					t.Fatalf("%v along with %v", k != nil, err)
				}
				continue
			}
			if !bytes.Equal(v, good) {
				t.Fatalf("a header that we did not write opened: %q", v)
			}
		}
	})
}

// FuzzAnchor does the same for anchors.
func FuzzAnchor(f *testing.F) {
	s, err := newTips(ring{root: counted(), storeID: storeID})
	if err != nil {
		f.Fatal(err)
	}
	path := f.TempDir() + "/latchkey.anchor"
	if err := s.writeAnchor(path, tip{epoch: 7}); err != nil {
		f.Fatal(err)
	}
	good := readFile(f, path)
	if err := s.admit(path, anchor{Epoch: 7, Digest: s.digest(tip{epoch: 7})}, tip{epoch: 12}); err != nil {
		f.Fatal(err)
	}
	both := readFile(f, path)
	f.Add(good)
	f.Add(both)
	f.Add(bytes.Replace(both, []byte(`"epoch":12`), []byte(`"epoch":13`), 1))
	f.Add(good[:len(good)-1])
	f.Add(bytes.Replace(good, []byte(`"epoch":7`), []byte(`"epoch":8`), 1))
	f.Add(bytes.Replace(good, []byte(`"version":1`), []byte(`"version":2`), 1))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, value []byte) {
		for _, v := range [][]byte{value, resummed(value)} {
			a, err := s.parseAnchor("anchor", v)
			if err != nil {
				var named *AnchorError
				if a != (anchor{}) || !errors.As(err, &named) || named.Hint == "" {
					t.Fatalf("%+v along with %v", a, err)
				}
				continue
			}
			if !bytes.Equal(v, good) && !bytes.Equal(v, both) {
				t.Fatalf("an anchor that we did not write was believed: %q", v)
			}
		}
	})
}

// FuzzParseRecovery wants one text a key, but for case and what separates its
// groups.
func FuzzParseRecovery(f *testing.F) {
	f.Add(NewRecovery().Text())
	f.Add("lkr1-qqqqq-qqqqq-qqqqq-qqqqq-qqqqq-qqqqq-qqqqq")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ParseRecovery(text)
		if err != nil {
			if r.key != nil || !errors.Is(err, ErrRecoveryForm) && !errors.Is(err, ErrRecoveryTypo) {
				t.Fatalf("a key along with %v", err)
			}
			return
		}
		plain := func(s string) string {
			return string(bytes.ToLower(bytes.Map(func(r rune) rune {
				if r == '-' || r == ' ' || r == '\t' || r == '\n' || r == '\r' {
					return -1
				}
				return r
			}, []byte(s))))
		}
		if plain(r.Text()) != plain(text) {
			t.Fatalf("%q is another text of a key", text)
		}
	})
}
