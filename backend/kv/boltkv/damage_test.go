package boltkv

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"latchkey/backend/kv"
)

// opened is a new store with a hundred entries.
func opened(t *testing.T) *Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "latchkey.db")
	if err := Create(path); err != nil {
		t.Fatal(err)
	}
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	for i := range 10 {
		ops := make([]kv.Op, 10)
		for j := range ops {
			ops[j] = kv.Put(fmt.Sprintf("k/%d/%d", i, j), bytes.Repeat([]byte{byte(i)}, 500), kv.Absent)
		}
		if _, err := s.Commit(t.Context(), ops); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// use does everything that can be done with a store and returns the first error.
func use(ctx context.Context, s *Store) error {
	page, err := s.Scan(ctx, "", "", 1000, 0)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(page.Entries, 20) {
		var ops []kv.Op
		for _, e := range part {
			ops = append(ops, kv.Put(e.Key, e.Value, kv.Anything))
		}
		if _, err := s.Commit(ctx, ops); err != nil {
			return err
		}
	}
	if err := s.DropPages(); err != nil {
		return err
	}
	if _, err := s.Commit(ctx, []kv.Op{kv.Delete("k/3/3", kv.Anything), kv.Put("k/new", make([]byte, 100<<10), kv.Anything)}); err != nil {
		return err
	}
	return nil
}

// finishes fails the test when something hangs.
func finishes(t *testing.T, what string, fn func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		fn()
	}()
	select {
	case <-done:
	case <-time.After(2 * time.Minute):
		t.Fatalf("%s hangs", what)
	}
}

// A flipped bit may give a wrong value, which is for the seal to see. It must
// never end the process, hang it, or come out as an error of no name.
func TestFlippedBitsNeitherCrashNorHang(t *testing.T) {
	const flips = 150
	s := opened(t)
	path := s.path
	s.Close()
	intact, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for range flips {
		content := bytes.Clone(intact)
		bit := rand.IntN(8 * len(content))
		if rand.IntN(2) == 0 {
			// The first bytes of a page decide most about how it is read.
			bit = 8*(rand.IntN(len(content)/pageSize)*pageSize) + rand.IntN(8*64)
		}
		content[bit/8] ^= 1 << (bit % 8)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		finishes(t, fmt.Sprintf("a store with bit %d flipped", bit), func() {
			s, err := Open(path, Options{})
			if err == nil {
				err = use(t.Context(), s)
				s.Close()
			}
			if err == nil {
				return
			}
			named++
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotAStore) && !errors.Is(err, ErrNewer) && !errors.Is(err, kv.ErrUnknown) {
				t.Errorf("bit %d: %v", bit, err)
			}
		})
	}
	if named == 0 {
		t.Error("no flip was noticed: the test has shown nothing")
	}
}

func TestFileCutWhileOpenStopsTheStore(t *testing.T) {
	for _, size := range []int64{0, 100, pageSize, 3 * pageSize, 40000} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			s := opened(t)
			if err := os.Truncate(s.path, size); err != nil {
				t.Fatal(err)
			}
			finishes(t, "the store", func() {
				if err := use(t.Context(), s); !errors.Is(err, ErrDamaged) {
					t.Errorf("reading: %v, want ErrDamaged", err)
				}
				if _, err := s.Commit(t.Context(), []kv.Op{kv.Put("k", nil, kv.Anything)}); !errors.Is(err, ErrDamaged) {
					t.Errorf("writing: %v, want ErrDamaged", err)
				}
				s.Close()
			})
		})
	}
}

// The same where the cut comes between the look at the file and the use of it.
func TestFaultBelowBboltBecomesAnError(t *testing.T) {
	s := opened(t)
	if err := os.Truncate(s.path, 0); err != nil {
		t.Fatal(err)
	}
	finishes(t, "the store", func() {
		err := guard(func() error { return s.db.View(func(*bbolt.Tx) error { return nil }) })
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("%v, want ErrDamaged", err)
		}
		// bbolt panicked with its locks taken; nobody must wait for them.
		s.fail(err)
		if _, err := s.Commit(t.Context(), []kv.Op{kv.Put("k", nil, kv.Anything)}); !errors.Is(err, ErrDamaged) {
			t.Errorf("writing: %v, want ErrDamaged", err)
		}
		s.Close()
	})
	// The lock is free again.
	if _, err := Open(s.path, Options{Timeout: 100 * time.Millisecond}); !errors.Is(err, ErrEmpty) {
		t.Errorf("opening it again: %v, want ErrEmpty", err)
	}
}

func TestCommitThatMayHaveHappenedStopsTheStore(t *testing.T) {
	s := opened(t)
	w, err := s.Watch(t.Context(), 10)
	if err != nil {
		t.Fatal(err)
	}
	cause := errors.New("the disk did not answer")
	// As after a sync that failed when the first page was written already: the
	// transaction is the newest that a reader sees.
	var id int
	if err := s.view(func(tx *bbolt.Tx) error { id = tx.ID(); return nil }); err != nil {
		t.Fatal(err)
	}
	if err := s.settle(nil, id, cause); !errors.Is(err, kv.ErrUnknown) || !errors.Is(err, cause) {
		t.Errorf("%v, want ErrUnknown and the cause", err)
	}
	if err := use(t.Context(), s); !errors.Is(err, cause) {
		t.Errorf("the store goes on: %v", err)
	}
	if _, err := w.Next(t.Context()); !errors.Is(err, kv.ErrLost) {
		t.Errorf("a watcher: %v, want ErrLost", err)
	}
}
