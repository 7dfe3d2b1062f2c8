package boltkv

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.etcd.io/bbolt"

	"latchkey/backend/kv"
)

// transactions is how many bbolt has written.
func transactions(t *testing.T, s *Store) (id int) {
	t.Helper()
	if err := s.view(func(tx *bbolt.Tx) error { id = tx.ID(); return nil }); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestLoneCommitIsNotDelayed(t *testing.T) {
	// In a bubble time passes only while everybody waits for it.
	synctest.Test(t, func(t *testing.T) {
		s := opened(t)
		start := time.Now()
		for i := range 20 {
			if _, err := s.Commit(t.Context(), []kv.Op{kv.Put("k", fmt.Append(nil, i), kv.Anything)}); err != nil {
				t.Fatal(err)
			}
		}
		if waited := time.Since(start); waited > 0 {
			t.Errorf("20 commits of a lone caller waited %v for company", waited)
		}
		s.Close()
	})
}

func TestCommitsWaitForEachOtherTwoMillisecondsAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := opened(t)
		start, groups := time.Now(), transactions(t, s)
		var wg sync.WaitGroup
		for w := range 16 {
			wg.Go(func() {
				for i := range 20 {
					if _, err := s.Commit(t.Context(), []kv.Op{kv.Put(fmt.Sprint(w), fmt.Append(nil, i), kv.Anything)}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		groups = transactions(t, s) - groups
		if waited := time.Since(start); waited > time.Duration(groups)*groupWait {
			t.Errorf("%d groups waited %v", groups, waited)
		}
		s.Close()
	})
}

func TestConcurrentCommitsShareAWrite(t *testing.T) {
	const writers, each = 32, 30
	s := opened(t)
	before := transactions(t, s)
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				if _, err := s.Commit(t.Context(), []kv.Op{kv.Put(fmt.Sprint(w), fmt.Append(nil, i), kv.Anything)}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if written := transactions(t, s) - before; written > writers*each/4 {
		t.Errorf("%d commits took %d writes", writers*each, written)
	}
}

// A commit is cancelled as long as it queues, and waited for once it is written.
func TestCancelledCommitIsEitherMadeOrNot(t *testing.T) {
	s := opened(t)
	made, cancelled := 0, 0
	for i := range 120 {
		ctx, cancel := context.WithCancel(t.Context())
		key := fmt.Sprintf("c/%03d", i)
		var wg sync.WaitGroup
		wg.Go(cancel)
		// Company, so that some of them queue.
		wg.Go(func() { s.Commit(t.Context(), []kv.Op{kv.Put("company", nil, kv.Anything)}) })
		_, err := s.Commit(ctx, []kv.Op{kv.Put(key, nil, kv.Absent)})
		wg.Wait()
		page, scanned := s.Scan(t.Context(), key, "", 1, 0)
		if scanned != nil {
			t.Fatal(scanned)
		}
		switch there := len(page.Entries) == 1; {
		case err == nil && there:
			made++
		case errors.Is(err, context.Canceled) && !there:
			cancelled++
		default:
			t.Fatalf("commit: %v; afterwards it is there: %v", err, there)
		}
	}
	t.Logf("%d made, %d cancelled", made, cancelled)
}
