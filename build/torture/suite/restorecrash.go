package suite

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"

	"latchkey/app"
	"latchkey/build/torture/disk"
)

// crashes lets the power fail at every moment of a restore: each time the folder
// opens afterwards, with the store that was there or with the one of the backup.
func (b *backedUp) crashes(ctx context.Context, o Options, r *Result) error {
	backup := filepath.Join(b.dir, "backup", "backup")
	master := map[string][]byte{"master.key": b.files["master.key"]}
	for _, c := range []struct {
		name   string
		folder map[string][]byte
		judge  func(ctx context.Context, dir string) (string, []string)
	}{
		{"the store it was made of", b.files, b.open},
		// What is there is compared with the backup, so that the outcome is neither.
		{"an earlier copy of the folder", b.earlier, opens},
	} {
		before := maps.Clone(master)
		for _, name := range []string{"latchkey.db", "latchkey.anchor"} {
			before[name] = c.folder[name]
		}
		mine := o
		mine.Dir = filepath.Join(o.Dir, "crash", fmt.Sprint(len(r.Figures)))
		if err := os.MkdirAll(mine.Dir, 0o700); err != nil {
			return err
		}
		folder := filepath.Join(mine.Dir, "data")
		if err := lay(folder, before); err != nil {
			return err
		}
		calls, err := mine.watch(ctx, orders{Folder: folder, Seed: o.Seed, Restore: backup}, nil)
		if err != nil {
			return err
		}
		windows, err := disk.Windows(before, calls)
		if err != nil {
			return err
		}
		dir := filepath.Join(scratch(o.Dir), fmt.Sprintf("restore-crash-%d", os.Getpid()))
		run := fmt.Sprintf("SEED=%d ONLY=restore ROUNDS=%d SUBJECT=%s: over %s", o.Seed, o.Rounds, b.dir, c.name)
		each := max(2, (o.Rounds/4+len(windows)-1)/len(windows))
		states := o.eachState(ctx, windows, each, r, run, func(s disk.State) []string { return opened(ctx, dir, s, c.judge) })
		os.RemoveAll(dir)
		r.figure("crash states of a restore over "+c.name, float64(states), "")
	}
	return ctx.Err()
}

// opened judges what a crash left: it has to open.
func opened(ctx context.Context, dir string, s disk.State, judge func(context.Context, string) (string, []string)) []string {
	if err := lay(dir, s.Files); err != nil {
		return []string{err.Error()}
	}
	broken, err := within(patience, func() ([]string, error) {
		outcome, broken := judge(ctx, dir)
		if !served(outcome) {
			broken = append(broken, "it does not open: "+outcome)
		}
		return broken, nil
	})
	if err != nil {
		broken = append(broken, err.Error())
	}
	return broken
}

// opens is a judge of what may hold one thing or another: it opens, and its audit
// log is whole.
func opens(ctx context.Context, dir string) (outcome string, broken []string) {
	o, err := app.OpenFolder(ctx, dir)
	if err != nil {
		return named(err)
	}
	verdict, err := inside{o}.verify(ctx)
	if err != nil || verdict != "" {
		broken = append(broken, fmt.Sprintf("AUDIT CHAIN: %s %v", verdict, err))
	}
	if err := o.Close(); err != nil {
		broken = append(broken, "it does not close: "+err.Error())
	}
	return "served", broken
}
