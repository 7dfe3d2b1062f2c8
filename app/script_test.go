package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"hash/fnv"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"latchkey/backend/kv"
	"latchkey/backend/kv/boltkv"
)

func TestMain(m *testing.M) {
	// With the race detector each program waits a second at its end otherwise.
	if os.Getenv("GORACE") == "" {
		os.Setenv("GORACE", "atexit_sleep_ms=0")
	}
	testscript.Main(m, map[string]func(){
		"latchkey": func() { os.Exit(Main(os.Args[1:], nil)) },
		"hold":     hold,
		"together": together,
		"status":   status,
		"lose":     lose,
	})
}

// The stories: each script runs the real program, with a data folder and two
// ports of its own.
func TestStories(t *testing.T) {
	t.Parallel()
	params := testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("GORACE", os.Getenv("GORACE"))
			env.Setenv("LATCHKEY_DATA", filepath.Join(env.WorkDir, "data"))
			env.Setenv("PORT", freePort())
			env.Setenv("PORT2", freePort())
			env.Setenv("URL", "http://127.0.0.1:"+env.Getenv("PORT"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"waitfor": waitFor, "http": httpCommand, "get": getCommand, "patch": patchCommand, "lines": linesCommand,
		},
		Condition:           condition,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	}
	testscript.Run(t, params)
}

// condition says whether this machine has what a script wants of it. In CI
// everything has to be there.
func condition(name string) (bool, error) {
	if name != "secretservice" {
		return false, fmt.Errorf("no such condition: %s", name)
	}
	if os.Getenv("CI") != "" && runtime.GOOS == "linux" {
		return true, nil
	}
	for _, program := range []string{"gnome-keyring-daemon", "dbus-run-session", "dbus-send"} {
		if _, err := exec.LookPath(program); err != nil {
			return false, nil
		}
	}
	return true, nil
}

var lastPort atomic.Uint32

// freePort is a port below those the system gives out by itself, so that no
// connection of another test takes it before the script does.
func freePort() string {
	sum := fnv.New32a()
	fmt.Fprint(sum, os.Getpid(), time.Now().UnixNano())
	for {
		port := strconv.Itoa(20000 + int((sum.Sum32()+lastPort.Add(1))%10000))
		if ln, err := net.Listen("tcp", "127.0.0.1:"+port); err == nil {
			ln.Close()
			return port
		}
	}
}

// waitFor waits until something answers at a port, or a file is there.
func waitFor(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: waitfor PORT|FILE")
	}
	for range 1200 {
		_, notPort := strconv.Atoi(args[0])
		if notPort == nil {
			if resp, err := http.Get("http://127.0.0.1:" + args[0] + "/livez"); err == nil {
				resp.Body.Close()
				return
			}
		} else if exists(ts.MkAbs(args[0])) != neg {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("%s did not come up within a minute", args[0])
}

// httpCommand sends a request and prints the status and the body:
//
//	http [-unix SOCKET] [-h 'Name: value']… METHOD URL [BODY]
func httpCommand(ts *testscript.TestScript, neg bool, args []string) {
	flags := flag.NewFlagSet("http", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	socket := flags.String("unix", "", "")
	header := http.Header{}
	flags.Func("h", "", func(s string) error {
		name, value, _ := strings.Cut(s, ": ")
		header.Add(name, value)
		return nil
	})
	if err := flags.Parse(args); err != nil || flags.NArg() < 2 || flags.NArg() > 3 {
		ts.Fatalf("usage: http [-unix SOCKET] [-h 'Name: value'] METHOD URL [BODY]")
	}
	var body io.Reader
	if flags.NArg() == 3 {
		body = strings.NewReader(flags.Arg(2))
		header.Set("Content-Type", "application/json")
	}
	req, err := http.NewRequest(flags.Arg(0), flags.Arg(1), body)
	ts.Check(err)
	req.Header = header
	client := &http.Client{Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	transport := &http.Transport{DisableKeepAlives: true}
	if *socket != "" {
		transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", ts.MkAbs(*socket))
		}
	}
	client.Transport = transport
	resp, err := client.Do(req)
	if neg {
		if err == nil {
			resp.Body.Close()
			ts.Fatalf("the request was answered")
		}
		return
	}
	ts.Check(err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	ts.Check(err)
	fmt.Fprintf(ts.Stdout(), "%d\n%s\n", resp.StatusCode, text)
}

// getCommand puts a member of the JSON in stdout, stderr or a file into a
// variable. What stands before the JSON is skipped:
//
//	get NAME FILE MEMBER[.MEMBER|.INDEX]…
func getCommand(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: get NAME FILE PATH")
	}
	text := ts.ReadFile(args[1])
	start := strings.IndexAny(text, "[{")
	if start < 0 {
		ts.Fatalf("no JSON in %s", args[1])
	}
	var node any
	ts.Check(json.NewDecoder(strings.NewReader(text[start:])).Decode(&node))
	for step := range strings.SplitSeq(args[2], ".") {
		switch v := node.(type) {
		case map[string]any:
			node = v[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(v) {
				ts.Fatalf("no item %s", step)
			}
			node = v[i]
		}
		if node == nil {
			ts.Fatalf("there is no %s in %s", args[2], text)
		}
	}
	ts.Setenv(args[0], fmt.Sprint(node))
}

// patchCommand changes bytes of a file: patch FILE OLD NEW, both quoted as in Go.
func patchCommand(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[0])
	data, err := os.ReadFile(path)
	ts.Check(err)
	before, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	after, err := strconv.Unquote(`"` + args[2] + `"`)
	ts.Check(err)
	if !bytes.Contains(data, []byte(before)) {
		ts.Fatalf("%s does not hold %q", args[0], before)
	}
	ts.Check(os.WriteFile(path, bytes.ReplaceAll(data, []byte(before), []byte(after)), 0o600))
}

// linesCommand holds the number of lines of stdout, stderr or a file.
func linesCommand(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[1])
	ts.Check(err)
	if got := strings.Count(ts.ReadFile(args[0]), "\n"); got != want {
		ts.Fatalf("%s has %d lines, want %d", args[0], got, want)
	}
}

// hold is a program that has a store open and answers nobody.
func hold() {
	store, err := boltkv.Open(os.Args[1], boltkv.Options{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer store.Close()
	if err := os.WriteFile("held", nil, 0o600); err != nil {
		os.Exit(1)
	}
	time.Sleep(10 * time.Minute) // until it is killed
}

// lose is a program that takes an entry out of the file of a store, below the
// seal, as a flipped bit in a page that leads to it does: lose FILE PREFIX takes
// the second with that prefix.
func lose() {
	err := func() error {
		store, err := boltkv.Open(os.Args[1], boltkv.Options{})
		if err != nil {
			return err
		}
		page, err := store.Scan(context.Background(), os.Args[2], "", 2, 0)
		if err == nil && len(page.Entries) < 2 {
			err = errors.New("there are no two")
		}
		if err == nil {
			_, err = store.Commit(context.Background(), []kv.Op{kv.Delete(page.Entries[1].Key, kv.Anything)})
		}
		return errors.Join(err, store.Close())
	}()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// together is a program that runs a command many times at once, with %d
// replaced by which it is. All have to work.
func together() {
	n, err := strconv.Atoi(os.Args[1])
	if err != nil {
		os.Exit(2)
	}
	var (
		wait   sync.WaitGroup
		failed atomic.Bool
	)
	for i := range n {
		wait.Go(func() {
			args := make([]string, 0, len(os.Args))
			for _, arg := range os.Args[3:] {
				args = append(args, strings.ReplaceAll(arg, "%d", strconv.Itoa(i)))
			}
			if out, err := exec.Command(os.Args[2], args...).CombinedOutput(); err != nil {
				fmt.Fprintf(os.Stderr, "%d: %v\n%s", i, err, out)
				failed.Store(true)
			}
		})
	}
	wait.Wait()
	if failed.Load() {
		os.Exit(1)
	}
}

// status is a program that runs another and wants it to end with that code.
func status() {
	cmd := exec.Command(os.Args[2], os.Args[3:]...)
	_ = cmd.Run()
	if got := strconv.Itoa(cmd.ProcessState.ExitCode()); got != os.Args[1] {
		fmt.Fprintf(os.Stderr, "ended with %s\n", got)
		os.Exit(1)
	}
}
