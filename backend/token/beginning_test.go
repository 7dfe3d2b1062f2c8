package token_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"latchkey/backend/token"
)

// often signs tokens of a key until how they begin is known, and gives one that
// was made with that.
func often(t testing.TB, r *token.Ring, c token.MachineClaims) string {
	t.Helper()
	raw := ""
	for i := range 4 {
		c.ID = fmt.Sprint("j", i)
		var err error
		if raw, err = signMachine(r, c); err != nil {
			t.Fatal(err)
		}
	}
	return raw
}

// signedByOracle reports whether golang-jwt signs the text of a token alike.
func signedByOracle(t testing.TB, raw string, key token.Key) bool {
	t.Helper()
	end := strings.LastIndexByte(raw, '.')
	sig, err := jwt.SigningMethodHS384.Sign(raw[:end], []byte(key.Secret))
	if err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(sig) == raw[end+1:]
}

// However long the claims are, and wherever the blocks of the hash end in them,
// a token that begins as others did is the one that is made without them.
func TestTokensThatBeginAlikeAreSignedAsTheFirst(t *testing.T) {
	for size := range 300 {
		c := machine
		c.Domain = "/" + strings.Repeat("d", size)
		if size%3 == 0 {
			c.AccountID, c.CustomerID, c.Realm, c.Roles = "", "", "", nil // so that what differs comes early
		}
		ring := newRing(t, machineKey)
		raw := often(t, ring, c)
		c.ID = "j3"
		if first, _ := signMachine(newRing(t, machineKey), c); raw != first {
			t.Fatalf("%d: the fourth token is\n%s, as a first one\n%s", size, raw, first)
		}
		if !signedByOracle(t, raw, machineKey) {
			t.Fatalf("%d: golang-jwt signs %s in another way", size, raw)
		}
		if _, err := verify(ring, raw, now); err != nil {
			t.Fatalf("%d: %v", size, err)
		}
	}
}

// What is known of how tokens begin lends nothing to a token that begins alike,
// nor to one that begins otherwise.
func TestEveryAlteredByteOfATokenThatBeginsAsOthersIsRefused(t *testing.T) {
	ring := newRing(t, machineKey)
	raw := often(t, ring, machine)
	for i := range len(raw) {
		altered := raw[:i] + string(raw[i]^1) + raw[i+1:]
		if _, err := verify(ring, altered, now); err == nil {
			t.Fatalf("byte %d altered is accepted", i)
		}
	}
	if _, err := verify(ring, raw, now); err != nil {
		t.Error(err)
	}
}

func TestTokensOfTwoSigningKeysThatBeginAlikeAreToldApart(t *testing.T) {
	old, next := machineKey, token.Key{ID: "m2", Use: token.Machine, Secret: strings.Repeat("n", 48), Active: true}
	before := newRing(t, old)
	first := often(t, before, machine)
	old.Active = false
	ring := newRing(t, old, next)
	second := often(t, ring, machine)
	for raw, key := range map[string]token.Key{first: old, second: next} {
		if !signedByOracle(t, raw, key) {
			t.Errorf("the token of %s has another signature", key.ID)
		}
		if v, err := verify(ring, raw, now); err != nil || v.KeyID != key.ID {
			t.Errorf("the token of %s: %+v, %v", key.ID, v, err)
		}
	}
	swapped := second[:strings.IndexByte(second, '.')] + first[strings.IndexByte(first, '.'):]
	if _, err := verify(ring, swapped, now); err != token.ErrInvalid {
		t.Errorf("the old token under the new header: %v", err)
	}
	reused := machineKey // the id of before, and another secret
	reused.Secret = strings.Repeat("other", 16)
	if raw := often(t, newRing(t, reused), machine); !signedByOracle(t, raw, reused) {
		t.Error("a ring signs with what another one knew")
	}
}

func TestManyKeysSignAtOnce(t *testing.T) {
	ring := newRing(t, machineKey)
	var all sync.WaitGroup
	for g := range 4 {
		all.Go(func() {
			for i := range 300 {
				c := machine
				c.KeyID, c.ID = fmt.Sprint("key ", i%7), fmt.Sprint(g, " ", i)
				raw, err := signMachine(ring, c)
				if err != nil {
					t.Error(err)
					return
				}
				if !signedByOracle(t, raw, machineKey) {
					t.Errorf("key %d: another signature", i%7)
				}
				if v, err := verify(ring, raw, now); err != nil || v.Machine.KeyID != c.KeyID || v.Machine.ID != c.ID {
					t.Errorf("%+v, %v", v, err)
				}
			}
		})
	}
	all.Wait()
}
