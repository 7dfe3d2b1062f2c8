package suite

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// trial is one damage and what becomes of it.
type trial struct {
	kind string
	name string
	run  func(ctx context.Context, dir string) (outcome string, broken []string)
}

// trials carries them out, several at once, each in a folder it may do away
// with, and counts their kinds and outcomes. subject is where the store lies
// that repeats them.
func (o Options) trials(ctx context.Context, r *Result, way, subject string, all []trial) {
	kinds, outcomes := map[string]int{}, map[string]int{}
	var (
		mu    sync.Mutex
		next  atomic.Int64
		group sync.WaitGroup
	)
	enough := func() bool {
		mu.Lock()
		defer mu.Unlock()
		return len(r.Problems) >= maxProblems || ctx.Err() != nil
	}
	for worker := range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			dir := filepath.Join(scratch(o.Dir), fmt.Sprintf("%s-%d-%d", way, os.Getpid(), worker))
			defer os.RemoveAll(dir)
			for !enough() {
				n := int(next.Add(1) - 1)
				if n >= len(all) {
					return
				}
				t := all[n]
				// Where it ends this process, what did is read here.
				note := fmt.Sprintf("SEED=%d ONLY=%s ROUNDS=%d SUBJECT=%s: damage %d, %s", o.Seed, way, o.Rounds, subject, n, t.name)
				_ = os.WriteFile(filepath.Join(o.Dir, fmt.Sprint("at-work-", worker)), []byte(note), 0o600)
				outcome, broken := t.run(ctx, dir)
				mu.Lock()
				kinds[t.kind]++
				outcomes[outcome]++
				for _, b := range broken {
					r.problem("%s: %s", note, b)
				}
				mu.Unlock()
				if (n+1)%5000 == 0 {
					o.say("%d damages, %d broken promises", n+1, len(r.Problems))
				}
			}
		})
	}
	group.Wait()
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		r.figure(kind, float64(kinds[kind]), "")
	}
	for _, outcome := range slices.Sorted(maps.Keys(outcomes)) {
		r.figure("→ "+outcome, float64(outcomes[outcome]), "")
	}
	r.figure("broken promises", float64(len(r.Problems)), "")
}
