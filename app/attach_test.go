package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"latchkey/backend/access"
)

func attachTo(t *testing.T, folder string) *attachment {
	t.Helper()
	p := &program{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, lookupEnv: os.LookupEnv, now: time.Now}
	a := &attachment{program: p, folder: folder, find: func() (string, error) { return exec.LookPath("latchkey") }}
	t.Cleanup(func() {
		if conn, err := a.dial(t.Context()); err == nil {
			conn.Close()
		}
	})
	return a
}

func TestWindowStartsACoreFindsItAgainAndStopsIt(t *testing.T) {
	dir := folder(t)
	t.Setenv("LATCHKEY_LISTEN", "127.0.0.1:"+freePort())
	a := attachTo(t, dir)
	started, err := a.attach(t.Context(), "")
	if err != nil || !started {
		t.Fatalf("attach to nothing: started %v, err %v; want a core that was started", started, err)
	}
	started, err = attachTo(t, dir).attach(t.Context(), "")
	if err != nil || started {
		t.Fatalf("attach again: started %v, err %v; want the core of before", started, err)
	}
	s, err := a.status(t.Context())
	if err != nil || s.Listener.State != "listening" {
		t.Fatalf("status: %+v, err %v; want a core that listens", s.Listener, err)
	}
	if err := a.stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if conn, err := a.dial(t.Context()); err == nil {
		conn.Close()
		t.Error("the core still answers after it was stopped")
	}
	log, err := os.ReadFile(filepath.Join(dir, logName))
	if err != nil || len(log) != 0 {
		t.Errorf("the log of a quiet core: %q, err %v; want an empty file", log, err)
	}
}

func TestWindowLearnsWhyACoreDoesNotStart(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, masterName), []byte("lost\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := attachTo(t, dir).attach(t.Context(), "")
	var refused *access.Error
	if !errors.As(err, &refused) || !strings.Contains(refused.Public, "latchkey.db is gone") || refused.Hint == "" {
		t.Errorf("attach to a lost store: %v; want the core's own words and its hint", err)
	}
}

func TestWindowIsAskedForThePassphraseAndStartsTheCoreWithIt(t *testing.T) {
	dir := folder(t)
	const passphrase = "teal river candle fifty-eight"
	t.Setenv("LATCHKEY_LISTEN", "127.0.0.1:"+freePort())
	seal := exec.Command("latchkey", "store", "source", "passphrase", "--passphrase-stdin", "--data", dir)
	seal.Stdin = strings.NewReader(passphrase)
	if out, err := seal.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	a := attachTo(t, dir)
	for _, given := range []string{"", "short", "not the passphrase at all"} {
		started, err := a.attach(t.Context(), given)
		var refused *access.Error
		if !errors.As(err, &refused) || started || refused.Field != "passphrase" || given != "" && strings.Contains(refused.Error(), given) {
			t.Errorf("given %q: started %v, %+v; want to be asked for the passphrase", given, started, err)
		}
	}
	if started, err := a.attach(t.Context(), passphrase); err != nil || !started {
		t.Fatalf("the right one: started %v, %v", started, err)
	}
	defer func() { _ = a.stop(context.WithoutCancel(t.Context())) }()
	if runtime.GOOS == "linux" { // where it can be looked at what everybody may see of a process
		s, err := a.status(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		command, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", *s.PID))
		if err != nil || strings.Contains(string(command), "candle") || !strings.Contains(string(command), "--unlock-stdin") {
			t.Errorf("the core's command line is %q, %v", command, err)
		}
	}
	log, err := os.ReadFile(filepath.Join(dir, logName))
	if err != nil || strings.Contains(string(log), "candle") {
		t.Errorf("the log: %q, %v", log, err)
	}
	if started, err := attachTo(t, dir).attach(t.Context(), ""); err != nil || started {
		t.Errorf("the next window: started %v, %v; want it to find the open core", started, err)
	}
}

func TestWindowRefusesACoreOfAnotherVersion(t *testing.T) {
	dir := folder(t)
	p := serveProcess(t, dir)
	defer func(v string) { version = v }(version)
	version = "9.9.9"
	_, err := attachTo(t, dir).attach(t.Context(), "")
	if err == nil || !strings.Contains(err.Error(), "is version devel, and this window is 9.9.9") {
		t.Errorf("attach to a running core: %v; want both versions named", err)
	}
	p.stop()
	_, err = attachTo(t, dir).attach(t.Context(), "")
	if err == nil || !strings.Contains(err.Error(), "latchkey is version devel, and this window is 9.9.9") {
		t.Errorf("attach by starting one: %v; want both versions named", err)
	}
}

func TestBridgeReachesTheLoginsOverTheSocket(t *testing.T) {
	dir := folder(t)
	serveProcess(t, dir)
	a := attachTo(t, dir)
	resp, err := a.socketClient(dir).http.Post("http://latchkey/login", "application/json", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusBadRequest {
		t.Errorf("POST /login over the socket answered %d, want 400", resp.StatusCode)
	}
}
