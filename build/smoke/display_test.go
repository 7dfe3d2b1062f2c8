//go:build smoke

package smoke

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// shots takes the pictures. Git ignores it.
var shots, _ = filepath.Abs("../../test-results/window")

// start runs a helper program until the test ends, whatever happens to the
// test: it is killed with everything it started. What the program writes to its
// file descriptor 3 is read by the caller.
func start(t *testing.T, name string, args ...string) (fd3 *bufio.Reader) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(name, args...)
	cmd.ExtraFiles = []*os.File{w}
	done := startWithUs(t, cmd)
	w.Close()
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		<-done
		r.Close()
	})
	return bufio.NewReader(r)
}

// startWithUs starts a program that ends when the test does, whatever ends the
// test. What Linux watches for that is the thread that started it, and Go ends
// threads as it likes: so one is kept for as long as the program runs.
func startWithUs(t *testing.T, cmd *exec.Cmd) (done chan struct{}) {
	t.Helper()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	started, done := make(chan error, 1), make(chan struct{})
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(done)
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait()
		}
	}()
	if err := <-started; err != nil {
		t.Fatal(err)
	}
	return done
}

func line(t *testing.T, r *bufio.Reader) string {
	t.Helper()
	text, err := r.ReadString('\n')
	if err != nil && err != io.EOF {
		t.Fatal(err)
	}
	if text = strings.TrimSpace(text); text == "" {
		t.Fatal("the program ended before it said where it is")
	}
	return text
}

// screen is an X server of our own. It picks a free number itself.
type screen struct {
	t       *testing.T
	display string
}

func openScreen(t *testing.T) screen {
	fd3 := start(t, "Xvfb", "-displayfd", "3", "-screen", "0", "1280x800x24", "-nolisten", "tcp")
	return screen{t, ":" + line(t, fd3)}
}

func (s screen) run(name string, args ...string) string {
	s.t.Helper()
	out, err := s.try(name, args...)
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

func (s screen) try(name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+s.display)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, stderr.String())
	}
	return string(out), nil
}

// click presses the left button. There is no window manager: the window lies at
// the top left, so a place of the page is one of the screen.
func (s screen) click(x, y int) {
	s.t.Helper()
	s.run("xdotool", "mousemove", fmt.Sprint(x), fmt.Sprint(y), "click", "1")
}

func (s screen) keys(keys ...string) {
	s.t.Helper()
	s.run("xdotool", append([]string{"key", "--delay", "40"}, keys...)...)
}

func (s screen) write(text string) {
	s.t.Helper()
	s.run("xdotool", "type", "--delay", "20", text)
}

// focus gives a window the keyboard, which nobody else does here. X refuses it
// to one that is not on the screen, as GTK takes it off and puts it back while
// it starts.
func (s screen) focus(title string) {
	s.t.Helper()
	eventually(s.t, "the window takes the keyboard", func() (bool, string) {
		_, err := s.try("xdotool", "windowfocus", "--sync", s.window(title))
		return err == nil, fmt.Sprint(err)
	})
}

// geometry is where a window stands.
type geometry struct{ X, Y, Width, Height int }

// window is the id of the window of that title, once it is there. The search
// fails over one that goes while it looks at them all.
func (s screen) window(title string) (id string) {
	s.t.Helper()
	eventually(s.t, "there is a window "+title, func() (bool, string) {
		found, err := s.try("xdotool", "search", "--onlyvisible", "--name", "^"+title+"$")
		if ids := strings.Fields(found); err == nil && len(ids) > 0 {
			id = ids[len(ids)-1]
		}
		return id != "", fmt.Sprint(err)
	})
	return id
}

// shows reports whether there is a window of that title.
func (s screen) shows(title string) bool {
	cmd := exec.Command("xdotool", "search", "--onlyvisible", "--name", "^"+title+"$")
	cmd.Env = append(os.Environ(), "DISPLAY="+s.display)
	return cmd.Run() == nil // it fails where it finds none
}

func (s screen) geometry(title string) geometry {
	s.t.Helper()
	var at geometry
	for line := range strings.Lines(s.run("xdotool", "getwindowgeometry", "--shell", s.window(title))) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		if into := map[string]*int{"X": &at.X, "Y": &at.Y, "WIDTH": &at.Width, "HEIGHT": &at.Height}[name]; into != nil {
			if _, err := fmt.Sscan(value, into); err != nil {
				s.t.Fatal(err)
			}
		}
	}
	return at
}

// move puts a window there.
func (s screen) move(title string, to geometry) {
	s.t.Helper()
	id := s.window(title)
	s.run("xdotool", "windowsize", "--sync", id, fmt.Sprint(to.Width), fmt.Sprint(to.Height))
	s.run("xdotool", "windowmove", "--sync", id, fmt.Sprint(to.X), fmt.Sprint(to.Y))
}

// shoot takes a picture of the whole screen for people to look at, once it holds
// still: the page knows of a change before it is painted.
func (s screen) shoot(name string) {
	s.t.Helper()
	if err := os.MkdirAll(shots, 0o755); err != nil {
		s.t.Fatal(err)
	}
	began := time.Now()
	var last, now []byte
	for still := 0; still < 2; { // one look alone may be before the first stroke
		time.Sleep(150 * time.Millisecond)
		last, now = now, []byte(s.run("import", "-window", "root", "-strip", "png:-"))
		if still++; !bytes.Equal(last, now) {
			if still = 0; time.Since(began) > 3*time.Second {
				break // something moves for good, if only a caret
			}
		}
	}
	if err := os.WriteFile(filepath.Join(shots, name+".png"), now, 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// busConfig is a session bus that starts no services: nothing of this machine
// takes part in the test.
const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=%s</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

// desk is what a desktop is to a window: a session bus, and on it the portal
// that says whether the user prefers dark.
type desk struct {
	address string
	conn    *dbus.Conn
	scheme  chan uint32 // what the portal answers; one value, replaced
}

func openDesk(t *testing.T) *desk {
	config := filepath.Join(t.TempDir(), "session.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, busConfig, t.TempDir()), 0o600); err != nil {
		t.Fatal(err)
	}
	fd3 := start(t, "dbus-daemon", "--nofork", "--config-file="+config, "--print-address=3")
	d := &desk{address: line(t, fd3), scheme: make(chan uint32, 1)}
	d.scheme <- 2 // light
	conn, err := dbus.Connect(d.address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	d.conn = conn
	if err := conn.Export(d, portalPath, settings); err != nil {
		t.Fatal(err)
	}
	if got, err := conn.RequestName("org.freedesktop.portal.Desktop", dbus.NameFlagDoNotQueue); err != nil || got != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("the portal's name: %v, %v", got, err)
	}
	return d
}

const (
	portalPath = "/org/freedesktop/portal/desktop"
	settings   = "org.freedesktop.portal.Settings"
)

// Read is the portal's method of that name.
func (d *desk) Read(namespace, key string) (dbus.Variant, *dbus.Error) {
	if namespace != "org.freedesktop.appearance" || key != "color-scheme" {
		return dbus.Variant{}, dbus.MakeFailedError(fmt.Errorf("no setting %s %s", namespace, key))
	}
	scheme := <-d.scheme
	d.scheme <- scheme
	return dbus.MakeVariant(dbus.MakeVariant(scheme)), nil // twice wrapped, as the portal does
}

// prefer changes what the user prefers: 1 is dark, 2 is light.
func (d *desk) prefer(t *testing.T, scheme uint32) {
	t.Helper()
	<-d.scheme
	d.scheme <- scheme
	err := d.conn.Emit(portalPath, settings+".SettingChanged", "org.freedesktop.appearance", "color-scheme", dbus.MakeVariant(scheme))
	if err != nil {
		t.Fatal(err)
	}
}

// eventually waits for something to become so. What it found instead is told.
func eventually(t *testing.T, what string, holds func() (bool, string)) {
	t.Helper()
	const patience = time.Minute
	began := time.Now()
	for {
		ok, found := holds()
		if ok {
			return
		}
		if time.Since(began) > patience {
			t.Fatalf("after %s still not: %s\nfound: %s", patience, what, found)
		}
		time.Sleep(100 * time.Millisecond)
	}
}
