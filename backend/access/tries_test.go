package access_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
	"latchkey/backend/kv"
)

// guesser tries wrong passwords of one account from a thousand addresses and
// counts those that were looked at.
type guesser struct {
	t      *testing.T
	core   *accesstest.Core
	name   string
	tries  atomic.Int64
	looked atomic.Int64
}

func (g *guesser) guess() {
	n := g.tries.Add(1)
	c := access.Caller{Addr: fmt.Sprintf("127.7.%d.%d", n/250%4, n%250)}
	_, err := g.core.LoginUser(g.t.Context(), c, g.name, "a wrong password")
	switch access.AsError(err).Code {
	case access.CodeUnauthenticated:
		g.looked.Add(1)
	case access.CodeRateLimited, access.CodeUnavailable:
	default:
		g.t.Fatalf("a guess: %v", err)
	}
}

// A day of guesses from a thousand addresses: the core is restarted after every
// fifty of them, the clock is set on and back by an hour, and now and then they
// come sixty-four at a time.
func TestStrangersGuessAHundredPasswordsADayWhateverHappens(t *testing.T) {
	clock := accesstest.NewClock()
	c := accesstest.Open(t, accesstest.Options{Now: clock.Now, Limits: true})
	for _, name := range []string{"john", "jane", "new"} {
		c.Member(t, "Acme", name, password, access.MemberSpec{})
	}
	home, abroad := access.Caller{Addr: "203.0.113.5"}, access.Caller{Addr: "198.51.100.9"}
	login := func(from access.Caller, name string) error {
		_, err := c.LoginUser(t.Context(), from, name, password)
		return err
	}
	if err := login(home, "john"); err != nil {
		t.Fatal(err)
	}
	g := &guesser{t: t, core: c, name: "john"}
	for minute := range 24 * 60 {
		switch {
		case minute%360 == 90:
			clock.Advance(time.Hour)
		case minute%360 == 180:
			clock.Advance(-time.Hour)
		}
		if minute%120 == 0 {
			var all sync.WaitGroup
			for range 64 {
				all.Go(g.guess)
			}
			all.Wait()
		}
		g.guess()
		if minute%50 == 49 {
			c.Reopen()
		}
		if minute%100 == 99 { // its owner is let in all the while, and that gives nobody new guesses
			if err := login(home, "john"); err != nil {
				t.Fatalf("the owner, from where they always are, in minute %d: %v", minute, err)
			}
		}
		clock.Advance(time.Minute)
	}
	t.Logf("%d guesses, %d of them looked at", g.tries.Load(), g.looked.Load())
	if n := g.looked.Load(); n > 100 || n < 50 {
		t.Errorf("%d guesses were looked at in a day, want at most 100, and the limiter slow, not shut", n)
	}
	for _, name := range []string{"jane", "new"} {
		if err := login(abroad, name); err != nil {
			t.Errorf("%s, whom nobody attacked: %v", name, err)
		}
	}
	g.guess()
	wantCode(t, "the owner, from somewhere new, the moment after a guess", login(abroad, "john"), access.CodeRateLimited)
	clock.Advance(20 * time.Minute)
	if err := login(abroad, "john"); err != nil {
		t.Errorf("the owner, from somewhere new, twenty minutes later: %v", err)
	}
}

func TestGuessesFromWhereAnAccountIsUsedAreBoundedToo(t *testing.T) {
	clock := accesstest.NewClock()
	c := accesstest.Open(t, accesstest.Options{Now: clock.Now, Limits: true})
	c.Member(t, "Acme", "john", password, access.MemberSpec{})
	try := func(p string) error { _, err := c.LoginUser(t.Context(), client, "john", p); return err }
	if err := try(password); err != nil {
		t.Fatal(err)
	}
	looked := 0
	for i := range 60 * 6 { // an hour, every ten seconds
		if access.AsError(try("a wrong password")).Code == access.CodeUnauthenticated {
			looked++
		}
		if i%50 == 49 {
			c.Reopen()
		}
		clock.Advance(10 * time.Second)
	}
	if looked > 130 {
		t.Errorf("%d guesses in an hour", looked)
	}
	clock.Advance(30 * time.Second)
	if err := try(password); err != nil {
		t.Errorf("its owner, half a minute after them: %v", err)
	}
}

// What a crash forgets is a second: the counts are in the store without anybody
// closing it.
func TestTriesAreKeptWithinASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := accesstest.Open(t, accesstest.Options{Now: time.Now, Limits: true})
		c.Member(t, "Acme", "john", password, access.MemberSpec{})
		g := &guesser{t: t, core: c, name: "john"}
		for range 10 {
			g.guess()
		}
		time.Sleep(2 * time.Second) // a second until it is written, and what writing takes
		synctest.Wait()
		other := c.Node("")
		defer other.Close()
		_, err := other.LoginUser(t.Context(), client, "john", password)
		wantCode(t, "the eleventh, in a process that saw none of them", err, access.CodeRateLimited)
	})
}

func TestWrongPasswordsAtSignInAreInTheAuditLogOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := accesstest.Open(t, accesstest.Options{Now: time.Now, Limits: true})
		op := operators(t, c)[access.RoleAdmin]
		c.Member(t, "Acme", "john", password, access.MemberSpec{})
		try := func(name, password string) {
			t.Helper()
			if _, err := c.SignIn(t.Context(), client, access.SignInSpec{Username: name, Password: password}); err == nil {
				t.Fatalf("%s is let in", name)
			}
		}
		refused := func() (out []string) {
			t.Helper()
			log, err := c.Audit(t.Context(), local, access.AuditQuery{Action: "session.begin", Result: "denied"})
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range log.Entries {
				out = append(out, e.Actor+": "+e.Detail)
				if e.Addr != client.Addr || strings.Contains(fmt.Sprint(e), "hunter2") {
					t.Errorf("the entry says %+v", e)
				}
			}
			return out
		}
		holds := func(want ...string) {
			t.Helper()
			time.Sleep(2 * time.Second) // a second until it is written, and what writing takes
			synctest.Wait()
			if got := fmt.Sprint(refused()); got != fmt.Sprint(want) {
				t.Errorf("the log has %s, want %v", got, want)
			}
		}
		try(op.Name, "wrong")
		holds("op-admin: a wrong password")
		for range 15 {
			try(op.Name, "wrong")
		}
		try("hunter2 typed into the wrong field", "x")
		try("hunter2", "x")
		try("john", password)
		holds("john: the password was right, the user is no operator", ": no such user; 2 tries", "op-admin: a wrong password")
		time.Sleep(time.Minute)
		holds("op-admin: a wrong password; 15 tries", "john: the password was right, the user is no operator", ": no such user; 2 tries", "op-admin: a wrong password")
		time.Sleep(5 * time.Minute)
		try(op.Name, "wrong")
		c.Shut() // says what is left
		c.Reopen()
		if got := refused(); len(got) != 5 {
			t.Errorf("after a restart the log has %q", got)
		}
	})
}

func TestRefusedSignInsReachTheAuditLogWhenTheDiskHasRoomAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		disk := &fullDisk{}
		c := accesstest.Open(t, accesstest.Options{
			Now: time.Now, Limits: true, Between: func(s kv.Store) kv.Store { disk.Store = s; return disk },
		})
		op := operators(t, c)[access.RoleAdmin]
		try := func() {
			t.Helper()
			_, err := c.SignIn(t.Context(), client, access.SignInSpec{Username: op.Name, Password: "wrong"})
			wantCode(t, "a wrong password", err, access.CodeUnauthenticated)
		}
		later := func(d time.Duration) {
			time.Sleep(d)
			synctest.Wait()
		}
		disk.full.Store(true)
		try()
		later(3 * time.Second)
		try()
		later(2 * time.Minute)
		disk.full.Store(false)
		later(3 * time.Second)
		log, err := c.Audit(t.Context(), local, access.AuditQuery{Action: "session.begin", Result: "denied"})
		if err != nil {
			t.Fatal(err)
		}
		if len(log.Entries) != 1 || log.Entries[0].Detail != "a wrong password; 2 tries" {
			t.Errorf("the log has %+v", log.Entries)
		}
	})
}
