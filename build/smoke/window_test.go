//go:build smoke

package smoke

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestWindow is a day in the life of the window, from a folder that is not
// there to the second time it is opened. Each part stands on the one before.
func TestWindow(t *testing.T) {
	s := openScreen(t)
	d := openDesk(t)
	home := newHome(t, s, d)
	w := home.open()

	part := func(name string, f func(t *testing.T)) {
		t.Helper()
		if !t.Run(name, func(t *testing.T) { home.t, s.t = t, t; home.screen.t = t; f(t) }) {
			s.t, home.screen.t = t, t
			s.shoot("failed")
			t.Logf("the page at that time: %+v", home.report())
			t.Logf("the window's log:\n%s", w.log.String())
			t.FailNow()
		}
		home.t, s.t, home.screen.t = t, t, t
	}

	var accessKey string
	part("first run is what a new folder shows", func(t *testing.T) {
		home.sees("first run", func(r report) bool {
			return strings.Contains(r.Route, "first-run") && r.has("Create key") && strings.Contains(r.Text, home.address)
		})
		if r := home.report(); !strings.Contains(r.Title, "Latchkey") || r.Width != 1280 || r.Height != 800 {
			t.Errorf("title %q, page of %d x %d", r.Title, r.Width, r.Height)
		}
		s.shoot("1-first-run-light")
	})
	part("the page follows the desktop into the dark and back", func(t *testing.T) {
		d.prefer(t, 1)
		home.sees("dark", func(r report) bool { return r.Dark })
		s.shoot("2-first-run-dark")
		d.prefer(t, 2)
		home.sees("light", func(r report) bool { return !r.Dark })
	})
	part("a click makes the first key and another a token", func(t *testing.T) {
		home.press("Create key")
		home.sees("a key", func(r report) bool { return r.has("Copy: Secret") })
		keys := home.list("key")
		if len(keys) != 1 || keys[0]["state"] != "active" {
			t.Fatalf("the core has %v, want one active key", keys)
		}
		accessKey = keys[0]["accessKey"].(string)
		home.sees("its access key", func(r report) bool { return strings.Contains(r.Text, accessKey) })
		home.press("Get a token")
		home.sees("a token", func(r report) bool { return strings.Contains(r.Text, "201") })
		s.shoot("3-token")
	})
	part("what is copied is on the clipboard", func(t *testing.T) {
		for _, what := range []string{"Secret", "Password", "Access key"} {
			home.press("Copy: " + what)
			home.sees("that it copied", func(r report) bool { return strings.Contains(r.Text, what+" copied") })
		}
		home.press("Go to portal")
		home.sees("the portal", func(r report) bool { return r.link("Access keys") != nil && !strings.Contains(r.Route, "first-run") })
		if r := home.report(); !strings.Contains(r.Route, "/keys") {
			home.press("Access keys")
		}
		home.sees("the list of one key", func(r report) bool {
			return strings.Contains(r.Route, "/keys") && strings.Contains(r.Text, "My first key")
		})
		s.focus("Latchkey")
		s.keys("slash", "ctrl+v")
		home.sees("the pasted access key in the address", func(r report) bool {
			return strings.Contains(r.Route, accessKey) && strings.Contains(r.Text, "My first key")
		})
		s.keys("ctrl+a", "BackSpace")
		home.sees("all keys", func(r report) bool { return !strings.Contains(r.Route, accessKey) })
		s.click(700, 600) // out of the field, where a letter is a letter
		home.sees("no field with the keyboard", func(r report) bool { return r.Focused == "" })
	})
	part("a key is made and its secret copied by keyboard alone, in three actions", func(t *testing.T) {
		s.keys("c")
		home.sees("the form", func(r report) bool { return strings.Contains(r.Text, "Create access key") })
		s.write("made-by-hand")
		s.keys("ctrl+Return")
		eventually(t, "the core has two keys", func() (bool, string) {
			keys := home.list("key")
			return len(keys) == 2, fmt.Sprint(keys)
		})
		home.sees("its secret, copied by Enter", func(r report) bool { return strings.Contains(r.Focused, "Copy") })
		s.keys("Return")
		home.sees("that it copied", func(r report) bool { return strings.Contains(r.Text, "Secret copied") })
		home.press("Done")
		home.sees("both in the list", func(r report) bool {
			return strings.Contains(r.Text, "made-by-hand") && strings.Contains(r.Text, "My first key") && !r.has("Done")
		})
		s.shoot("4-keys-light")
		d.prefer(t, 1)
		home.sees("dark", func(r report) bool { return r.Dark })
		s.shoot("5-keys-dark")
	})
	part("the clipboard holds the secret: what it pastes logs in", func(t *testing.T) {
		s.focus("Latchkey")
		s.keys("ctrl+k")
		home.sees("the palette", func(r report) bool { return r.field("Search or run") != nil || strings.Contains(r.Focused, "Search") })
		s.write("made-by-hand")
		home.sees("what the palette found", func(r report) bool { return strings.Contains(r.Text, "Watch made-by-hand in the Inspector") })
		s.keys("Return")
		home.press("Try")
		home.press("Secret")
		s.keys("ctrl+v")
		home.press("Log in")
		home.sees("a token", func(r report) bool { return strings.Contains(r.Text, "201") })
		s.keys("Escape")
		home.sees("the list alone", func(r report) bool { return !r.has("Log in") })
	})
	part("an export is saved where the system's dialog says", func(t *testing.T) {
		file := filepath.Join(home.dir, "saved by dialog.csv")
		home.press("Export")
		home.press("Export CSV")
		s.focus("Save file") // GTK's, which reports nothing
		s.shoot("6-save-dialog")
		s.keys("ctrl+a")
		s.write(file)
		s.keys("Return")
		var text []byte
		eventually(t, "the file is there", func() (bool, string) {
			got, err := os.ReadFile(file)
			text = got
			return err == nil, fmt.Sprint(err)
		})
		rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
		if err != nil || len(rows) != 3 || !strings.Contains(string(text), "made-by-hand") || !strings.Contains(string(text), accessKey) {
			t.Errorf("the file has %d rows, %v, want a head and two keys:\n%s", len(rows), err, text)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("its mode is %v, %v, want 0600", info.Mode(), err)
		}
		home.sees("that it is saved", func(r report) bool { return strings.Contains(r.Text, "There is no secret in the file") })
	})
	part("clients are answered beside the window", func(t *testing.T) {
		home.answers("/livez", http.StatusOK)
		home.answers("/api/v1/status", http.StatusUnauthorized)
	})
	part("ten commands at once work beside the window", func(t *testing.T) {
		var wg sync.WaitGroup
		errs := make([]error, 10)
		for i := range errs {
			wg.Go(func() {
				args := []string{"key", "list", "--json"}
				if i%2 == 0 {
					args = []string{"account", "add", fmt.Sprintf("account-%d", i), "--json"}
				}
				_, errs[i] = home.latchkey(args...)
			})
		}
		wg.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Error(err)
		}
	})
	part("nothing went wrong in the page", func(t *testing.T) {
		if r := home.report(); len(r.Errors) > 0 {
			t.Errorf("the page has errors: %q", r.Errors)
		}
	})
	part("Ctrl+R and F5 ask for the rows anew and leave the page as it is", func(t *testing.T) {
		for _, key := range []string{"ctrl+r", "F5"} {
			was := home.report()
			time.Sleep(time.Second) // the page says when in seconds
			s.focus("Latchkey")
			s.keys(key)
			home.sees("rows of later", func(r report) bool { return updated.FindString(r.Text) > updated.FindString(was.Text) })
			if r := home.report(); r.Begun != was.Begun {
				t.Errorf("%s loaded the page again", key)
			}
		}
	})
	part("the switch in the settings starts the core at sign-in", func(t *testing.T) {
		home.press("Settings")
		home.press("Start Latchkey when I sign in")
		eventually(t, "the desktop's folder has an entry", func() (bool, string) {
			found, err := filepath.Glob(filepath.Join(home.dir, ".config/autostart/*.desktop"))
			return len(found) == 1, fmt.Sprint(found, err)
		})
		home.press("Access keys")
		home.sees("the list", func(r report) bool {
			return strings.Contains(r.Route, "/keys") && strings.Contains(r.Text, "made-by-hand")
		})
	})
	part("a second start raises the window and opens none", func(t *testing.T) {
		if state := home.open().wait(t); state == nil {
			t.Fatal("a second window stays open on the same folder")
		}
		if w.ended() {
			t.Error("the first window is gone")
		}
	})
	part("a core that dies is named, and started again by a click", func(t *testing.T) {
		home.kill(home.pid())
		home.sees("the banner", func(r report) bool { return r.has("Restart core") })
		s.shoot("7-core-lost")
		home.press("Restart core")
		home.sees("the list again", func(r report) bool { return !r.has("Restart core") && strings.Contains(r.Text, "made-by-hand") })
		home.answers("/livez", http.StatusOK)
	})
	bounds := geometry{X: 90, Y: 60, Width: 1010, Height: 650}
	part("a secret that was not copied keeps the window", func(t *testing.T) {
		s.focus("Latchkey")
		s.keys("c")
		home.sees("the form", func(r report) bool { return strings.Contains(r.Text, "Create access key") })
		s.write("shown-once")
		s.keys("ctrl+Return")
		home.sees("its secret", func(r report) bool { return strings.Contains(r.Focused, "Copy") })
		s.keys("F9")
		home.sees("that it would be lost", func(r report) bool { return strings.Contains(r.Text, "not copied or saved is lost") })
		home.press("Cancel")
		home.sees("the secret still there", func(r report) bool { return !r.has("Keep serving") && r.has("Copy: Secret") })
		home.press("Copy: Secret")
		home.press("Done")
		home.sees("the list alone", func(r report) bool { return len(r.Layers) == 0 })
	})
	part("closing asks, and the listener can be kept", func(t *testing.T) {
		s.move("Latchkey", bounds)
		home.sees("the smaller page", func(r report) bool { return r.Width == bounds.Width && r.Height == bounds.Height })
		s.focus("Latchkey")
		s.keys("F9")
		home.sees("the question", func(r report) bool { return r.has("Stop") && r.Focused == "Keep serving" })
		s.shoot("8-closing")
		s.keys("Return")
		if state := w.wait(t); state == nil || !state.Success() {
			t.Fatalf("the window ended with %v:\n%s", state, w.log.String())
		}
		home.answers("/livez", http.StatusOK)
	})
	part("the next window finds the core, and stands where the last one stood", func(t *testing.T) {
		w = home.open()
		home.sees("the portal, not first run", func(r report) bool { return r.link("Access keys") != nil })
		eventually(t, "it stands where the last one stood", func() (bool, string) {
			at := s.geometry("Latchkey")
			return at == bounds, fmt.Sprintf("%+v, want %+v", at, bounds)
		})
		s.shoot("9-where-it-stood")
	})
	part("it leaves the core that it found without a question", func(t *testing.T) {
		if w.ended() {
			t.Fatalf("the window ended by itself, with %v:\n%s", w.cmd.ProcessState, w.log.String())
		}
		s.focus("Latchkey")
		s.keys("F9")
		if state := w.wait(t); state == nil || !state.Success() {
			t.Fatalf("the window ended with %v:\n%s", state, w.log.String())
		}
		home.answers("/livez", http.StatusOK)
	})
	part("a core that was asked to end leaves the folder to commands", func(t *testing.T) {
		pid := home.pid()
		if err := syscall.Kill(pid, syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the core is gone", func() (bool, string) { return syscall.Kill(pid, 0) != nil, "it runs" })
		if keys := home.list("key"); len(keys) != 3 {
			t.Errorf("the folder holds %v, want all keys", keys)
		}
	})
	part("signing in to the machine starts it again, without a window", func(t *testing.T) {
		entry, err := filepath.Glob(filepath.Join(home.dir, ".config/autostart/*.desktop"))
		if err != nil || len(entry) != 1 {
			t.Fatal(entry, err)
		}
		cmd := exec.Command("gio", "launch", entry[0]) // the desktop's own library reads it
		cmd.Env = home.env
		if err := cmd.Run(); err != nil { // its output is the core's too, and would be waited for
			t.Fatal(err)
		}
		eventually(t, "logins are answered", func() (bool, string) {
			res, err := http.Get("http://" + home.address + "/livez")
			if err != nil {
				return false, err.Error()
			}
			res.Body.Close()
			return res.StatusCode == http.StatusOK, res.Status
		})
		home.kill(home.pid())
	})
}

// updated is where a list says when its rows are of.
var updated = regexp.MustCompile(`Updated \d\d:\d\d:\d\d`)
