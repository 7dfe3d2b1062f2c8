package suite

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"latchkey/build/torture/disk"
	"latchkey/build/torture/trace"
)

// IOError lets each call to the disk fail in turn, once and from then on, while
// a process makes a store and changes it. What the process then promises must
// hold, after a restart and after a crash; once a sync failed it may promise
// nothing more.
func IOError(ctx context.Context, o Options) (Result, error) {
	var r Result
	began := time.Now()
	if why := trace.Supported(); why != "" {
		r.NotRun = why
		return r, nil
	}
	what := orders{Seed: o.Seed, Writers: 1, Changes: 12}
	// Run once without a fault, to see how many calls there are.
	places := 0
	dry := o
	dry.Dir = filepath.Join(o.Dir, "dry")
	if err := os.Mkdir(dry.Dir, 0o700); err != nil {
		return r, err
	}
	what.Folder = filepath.Join(dry.Dir, "data")
	if _, err := dry.watch(ctx, what, func(n int, _ trace.Kind, _ string) syscall.Errno { places = n + 1; return 0 }); err != nil {
		return r, err
	}
	var faults []fault
	for at := range places {
		faults = append(faults,
			fault{at, syscall.EIO, false}, fault{at, syscall.EIO, true}, fault{at, syscall.ENOSPC, false}, fault{at, syscall.EROFS, false})
	}
	o.rand(5).Shuffle(len(faults), func(a, b int) { faults[a], faults[b] = faults[b], faults[a] })
	faults = faults[:min(len(faults), o.Rounds)]
	outcomes := map[string]int{}
	var (
		mu    sync.Mutex
		next  atomic.Int64
		group sync.WaitGroup
		fatal error
	)
	for worker := range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			mine := o
			for ctx.Err() == nil {
				n := int(next.Add(1) - 1)
				mu.Lock()
				done := n >= len(faults) || fatal != nil || len(r.Problems) >= maxProblems
				mu.Unlock()
				if done {
					return
				}
				mine.Dir = filepath.Join(o.Dir, fmt.Sprintf("fault-%d-%d", worker, n))
				outcome, broken, err := mine.withFault(ctx, what, faults[n])
				os.RemoveAll(mine.Dir)
				mu.Lock()
				outcomes[outcome]++
				fatal = errors.Join(fatal, err)
				for _, b := range broken {
					r.problem("SEED=%d ONLY=eio ROUNDS=%d: %s: %s", o.Seed, o.Rounds, faults[n], b)
				}
				mu.Unlock()
				if (n+1)%100 == 0 {
					o.say("%d of %d faults", n+1, len(faults))
				}
			}
		})
	}
	group.Wait()
	r.figure("calls that could fail", float64(places), "")
	r.figure("faults", float64(len(faults)), "")
	for _, outcome := range slices.Sorted(maps.Keys(outcomes)) {
		r.figure("→ "+outcome, float64(outcomes[outcome]), "")
	}
	r.figure("broken promises", float64(len(r.Problems)), "")
	r.Took = time.Since(began)
	return r, errors.Join(fatal, ctx.Err())
}

// fault is one call that fails, or all from it on.
type fault struct {
	at    int
	errno syscall.Errno
	on    bool
}

func (f fault) String() string {
	if f.on {
		return fmt.Sprintf("%v from call %d on", f.errno, f.at)
	}
	return fmt.Sprintf("%v of call %d", f.errno, f.at)
}

// withFault runs a victim with a fault and judges what it said and left.
func (o Options) withFault(ctx context.Context, what orders, f fault) (outcome string, broken []string, err error) {
	if err := os.Mkdir(o.Dir, 0o700); err != nil {
		return "", nil, err
	}
	what.Folder = filepath.Join(o.Dir, "data")
	// It hangs when it asks nothing of the disk for a while, not when the machine
	// is slow.
	limit, cancel := context.WithTimeout(ctx, 20*patience)
	defer cancel()
	idle := time.AfterFunc(2*patience, cancel)
	defer idle.Stop()
	struck, synced := "", false
	calls, err := o.watch(limit, what, func(n int, kind trace.Kind, path string) syscall.Errno {
		idle.Reset(2 * patience)
		if n != f.at && (!f.on || n < f.at) {
			return 0
		}
		if struck == "" {
			struck = fmt.Sprintf("%v of %s", kind, path)
		}
		// An anchor is made anew each time, so that one that was not synced does no
		// harm; of the store nobody knows what the disk has.
		synced = synced || kind == trace.Sync && path == "latchkey.db"
		return f.errno
	})
	outcome = "it went on"
	var code trace.ExitError
	switch {
	case err == nil:
	case limit.Err() != nil && ctx.Err() == nil:
		return "HANGS", []string{struck + ": it hangs"}, nil
	case errors.As(err, &code) && int(code) == 1:
		outcome = "it ended with an error that says why"
	case errors.As(err, &code):
		return "it ended badly", []string{struck + ": " + err.Error()}, nil
	default:
		return "it ended badly", []string{fmt.Sprintf("%s: CRASH: %v", struck, err)}, nil
	}
	windows, err := disk.Windows(nil, calls)
	if err != nil {
		return outcome, nil, err
	}
	last := windows[len(windows)-1]
	_, lines, err := told(last.Said)
	if err != nil {
		return outcome, nil, err
	}
	broken = judgeLines(lines, synced)
	// After a restart: what the system still has in memory is there.
	files, err := filesOf(what.Folder)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return outcome, nil, err
	}
	dir := filepath.Join(scratch(o.Dir), fmt.Sprintf("fault-%d-%s", os.Getpid(), filepath.Base(o.Dir)))
	defer os.RemoveAll(dir)
	states := append([]disk.State{{Files: files, Which: "after a restart"}}, last.States(6, o.rand(uint64(f.at)))...)
	for _, s := range states {
		found, err := openState(ctx, dir, s, last.Said)
		if err != nil {
			return outcome, nil, err
		}
		for _, b := range found {
			broken = append(broken, s.Which+": "+b)
		}
	}
	for i := range broken {
		broken[i] = struck + ": " + broken[i]
	}
	return outcome, broken, nil
}

// judgeLines looks at what a process said around a fault.
func judgeLines(lines []line, syncFailed bool) (broken []string) {
	failed := false
	for _, l := range lines {
		switch l.Word {
		case "failed":
			failed = true
		case "done":
			if failed && syncFailed {
				broken = append(broken, fmt.Sprintf("after a sync had failed, %v was acknowledged", l.Change))
			}
		case "login":
			if l.Err != "" {
				broken = append(broken, "LOGIN: "+l.Change.Object+": "+l.Err)
			}
		}
	}
	return broken
}
