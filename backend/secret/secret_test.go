package secret_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"unicode"

	"golang.org/x/text/secure/precis"

	"latchkey/backend/secret"
)

var cheap = secret.Params{MemoryKiB: 64, Time: 1, Threads: 1}

func TestMadeSecretsHaveTheirForm(t *testing.T) {
	for name, tc := range map[string]struct {
		make func() string
		form string
	}{
		"access key": {secret.NewAccessKey, `^[0-9a-f]{40}$`},
		"secret":     {secret.NewSecret, `^[A-Za-z0-9_-]{48}$`},
		"signing":    {secret.NewSigningSecret, `^[A-Za-z0-9_-]{64}$`},
		"header":     {secret.NewAuthHeader, `^lk_[A-Za-z0-9_-]{49}$`},
		"token":      {secret.NewToken, `^[A-Za-z0-9_-]{22}$`},
		"password":   {secret.NewPassword, `^([a-z0-9]{5}-){3}[a-z0-9]{5}$`},
	} {
		form, seen := regexp.MustCompile(tc.form), map[string]bool{}
		for range 1000 {
			s := tc.make()
			if !form.MatchString(s) {
				t.Fatalf("%s has not its form", name)
			}
			if seen[s] {
				t.Fatalf("%s came twice", name)
			}
			seen[s] = true
		}
	}
}

func TestMadeSecretPassesAsAnImportedOne(t *testing.T) {
	for range 1000 {
		if s := secret.NewSecret(); !secret.IsPrintable(s, 16, 256) || secret.Bits(s) < 200 {
			t.Fatalf("%.0f bits", secret.Bits(s))
		}
	}
}

func TestAuthHeaderEndsInItsChecksum(t *testing.T) {
	h := secret.NewAuthHeader()
	var sum [4]byte
	binary.BigEndian.PutUint32(sum[:], crc32.ChecksumIEEE([]byte(h[:len(h)-6])))
	if want := base64.RawURLEncoding.EncodeToString(sum[:]); h[len(h)-6:] != want {
		t.Errorf("it ends in %s, its checksum is %s", h[len(h)-6:], want)
	}
}

func TestHashTellsPartsApart(t *testing.T) {
	h := secret.NewHasher(bytes.Repeat([]byte{1}, 32))
	other := secret.NewHasher(bytes.Repeat([]byte{2}, 32))
	sums := map[[secret.Size]byte]string{}
	for name, sum := range map[string][secret.Size]byte{
		"l,ab,c": h.Sum("l", "ab", "c"), "l,a,bc": h.Sum("l", "a", "bc"), "l,abc": h.Sum("l", "abc"), "la,b,c": h.Sum("la", "b", "c"),
		"l,abc,": h.Sum("l", "abc", ""), "other": other.Sum("l", "ab", "c"),
	} {
		if was, twice := sums[sum]; twice {
			t.Errorf("%s and %s hash alike", was, name)
		}
		sums[sum] = name
	}
	a, b := h.Sum("l", "ab", "c"), h.Sum("l", "ab", "c")
	if !secret.Equal(a[:], b) || secret.Equal(a[:31], b) || secret.Equal(nil, b) {
		t.Error("Equal is wrong")
	}
}

func TestHasherMayBeUsedAtOnce(t *testing.T) {
	h := secret.NewHasher(bytes.Repeat([]byte{1}, 32))
	want := h.Sum("l", "x")
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 1000 {
				if h.Sum("l", "x") != want {
					t.Error("another hash")
					return
				}
			}
		})
	}
	wait.Wait()
}

func TestPasswordMatchesOnlyItself(t *testing.T) {
	p := secret.NewPasswords(cheap)
	ctx := t.Context()
	hash, err := p.Hash(ctx, "SecurePass123!")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Errorf("hash begins %.30s", hash)
	}
	for in, want := range map[string]bool{"SecurePass123!": true, "securePass123!": false, "SecurePass123": false, "SecurePass123! ": false, "": false, strings.Repeat("x", 5000): false} {
		ok, stale, err := p.Check(ctx, hash, in)
		if err != nil || ok != want || stale {
			t.Errorf("%d characters: %t %t %v", len(in), ok, stale, err)
		}
	}
	for _, in := range []string{"", "x"} {
		if ok, _, err := p.Check(ctx, "", in); ok || err != nil {
			t.Errorf("no password set: %t %v", ok, err)
		}
	}
}

func TestPasswordOfCheaperParametersIsStale(t *testing.T) {
	hash, err := secret.NewPasswords(cheap).Hash(t.Context(), "SecurePass123!")
	if err != nil {
		t.Fatal(err)
	}
	ok, stale, err := secret.NewPasswords(secret.Params{MemoryKiB: 128, Time: 1, Threads: 1}).Check(t.Context(), hash, "SecurePass123!")
	if !ok || !stale || err != nil {
		t.Errorf("%t %t %v", ok, stale, err)
	}
}

func TestHashesOutOfBoundsAreRefused(t *testing.T) {
	good, err := secret.NewPasswords(cheap).Hash(t.Context(), "SecurePass123!")
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{
		"", "x", "$2b$10$abcdefghijklmnopqrstuv", strings.Replace(good, "argon2id", "argon2i", 1), strings.Replace(good, "v=19", "v=16", 1),
		strings.Replace(good, "m=64", "m=4294967295", 1), strings.Replace(good, "m=64", "m=1", 1), strings.Replace(good, "t=1", "t=0", 1),
		strings.Replace(good, "t=1", "t=1000000", 1), strings.Replace(good, "p=1", "p=0", 1), strings.Replace(good, "p=1", "p=1,x=1", 1), good + "$x", good[:len(good)-30],
		strings.Replace(good, "m=64", "m=+64", 1),
	} {
		if err := secret.CheckHash(bad); !errors.Is(err, secret.ErrHash) {
			t.Errorf("%.30s…: %v", bad, err)
		}
	}
}

func TestFloodOfPasswordsIsTurnedAway(t *testing.T) {
	p := secret.NewPasswords(secret.Params{MemoryKiB: 8 << 10, Time: 1, Threads: 1})
	var busy, done int
	var mu sync.Mutex
	var wait sync.WaitGroup
	for range 200 {
		wait.Go(func() {
			_, _, err := p.Check(context.Background(), "", "x")
			mu.Lock()
			defer mu.Unlock()
			if errors.Is(err, secret.ErrBusy) {
				busy++
			} else {
				done++
			}
		})
	}
	wait.Wait()
	if busy == 0 || done == 0 {
		t.Errorf("%d turned away, %d done", busy, done)
	}
}

func TestWaitingForAPasswordEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		p := secret.NewPasswords(cheap)
		for range 100 {
			if _, _, err := p.Check(ctx, "", "x"); err != nil && !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
		}
	})
}

func TestNewPasswordsAreChecked(t *testing.T) {
	for in, ok := range map[string]bool{
		"SecurePass123!": true, "123456789": false, "1234567890": true, "пароль-пароль": true, "correct horse battery staple": true,
		strings.Repeat("x", 1024): true, strings.Repeat("x", 1025): false, "with\x00control": false, "bad utf8 \xff here": false,
	} {
		if got := secret.CheckNew(in); (got == "") != ok {
			t.Errorf("%d characters: %q", len(in), got)
		}
	}
}

// Over all of Unicode: a name's canonical form is its own canonical form. Where
// it is not, the name is refused.
func TestCanonicalUsernameIsStable(t *testing.T) {
	refused := 0
	for r := rune(0); r <= unicode.MaxRune; r++ {
		once, err := secret.Username("a" + string(r))
		if err != nil {
			refused++
			continue
		}
		if twice, err := secret.Username(once); err != nil || twice != once {
			t.Fatalf("%U: %q then %q, %v", r, once, twice, err)
		}
	}
	if refused == 0 || refused == unicode.MaxRune {
		t.Errorf("%d refused", refused)
	}
	for in, want := range map[string]string{"John.Doe": "john.doe", "ＪＯＨＮ": "john", "ΑΣ": "ας"} {
		got, err := secret.Username(in)
		if folded, _ := precis.UsernameCaseMapped.String(in); err != nil || got != folded {
			t.Errorf("%q: %q, %v, want %q", in, got, err, want)
		}
	}
}

// The count of distinct characters bounds the estimate, whatever alphabet they
// are of.
func TestBitsCountDistinctCharacters(t *testing.T) {
	for text, want := range map[string]float64{
		"": 0, "aaaa": 0, "abab": 4 * 2, "0123456789": 10 * math.Log2(10), "abcdefghijklmnop": 16 * math.Log2(26),
		"ééé": 0, "éàéà": 8 * 2, "aé": 3 * 2,
	} {
		if got := secret.Bits(text); math.Abs(got-want) > 1e-9 {
			t.Errorf("%q has %v bits, want %v", text, got, want)
		}
	}
}
