package boltkv

import (
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"

	"latchkey/backend/kv"
)

// A limit on the size of files stands in for a full disk: the same writes fail
// at the same places. It holds for a whole process, so the test has one of its own.
func TestFullDiskRefusesWhatIsTooMuchAndNothingElse(t *testing.T) {
	const own = "LATCHKEY_BOLTKV_FULL"
	if os.Getenv(own) == "" {
		cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.count=1")
		cmd.Env = append(os.Environ(), own+"=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return
	}
	s := opened(t)
	limit(t, uint64(s.size.Load())+64<<10)

	acknowledged := make(map[string]bool)
	var full error
	for i := 0; full == nil; i++ {
		key := fmt.Sprintf("fill/%04d", i)
		if _, full = s.Commit(t.Context(), []kv.Op{kv.Put(key, make([]byte, 8<<10), kv.Absent)}); full == nil {
			acknowledged[key] = true
		}
	}
	if !errors.Is(full, kv.ErrFull) || errors.Is(full, kv.ErrUnknown) {
		t.Fatalf("%v, want ErrFull", full)
	}
	page, err := s.Scan(t.Context(), "fill/", "", 1000, 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Entries) != len(acknowledged) {
		t.Errorf("%d entries there, %d acknowledged", len(page.Entries), len(acknowledged))
	}

	// Those that fit go through also when they queue beside one that does not.
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			if _, err := s.Commit(t.Context(), []kv.Op{kv.Put(fmt.Sprintf("large/%d", i), make([]byte, 150<<10), kv.Absent)}); !errors.Is(err, kv.ErrFull) {
				t.Errorf("one that does not fit: %v, want ErrFull", err)
			}
		})
		wg.Go(func() {
			if _, err := s.Commit(t.Context(), []kv.Op{kv.Delete(fmt.Sprintf("k/%d/0", i), kv.Anything)}); err != nil {
				t.Errorf("a deletion: %v", err)
			}
		})
	}
	wg.Wait()

	limit(t, math.MaxUint64)
	if _, err := s.Commit(t.Context(), []kv.Op{kv.Put("large/0", make([]byte, 150<<10), kv.Absent)}); err != nil {
		t.Errorf("with room again: %v", err)
	}
	path := s.path
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	page, err = again.Scan(t.Context(), "", "", 1000, 0)
	if err != nil || len(page.Entries) != len(acknowledged)+100-8+1 {
		t.Errorf("%d entries after reopening, %v", len(page.Entries), err)
	}
}

// limit bounds the files of this process.
func limit(t *testing.T, size uint64) {
	t.Helper()
	var now syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
		t.Fatal(err)
	}
	now.Cur = min(size, now.Max)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
		t.Fatal(err)
	}
}
