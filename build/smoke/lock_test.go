//go:build smoke

package smoke

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestLockedWindowShowsNothingUntilAnOperatorSignsIn switches the lock on in the
// settings, and meets it by the keyboard, by the desktop's own lock, at the next
// start, and as somebody who forgot the password.
func TestLockedWindowShowsNothingUntilAnOperatorSignsIn(t *testing.T) {
	const password = "correct horse battery"
	s, d := openScreen(t), openDesk(t)
	home := newHome(t, s, d)
	home.seed(map[string]string{"billing-batch": "90d"})
	home.give(password, "user", "add", "ada", "--operator", "--password-stdin")

	w := home.open()
	s.focus("Latchkey")
	home.press("Settings")
	home.press("Security")
	home.press("Ask for a sign-in before this window shows the portal")
	home.press("Username")
	s.write("ada")
	s.keys("Tab") // the page below has fields of that name
	s.write(password)
	s.keys("Return")
	home.sees("that it is on", func(r report) bool {
		return len(r.Layers) == 0 && strings.Contains(r.Text, "The window locks from now on")
	})
	home.press("Access keys")
	home.sees("the key", func(r report) bool { return strings.Contains(r.Text, "billing-batch") })

	into := func() { // the list below has a heading and a search that begin so
		t.Helper()
		var last, at spot
		eventually(t, "the field holds still", func() (bool, string) {
			if name := find(home.report().Fields, "Name"); name != nil {
				last, at = at, *name
			}
			time.Sleep(300 * time.Millisecond) // more than a report
			return last == at && at != (spot{}), fmt.Sprint(at)
		})
		s.click(at.X, at.Y)
	}
	home.press("Accounts")
	home.sees("the accounts", func(r report) bool { return r.Heading == "Accounts" && strings.Contains(r.Text, "Acme") })
	s.focus("Latchkey")
	s.keys("c")
	home.sees("a form", func(r report) bool { return len(r.Layers) == 1 && find(r.Fields, "Name") != nil })
	into()
	s.write("half-typed")
	home.sees("what its tokens will say", func(r report) bool { return !strings.Contains(r.Text, "Name the account to see") })
	s.keys("ctrl+l")
	opens := func(fill ...string) {
		t.Helper()
		home.sees("the lock", func(r report) bool {
			return strings.Contains(r.Text, "This window is locked") && strings.Contains(r.Text, "latchkey setting set window-lock off")
		})
		s.focus("Latchkey")
		for _, field := range fill {
			home.press(field)
			s.write(map[string]string{"Username": "ada", "Password": password}[field])
		}
		s.keys("Return")
	}
	s.shoot("locked")
	opens("Password")
	home.sees("the form as it was", func(r report) bool {
		return !strings.Contains(r.Text, "Name the account to see") && len(r.Layers) == 1 && r.field("Name") != nil && r.field("Username") == nil
	})
	s.shoot("locked-and-opened")

	if err := d.conn.Emit("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver.ActiveChanged", true); err != nil {
		t.Fatal(err)
	}
	opens("Password")
	home.sees("the form again", func(r report) bool { return len(r.Layers) == 1 && r.field("Username") == nil })
	into()
	s.keys("ctrl+Return")
	home.sees("that it is made", func(r report) bool { return len(r.Layers) == 0 && strings.Contains(r.Text, "half-typed") })
	eventually(t, "what was typed is an account", func() (bool, string) { // the command line needs no operator
		accounts := home.list("account")
		return len(accounts) == 2 && strings.Contains(fmt.Sprint(accounts), "half-typed"), fmt.Sprint(accounts)
	})
	home.quit(w)

	w = home.open()
	s.focus("Latchkey")
	home.sees("the lock and nothing else", func(r report) bool {
		return r.Heading == "This window is locked" && !strings.Contains(r.Text, "billing-batch") && r.link("Access keys") == nil
	})
	s.shoot("locked-at-start")
	opens("Username", "Password")
	home.sees("the portal", func(r report) bool { return r.link("Access keys") != nil && r.has("Signed in as ada") })
	home.press("Signed in as ada")
	home.press("Sign out")
	home.sees("the lock", func(r report) bool { return r.Heading == "This window is locked" })
	home.run("setting", "set", "window-lock", "off") // who forgot the password
	home.sees("the portal without a sign-in", func(r report) bool { return r.link("Access keys") != nil })
	if r := home.report(); len(r.Errors) > 0 {
		t.Errorf("the page has errors: %q", r.Errors)
	}
	home.quit(w)
	home.holds(t, password, map[string][]byte{"what the window wrote": w.log.Bytes()})
}
