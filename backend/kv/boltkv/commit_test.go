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

// waitsFor returns once a second handle of the file is open, which waits for the
// lock of the first. Where the system does not list them it is given its time.
func waitsFor(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Readlink("/proc/self/fd/0"); err != nil {
		time.Sleep(time.Second)
		return
	}
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		open, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Fatal(err)
		}
		handles := 0
		for _, fd := range open {
			if to, err := os.Readlink("/proc/self/fd/" + fd.Name()); err == nil && to == path {
				handles++
			}
		}
		if handles > 1 {
			return
		}
	}
	t.Fatal("nobody waits for the lock")
}

// A restore puts another file in the place of the store; who waited for the lock
// of the old one must not go on with that.
func TestFilePutInPlaceWhileWaitingForTheLockIsNoticed(t *testing.T) {
	s := opened(t)
	path, waiting := s.path, make(chan error)
	go func() {
		other, err := Open(path, Options{Timeout: time.Minute})
		if err == nil {
			other.Close()
		}
		waiting <- err
	}()
	waitsFor(t, path)
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
