package boltkv

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"latchkey/backend/kv"
)

// smallDisk is a folder with a few megabytes to itself.
func smallDisk(t *testing.T, megabytes int) string {
	t.Helper()
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dm,mode=0700", megabytes)); err != nil {
		if os.Geteuid() != 0 || errors.Is(err, unix.EPERM) {
			t.Skip("not run here: a file system of its own needs root")
		}
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Unmount(dir, unix.MNT_DETACH) })
	return dir
}

// Somebody else fills the disk all the time, and takes whatever is free: what is
// kept in reserve is not free before it is needed.
func TestReserveIsNotLostToWhoFillsTheDisk(t *testing.T) {
	dir := smallDisk(t, 8)
	path := filepath.Join(dir, "latchkey.db")
	if err := Create(path); err != nil {
		t.Fatal(err)
	}
	s, err := Open(path, Options{Ballast: 2 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	put := func(urgent bool, key string) error {
		return s.Group(t.Context(), urgent, func(w kv.Writer) error {
			_, err := w.Commit([]kv.Op{kv.Put(key, make([]byte, 3000), kv.Anything)})
			return err
		})
	}
	if err := put(false, "first"); err != nil {
		t.Fatal(err)
	}
	thief, err := os.Create(filepath.Join(dir, "somebody else's"))
	if err != nil {
		t.Fatal(err)
	}
	defer thief.Close()
	takeAll := func() {
		for size := 64 << 10; size >= 512; size /= 2 {
			for {
				if _, err := thief.Write(make([]byte, size)); err != nil {
					break
				}
			}
		}
	}
	for i := range ballastSlices / 2 {
		takeAll()
		for n := range 10 {
			if err := put(true, fmt.Sprintf("revoked/%d/%d", i, n)); err != nil {
				t.Fatalf("urgent commit %d, after the disk was filled %d times: %v", n, i+1, err)
			}
		}
	}
	takeAll()
	if err := put(false, "created"); !errors.Is(err, kv.ErrFull) {
		t.Errorf("beside it: %v, want ErrFull", err)
	}
}

func TestFullDiskKeepsRoomForWhatIsUrgent(t *testing.T) {
	dir := smallDisk(t, 8)
	filler := filepath.Join(dir, "somebody else's")
	if err := os.WriteFile(filler, make([]byte, 3<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "latchkey.db")
	if err := Create(path); err != nil {
		t.Fatal(err)
	}
	s, err := Open(path, Options{Ballast: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	put := func(urgent bool, key string, size int) error {
		return s.Group(t.Context(), urgent, func(w kv.Writer) error {
			_, err := w.Commit([]kv.Op{kv.Put(key, make([]byte, size), kv.Anything)})
			return err
		})
	}
	kept := 0
	for ; err == nil; kept++ {
		err = put(false, fmt.Sprintf("fill/%04d", kept), 32<<10)
	}
	kept--
	if !errors.Is(err, kv.ErrFull) {
		t.Fatalf("%v, want ErrFull", err)
	}
	for i := 0; put(false, fmt.Sprintf("small/%04d", i), 3000) == nil; i++ {
	}

	for i := range 20 {
		if err := put(true, fmt.Sprintf("revoked/%d", i), 3000); err != nil {
			t.Fatalf("urgent commit %d: %v", i, err)
		}
		if err := put(false, "created", 1); !errors.Is(err, kv.ErrFull) {
			t.Fatalf("beside it: %v, want ErrFull", err)
		}
	}

	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(time.Minute)
	for err = kv.ErrFull; errors.Is(err, kv.ErrFull) && time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		err = put(false, "created", 1)
	}
	if err != nil {
		t.Fatalf("with room again: %v", err)
	}
	if info, err := os.Stat(path + ".ballast"); err != nil || info.Size() != 1<<20 {
		t.Errorf("the ballast was not made again: %v", err)
	}
	if page, err := s.Scan(t.Context(), "fill/", "", 1000, 0); err != nil || len(page.Entries) != kept {
		t.Errorf("%d of %d entries, %v", len(page.Entries), kept, err)
	}
}
