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

// A code that comes too soon is not looked at, and neither is the password that
// came with it.
func TestCodesThatComeTooSoonCostNoTryOfThePassword(t *testing.T) {
	clock := accesstest.NewClock()
	c := accesstest.Open(t, accesstest.Options{Now: clock.Now, Limits: true})
	op, secret := enrolled(t, c, clock)
	clock.Advance(time.Hour)
	try := func(code string) error {
		_, err := c.SignIn(t.Context(), client, access.SignInSpec{Username: op.Name, Password: password, Code: code})
		return err
	}
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
	op, secret := enrolled(t, c, clock)
	clock.Advance(time.Hour)
	try := func(code string) error {
		_, err := c.SignIn(t.Context(), client, access.SignInSpec{Username: op.Name, Password: password, Code: code})
		return err
	}
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
