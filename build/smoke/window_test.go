//go:build smoke

package smoke

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

var programs, _ = filepath.Abs("../../bin")

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
	part("a key is made by keyboard alone", func(t *testing.T) {
		s.keys("c")
		home.sees("the form", func(r report) bool { return strings.Contains(r.Text, "Create access key") })
		s.write("made-by-keyboard")
		s.keys("ctrl+Return")
		eventually(t, "the core has two keys", func() (bool, string) {
			keys := home.list("key")
			return len(keys) == 2, fmt.Sprint(keys)
		})
		home.sees("its secret, copied by Enter", func(r report) bool { return strings.Contains(r.Focused, "Copy") })
		s.keys("Return")
		home.press("Done")
		home.sees("both in the list", func(r report) bool {
			return strings.Contains(r.Text, "made-by-keyboard") && strings.Contains(r.Text, "My first key") && !r.has("Done")
		})
		s.shoot("4-keys-light")
		d.prefer(t, 1)
		home.sees("dark", func(r report) bool { return r.Dark })
		s.shoot("5-keys-dark")
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
		s.shoot("6-core-lost")
		home.press("Restart core")
		home.sees("the list again", func(r report) bool { return !r.has("Restart core") && strings.Contains(r.Text, "made-by-keyboard") })
		home.answers("/livez", http.StatusOK)
	})
	part("closing asks, and Yes keeps the listener", func(t *testing.T) {
		s.focus("Latchkey")
		s.keys("F9")
		time.Sleep(time.Second) // the question is GTK's, not the page's: nobody reports it
		s.shoot("7-closing")
		s.keys("alt+y")
		if state := w.wait(t); state == nil || !state.Success() {
			t.Fatalf("the window ended with %v:\n%s", state, w.log.String())
		}
		home.answers("/livez", http.StatusOK)
	})
	part("the next window finds the core, and leaves it without a question", func(t *testing.T) {
		_ = os.Remove(home.reportFile)
		w = home.open()
		home.sees("the portal, not first run", func(r report) bool { return r.link("Access keys") != nil })
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
		if keys := home.list("key"); len(keys) != 2 {
			t.Errorf("the folder holds %v, want both keys", keys)
		}
	})
}

// home is the place of somebody who has never run any of this.
type home struct {
	t          *testing.T
	screen     screen
	data       string
	address    string // of the listener
	reportFile string
	env        []string
}

func newHome(t *testing.T, s screen, d *desk) *home {
	dir := t.TempDir()
	h := &home{t: t, screen: s, data: filepath.Join(dir, "data"), address: freeAddress(t), reportFile: filepath.Join(dir, "report.json")}
	for _, name := range []string{"PATH", "LANG", "USER", "LOGNAME"} {
		if v, ok := os.LookupEnv(name); ok && name != "PATH" {
			h.env = append(h.env, name+"="+v)
		}
	}
	h.env = append(h.env,
		"PATH="+programs+":"+os.Getenv("PATH"), // where the window looks for latchkey
		"HOME="+dir,
		"XDG_DATA_HOME="+filepath.Join(dir, ".local/share"), "XDG_CONFIG_HOME="+filepath.Join(dir, ".config"),
		"XDG_CACHE_HOME="+filepath.Join(dir, ".cache"), "XDG_RUNTIME_DIR="+t.TempDir(),
		"DISPLAY="+s.display, "GDK_BACKEND=x11", "DBUS_SESSION_BUS_ADDRESS="+d.address, "NO_AT_BRIDGE=1",
		"LATCHKEY_LISTEN="+h.address, "LATCHKEY_TEST_REPORT="+h.reportFile,
	)
	t.Cleanup(func() { // whatever happened, nothing is left running
		if note, err := os.ReadFile(filepath.Join(h.data, "latchkey.owner")); err == nil {
			var owner struct{ PID int }
			if json.Unmarshal(note, &owner) == nil && owner.PID > 1 {
				_ = syscall.Kill(owner.PID, syscall.SIGKILL)
			}
		}
	})
	return h
}

// freeAddress asks the system for a port. Port 0 itself would be another one
// after the restart.
func freeAddress(t *testing.T) string {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return ln.Addr().String()
}

// program is a running window.
type program struct {
	cmd  *exec.Cmd
	log  *bytes.Buffer
	done chan struct{}
}

func (h *home) open() *program {
	h.t.Helper()
	p := &program{log: new(bytes.Buffer), done: make(chan struct{})}
	p.cmd = exec.Command(filepath.Join(programs, "smoke", "latchkey-desktop"), "--data", h.data)
	p.cmd.Env = h.env
	p.cmd.Stdout, p.cmd.Stderr = p.log, p.log
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if err := p.cmd.Start(); err != nil {
		h.t.Fatal(err)
	}
	go func() {
		_ = p.cmd.Wait()
		close(p.done)
	}()
	h.t.Cleanup(func() {
		_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
		<-p.done
	})
	return p
}

// wait gives how the program ended, nil where it did not.
func (p *program) wait(t *testing.T) *os.ProcessState {
	t.Helper()
	select {
	case <-p.done:
		return p.cmd.ProcessState
	case <-time.After(20 * time.Second):
		return nil
	}
}

func (p *program) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// report is what the page says of itself.
type report struct {
	Route, Title, Heading, Focused, Text string
	Rows, Width, Height                  int
	Dark                                 bool
	Buttons, Links                       []spot
	Errors                               []string
}

type spot struct {
	Name string
	X, Y int
}

func find(spots []spot, name string) *spot {
	for _, s := range spots {
		if s.Name == name || strings.HasPrefix(s.Name, name) && len(s.Name) <= len(name)+2 { // a shortcut's letter may follow
			return &s
		}
	}
	return nil
}

func (r report) has(button string) bool { return find(r.Buttons, button) != nil }
func (r report) link(name string) *spot { return find(r.Links, name) }

func (h *home) report() report {
	var r report
	if text, err := os.ReadFile(h.reportFile); err == nil {
		_ = json.Unmarshal(text, &r)
	}
	return r
}

func (h *home) sees(what string, holds func(report) bool) {
	h.t.Helper()
	eventually(h.t, "the page shows "+what, func() (bool, string) {
		r := h.report()
		return holds(r), fmt.Sprintf("%s, %q, buttons %v, errors %q\n%s", r.Route, r.Heading, r.Buttons, r.Errors, r.Text)
	})
}

// press clicks a button or a link by its name, once it holds still.
func (h *home) press(name string) {
	h.t.Helper()
	var last, at spot
	eventually(h.t, "there is a "+name+" to press", func() (bool, string) {
		r := h.report()
		s := find(r.Buttons, name)
		if s == nil {
			s = r.link(name)
		}
		if s == nil {
			return false, fmt.Sprintf("buttons %v, links %v", r.Buttons, r.Links)
		}
		last, at = at, *s
		time.Sleep(300 * time.Millisecond) // more than a report
		return last == at, "it moves"
	})
	h.screen.click(at.X, at.Y)
}

func (h *home) latchkey(args ...string) ([]byte, error) {
	cmd := exec.Command(filepath.Join(programs, "latchkey"), append(args, "--data", h.data)...)
	cmd.Env = h.env
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("latchkey %s: %w\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return out, err
}

func (h *home) list(noun string) []map[string]any {
	h.t.Helper()
	out, err := h.latchkey(noun, "list", "--json")
	var all []map[string]any
	if err == nil {
		err = json.Unmarshal(out, &all)
	}
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

func (h *home) pid() int {
	h.t.Helper()
	out, err := h.latchkey("status", "--json")
	var status struct{ PID int }
	if err == nil {
		err = json.Unmarshal(out, &status)
	}
	if err != nil || status.PID <= 1 {
		h.t.Fatalf("no pid in the status: %v\n%s", err, out)
	}
	return status.PID
}

func (h *home) kill(pid int) {
	h.t.Helper()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		h.t.Fatal(err)
	}
}

func (h *home) answers(path string, want int) {
	h.t.Helper()
	res, err := http.Get("http://" + h.address + path)
	if err != nil {
		h.t.Fatal(err)
	}
	defer res.Body.Close()
	if body, _ := io.ReadAll(res.Body); res.StatusCode != want {
		h.t.Errorf("GET %s answers %d, want %d: %s", path, res.StatusCode, want, body)
	}
}
