package seal

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
	"time"
)

func TestDamagedHeaderIsRefused(t *testing.T) {
	m := counted()
	w, err := newWrap(m, storeID, "file", time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	_, intact, err := newKeys(header{Store: storeID, Schema: schema, Wraps: []wrap{w}}, newRing(storeID))
	if err != nil {
		t.Fatal(err)
	}
	refused := func(value []byte, what string, want error) {
		t.Helper()
		if _, err := openHeader(value, m); !errors.Is(err, want) {
			t.Errorf("header %s: %v, want %q", what, err, want)
		}
	}
	for bit := range 8 * len(intact) {
		value := bytes.Clone(intact)
		value[bit/8] ^= 1 << (bit % 8)
		// The plain checksum keeps damage from passing for a wrong key.
		refused(value, fmt.Sprintf("with bit %d flipped", bit), ErrDamaged)
	}
	for n := range intact {
		refused(intact[:n], fmt.Sprintf("cut to %d bytes", n), ErrDamaged)
	}
	refused(append(bytes.Clone(intact), '\n'), "with a line more", ErrDamaged)
	refused(bytes.Repeat([]byte("["), 100_000), "of brackets", ErrDamaged)
	for _, c := range []struct {
		what, old, new string
		want           error
	}{
		{"of a newer schema", `"schema":2`, `"schema":3`, ErrNewer},
		{"of an older schema", `"schema":2`, `"schema":1`, ErrDamaged},
		{"with another source", `"source":"file"`, `"source":"else"`, ErrDamaged},
		{"of another kind", `"kind":"master-key"`, `"kind":"recovery-key"`, ErrWrongKey},
		{"of another store", storeID, "00000000-6a52-4c83-9d4f-0a1b2c3d4e5f", ErrWrongKey},
	} {
		refused(resummed(bytes.Replace(intact, []byte(c.old), []byte(c.new), 1)), c.what+", made to fit", c.want)
	}
	if _, err := openHeader(intact, m); err != nil {
		t.Error(err)
	}
}

func TestEveryFlippedBitOfTheAnchorIsNoticed(t *testing.T) {
	s, err := newTips(ring{root: counted(), storeID: storeID})
	if err != nil {
		t.Fatal(err)
	}
	path := t.TempDir() + "/latchkey.anchor"
	if err := s.writeAnchor(path, tip{epoch: 7}); err != nil {
		t.Fatal(err)
	}
	intact := readFile(t, path)
	refused := func(value []byte, what string) {
		t.Helper()
		if _, err := s.parseAnchor(path, value); !errors.Is(err, ErrAnchorDamaged) {
			t.Errorf("%s: %v, want ErrAnchorDamaged", what, err)
		}
	}
	for bit := range 8 * len(intact) {
		value := bytes.Clone(intact)
		value[bit/8] ^= 1 << (bit % 8)
		refused(value, fmt.Sprintf("bit %d flipped", bit))
	}
	for n := range intact {
		refused(intact[:n], fmt.Sprintf("cut to %d bytes", n))
	}
	refused(append(bytes.Clone(intact), '\n'), "a line more")
	newer := resummed(bytes.Replace(intact, []byte(`"version":1`), []byte(`"version":2`), 1))
	if _, err := s.parseAnchor(path, newer); !errors.Is(err, ErrNewer) {
		t.Errorf("of a newer version: %v, want ErrNewer", err)
	}
	if _, err := s.parseAnchor(path, intact); err != nil {
		t.Error(err)
	}
}
