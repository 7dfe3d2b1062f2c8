//go:build smoke

package smoke

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLockedWindowShowsNothingUntilAnOperatorSignsIn switches the lock on in the
// settings, and meets it by the keyboard, by the desktop's own lock, at the next
// start, and as somebody who forgot the password.
func TestLockedWindowShowsNothingUntilAnOperatorSignsIn(t *testing.T) {
	const password = "correct horse battery"
	s, d := openScreen(t), openDesk(t)
	home := newHome(t, s, d)
	home.seed(map[string]string{"billing-batch": "90d"})
	home.stdin = filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(home.stdin, []byte(password), 0o600); err != nil {
		t.Fatal(err)
	}
	home.run("user", "add", "ada", "--operator", "--password-stdin")
	home.stdin = ""

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

	s.keys("c")
	home.sees("a form", func(r report) bool { return strings.Contains(r.Text, "Create access key") && r.field("Name") != nil })
	home.press("Name")
	s.write("half-typed")
	s.keys("ctrl+l")
	opens := func(fill ...string) {
		t.Helper()
		home.sees("the lock", func(r report) bool {
			return strings.Contains(r.Text, "This window is locked") && strings.Contains(r.Text, "latchkey setting set window-lock off")
		})
		for _, field := range fill {
			home.press(field)
			s.write(map[string]string{"Username": "ada", "Password": password}[field])
		}
		s.keys("Return")
	}
	s.shoot("locked")
	opens("Password")
	home.sees("the form as it was", func(r report) bool { return len(r.Layers) == 1 && r.has("Create key") && r.field("Username") == nil })
	s.shoot("locked-and-opened")

	if err := d.conn.Emit("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver.ActiveChanged", true); err != nil {
		t.Fatal(err)
	}
	opens("Password")
	home.sees("the form again", func(r report) bool { return len(r.Layers) == 1 && r.field("Username") == nil })
	home.press("Name")
	s.keys("ctrl+Return")
	home.sees("the secret of what was typed", func(r report) bool { return r.has("Copy: Secret") })
	if keys := home.list("key"); len(keys) != 2 { // the command line needs no operator
		t.Errorf("the core has %v", keys)
	}
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
