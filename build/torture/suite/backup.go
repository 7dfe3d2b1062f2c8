package suite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"latchkey/build/torture/ledger"
)

// How a store is backed up that is in use.
const (
	backupWriters = 6
	backupSeries  = 50 // backups of one store before it is put aside for a new one
	byCommand     = 10 // each so many-th is made by the command, the others by the API
	byRecovery    = 50 // each so many-th is restored with the recovery key alone
)

// Backup makes backups of a serving core while clients change things, restores
// each into a folder of its own as an owner would, and serves it: it is the
// store as it was at one moment while the backup was made.
func Backup(ctx context.Context, o Options) (Result, error) {
	var r Result
	began := time.Now()
	var took []time.Duration
	during, logins := 0, 0
	for done := 0; done < o.Rounds && len(r.Problems) < maxProblems && ctx.Err() == nil; {
		s := &series{Options: o, number: done, dir: filepath.Join(o.Dir, fmt.Sprint("backup-", done)), history: ledger.NewHistory()}
		if err := s.run(ctx, min(backupSeries, o.Rounds-done)); err != nil {
			return r, fmt.Errorf("from backup %d on (SEED=%d ONLY=backup): %w", done, o.Seed, err)
		}
		for _, p := range s.problems {
			r.problem("SEED=%d ONLY=backup, %s: %s", o.Seed, s.dir, p)
		}
		for _, c := range s.copies {
			took = append(took, c.took)
		}
		done += len(s.copies)
		during += int(s.changes.Load())
		logins += int(s.logins.Load())
		if len(s.problems) == 0 {
			os.RemoveAll(s.dir)
		}
		if done%200 == 0 {
			o.say("%d backups, %d broken promises", done, len(r.Problems))
		}
	}
	slices.Sort(took)
	r.figure("backups, each restored and served", float64(len(took)), "")
	r.figure("changes acknowledged meanwhile", float64(during), "")
	r.figure("logins tried at the restored cores", float64(logins), "")
	r.figure("broken promises", float64(len(r.Problems)), "")
	if len(took) > 0 {
		r.figure("made and read back, median", float64(took[len(took)/2].Milliseconds()), "ms")
		r.figure("made and read back, slowest", float64(took[len(took)-1].Milliseconds()), "ms")
	}
	r.Took = time.Since(began)
	return r, ctx.Err()
}

// series is one store and the backups that are made of it.
type series struct {
	Options
	number   int // of its first backup
	dir      string
	history  *ledger.History
	secrets  sync.Map
	master   string // the text of its master key
	recovery string // and of its recovery key
	copies   []backupCopy
	changes  atomic.Int64
	logins   atomic.Int64
	mu       sync.Mutex
	problems []string
}

// backupCopy is a backup: when it was asked for, and when it was there.
type backupCopy struct {
	number       int
	path         string
	asked, there ledger.Moment
	took         time.Duration
}

func (s *series) broken(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.problems = append(s.problems, fmt.Sprintf(format, args...))
}

func (s *series) run(ctx context.Context, backups int) error {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return err
	}
	if err := s.underLoad(ctx, backups); err != nil {
		return err
	}
	var next atomic.Int64
	var group sync.WaitGroup
	failed := make([]error, runtime.GOMAXPROCS(0))
	for worker := range failed {
		group.Go(func() {
			dir := filepath.Join(scratch(s.dir), fmt.Sprintf("backup-%d-%d", os.Getpid(), worker))
			defer os.RemoveAll(dir)
			var address string
			address, failed[worker] = freePort()
			for failed[worker] == nil && ctx.Err() == nil {
				n := int(next.Add(1) - 1)
				if n >= len(s.copies) {
					return
				}
				failed[worker] = s.comeBack(ctx, dir, address, s.copies[n])
			}
		})
	}
	group.Wait()
	for _, err := range failed {
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// underLoad serves a store, lets the clients work, and makes the backups.
func (s *series) underLoad(ctx context.Context, backups int) (err error) {
	folder := filepath.Join(s.dir, "data")
	address, err := freePort()
	if err != nil {
		return err
	}
	p, err := s.serve(folder, address, &s.secrets)
	if err != nil {
		return err
	}
	if err := p.wait(ctx); err != nil {
		return err
	}
	defer func() {
		if stopped := p.stop(); err == nil {
			err = stopped
		}
	}()
	if err := p.prepare(ctx); err != nil {
		return err
	}
	var made struct{ RecoveryKey string }
	if err := p.call(ctx, "POST", "/store/recovery-key", nil, &made); err != nil {
		return err
	}
	master, err := os.ReadFile(filepath.Join(folder, "master.key"))
	if err != nil {
		return err
	}
	s.recovery, s.master = made.RecoveryKey, strings.TrimSpace(string(master))
	var clients sync.WaitGroup
	defer clients.Wait()
	working, stop := context.WithCancel(ctx)
	defer stop()
	book := ledger.New()
	for w := range backupWriters {
		clients.Go(func() { s.work(ctx, working, p, book, w) })
	}
	chance := s.rand(uint64(s.number))
	for n := range backups {
		time.Sleep(time.Duration(chance.IntN(60)) * time.Millisecond)
		c := backupCopy{number: s.number + n, path: filepath.Join(s.dir, fmt.Sprintf("%d.backup", n)), asked: s.history.Now()}
		began := time.Now()
		if err := s.backUp(ctx, p, folder, c); err != nil {
			return fmt.Errorf("backup %d: %w", c.number, err)
		}
		c.there, c.took = s.history.Now(), time.Since(began)
		s.copies = append(s.copies, c)
	}
	return nil
}

// work is what a client does until working ends.
func (s *series) work(ctx, working context.Context, p *process, book *ledger.Ledger, w int) {
	chance := s.rand(uint64(s.number)<<20 + uint64(w) + 1)
	for working.Err() == nil {
		c := book.Next(chance, w)
		book.Begin(c)
		s.history.Begin(c)
		if err := p.do(ctx, c); err != nil {
			s.broken("%v, while a backup was made: %v", c, err)
			return
		}
		s.history.Acknowledge(c)
		book.Acknowledge(c)
		s.changes.Add(1)
		time.Sleep(time.Duration(chance.IntN(4)) * time.Millisecond) // or the audit log is all there is to a store
	}
}

// backUp makes one by a door an owner uses.
func (s *series) backUp(ctx context.Context, p *process, folder string, c backupCopy) error {
	if c.number%byCommand != byCommand-1 {
		return p.call(ctx, "POST", "/backups", map[string]any{"path": c.path}, nil)
	}
	return s.latchkey("", "backup", c.path, "--data", folder)
}

// latchkey runs a command.
func (o Options) latchkey(stdin string, args ...string) error {
	cmd, err := o.command(args...)
	if err != nil {
		return err
	}
	cmd.Stdin = strings.NewReader(stdin)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("latchkey %s: %w: %s", args[0], err, out)
	}
	return nil
}

// comeBack restores a backup where no store ever was, serves it, and holds what
// it shows against the history. The error says that nobody could look.
func (s *series) comeBack(ctx context.Context, dir, address string, c backupCopy) error {
	with, stdin, key := "its master.key", "", map[string][]byte{"master.key": []byte(s.master + "\n")}
	switch {
	case c.number%byRecovery == 0:
		with, stdin, key = "the recovery key alone", s.recovery, nil
	case c.number%2 == 1:
		with, stdin, key = "the text of the master key", s.master, nil
	}
	broken := func(format string, args ...any) {
		s.broken("backup %d, restored with %s: %s", c.number, with, fmt.Sprintf(format, args...))
	}
	if err := lay(dir, key); err != nil {
		return err
	}
	restore := []string{"restore", c.path, "--data", dir, "--yes"}
	if stdin != "" {
		restore = append(restore, "--unlock-stdin")
	}
	if err := s.latchkey(stdin, restore...); err != nil {
		broken("%v", err)
		return nil
	}
	p, err := s.serve(dir, address, &s.secrets)
	if err != nil {
		return err
	}
	if err := p.wait(ctx); err != nil {
		broken("%v", err)
		return ctx.Err()
	}
	defer p.kill()
	found, err := p.find(ctx)
	if err != nil {
		return err
	}
	for _, b := range s.history.CheckCopy(c.asked, c.there, found) {
		broken("%s", b)
	}
	unsound, err := sound(ctx, p, found, func(string) bool { s.logins.Add(1); return true })
	if err != nil {
		return err
	}
	for _, b := range unsound {
		broken("%s", b)
	}
	// It goes on: a new key is made, and logs in.
	fresh := ledger.Change{Writer: backupWriters, Object: fmt.Sprintf("key/w%d-%d", backupWriters, c.number), Do: "create", After: ledger.Object{Version: 1, State: "active"}}
	if err := p.do(ctx, fresh); err != nil {
		broken("it takes no new key: %v", err)
	} else if in, _, err := p.login(ctx, fresh.Object); !in || err != nil {
		broken("a new key does not log in: %v", err)
	}
	return nil
}
