package seal

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The checksum was computed anew with another bech32.
func TestRecoveryKeyIsBech32(t *testing.T) {
	const text = "lkr1-qqqsy-qcyq5-rqwzq-fpg9s-crgwp-ugpz6-05450"
	key := make([]byte, recoverySize)
	for i := range key {
		key[i] = byte(i)
	}
	if got := (Recovery{func() []byte { return key }}).Text(); got != text {
		t.Errorf("%s, want %s", got, text)
	}
}

func TestRecoveryKeyComesBackFromPaper(t *testing.T) {
	for range 200 {
		r := NewRecovery()
		text := r.Text()
		for _, form := range []string{text, strings.ToUpper(text), strings.ReplaceAll(text, "-", ""), strings.ReplaceAll(text, "-", " ") + "\n"} {
			got, err := ParseRecovery(form)
			if err != nil || !bytes.Equal(got.key(), r.key()) {
				t.Fatalf("%q: another key, %v", form, err)
			}
		}
	}
}

func TestRecoveryKeyWithAMistakeIsNamed(t *testing.T) {
	text := strings.ReplaceAll(NewRecovery().Text(), "-", "")
	for at := len(recoveryPrefix); at < len(text); at++ {
		for _, c := range charset + "1bio" {
			if byte(c) == text[at] {
				continue
			}
			if _, err := ParseRecovery(text[:at] + string(c) + text[at+1:]); !errors.Is(err, ErrRecoveryTypo) {
				t.Fatalf("%c at %d: %v, want ErrRecoveryTypo", c, at, err)
			}
		}
		if at+1 < len(text) && text[at] != text[at+1] {
			swapped := text[:at] + text[at+1:at+2] + text[at:at+1] + text[at+2:]
			if _, err := ParseRecovery(swapped); !errors.Is(err, ErrRecoveryTypo) {
				t.Fatalf("two swapped at %d: %v, want ErrRecoveryTypo", at, err)
			}
		}
	}
	for _, none := range []string{"", "lkr1", text + "q", text[:len(text)-1], "LKR1" + text[4:], "a passphrase"} {
		if _, err := ParseRecovery(none); !errors.Is(err, ErrRecoveryForm) && !errors.Is(err, ErrRecoveryTypo) {
			t.Errorf("%q: %v", none, err)
		}
	}
}

func TestSecretsNeverPrintThemselves(t *testing.T) {
	p, err := NewPassphrase("correct horse battery")
	if err != nil {
		t.Fatal(err)
	}
	r := NewRecovery()
	type holder struct{ hidden any }
	for _, v := range []any{p, &p, r, &r, holder{p}, holder{r}, struct{ p Passphrase }{p}, fmt.Errorf("open: %v", r)} {
		for _, verb := range strings.Split("v +v #v s q x X d", " ") {
			text := strings.ToLower(fmt.Sprintf("%"+verb, v))
			for _, secret := range []string{"correct horse", fmt.Sprintf("%x", "correct horse"), strings.ReplaceAll(r.Text(), "-", ""), r.Text(), fmt.Sprintf("%x", r.key())} {
				if strings.Contains(text, strings.ToLower(secret)) {
					t.Errorf("%%%s of %T shows the secret: %s", verb, v, text)
				}
			}
		}
	}
}

func TestPassphraseIsTheSameHoweverItIsTyped(t *testing.T) {
	composed, err := NewPassphrase("größer als jemals")
	if err != nil {
		t.Fatal(err)
	}
	decomposed, err := NewPassphrase("größer als jemals")
	if err != nil || composed.text() != decomposed.text() {
		t.Errorf("accents composed and not are two passphrases (%v)", err)
	}
	for _, none := range []string{"", "a\nb", "\x00"} {
		if _, err := NewPassphrase(none); !errors.Is(err, ErrPassphraseForm) {
			t.Errorf("%q: %v, want ErrPassphraseForm", none, err)
		}
	}
}

// A header that asks for a terabyte, or for next to nothing, is damaged or forged.
func TestAbsurdCostIsRefused(t *testing.T) {
	p, err := NewPassphrase("correct horse battery")
	if err != nil {
		t.Fatal(err)
	}
	salt := make([]byte, 16)
	began := time.Now()
	if _, err := p.stretched(&cost{64 << 10, 3, 1, salt}); err != nil {
		t.Fatal(err)
	}
	usual := time.Since(began)
	for _, c := range []*cost{
		nil, {}, {1 << 21, 3, 1, salt}, {64, 3, 1, salt}, {64 << 10, 0, 1, salt}, {64 << 10, 1000, 1, salt},
		{64 << 10, 3, 0, salt}, {64 << 10, 3, 200, salt}, {64 << 10, 3, 1, nil}, {64 << 10, 3, 1, make([]byte, 1<<16)},
	} {
		quickest := time.Hour
		for range 3 {
			start := time.Now()
			if _, err := p.stretched(c); !errors.Is(err, ErrDamaged) {
				t.Errorf("%+v: %v, want ErrDamaged", c, err)
			}
			quickest = min(quickest, time.Since(start))
		}
		if quickest > usual {
			t.Errorf("%+v was tried: it took %s, a usual one %s", c, quickest, usual)
		}
	}
}

func TestSumIsThatOfASet(t *testing.T) {
	d := newDigester(counted().Subkey(storeID, labelDigest))
	s := sealerOf(t, counted(), storeID)
	a, b := d.term("a", s.seal("a", 1, []byte("x"))), d.term("b", s.seal("b", 2, nil))
	var ab, ba sum
	ab.add(a)
	ab.add(b)
	ba.add(b)
	ba.add(a)
	if ab != ba || ab == a || ab == b {
		t.Error("the order matters, or a part does not")
	}
	ab.sub(b)
	if ab != a {
		t.Error("what was added cannot be taken away")
	}
	ab.sub(a)
	if ab != (sum{}) {
		t.Error("nothing is not zero")
	}
	var under sum
	under.sub(a)
	under.add(a)
	if under != (sum{}) {
		t.Error("below zero and back is not zero")
	}
	if sumOf(a.bytes()) != a {
		t.Error("a sum does not come back from its bytes")
	}
	// The same record under another key, and another version of it, are others.
	record := s.seal("a", 1, nil)
	if d.term("a", record) == d.term("b", record) || d.term("a", record) == d.term("a", s.seal("a", 1, nil)) {
		t.Error("two records have one term")
	}
}
