package suite

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"latchkey/app"
	"latchkey/build/torture/disk"
	"latchkey/build/torture/ledger"
	"latchkey/build/torture/trace"
)

// fixtures are the stores of earlier schemas, one folder each, from the top of
// the work tree.
const fixtures = "backend/kv/seal/testdata/schema*"

// Upgrade opens a store of each earlier schema and lets the power fail at every
// moment of its migration, and kills it at others: each time it opens afterwards,
// with all that it held.
func Upgrade(ctx context.Context, o Options) (Result, error) {
	var r Result
	began := time.Now()
	if why := trace.Supported(); why != "" {
		r.NotRun = why
		return r, nil
	}
	top, err := topOfTree()
	if err != nil {
		return r, err
	}
	found, err := filepath.Glob(filepath.Join(top, fixtures))
	if err != nil || len(found) == 0 {
		return r, fmt.Errorf("no store of an earlier schema in %s: %w", top, err)
	}
	for _, fixture := range found {
		mine := o
		mine.Dir = filepath.Join(o.Dir, filepath.Base(fixture))
		if err := os.Mkdir(mine.Dir, 0o700); err != nil {
			return r, err
		}
		if err := mine.upgrade(ctx, fixture, &r); err != nil {
			return r, fmt.Errorf("%s: %w", filepath.Base(fixture), err)
		}
	}
	r.figure("earlier schemas", float64(len(found)), "")
	r.Took = time.Since(began)
	return r, nil
}

// topOfTree is the folder with go.mod, here or above.
func topOfTree() (string, error) {
	dir, err := os.Getwd()
	for err == nil {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if filepath.Dir(dir) == dir {
			return "", fmt.Errorf("run it inside of the work tree: there are the stores of earlier schemas")
		}
		dir = filepath.Dir(dir)
	}
	return "", err
}

func (o Options) upgrade(ctx context.Context, fixture string, r *Result) error {
	all, err := filesOf(fixture)
	if err != nil {
		return err
	}
	before := map[string][]byte{}
	for _, name := range []string{"latchkey.db", "latchkey.anchor", "master.key"} {
		if content, there := all[name]; there {
			before[name] = content
		}
	}
	// What it holds, by a migration that nothing disturbs.
	calm := filepath.Join(o.Dir, "calm")
	if err := lay(calm, before); err != nil {
		return err
	}
	opened, err := app.OpenFolder(ctx, calm)
	if err != nil {
		return err
	}
	held, err := inside{opened}.find(ctx)
	if err != nil {
		return err
	}
	if err := opened.Close(); err != nil {
		return err
	}
	if len(held.Objects) == 0 {
		return fmt.Errorf("the store holds nothing, so that nothing could be lost")
	}
	folder := filepath.Join(o.Dir, "data")
	if err := lay(folder, before); err != nil {
		return err
	}
	calls, err := o.watch(ctx, orders{Folder: folder, Seed: o.Seed, Idle: true}, nil)
	if err != nil {
		return err
	}
	windows, err := disk.Windows(before, calls)
	if err != nil {
		return err
	}
	dir := filepath.Join(scratch(o.Dir), fmt.Sprintf("upgrade-%d", os.Getpid()))
	defer os.RemoveAll(dir)
	run := fmt.Sprintf("SEED=%d ONLY=upgrade ROUNDS=%d: %s", o.Seed, o.Rounds, filepath.Base(fixture))
	each := max(3, (o.Rounds+len(windows)-1)/len(windows))
	states := o.eachState(ctx, windows, each, r, run, func(s disk.State) []string { return o.migrated(ctx, dir, s, held) })
	if len(r.Problems) >= maxProblems || ctx.Err() != nil {
		return ctx.Err()
	}
	r.figure("crash states of the migration of "+filepath.Base(fixture), float64(states), "")
	r.figure("moments", float64(len(windows)), "")
	return o.kills(ctx, fixture, before, held, r)
}

// kills ends a process at random moments of its migration, a few times in a row,
// and opens what is left.
func (o Options) kills(ctx context.Context, fixture string, before map[string][]byte, held ledger.Found, r *Result) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	folder := filepath.Join(o.Dir, "killed")
	begin := func() (*exec.Cmd, error) {
		cmd := exec.CommandContext(ctx, self)
		cmd.Env = append(os.Environ(), envVictim+"="+orders{Folder: folder, Idle: true}.encode())
		return cmd, cmd.Start()
	}
	// How long it takes undisturbed.
	if err := lay(folder, before); err != nil {
		return err
	}
	began := time.Now()
	cmd, err := begin()
	if err == nil {
		err = cmd.Wait()
	}
	if err != nil {
		return err
	}
	span := time.Since(began)
	chance, hits := o.rand(1<<32), 0
	for n := range max(5, o.Rounds/10) {
		if len(r.Problems) >= maxProblems || ctx.Err() != nil {
			break
		}
		if err := lay(folder, before); err != nil {
			return err
		}
		for range 1 + chance.IntN(3) { // what a kill left is killed again
			cmd, err := begin()
			if err != nil {
				return err
			}
			time.Sleep(time.Duration(chance.Int64N(int64(span))))
			_ = cmd.Process.Kill()
			if cmd.Wait() != nil {
				hits++
			}
		}
		for _, b := range o.holds(ctx, folder, held) {
			r.problem("SEED=%d ONLY=upgrade ROUNDS=%d: %s, kill %d: %s", o.Seed, o.Rounds, filepath.Base(fixture), n, b)
		}
	}
	r.figure("kills during the migration of "+filepath.Base(fixture), float64(hits), "")
	return ctx.Err()
}

// eachState judges some states of each window, one after the other, until there
// are problems enough, and gives how many it judged.
func (o Options) eachState(ctx context.Context, windows []disk.Window, each int, r *Result, run string, judge func(disk.State) []string) (states int) {
	for n, w := range windows {
		for _, s := range w.States(each, o.rand(uint64(n))) {
			if len(r.Problems) >= maxProblems || ctx.Err() != nil {
				return states
			}
			states++
			for _, broken := range judge(s) {
				r.problem("%s, moment %d of %d, %s: %s", run, n, len(windows), s.Which, broken)
			}
		}
	}
	return states
}

// migrated opens what a crash in the middle of a migration left.
func (o Options) migrated(ctx context.Context, dir string, s disk.State, held ledger.Found) []string {
	if err := lay(dir, s.Files); err != nil {
		return []string{err.Error()}
	}
	return o.holds(ctx, dir, held)
}

// holds opens a folder and sees that it has all that it held.
func (o Options) holds(ctx context.Context, dir string, held ledger.Found) []string {
	broken, err := within(patience, func() ([]string, error) {
		opened, err := app.OpenFolder(ctx, dir)
		if err != nil {
			return []string{"it does not open: " + err.Error()}, nil
		}
		d := inside{opened}
		found, err := d.find(ctx)
		if err != nil {
			return []string{err.Error()}, opened.Close()
		}
		book := ledger.New()
		for object, is := range held.Objects {
			book.Acknowledge(ledger.Change{Object: object, After: is})
		}
		found.Entries = nil // earlier programs did not write one for each change
		broken := book.Check(found)
		if verdict, err := d.verify(ctx); err != nil || verdict != "" {
			broken = append(broken, fmt.Sprintf("AUDIT CHAIN: %s %v", verdict, err))
		}
		return broken, opened.Close()
	})
	if err != nil {
		broken = append(broken, err.Error())
	}
	return broken
}
