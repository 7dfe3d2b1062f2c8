package token_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"latchkey/backend/token"
)

var (
	machineKey = token.Key{ID: "m1", Use: token.Machine, Secret: strings.Repeat("m", 64), Active: true}
	userKey    = token.Key{ID: "u1", Use: token.User, Secret: strings.Repeat("u", 64), Active: true}
	now        = time.Unix(1_795_352_592, 0)
	machine    = token.MachineClaims{
		UserID: "65d0f5c9-7fb0-455c-9036-9e72f0a8d0f6", Roles: []string{"Partner", "PartnerAdmin"},
		KeyID: "45771ea1-b012-4b80-8ba4-49891c5d8d47", Realm: "Partner", AccountID: "0ea70001-0f58-44a2-80ad-953633ff2cc7",
		CustomerID: "29263739-2cf8-483d-af15-6151dc8448b4", Domain: "/partners-int", IssuedAt: now.Unix(), Expires: now.Unix() + 3600,
		Issuer: "http://localhost:8417", ID: "j1",
	}
	user = token.UserClaims{UserID: "12345678-1234-1234-1234-123456789abc", Username: "john.doe", IssuedAt: now.Unix(), Expires: now.Unix() + 3600, Issuer: "http://localhost:8417", ID: "1.j2"}
)

func newRing(t testing.TB, keys ...token.Key) *token.Ring {
	t.Helper()
	r, err := token.NewRing(keys)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func signMachine(r *token.Ring, c token.MachineClaims) (string, error) {
	raw, err := r.SignMachine(nil, parts(c))
	return string(raw), err
}

func parts(c token.MachineClaims) token.MachineParts {
	return token.MachineParts{
		Subject: token.SubjectPart(c.UserID, c.Roles), KeyID: c.KeyID, Account: token.AccountPart(c.Realm, c.AccountID, c.CustomerID, c.Domain),
		IssuedAt: c.IssuedAt, Expires: c.Expires, Issuer: c.Issuer, ID: c.ID,
	}
}

func signUser(r *token.Ring, c token.UserClaims) (string, error) {
	raw, err := r.SignUser(nil, c)
	return string(raw), err
}

// said is what a verified token says.
type said struct {
	Use     token.Use
	KeyID   string
	Machine token.MachineClaims
	User    token.UserClaims
}

// verify verifies a token that nobody has seen, and again as one that comes
// often, which makes no difference.
func verify(r *token.Ring, raw string, now time.Time) (*said, error) {
	var v token.Verified
	err := r.Verify(&v, raw, now)
	first := claims(&v)
	for range 3 {
		again := r.Verify(&v, raw, now)
		if again != err || err == nil && !cmp.Equal(claims(&v), first) {
			panic(fmt.Sprintf("%q: %v, then %v; %+v, then %+v", raw, err, again, first, claims(&v)))
		}
	}
	if err != nil {
		return nil, err
	}
	return first, nil
}

func claims(v *token.Verified) *said {
	s := &said{Use: v.Use, KeyID: v.KeyID}
	if v.Use == token.User {
		s.User = token.UserClaims{UserID: string(v.UserID), Username: string(v.Username), IssuedAt: v.IssuedAt, Expires: v.Expires, Issuer: string(v.Issuer), ID: string(v.ID)}
		return s
	}
	s.Machine = token.MachineClaims{
		UserID: string(v.UserID), Roles: []string{}, KeyID: string(v.AccessKeyID), Realm: string(v.Realm), AccountID: string(v.AccountID),
		CustomerID: string(v.Customer), Domain: string(v.Domain), IssuedAt: v.IssuedAt, Expires: v.Expires, Issuer: string(v.Issuer), ID: string(v.ID),
	}
	for _, role := range v.Roles {
		s.Machine.Roles = append(s.Machine.Roles, string(role))
	}
	return s
}

func TestMachineTokenHasTheDocumentedBytes(t *testing.T) {
	raw, err := signMachine(newRing(t, machineKey, userKey), machine)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(raw, ".")
	header, _ := base64.RawURLEncoding.DecodeString(parts[0])
	payload, _ := base64.RawURLEncoding.DecodeString(parts[1])
	if got, want := string(header), `{"alg":"HS384","typ":"JWT","kid":"m1"}`; got != want {
		t.Errorf("header %s, want %s", got, want)
	}
	want := `{"uid":"65d0f5c9-7fb0-455c-9036-9e72f0a8d0f6","ar":["Partner","PartnerAdmin"],"ak":"45771ea1-b012-4b80-8ba4-49891c5d8d47",` +
		`"realm":"Partner","ca":"0ea70001-0f58-44a2-80ad-953633ff2cc7","cid":"29263739-2cf8-483d-af15-6151dc8448b4","domain":"/partners-int",` +
		`"iat":1795352592,"exp":1795356192,"iss":"http://localhost:8417","jti":"j1"}`
	if got := string(payload); got != want {
		t.Errorf("payload\n got %s\nwant %s", got, want)
	}
}

func TestTokenWithoutRolesHasAnEmptyArray(t *testing.T) {
	c := machine
	c.Roles = nil
	raw, err := signMachine(newRing(t, machineKey), c)
	if err != nil {
		t.Fatal(err)
	}
	payload, _ := base64.RawURLEncoding.DecodeString(strings.Split(raw, ".")[1])
	if !strings.Contains(string(payload), `"ar":[]`) {
		t.Errorf("payload %s", payload)
	}
}

// golang-jwt is the oracle: it accepts what we sign, and we accept what it
// signs with our header and claims.
func TestOwnPathAgreesWithGolangJWT(t *testing.T) {
	ring := newRing(t, machineKey, userKey)
	for name, tc := range map[string]struct {
		sign   func() (string, error)
		method jwt.SigningMethod
		key    token.Key
	}{
		"HS384": {func() (string, error) { return signMachine(ring, machine) }, jwt.SigningMethodHS384, machineKey},
		"HS256": {func() (string, error) { return signUser(ring, user) }, jwt.SigningMethodHS256, userKey},
	} {
		t.Run(name, func(t *testing.T) {
			raw, err := tc.sign()
			if err != nil {
				t.Fatal(err)
			}
			parsed, err := jwt.Parse(raw, func(*jwt.Token) (any, error) { return []byte(tc.key.Secret), nil },
				jwt.WithValidMethods([]string{tc.method.Alg()}), jwt.WithExpirationRequired(), jwt.WithStrictDecoding(), jwt.WithTimeFunc(func() time.Time { return now }))
			if err != nil || !parsed.Valid {
				t.Fatalf("golang-jwt refuses our token: %v", err)
			}
			unsigned := raw[:strings.LastIndexByte(raw, '.')]
			sig, err := tc.method.Sign(unsigned, []byte(tc.key.Secret))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := verify(ring, unsigned+"."+base64.RawURLEncoding.EncodeToString(sig), now); err != nil {
				t.Errorf("we refuse the signature of golang-jwt: %v", err)
			}
		})
	}
}

func TestVerifyGivesBackWhatWasSigned(t *testing.T) {
	ring := newRing(t, machineKey, userKey)
	raw, _ := signMachine(ring, machine)
	got, err := verify(ring, raw, now)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&said{Use: token.Machine, KeyID: "m1", Machine: machine}, got); diff != "" {
		t.Error(diff)
	}
	raw, _ = signUser(ring, user)
	got, err = verify(ring, raw, now)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&said{Use: token.User, KeyID: "u1", User: user}, got); diff != "" {
		t.Error(diff)
	}
}

func TestTokenIsRefusedFromItsExpiryOn(t *testing.T) {
	ring := newRing(t, machineKey)
	raw, _ := signMachine(ring, machine)
	if _, err := verify(ring, raw, time.Unix(machine.Expires-1, 999_000_000)); err != nil {
		t.Errorf("a moment before: %v", err)
	}
	if _, err := verify(ring, raw, time.Unix(machine.Expires, 0)); !errors.Is(err, token.ErrExpired) {
		t.Errorf("at its expiry: %v, want ErrExpired", err)
	}
}

func TestRetiredKeyVerifiesAndDoesNotSign(t *testing.T) {
	old := newRing(t, machineKey)
	raw, _ := signMachine(old, machine)
	retired, next := machineKey, token.Key{ID: "m2", Use: token.Machine, Secret: strings.Repeat("n", 48), Active: true}
	retired.Active = false
	ring := newRing(t, retired, next)
	if _, err := verify(ring, raw, now); err != nil {
		t.Errorf("a token of the retired key: %v", err)
	}
	fresh, _ := signMachine(ring, machine)
	if v, err := verify(ring, fresh, now); err != nil || v.KeyID != "m2" {
		t.Errorf("signed by %+v, %v", v, err)
	}
	if _, err := verify(newRing(t, next), raw, now); !errors.Is(err, token.ErrInvalid) {
		t.Errorf("after the retired key is gone: %v", err)
	}
}

func TestRetiredKeyVouchesForNothingNewer(t *testing.T) {
	raw, _ := signMachine(newRing(t, machineKey), machine)
	retired := machineKey
	retired.Active, retired.Until = false, time.Unix(machine.Expires, 0)
	if _, err := verify(newRing(t, retired), raw, now); err != nil {
		t.Errorf("a token from before: %v", err)
	}
	retired.Until = time.Unix(machine.Expires-1, 0)
	if _, err := verify(newRing(t, retired), raw, now); !errors.Is(err, token.ErrInvalid) {
		t.Errorf("a token that outlives the key: %v", err)
	}
}

func TestShortSecretIsRefused(t *testing.T) {
	for _, k := range []token.Key{
		{ID: "a", Use: token.Machine, Secret: strings.Repeat("x", 47), Active: true},
		{ID: "b", Use: token.User, Secret: strings.Repeat("x", 31), Active: true},
		{ID: "c", Use: token.Machine, Secret: "", Active: true},
	} {
		if _, err := token.NewRing([]token.Key{k}); err == nil {
			t.Errorf("key %s of %d bytes was taken", k.ID, len(k.Secret))
		}
	}
}

func TestTwoActiveKeysOfOneUseAreRefused(t *testing.T) {
	second := machineKey
	second.ID = "m2"
	if _, err := token.NewRing([]token.Key{machineKey, second}); err == nil {
		t.Error("taken")
	}
}

// Every known trick, each built from a genuine token.
func TestForgedTokensAreRefused(t *testing.T) {
	ring := newRing(t, machineKey, userKey)
	raw, _ := signMachine(ring, machine)
	parts := strings.Split(raw, ".")
	b64 := base64.RawURLEncoding.EncodeToString
	sign := func(method jwt.SigningMethod, secret, header, payload string) string {
		unsigned := b64([]byte(header)) + "." + b64([]byte(payload))
		sig, err := method.Sign(unsigned, []byte(secret))
		if err != nil {
			t.Fatal(err)
		}
		return unsigned + "." + b64(sig)
	}
	payload, _ := base64.RawURLEncoding.DecodeString(parts[1])
	good := `{"alg":"HS384","typ":"JWT","kid":"m1"}`
	claims := string(payload)
	cases := map[string]string{
		"empty": "", "dot": ".", "two dots": "..", "one part": parts[0], "two parts": parts[0] + "." + parts[1], "four parts": raw + ".x",
		"no signature": parts[0] + "." + parts[1] + ".", "trailing newline": raw + "\n", "leading space": " " + raw, "padding": raw + "=",
		"newline in the payload": parts[0] + "." + parts[1][:8] + "\n" + parts[1][8:] + "." + parts[2],
		"alg none":               b64([]byte(`{"alg":"none","typ":"JWT","kid":"m1"}`)) + "." + parts[1] + ".",
		"alg HS256 same key":     sign(jwt.SigningMethodHS256, machineKey.Secret, `{"alg":"HS256","typ":"JWT","kid":"m1"}`, claims),
		"alg HS512 same key":     sign(jwt.SigningMethodHS512, machineKey.Secret, `{"alg":"HS512","typ":"JWT","kid":"m1"}`, claims),
		"header says otherwise":  sign(jwt.SigningMethodHS256, machineKey.Secret, good, claims),
		"header reordered":       sign(jwt.SigningMethodHS384, machineKey.Secret, `{"typ":"JWT","alg":"HS384","kid":"m1"}`, claims),
		"header with crit":       sign(jwt.SigningMethodHS384, machineKey.Secret, `{"alg":"HS384","typ":"JWT","kid":"m1","crit":["exp"]}`, claims),
		"header with jku":        sign(jwt.SigningMethodHS384, machineKey.Secret, `{"alg":"HS384","typ":"JWT","kid":"m1","jku":"http://a.example"}`, claims),
		"alg twice":              sign(jwt.SigningMethodHS384, machineKey.Secret, `{"alg":"none","alg":"HS384","typ":"JWT","kid":"m1"}`, claims),
		"unknown kid":            sign(jwt.SigningMethodHS384, machineKey.Secret, `{"alg":"HS384","typ":"JWT","kid":"m9"}`, claims),
		"kid of the other use":   sign(jwt.SigningMethodHS384, machineKey.Secret, `{"alg":"HS256","typ":"JWT","kid":"u1"}`, claims),
		"other key":              sign(jwt.SigningMethodHS384, strings.Repeat("z", 64), good, claims),
		"empty key":              sign(jwt.SigningMethodHS384, "", good, claims),
		"no exp":                 sign(jwt.SigningMethodHS384, machineKey.Secret, good, strings.Replace(claims, `"exp":1795356192,`, "", 1)),
		"exp as text":            sign(jwt.SigningMethodHS384, machineKey.Secret, good, strings.Replace(claims, `"exp":1795356192`, `"exp":"1795356192"`, 1)),
		"exp twice":              sign(jwt.SigningMethodHS384, machineKey.Secret, good, strings.Replace(claims, `"exp":1795356192`, `"exp":1,"exp":1795356192`, 1)),
		"exp in another case":    sign(jwt.SigningMethodHS384, machineKey.Secret, good, strings.Replace(claims, `"exp"`, `"EXP"`, 1)),
		"negative exp":           sign(jwt.SigningMethodHS384, machineKey.Secret, good, strings.Replace(claims, `"exp":1795356192`, `"exp":-1`, 1)),
		"iat in the future":      sign(jwt.SigningMethodHS384, machineKey.Secret, good, strings.Replace(claims, `"iat":1795352592`, `"iat":1795352700`, 1)),
		"no iat":                 sign(jwt.SigningMethodHS384, machineKey.Secret, good, strings.Replace(claims, `"iat":1795352592,`, "", 1)),
		"no uid":                 sign(jwt.SigningMethodHS384, machineKey.Secret, good, strings.Replace(claims, `"uid":"65d0f5c9-7fb0-455c-9036-9e72f0a8d0f6",`, "", 1)),
		"no ak":                  sign(jwt.SigningMethodHS384, machineKey.Secret, good, strings.Replace(claims, `"ak":"45771ea1-b012-4b80-8ba4-49891c5d8d47",`, "", 1)),
		"roles null":             sign(jwt.SigningMethodHS384, machineKey.Secret, good, strings.Replace(claims, `["Partner","PartnerAdmin"]`, "null", 1)),
		"payload no object":      sign(jwt.SigningMethodHS384, machineKey.Secret, good, `"x"`),
		"payload null":           sign(jwt.SigningMethodHS384, machineKey.Secret, good, `null`),
		"payload trailing":       sign(jwt.SigningMethodHS384, machineKey.Secret, good, claims+"{}"),
		"payload empty":          sign(jwt.SigningMethodHS384, machineKey.Secret, good, ``),
		"user claims":            sign(jwt.SigningMethodHS384, machineKey.Secret, good, `{"sub":"x","username":"y","iat":1795352592,"exp":1795356192,"iss":"i","jti":"j"}`),
		"too long":               sign(jwt.SigningMethodHS384, machineKey.Secret, good, strings.Replace(claims, "Partner", strings.Repeat("P", token.MaxBytes), 1)),
		"signature cut":          raw[:len(raw)-4], "signature of nothing": parts[0] + "." + parts[1] + "." + b64(make([]byte, 48)),
	}
	for name, forged := range cases {
		if v, err := verify(ring, forged, now); !errors.Is(err, token.ErrInvalid) {
			t.Errorf("%s: %+v, %v", name, v, err)
		}
	}
}

func TestEveryAlteredByteIsRefused(t *testing.T) {
	ring := newRing(t, machineKey)
	raw, _ := signMachine(ring, machine)
	for i := range len(raw) {
		for _, c := range []byte{'A', 'B', '.', '-', raw[i] ^ 1} {
			if c == raw[i] {
				continue
			}
			altered := raw[:i] + string(c) + raw[i+1:]
			if _, err := verify(ring, altered, now); err == nil {
				t.Fatalf("byte %d as %q is accepted", i, c)
			}
		}
	}
}

// What came often before lends nothing to any other token.
func TestEveryAlteredByteOfATokenThatCameOftenIsRefused(t *testing.T) {
	ring := newRing(t, machineKey)
	raw, _ := signMachine(ring, machine)
	for i := range len(raw) {
		if _, err := verify(ring, raw, now); err != nil {
			t.Fatal(err)
		}
		altered := raw[:i] + string(raw[i]^1) + raw[i+1:]
		if _, err := verify(ring, altered, now); err == nil {
			t.Fatalf("byte %d altered is accepted", i)
		}
	}
}

func TestATokenThatCameOftenEndsToTheSecond(t *testing.T) {
	ring := newRing(t, machineKey)
	raw, _ := signMachine(ring, machine)
	end := time.Unix(machine.Expires, 0)
	for _, moment := range []struct {
		at   time.Time
		want error
	}{{now, nil}, {end.Add(-time.Second), nil}, {end, token.ErrExpired}, {end.Add(-time.Second), nil}, {end.Add(time.Hour), token.ErrExpired}} {
		if _, err := verify(ring, raw, moment.at); err != moment.want {
			t.Errorf("at %s: %v, want %v", moment.at, err, moment.want)
		}
	}
	other := machineKey
	other.Secret = strings.Repeat("other", 16)
	if _, err := verify(newRing(t, other), raw, now); err != token.ErrInvalid {
		t.Errorf("a ring of another secret: %v", err)
	}
}

func FuzzVerifyAcceptsOnlyWhatWasSigned(f *testing.F) {
	ring := newRing(f, machineKey, userKey)
	m, _ := signMachine(ring, machine)
	u, _ := signUser(ring, user)
	f.Add(m)
	f.Add(u)
	f.Add(m[:len(m)-1])
	f.Add("..")
	f.Fuzz(func(t *testing.T, raw string) {
		if v, err := verify(ring, raw, now); err == nil && raw != m && raw != u {
			t.Errorf("accepted %q as %+v", raw, v)
		}
	})
}
