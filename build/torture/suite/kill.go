package suite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"latchkey/build/torture/ledger"
)

// How a killed store is used.
const (
	killWriters    = 6
	killGeneration = 50 // kills before a store is put aside for a new one
)

// Kill ends a serving core with SIGKILL at random moments, also while it starts
// and while it makes its store, and holds what the next one shows against what
// its clients were told.
func Kill(ctx context.Context, o Options) (Result, error) {
	var r Result
	began := time.Now()
	var reopen []time.Duration
	acknowledged, logins := 0, 0
	for done := 0; done < o.Rounds && len(r.Problems) < maxProblems && ctx.Err() == nil; {
		rounds := min(killGeneration, o.Rounds-done)
		g := &generation{Options: o, number: uint64(done), dir: filepath.Join(o.Dir, fmt.Sprint("kill-", done))}
		if err := g.run(ctx, rounds); err != nil {
			return r, fmt.Errorf("from kill %d on (SEED=%d ONLY=kill): %w", done, o.Seed, err)
		}
		for _, p := range g.problems {
			r.problem("SEED=%d ONLY=kill, store %s: %s", o.Seed, g.dir, p)
		}
		done += rounds
		acknowledged += g.book.Acknowledged()
		logins += g.logins
		reopen = append(reopen, g.reopen...)
		if len(g.problems) == 0 {
			os.RemoveAll(g.dir)
		}
		o.say("%d kills, %d acknowledged changes, %d broken promises", done, acknowledged, len(r.Problems))
	}
	slices.Sort(reopen)
	r.figure("kills", float64(o.Rounds), "")
	r.figure("acknowledged changes", float64(acknowledged), "")
	r.figure("logins tried after a restart", float64(logins), "")
	r.figure("broken promises", float64(len(r.Problems)), "")
	if len(reopen) > 0 {
		r.figure("reopened, median", float64(reopen[len(reopen)/2].Milliseconds()), "ms")
		r.figure("reopened, slowest", float64(reopen[len(reopen)-1].Milliseconds()), "ms")
	}
	r.Took = time.Since(began)
	return r, ctx.Err()
}

// generation is one store through a number of kills.
type generation struct {
	Options
	number   uint64
	dir      string
	book     *ledger.Ledger
	secrets  sync.Map
	record   *os.File
	touched  map[string]bool // objects of the last round
	problems []string
	reopen   []time.Duration
	logins   int
	mu       sync.Mutex
}

func (g *generation) run(ctx context.Context, rounds int) (err error) {
	g.book = ledger.New()
	if err := os.MkdirAll(g.dir, 0o700); err != nil {
		return err
	}
	// The clients' own record: what was acknowledged is on the disk before the
	// next change is asked for, so that a failure can be read afterwards.
	if g.record, err = os.OpenFile(filepath.Join(g.dir, "ledger.txt"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600); err != nil {
		return err
	}
	defer g.record.Close()
	folder := filepath.Join(g.dir, "data")
	address, err := freePort()
	if err != nil {
		return err
	}
	chance := g.rand(g.number)
	for round := 0; round <= rounds && len(g.problems) == 0; round++ {
		p, err := g.serve(folder, address, &g.secrets)
		if err != nil {
			return err
		}
		last := round == rounds
		if !last && chance.IntN(8) == 0 {
			// Before it serves: while it makes its store, opens, or loads.
			time.Sleep(time.Duration(chance.IntN(60)) * time.Millisecond)
			p.kill()
			continue
		}
		if err := p.wait(ctx); err != nil {
			return err
		}
		g.reopen = append(g.reopen, p.after)
		if err := p.prepare(ctx); err != nil {
			p.kill()
			return err
		}
		broken, err := judge(ctx, p, g.book, func(object string) bool {
			if g.touched[object] || last {
				g.logins++
				return true
			}
			return false
		})
		if err != nil {
			p.kill()
			return err
		}
		if g.problems = append(g.problems, broken...); last {
			return p.stop()
		}
		g.touched = map[string]bool{}
		g.change(ctx, p, uint64(round), time.Duration(5+chance.IntN(120))*time.Millisecond)
	}
	return nil
}

// change lets the clients work and kills the core under them.
func (g *generation) change(ctx context.Context, p *process, round uint64, until time.Duration) {
	var clients sync.WaitGroup
	for w := range killWriters {
		clients.Go(func() {
			chance := g.rand(g.number<<20 + round<<8 + uint64(w))
			for ctx.Err() == nil {
				c := g.book.Next(chance, w)
				g.book.Begin(c)
				g.write("begin", c)
				err := p.do(ctx, c)
				switch {
				case errors.Is(err, errRefused):
					g.mu.Lock()
					g.problems = append(g.problems, fmt.Sprintf("%v was refused: %v", c, err))
					g.mu.Unlock()
					return
				case err != nil:
					return // killed: nobody knows
				}
				g.book.Acknowledge(c)
				g.write("done", c)
			}
		})
	}
	time.Sleep(until)
	p.kill()
	clients.Wait()
}

func (g *generation) write(word string, c ledger.Change) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.touched[c.Object] = true
	fmt.Fprintln(g.record, word, c.Writer, c.Object, c.Do, c.After.Version, c.After.State)
	if word == "done" {
		if err := g.record.Sync(); err != nil {
			g.problems = append(g.problems, err.Error())
		}
	}
}
