package suite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"latchkey/build/torture/ledger"
)

// fullDisk is the size of the file system that a core gets for itself.
const fullDisk = 16 << 20

// Full fills the disk under a serving core, over and over: logins go on, what
// would need room is refused by name, what must go through does, and everything
// goes on when there is room again, without a restart.
func Full(ctx context.Context, o Options) (Result, error) {
	var r Result
	began := time.Now()
	dir := filepath.Join(o.Dir, "disk")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return r, err
	}
	unmount, err := mountMemory(dir, fullDisk)
	if err != nil {
		r.NotRun = "it mounts a small tmpfs, which this process may not: " + err.Error()
		return r, nil
	}
	defer unmount()
	address, err := freePort()
	if err != nil {
		return r, err
	}
	f := &filling{Options: o, dir: dir, address: address, book: ledger.New(), result: &r}
	if err := f.begin(ctx); err != nil {
		return r, err
	}
	defer func() { f.kill() }()
	if err := f.prepare(ctx); err != nil {
		return r, err
	}
	for round := range o.Rounds {
		if err := f.round(ctx, round); err != nil {
			return r, fmt.Errorf("SEED=%d ONLY=full, round %d: %w", o.Seed, round, err)
		}
		if len(r.Problems) > 0 {
			break
		}
	}
	// And all of it is still there after a restart.
	if err := f.stop(); err != nil {
		r.problem("SEED=%d ONLY=full: %v", o.Seed, err)
	}
	again, err := o.serve(filepath.Join(dir, "data"), address, &f.secrets)
	if err != nil {
		return r, err
	}
	defer again.kill()
	if err := again.wait(ctx); err != nil {
		return r, err
	}
	broken, err := judge(ctx, again, f.book, func(string) bool { return true })
	for _, b := range broken {
		r.problem("SEED=%d ONLY=full, after a restart: %s", o.Seed, b)
	}
	r.figure("times the disk was full", float64(o.Rounds), "")
	r.figure("logins meanwhile", float64(f.logins), "")
	r.figure("refused for want of room", float64(f.refused), "")
	r.figure("revoked, paused and disabled meanwhile", float64(f.through), "")
	r.figure("broken promises", float64(len(r.Problems)), "")
	r.Took = time.Since(began)
	return r, errors.Join(err, again.stop())
}

// filling is a core on a disk that is full from time to time.
type filling struct {
	Options
	*process
	dir     string
	address string
	secrets sync.Map
	book    *ledger.Ledger
	made    int
	result  *Result

	logins, refused, through int
}

// restartEvery is in how many of the rounds the core is started again.
const restartEvery = 5

// begin starts a core and waits until it serves.
func (f *filling) begin(ctx context.Context) error {
	p, err := f.serve(filepath.Join(f.dir, "data"), f.address, &f.secrets)
	if err != nil {
		return err
	}
	f.process = p
	return p.wait(ctx)
}

// do asks for a change and notes what was answered.
func (f *filling) ask(ctx context.Context, object, what string, after ledger.Object) error {
	c := ledger.Change{Object: object, Do: what, After: after}
	f.book.Begin(c)
	err := f.do(ctx, c)
	switch {
	case err == nil:
		f.book.Acknowledge(c)
	case errors.Is(err, errRefused):
		f.book.Refuse(c)
	}
	return err
}

func (f *filling) round(ctx context.Context, round int) error {
	bad := func(format string, args ...any) {
		f.result.problem("SEED=%d ONLY=full ROUNDS=%d, round %d: %s", f.Seed, f.Rounds, round, fmt.Sprintf(format, args...))
	}
	var keys []string
	for range 4 {
		name := fmt.Sprintf("key/w0-%d", f.made)
		f.made++
		if err := f.ask(ctx, name, "create", ledger.Object{Version: 1, State: "active"}); err != nil {
			return fmt.Errorf("with room: %w", err)
		}
		keys = append(keys, name)
	}
	user := fmt.Sprintf("user/w0-%d", f.made)
	f.made++
	if err := f.ask(ctx, user, "create", ledger.Object{Version: 1, State: "enabled"}); err != nil {
		return fmt.Errorf("with room: %w", err)
	}
	filler := filepath.Join(f.dir, "filler")
	if err := fill(filler); err != nil {
		return err
	}
	// What is free inside of the store is used up first, and then it is refused.
	full := false
	for try := 0; try < 400 && !full; try++ {
		name := fmt.Sprintf("key/w0-%d", f.made)
		f.made++
		err := f.ask(ctx, name, "create", ledger.Object{Version: 1, State: "active"})
		switch {
		case errors.Is(err, errFull):
			full = true
			f.refused++
		case err != nil:
			bad("a key that has no room any more: %v", err)
			return nil
		default:
			keys = append(keys, name)
		}
	}
	if !full {
		bad("400 keys were made on a full disk")
	}
	for i, key := range keys[:4] {
		what, state := "revoke", "revoked"
		if i == 3 {
			what, state = "pause", "paused"
		}
		if in, _, err := f.login(ctx, key); err != nil || !in {
			bad("a login while the disk is full: %v %v", in, err)
		}
		if err := f.ask(ctx, key, what, ledger.Object{Version: 2, State: state}); err != nil {
			bad("to %s a key while the disk is full: %v", what, err)
		}
		if in, _, err := f.login(ctx, key); err != nil || in {
			bad("a key that was %s logs in: %v %v", state, in, err)
		}
		f.logins += 2
		f.through++
	}
	if err := f.ask(ctx, user, "disable", ledger.Object{Version: 2, State: "disabled"}); err != nil {
		bad("to disable a user while the disk is full: %v", err)
	}
	f.through++
	if round%restartEvery == 0 {
		// A machine is started again, and its disk is still full.
		f.kill()
		if err := f.begin(ctx); err != nil {
			bad("a start on a full disk: %v", err)
			return nil
		}
		for i, key := range keys {
			if in, _, err := f.login(ctx, key); err != nil || in != (i >= 4) {
				bad("after a start on a full disk: key %d of %d, of which four were ended, logs in: %v %v", i, len(keys), in, err)
			}
			f.logins++
		}
	}
	if err := os.Remove(filler); err != nil {
		return err
	}
	// It comes back by itself.
	deadline := time.Now().Add(patience)
	for {
		name := fmt.Sprintf("key/w0-%d", f.made)
		f.made++
		err := f.ask(ctx, name, "create", ledger.Object{Version: 1, State: "active"})
		if err == nil {
			if in, _, err := f.login(ctx, name); err != nil || !in {
				bad("a key made when there was room again does not log in: %v", err)
			}
			return nil
		}
		if !errors.Is(err, errFull) || time.Now().After(deadline) {
			bad("with room again: %v", err)
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// fill writes a file until nothing more fits.
func fill(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	for size := 1 << 20; size >= 512; size /= 2 {
		block := make([]byte, size)
		for {
			if _, err := file.Write(block); err != nil {
				break
			}
		}
	}
	return nil
}
