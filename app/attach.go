package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"latchkey/backend/access"
	"latchkey/backend/adminapi"
)

const (
	startWait = 15 * time.Second       // until a core that was started answers
	stopWait  = 20 * time.Second       // until one that was asked to end has ended
	pollEvery = 50 * time.Millisecond  // how often that is looked at
	startPoll = 10 * time.Millisecond  // the same, while somebody looks at an empty window
	quietWait = 500 * time.Millisecond // until the last words of a core that failed have arrived
)

// windowCommand is the whole command line of a program that is a window.
func (p *program) windowCommand(window Window) *cobra.Command {
	root := &cobra.Command{
		Use: "latchkey-desktop", Short: "The window of Latchkey", Args: noArguments,
		Long:    "The window of Latchkey. It finds the core of the data folder, or starts one. The\ncommand line is the program latchkey.",
		Example: "  latchkey-desktop\n  latchkey-desktop --data ~/keys",
		RunE: func(cmd *cobra.Command, _ []string) error {
			folder, err := p.folder()
			if err != nil {
				return err
			}
			a := &attachment{program: p, folder: folder, find: findProgram}
			exit := window(cmd.Context(), Desktop{
				Version: version, DataDir: folder, Logger: slog.New(slog.NewTextHandler(p.stderr, nil)),
				Attach: a.attach, Dial: a.dial, Stop: a.stop, Program: a.find, Now: p.now,
			})
			if exit != 0 {
				return errExit(exit)
			}
			return nil
		},
	}
	root.AddCommand(p.versionCommand())
	root.PersistentFlags().BoolVar(&p.json, "json", p.json, "print objects as JSON, and errors as one line of JSON")
	root.CompletionOptions.DisableDefaultCmd = true
	return root
}

// attachment is a window's side of the data folder.
type attachment struct {
	*program
	folder string
	find   func() (string, error) // the program latchkey
}

func (a *attachment) dial(ctx context.Context) (net.Conn, error) {
	return dialCore(ctx, a.folder, a.lookupEnv)
}

// status asks the core that serves the folder, if one does.
func (a *attachment) status(ctx context.Context) (adminapi.StatusAnswer, error) {
	api := a.socketClient(a.folder)
	defer api.close()
	var s adminapi.StatusAnswer
	err := api.do(ctx, http.MethodGet, "/status", nil, &s)
	return s, err
}

// attach is Desktop.Attach.
func (a *attachment) attach(ctx context.Context, unlock string) (started bool, err error) {
	if !a.answers(ctx, a.folder) {
		err := a.start(ctx, unlock)
		return err == nil, err
	}
	s, err := a.status(ctx)
	if err != nil {
		return false, err
	}
	if s.Version != version {
		return false, access.Errorf(access.CodeConflict, "the core that serves %s is version %s, and this window is %s", a.folder, s.Version, version).
			WithHint("end it and open the window again, or install both of one version")
	}
	return false, nil
}

// findProgram looks for the core's program beside this one, then in PATH.
func findProgram() (string, error) {
	name := "latchkey"
	if goos == "windows" {
		name += ".exe"
	}
	if self, err := os.Executable(); err == nil {
		if self, err = filepath.EvalSymlinks(self); err == nil {
			if beside := filepath.Join(filepath.Dir(self), name); exists(beside) {
				return beside, nil
			}
		}
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return "", access.Errorf(access.CodeNotFound, "the program latchkey is neither beside this one nor in PATH").
			WithHint("install it; the window needs it to hold the keys").Wrap(err)
	}
	return path, nil
}

// start runs a core that outlives the window, and waits until it answers. What
// it says before that is on a pipe, and is the reason when it ends instead. What
// opens its store goes to its stdin, where no other process can read it.
func (a *attachment) start(ctx context.Context, unlock string) error {
	path, err := a.find()
	if err != nil {
		return err
	}
	if err := checkVersion(ctx, path); err != nil {
		return err
	}
	read, write, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("start the core: %w", err)
	}
	defer read.Close()
	cmd := exec.Command(path, "serve", "--json", "--detached", "--data", a.folder)
	cmd.Stderr = write
	if unlock != "" {
		cmd.Args = append(cmd.Args, "--unlock-stdin")
		cmd.Stdin = strings.NewReader(unlock)
	}
	detach(cmd)
	err = cmd.Start()
	write.Close()
	if err != nil {
		return access.Errorf(access.CodeUnavailable, "the core %s does not start", path).WithHint("see whether it may be run").Wrap(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	said := make(chan []byte, 1)
	go func() {
		text, _ := io.ReadAll(io.LimitReader(read, 64<<10))
		said <- text
	}()
	deadline := time.NewTimer(startWait)
	defer deadline.Stop()
	poll := time.NewTicker(startPoll)
	defer poll.Stop()
	for {
		select {
		case <-ctx.Done():
			return access.Errorf(access.CodeUnavailable, "interrupted while the core was starting").Wrap(ctx.Err())
		case <-deadline.C:
			return access.Errorf(access.CodeUnavailable, "the core was started and does not answer").WithHint("look into %s", filepath.Join(a.folder, logName))
		case <-ended:
			return lastWords(said)
		case <-poll.C:
			if a.answers(ctx, a.folder) {
				return nil
			}
		}
	}
}

// checkVersion refuses a core of another version by name: the two speak an API
// that is theirs alone.
func checkVersion(ctx context.Context, path string) error {
	ctx, cancel := context.WithTimeout(ctx, startWait)
	defer cancel()
	out, err := exec.CommandContext(ctx, path, "version", "--json").Output()
	var v versionInfo
	if err != nil || json.Unmarshal(out, &v) != nil {
		return access.Errorf(access.CodeUnavailable, "%s does not say which version it is", path).WithHint("install latchkey and latchkey-desktop of one version").Wrap(err)
	}
	if v.Version != version {
		return access.Errorf(access.CodeConflict, "%s is version %s, and this window is %s", path, v.Version, version).
			WithHint("install latchkey and latchkey-desktop of one version")
	}
	return nil
}

// lastWords is the error a core ended with.
func lastWords(said <-chan []byte) error {
	var text []byte
	select {
	case text = <-said:
	case <-time.After(quietWait):
	}
	lines := bytes.Split(bytes.TrimSpace(text), []byte("\n"))
	var f failure
	if json.Unmarshal(lines[len(lines)-1], &f) == nil && f.Error.Message != "" {
		return &access.Error{Code: access.Code(f.Error.Code), Public: f.Error.Message, Hint: f.Error.Hint, Field: f.Error.Field}
	}
	return access.Errorf(access.CodeUnavailable, "the core ended as soon as it was started").WithHint("run latchkey serve in a terminal to see why")
}

// stop is Desktop.Stop.
func (a *attachment) stop(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, stopWait)
	defer cancel()
	api := a.socketClient(a.folder)
	err := api.do(ctx, http.MethodPost, "/stop", nil, nil)
	_ = api.close() // the core waits for connections
	if err != nil {
		return err
	}
	for {
		if !exists(filepath.Join(a.folder, ownerName)) {
			return nil // the last thing it removes
		}
		select {
		case <-ctx.Done():
			return access.Errorf(access.CodeUnavailable, "the core was asked to end and has not ended yet").WithHint("it ends when the requests under way are answered")
		case <-time.After(pollEvery):
		}
	}
}

// errExit is a window that ended with an exit code of its own, having said why.
type errExit int

func (e errExit) Error() string { return fmt.Sprintf("exit code %d", int(e)) }
