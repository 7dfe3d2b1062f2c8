//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// resultDir takes the whole output of every step. Git ignores it.
const resultDir = "test-results"

// stepLimit ends a step that hangs, before the machine that runs us loses patience.
const stepLimit = 8 * time.Minute

// step is one command and how to count it.
type step struct {
	name  string
	dir   string   // "" is the top of the work tree
	env   []string // beside the environment
	argv  []string
	count counter // nil: the exit code is the one test
	again again   // nil: what falls has fallen
}

// run carries the step out, and what fell of it once more.
func (s step) run(ctx context.Context) tally {
	return s.forgive(ctx, s.once(ctx))
}

// once carries the step out, in a process group of its own so that a hanging
// browser or server under it ends with it.
func (s step) once(ctx context.Context) tally {
	ctx, cancel := context.WithTimeout(ctx, stepLimit)
	defer cancel()
	var output bytes.Buffer
	cmd := exec.CommandContext(ctx, s.argv[0], s.argv[1:]...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), s.env...)
	cmd.Stdout = &output
	cmd.Stderr = &output
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 5 * time.Second
	err := cmd.Run()
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		err = fmt.Errorf("it did not end within %s and was killed", stepLimit)
	case ctx.Err() != nil:
		err = errors.New("interrupted: somebody told the tests to end")
	}

	log := filepath.Join(resultDir, strings.ReplaceAll(s.name, " ", "-")+".log")
	if werr := os.WriteFile(log, output.Bytes(), 0o644); werr != nil {
		fmt.Fprintln(os.Stderr, werr)
	}
	var t tally
	if s.count != nil {
		t = s.count(output.Bytes())
	}
	switch {
	case err == nil && s.count == nil:
		t.passed = 1
	case err == nil:
	case s.count == nil:
		t.fail(err.Error(), output.String())
	case t.failed() == 0: // it failed, whatever it counted
		t.fail(err.Error(), "see "+log+":\n"+tail(output.Bytes(), 60))
	}
	return t
}

func tail(text []byte, lines int) string {
	all := bytes.SplitAfter(text, []byte("\n"))
	return string(bytes.Join(all[max(0, len(all)-lines):], nil))
}
