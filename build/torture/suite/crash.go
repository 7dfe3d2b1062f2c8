package suite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"latchkey/app"
	"latchkey/build/torture/disk"
	"latchkey/build/torture/trace"
)

// patience is how long anything may take with a hurt store.
const patience = 10 * time.Second

// Crash lets the power fail: it watches a process make a store, fill it and
// change it, works out what could lie on the disk after a crash at any moment,
// and opens each as the program does.
func Crash(ctx context.Context, o Options) (Result, error) { return crash(ctx, o, nil) }

// crash is Crash, of which a test may forge the record: a way that finds nothing
// has to show that it would.
func crash(ctx context.Context, o Options, forge func([]trace.Call) []trace.Call) (Result, error) {
	var r Result
	began := time.Now()
	if why := trace.Supported(); why != "" {
		r.NotRun = why
		return r, nil
	}
	var seen crashTally
	// A moment with little unsynced has few states: the run is watched again,
	// with other changes, until there were as many as asked for.
	for run := uint64(0); seen.states < o.Rounds && len(r.Problems) < maxProblems; run++ {
		if err := o.crashRun(ctx, run, forge, &seen, &r); err != nil {
			return r, err
		}
	}
	r.figure("crash states", float64(seen.states), "")
	r.figure("runs watched", float64(seen.runs), "")
	r.figure("moments", float64(seen.moments), "")
	r.figure("unsynced parts at once, at most", float64(seen.parts), "")
	r.figure("broken promises", float64(len(r.Problems)), "")
	r.Took = time.Since(began)
	return r, nil
}

// crashTally counts what was opened so far.
type crashTally struct{ states, runs, moments, parts int }

// crashRun watches one run and opens what a crash in it could leave.
func (o Options) crashRun(ctx context.Context, run uint64, forge func([]trace.Call) []trace.Call, seen *crashTally, r *Result) error {
	folder := filepath.Join(o.Dir, fmt.Sprintf("data-%d", run))
	changes := max(4, min(120, o.Rounds/80))
	calls, err := o.watch(ctx, orders{Folder: folder, Seed: o.Seed + run, Writers: 3, Changes: changes}, nil)
	if err != nil {
		return err
	}
	if forge != nil {
		calls = forge(calls)
	}
	windows, err := disk.Windows(nil, calls)
	if err != nil {
		return err
	}
	seen.runs++
	return o.openStates(ctx, windows, run, seen, r)
}

// watch runs a victim under a tracer.
func (o Options) watch(ctx context.Context, what orders, fault trace.Fault) ([]trace.Call, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), envVictim+"="+what.encode())
	out, err := os.Create(filepath.Join(o.Dir, "said.txt"))
	if err != nil {
		return nil, err
	}
	defer out.Close()
	complaint, err := os.Create(filepath.Join(o.Dir, "complaint.txt"))
	if err != nil {
		return nil, err
	}
	defer complaint.Close()
	cmd.Stdout, cmd.Stderr = out, complaint
	calls, err := trace.Run(ctx, cmd, what.Folder, fault)
	if err != nil {
		text, _ := os.ReadFile(complaint.Name())
		return calls, fmt.Errorf("the watched process: %w: %s", err, text)
	}
	return calls, nil
}

// openStates opens states of all windows, as many as are still missing of o.Rounds
// where the windows have them.
func (o Options) openStates(ctx context.Context, windows []disk.Window, run uint64, seen *crashTally, r *Result) error {
	var (
		mu      sync.Mutex
		next    atomic.Int64
		states  atomic.Int64
		group   sync.WaitGroup
		failure error
	)
	enough := func() bool {
		mu.Lock()
		defer mu.Unlock()
		return failure != nil || len(r.Problems) >= maxProblems || ctx.Err() != nil
	}
	for _, w := range windows {
		seen.parts = max(seen.parts, w.Pending())
	}
	each := max(3, (o.Rounds-seen.states+len(windows)-1)/len(windows))
	for worker := range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			dir := filepath.Join(scratch(o.Dir), fmt.Sprintf("state-%d-%d", os.Getpid(), worker))
			defer os.RemoveAll(dir)
			for !enough() {
				n := int(next.Add(1) - 1)
				if n >= len(windows) {
					return
				}
				w := windows[n]
				for _, s := range w.States(each, o.rand(run<<32|uint64(n))) {
					if enough() {
						return
					}
					broken, err := openState(ctx, dir, s, w.Said)
					done := seen.states + int(states.Add(1))
					mu.Lock()
					if err != nil {
						failure = err
					}
					for _, b := range broken {
						r.problem("SEED=%d ONLY=crash ROUNDS=%d: run %d, window %d of %d, %s: %s", o.Seed, o.Rounds, run, n, len(windows), s.Which, b)
					}
					mu.Unlock()
					if done%5000 == 0 {
						o.say("%d states", done)
					}
				}
			}
		})
	}
	group.Wait()
	seen.states += int(states.Load())
	seen.moments += len(windows)
	return errors.Join(failure, ctx.Err())
}

// scratch is where states are laid out: in memory where that is possible, since
// nothing of them has to last.
func scratch(dir string) string {
	const memory = "/dev/shm"
	if info, err := os.Stat(memory); err == nil && info.IsDir() {
		if probe, err := os.MkdirTemp(memory, "latchkey-"); err == nil {
			os.Remove(probe)
			return memory
		}
	}
	return dir
}

// openState lays a state out, opens it and holds it against what was said.
func openState(ctx context.Context, dir string, s disk.State, said []string) ([]string, error) {
	if err := lay(dir, s.Files); err != nil {
		return nil, err
	}
	book, _, err := told(said)
	if err != nil {
		return nil, err
	}
	broken, err := within(patience, func() ([]string, error) {
		opened, err := app.OpenFolder(ctx, dir)
		if err != nil {
			return []string{"it does not open: " + err.Error()}, nil
		}
		broken, err := judge(ctx, inside{opened}, book, func(string) bool { return true })
		if err != nil {
			broken = append(broken, err.Error())
		}
		if err := opened.Close(); err != nil {
			broken = append(broken, "it does not close: "+err.Error())
		}
		return broken, nil
	})
	return broken, err
}

// lay writes files into a folder that holds nothing else.
func lay(dir string, files map[string][]byte) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		if err := layFile(path, content); err != nil {
			return err
		}
	}
	return nil
}

var zeros = make([]byte, 1<<20)

// layFile writes a file; one of nothing but zeros, such as a ballast, takes no
// room and no time.
func layFile(path string, content []byte) error {
	if len(content) < len(zeros) {
		return os.WriteFile(path, content, 0o600)
	}
	for part := range slices.Chunk(content, len(zeros)) {
		if !bytes.Equal(part, zeros[:len(part)]) {
			return os.WriteFile(path, content, 0o600)
		}
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		return err
	}
	return os.Truncate(path, int64(len(content)))
}

// within runs fn and gives up on it after a time; a panic is a finding.
func within(limit time.Duration, fn func() ([]string, error)) ([]string, error) {
	type outcome struct {
		broken []string
		err    error
	}
	done := make(chan outcome, 1)
	go func() {
		var out outcome
		defer func() {
			if p := recover(); p != nil {
				out = outcome{broken: []string{fmt.Sprintf("CRASH: %v", p)}}
			}
			done <- out
		}()
		out.broken, out.err = fn()
	}()
	select {
	case out := <-done:
		return out.broken, out.err
	case <-time.After(limit):
		return []string{fmt.Sprintf("HANGS: nothing after %s", limit)}, nil
	}
}
