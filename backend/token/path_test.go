package token_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"latchkey/backend/token"
)

// Whatever the texts, our own encoding is the JSON library's to the byte.
func FuzzClaimsAreEncodedAsJSON(f *testing.F) {
	f.Add("Partner", "/a", int64(1), int64(2))
	f.Add("a\"b\\c\n\x7f<>&", "ü\u2028\U0001f511", int64(1795352592), int64(1795356192))
	ring := newRing(f, machineKey, userKey)
	f.Fuzz(func(t *testing.T, a, b string, issued, expires int64) {
		a, b = strings.ToValidUTF8(a, "?"), strings.ToValidUTF8(b, "?")
		m := token.MachineClaims{UserID: a, Roles: []string{b, a}, KeyID: b, Realm: a, AccountID: b, CustomerID: a, Domain: b, IssuedAt: issued, Expires: expires, Issuer: a, ID: b}
		u := token.UserClaims{UserID: a, Username: b, IssuedAt: issued, Expires: expires, Issuer: b, ID: a}
		machineToken, _ := signMachine(ring, m)
		userToken, _ := signUser(ring, u)
		for raw, claims := range map[string]any{machineToken: m, userToken: u} {
			want, err := json.Marshal(claims)
			if err != nil {
				t.Fatal(err)
			}
			got, _ := base64.RawURLEncoding.DecodeString(strings.Split(raw, ".")[1])
			if string(got) != string(want) {
				t.Errorf("got %s\nwant %s", got, want)
			}
		}
	})
}

// Whoever shares the secret may write claims in any way JSON allows. They are
// taken or refused, and understood, as the JSON library does.
func FuzzSignedClaimsAreReadAsJSON(f *testing.F) {
	ring := newRing(f, machineKey, userKey)
	for _, sign := range []func() (string, error){
		func() (string, error) { return signMachine(ring, machine) }, func() (string, error) { return signUser(ring, user) },
	} {
		raw, _ := sign()
		payload, _ := base64.RawURLEncoding.DecodeString(strings.Split(raw, ".")[1])
		f.Add(payload)
		f.Add([]byte(strings.Replace(string(payload), ":", " :\n", 3)))
		f.Add([]byte(strings.Replace(string(payload), "Partner", `P\u0061rtner`, 1)))
		f.Add([]byte(strings.Replace(string(payload), `"iat":1`, `"iat":01`, 1)))
		f.Add([]byte(strings.Replace(string(payload), `"Partner"`, `"Partner",`, 1)))
	}
	b64 := base64.RawURLEncoding.EncodeToString
	f.Fuzz(func(t *testing.T, payload []byte) {
		for key, claimed := range map[*token.Key]any{&machineKey: &token.MachineClaims{}, &userKey: &token.UserClaims{}} {
			method, header := jwt.SigningMethod(jwt.SigningMethodHS384), `{"alg":"HS384","typ":"JWT","kid":"m1"}`
			if key.Use == token.User {
				method, header = jwt.SigningMethodHS256, `{"alg":"HS256","typ":"JWT","kid":"u1"}`
			}
			unsigned := b64([]byte(header)) + "." + b64(payload)
			sig, err := method.Sign(unsigned, []byte(key.Secret))
			if err != nil {
				t.Fatal(err)
			}
			got, err := verify(ring, unsigned+"."+b64(sig), now)
			if err != nil {
				continue
			}
			if err := json.Unmarshal(payload, claimed, json.RejectUnknownMembers(true)); err != nil {
				t.Fatalf("%s was taken: %v", payload, err)
			}
			want := &said{Use: key.Use, KeyID: key.ID}
			if m, ok := claimed.(*token.MachineClaims); ok {
				want.Machine = *m
			} else {
				want.User = *claimed.(*token.UserClaims)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		}
	})
}

func TestSigningAndVerifyingMakeNoGarbage(t *testing.T) {
	ring := newRing(t, machineKey, userKey)
	p, buf := parts(machine), make([]byte, 0, 1<<10)
	raw, _ := signMachine(ring, machine)
	var v token.Verified
	if n := testing.AllocsPerRun(100, func() { _, _ = ring.SignMachine(buf, p) }); n > poolMisses {
		t.Errorf("signing allocates %.0f times", n)
	}
	if n := testing.AllocsPerRun(100, func() { _ = ring.Verify(&v, raw, now) }); n > poolMisses {
		t.Errorf("verifying allocates %.0f times", n)
	}
}

func BenchmarkSignMachine(b *testing.B) {
	ring, p, buf := newRing(b, machineKey, userKey), parts(machine), make([]byte, 0, 1<<10)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ring.SignMachine(buf, p); err != nil {
			b.Fatal(err)
		}
	}
}

// As a server signs: for one key after the other, of more than the nearest cache
// holds anything of.
func BenchmarkSignMachineOfManyKeys(b *testing.B) {
	ring, buf := newRing(b, machineKey, userKey), make([]byte, 0, 1<<10)
	var of []token.MachineParts
	for i := range manyKeys {
		c := machine
		c.KeyID = fmt.Sprintf("45771ea1-b012-4b80-8ba4-%012d", i)
		of = append(of, parts(c))
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := ring.SignMachine(buf, of[i%len(of)]); err != nil {
			b.Fatal(err)
		}
	}
}

const manyKeys = 1000

func BenchmarkSignUser(b *testing.B) {
	ring, buf := newRing(b, machineKey, userKey), make([]byte, 0, 1<<10)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ring.SignUser(buf, user); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	ring := newRing(b, machineKey, userKey)
	m, _ := signMachine(ring, machine)
	u, _ := signUser(ring, user)
	var first []string // more than are remembered
	for i := range 10_000 {
		c := machine
		c.KeyID, c.ID = fmt.Sprintf("45771ea1-b012-4b80-8ba4-%012d", i%manyKeys), fmt.Sprintf("%022d", i)
		raw, _ := signMachine(ring, c)
		first = append(first, raw)
	}
	for name, tokens := range map[string][]string{"first": first, "again": {m}, "user": {u}, "altered": {m[:len(m)-2] + "AA"}} {
		b.Run(name, func(b *testing.B) {
			var v token.Verified
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				_ = ring.Verify(&v, tokens[i%len(tokens)], now)
			}
		})
	}
}
