//go:build smoke

package smoke

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

var programs, _ = filepath.Abs("../../bin")

// home is the place of somebody who has never run any of this.
type home struct {
	t          *testing.T // of the part that runs
	whole      *testing.T // what is opened in one part lives on in the next
	screen     screen
	dir        string // the home folder, in which all of it is
	runtime    string
	data       string
	address    string // of the listener
	reportFile string
	env        []string
	opened     []*program
}

func newHome(t *testing.T, s screen, d *desk) *home {
	dir, runtime := t.TempDir(), t.TempDir()
	h := &home{t: t, whole: t, screen: s, dir: dir, runtime: runtime, data: filepath.Join(dir, "data"), address: freeAddress(t), reportFile: filepath.Join(dir, "report.json")}
	for _, name := range []string{"PATH", "LANG", "USER", "LOGNAME"} {
		if v, ok := os.LookupEnv(name); ok && name != "PATH" {
			h.env = append(h.env, name+"="+v)
		}
	}
	h.env = append(h.env,
		"PATH="+programs+":"+os.Getenv("PATH"), // where the window looks for latchkey
		"HOME="+dir,
		"XDG_DATA_HOME="+filepath.Join(dir, ".local/share"), "XDG_CONFIG_HOME="+filepath.Join(dir, ".config"),
		"XDG_CACHE_HOME="+filepath.Join(dir, ".cache"), "XDG_RUNTIME_DIR="+runtime,
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
	at   time.Time // when it was started
	done chan struct{}
}

func (h *home) open() *program {
	h.t.Helper()
	p := &program{log: new(bytes.Buffer)}
	p.cmd = exec.Command(filepath.Join(programs, "smoke", "latchkey-desktop"), "--data", h.data)
	p.cmd.Env = h.env
	p.cmd.Stdout, p.cmd.Stderr = p.log, p.log
	_ = os.Remove(h.reportFile) // what an earlier window said
	p.at = time.Now()
	p.done = startWithUs(h.t, p.cmd)
	h.opened = append(h.opened, p)
	h.whole.Cleanup(func() {
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
	case <-time.After(time.Minute):
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
	Rows, Width, Height, Wide            int // Wide is how wide the page is, which may be more than the window
	Dark                                 bool
	Buttons, Links, Fields               []spot
	Errors                               []string
	Secrets                              []string // what has the form of one: in the page and in what it keeps
	Answered                             []string // and in all the core answered to GET
	Zoom                                 int      // in per cent
	Layers, Openers                      []box    // menus and dialogs, and the buttons that say they are open
	Begun, Scripts, FirstRows            int64    // in milliseconds since 1970; 0 until there are any
}

type box struct {
	Role                     string
	Left, Top, Right, Bottom float64
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

// field gives the field whose label begins so.
func (r report) field(label string) *spot {
	for _, s := range r.Fields {
		if strings.HasPrefix(s.Name, label) {
			return &s
		}
	}
	return nil
}

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

// press clicks a button, a link or a field by its name, once it holds still.
func (h *home) press(name string) {
	h.t.Helper()
	var last, at spot
	eventually(h.t, "there is a "+name+" to press", func() (bool, string) {
		r := h.report()
		s := cmp.Or(find(r.Buttons, name), r.link(name), r.field(name))
		if s == nil {
			return false, fmt.Sprintf("buttons %v, links %v, fields %v", r.Buttons, r.Links, r.Fields)
		}
		last, at = at, *s
		time.Sleep(300 * time.Millisecond) // more than a report
		return last == at, "it moves"
	})
	h.screen.click(at.X, at.Y)
}

func (h *home) latchkey(args ...string) ([]byte, error) { return h.latchkeyReading("", args...) }

func (h *home) latchkeyReading(stdin string, args ...string) ([]byte, error) {
	cmd := exec.Command(filepath.Join(programs, "latchkey"), append(args, "--data", h.data)...)
	cmd.Env = h.env
	cmd.Stdin = strings.NewReader(stdin)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("latchkey %s: %w\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return out, err
}

// run is a command that has to work.
func (h *home) run(args ...string) string {
	h.t.Helper()
	out, err := h.latchkey(args...)
	if err != nil {
		h.t.Fatal(err)
	}
	return string(out)
}

// give is run of a command that reads a text.
func (h *home) give(stdin string, args ...string) {
	h.t.Helper()
	if _, err := h.latchkeyReading(stdin, args...); err != nil {
		h.t.Fatal(err)
	}
}

// seed makes a user with keys that end after those spans.
func (h *home) seed(keys map[string]string) {
	h.t.Helper()
	h.run("account", "add", "Acme")
	h.run("user", "add", "svc-billing")
	h.run("account", "member", "Acme", "svc-billing", "--role", "Partner")
	for name, span := range keys {
		h.run("key", "add", "--user", "svc-billing", "--account", "Acme", "--name", name, "--expires", span)
	}
}

// quit tells a window to end, which takes the core with it that it started.
func (h *home) quit(w *program) {
	h.t.Helper()
	if err := w.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		h.t.Fatal(err)
	}
	if w.wait(h.t) == nil {
		h.t.Fatal("the window stays open")
	}
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
