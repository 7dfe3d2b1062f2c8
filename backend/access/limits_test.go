package access_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
)

// enrolled is an operator with a second factor, whose secret it gives.
func enrolled(t *testing.T, c *accesstest.Core, clock *accesstest.Clock) (access.Caller, string) {
	t.Helper()
	op := operators(t, c)[access.RoleOwner]
	begun, err := c.BeginSecondFactor(t.Context(), op, password)
	if err != nil {
		t.Fatal(err)
	}
	code, err := totp.GenerateCode(begun.Secret, clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.ConfirmSecondFactor(t.Context(), op, code); err != nil {
		t.Fatal(err)
	}
	return op, begun.Secret
}

// Whoever has the password may show it as often as they like, elsewhere too: the
// tries of a code go on being counted.
func TestGuessesOfACodeAreBoundedWhoeverKnowsThePassword(t *testing.T) {
	clock := accesstest.NewClock()
	c := accesstest.Open(t, accesstest.Options{Now: clock.Now, Limits: true})
	op, secret := enrolled(t, c, clock)
	clock.Advance(time.Hour)
	from := func(i int) access.Caller {
		return access.Caller{Addr: fmt.Sprintf("203.0.113.%d", i)}
	}
	ways := map[string]func(i int) error{
		"by signing in": func(i int) error {
			if _, err := c.LoginUser(t.Context(), from(i), op.Name, password); err != nil {
				return err // which says that the password is right
			}
			_, err := c.SignIn(t.Context(), from(i), access.SignInSpec{Username: op.Name, Password: password, Code: "000000"})
			return err
		},
		"by removing it in a session that was left open": func(i int) error {
			x := op
			x.Addr = from(i).Addr
			return c.RemoveSecondFactor(t.Context(), x, password, "000000")
		},
	}
	for name, guess := range ways {
		t.Run(name, func(t *testing.T) {
			guesses := 0
			for i := range 100 {
				err := guess(i)
				if access.AsError(err).Code == access.CodeRateLimited {
					break
				}
				if err == nil {
					t.Fatal("a code that is none was taken")
				}
				guesses++
			}
			if guesses > 5 {
				t.Errorf("%d guesses in one moment", guesses)
			}
			clock.Advance(time.Hour)
		})
	}
	code, err := totp.GenerateCode(secret, clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.SignIn(t.Context(), client, access.SignInSpec{Username: op.Name, Password: password, Code: code}); err != nil {
		t.Errorf("the right one, an hour later: %v", err)
	}
}

// triesCodes gives an operator with a second factor, and what signs in with a code.
func triesCodes(t *testing.T, c *accesstest.Core, clock *accesstest.Clock) (op access.Caller, secret string, try func(code string) error) {
	op, secret = enrolled(t, c, clock)
	clock.Advance(time.Hour)
	return op, secret, func(code string) error {
		_, err := c.SignIn(t.Context(), client, access.SignInSpec{Username: op.Name, Password: password, Code: code})
		return err
	}
}

// A code that comes too soon is not looked at, and neither is the password that
// came with it.
func TestCodesThatComeTooSoonCostNoTryOfThePassword(t *testing.T) {
	clock := accesstest.NewClock()
	c := accesstest.Open(t, accesstest.Options{Now: clock.Now, Limits: true})
	op, secret, try := triesCodes(t, c, clock)
	for range 5 {
		wantCode(t, "a wrong code", try("000000"), access.CodeUnauthenticated)
	}
	for range 20 {
		wantCode(t, "a code too soon", try("000000"), access.CodeRateLimited)
	}
	if _, err := c.LoginUser(t.Context(), client, op.Name, password); err != nil {
		t.Errorf("the right password, where only codes came too soon: %v", err)
	}
	clock.Advance(time.Minute)
	code, err := totp.GenerateCode(secret, clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := try(code); err != nil {
		t.Errorf("the right code, as soon as one may be tried again: %v", err)
	}
}

func TestUnlockingForgetsCodesToo(t *testing.T) {
	clock := accesstest.NewClock()
	c := accesstest.Open(t, accesstest.Options{Now: clock.Now, Limits: true})
	op, secret, try := triesCodes(t, c, clock)
	for range 6 {
		_ = try("000000")
	}
	code, err := totp.GenerateCode(secret, clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	wantCode(t, "right, after too many", try(code), access.CodeRateLimited)
	if u, err := c.User(t.Context(), local, op.Name); err != nil || u.Locked == nil {
		t.Errorf("the portal shows %+v, %v", u, err)
	}
	if _, err := c.UnlockUser(t.Context(), local, op.Name); err != nil {
		t.Fatal(err)
	}
	if err := try(code); err != nil {
		t.Errorf("right, unlocked: %v", err)
	}
}

// A provider gives one customer 2^64 addresses, and every one of them is a new
// name: without this a single host tries a million passwords, and fills the
// tables until strangers are refused.
func TestNeighboursInAnIPv6NetworkCountAsOneAddress(t *testing.T) {
	c := accesstest.Open(t, accesstest.Options{Now: accesstest.NewClock().Now, Limits: true})
	try := func(addr string) error {
		_, err := c.LoginKey(t.Context(), access.Caller{Addr: addr}, "986d8167a9b9a15e37db4ab4ad50877b01347a94", "79bPqahzbeYuIgyod1GBjsBy38wN7KuBBNNmN_emwjFCuAfq")
		return err
	}
	limited := false
	for i := range 200 {
		limited = limited || access.AsError(try(fmt.Sprintf("2001:db8:1:2::%x", i+1))).Code == access.CodeRateLimited
	}
	if !limited {
		t.Error("200 failures from as many addresses of one network, and none was refused")
	}
	wantCode(t, "the next network", try("2001:db8:1:3::1"), access.CodeUnauthenticated)
	wantCode(t, "IPv4", try("192.0.2.1"), access.CodeUnauthenticated)
}

// A developer's test or a service with a wrong secret fails as often as it likes:
// the others on that machine, or behind that proxy, go on.
func TestAnAccessKeyThatFailsDoesNotStopAnotherOfTheSameAddress(t *testing.T) {
	clock := accesstest.NewClock()
	c := accesstest.Open(t, accesstest.Options{Now: clock.Now, Limits: true})
	c.Member(t, "Acme", "ada", password, access.MemberSpec{})
	good, goodSecret := c.NewKey(t, access.KeySpec{Name: "good", User: "ada"})
	stale, staleSecret := c.NewKey(t, access.KeySpec{Name: "stale", User: "ada"})
	here, there := access.Caller{Addr: "127.0.0.1"}, access.Caller{Addr: "127.0.0.2"}
	try := func(from access.Caller, key *access.KeyView, secret string) error {
		_, err := c.LoginKey(t.Context(), from, key.AccessKey, secret)
		return err
	}
	looked := 0
	for range 3 * 60 {
		for range 5 {
			if access.AsError(try(here, stale, goodSecret)).Code == access.CodeUnauthenticated {
				looked++
			}
		}
		if err := try(here, good, goodSecret); err != nil {
			t.Fatalf("another key: %v", err)
		}
		clock.Advance(time.Second)
	}
	if looked > 100+3*60 {
		t.Errorf("%d wrong secrets of one key were looked at in three minutes", looked)
	}
	for range 3 {
		_ = try(here, stale, goodSecret)
	}
	wantCode(t, "the right secret, too soon", try(here, stale, staleSecret), access.CodeRateLimited)
	if err := try(there, stale, staleSecret); err != nil {
		t.Errorf("the same key from elsewhere: %v", err)
	}
	if _, err := c.LoginUser(t.Context(), here, "ada", password); err != nil {
		t.Errorf("a password from there: %v", err)
	}
	clock.Advance(3 * time.Second)
	if err := try(here, stale, staleSecret); err != nil {
		t.Errorf("the right secret, three seconds later: %v", err)
	}
}

// Whoever goes through access keys with one secret is slowed down, and learns
// nothing meanwhile; who was let in from there last is let in all the same.
func TestACrowdOfFailingAccessKeysStopsOnlyStrangers(t *testing.T) {
	clock := accesstest.NewClock()
	c := accesstest.Open(t, accesstest.Options{Now: clock.Now, Limits: true})
	c.Member(t, "Acme", "ada", "", access.MemberSpec{})
	regular, regularSecret := c.NewKey(t, access.KeySpec{Name: "regular", User: "ada"})
	fresh, freshSecret := c.NewKey(t, access.KeySpec{Name: "fresh", User: "ada"})
	here := access.Caller{Addr: "127.0.0.1"}
	try := func(accessKey, secret string) error {
		_, err := c.LoginKey(t.Context(), here, accessKey, secret)
		return err
	}
	if err := try(regular.AccessKey, regularSecret); err != nil {
		t.Fatal(err)
	}
	looked := 0
	crowd := func() {
		for i := range 1500 {
			if access.AsError(try(fmt.Sprintf("%040x", i), freshSecret)).Code == access.CodeUnauthenticated {
				looked++
			}
		}
	}
	crowd()
	for range 20 {
		clock.Advance(time.Second)
		crowd()
	}
	if looked > 1000+20*10 {
		t.Errorf("%d access keys were looked at in twenty seconds", looked)
	}
	if err := try(regular.AccessKey, regularSecret); err != nil {
		t.Errorf("a key that was let in from there: %v", err)
	}
	right, wrong, nobody := try(fresh.AccessKey, freshSecret), try(fresh.AccessKey, regularSecret), try("986d8167a9b9a15e37db4ab4ad50877b01347a94", freshSecret)
	wantCode(t, "a key that never was there", right, access.CodeRateLimited)
	if fmt.Sprintf("%+v", access.AsError(right)) != fmt.Sprintf("%+v", access.AsError(wrong)) || fmt.Sprintf("%+v", access.AsError(right)) != fmt.Sprintf("%+v", access.AsError(nobody)) {
		t.Errorf("right %+v, wrong %+v, unknown %+v", right, wrong, nobody)
	}
	wantCode(t, "a wrong secret of the one that was", try(regular.AccessKey, freshSecret), access.CodeRateLimited)
	guesses := 0
	for range 500 {
		if access.AsError(try(regular.AccessKey, regularSecret)).Code == access.CodeRateLimited {
			break
		}
		if guesses++; access.AsError(try(regular.AccessKey, freshSecret)).Code != access.CodeRateLimited {
			t.Fatal("a wrong secret told apart")
		}
	}
	if guesses > 100 {
		t.Errorf("%d secrets of a key were tried in a crowd", guesses)
	}
	clock.Advance(2 * time.Second)
	if err := try(fresh.AccessKey, freshSecret); err != nil {
		t.Errorf("when the crowd is gone: %v", err)
	}
}
