package boltkv

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
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

// A restore puts another file in the place of the store; who waited for the lock
// of the old one must not go on with that.
func TestFilePutInPlaceWhileWaitingForTheLockIsNoticed(t *testing.T) {
	s := opened(t)
	path, waiting := s.path, make(chan error)
	go func() {
		other, err := Open(path, Options{Timeout: 10 * time.Second})
		if err == nil {
			other.Close()
		}
		waiting <- err
	}()
	time.Sleep(100 * time.Millisecond) // it waits for the lock now
	if err := Create(path + ".other"); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".other", path); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-waiting; !errors.Is(err, ErrInUse) {
		t.Errorf("%v, want ErrInUse", err)
	}
	again, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	again.Close()
}
