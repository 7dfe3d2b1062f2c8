package seal_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"latchkey/backend/kv"
	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/seal"
)

func TestFullDiskRefusesWhatIsNewAndNotWhatIsTakenBack(t *testing.T) {
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=12m,mode=0700"); err != nil {
		if os.Geteuid() != 0 || errors.Is(err, unix.EPERM) {
			t.Skip("not run here: a file system of its own needs root")
		}
		t.Fatal(err)
	}
	defer unix.Unmount(dir, unix.MNT_DETACH)
	filler := filepath.Join(dir, "somebody else's")
	if err := os.WriteFile(filler, make([]byte, 4<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "latchkey.db")
	if err := boltkv.Create(path); err != nil {
		t.Fatal(err)
	}
	opts := seal.Options{Anchor: filepath.Join(dir, "latchkey.anchor"), State: []string{"key/", "session/"}, AlwaysRoom: []string{"session/"}}
	master := seal.NewMaster()
	open := func() *seal.Store {
		inner, err := boltkv.Open(path, boltkv.Options{Ballast: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		if err := seal.Create(t.Context(), inner, master, opts); err != nil && !errors.Is(err, seal.ErrSealed) {
			t.Fatal(err)
		}
		s, err := seal.Open(t.Context(), inner, master, opts)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := open()
	defer func() { s.Close() }()
	do := func(ops ...kv.Op) error { _, err := s.Commit(t.Context(), ops); return err }

	kept := 0
	for _, size := range []int{20 << 10, 500} { // until there is room for nothing
		for err := error(nil); err == nil; kept++ {
			if err = do(kv.Put(fmt.Sprintf("key/%05d", kept), make([]byte, size), kv.Absent), kv.Put(fmt.Sprintf("audit/%05d", kept), nil, kv.Absent)); err != nil {
				kept--
				if !errors.Is(err, kv.ErrFull) {
					t.Fatalf("creating: %v, want ErrFull", err)
				}
			}
		}
	}
	for i := range 60 {
		key := fmt.Sprintf("key/%05d", i)
		if err := do(kv.Put(key, []byte("revoked"), kv.Anything), kv.Put(fmt.Sprintf("audit/revoked/%05d", i), make([]byte, 300), kv.Absent)); err != nil {
			t.Fatalf("revocation %d: %v", i, err)
		}
		if err := do(kv.Put(fmt.Sprintf("session/%d", i), nil, kv.Absent)); err != nil {
			t.Fatalf("signing in: %v", err)
		}
		if err := do(kv.Put(fmt.Sprintf("key/new/%d", i), nil, kv.Absent)); !errors.Is(err, kv.ErrFull) {
			t.Fatalf("creating: %v, want ErrFull", err)
		}
		if err := do(kv.Put("stamp/1", make([]byte, 2000), kv.Anything)); !errors.Is(err, kv.ErrFull) {
			t.Fatalf("a stamp: %v, want ErrFull", err)
		}
	}
	// Sealing everything anew can wait, and would use up the room in no time.
	if err := s.Rekey(t.Context(), nil); !errors.Is(err, kv.ErrFull) {
		t.Fatalf("rekey: %v, want ErrFull", err)
	}
	if err := do(kv.Delete("key/00000", kv.Anything)); err != nil {
		t.Fatalf("deleting: %v", err)
	}
	if _, err := s.Verify(t.Context()); err != nil {
		t.Fatal(err)
	}
	// So it is after a restart in the middle of it, too.
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open()
	if _, err := s.Verify(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := do(kv.Put("key/00001", []byte("revoked again"), kv.Anything)); err != nil {
		t.Errorf("revoking after a restart: %v", err)
	}
	if err := do(kv.Put("key/new", nil, kv.Absent)); !errors.Is(err, kv.ErrFull) {
		t.Errorf("creating after a restart: %v, want ErrFull", err)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(time.Minute)
	err := kv.ErrFull
	for errors.Is(err, kv.ErrFull) && time.Now().Before(deadline) {
		err = do(kv.Put("key/new", nil, kv.Absent))
	}
	if err != nil {
		t.Errorf("creating with room again: %v", err)
	}
	// Every record is written a second time, into pages that lie where they come:
	// what the filler had may be enough for that, and may not.
	if err := unix.Mount("tmpfs", dir, "tmpfs", unix.MS_REMOUNT, "size=64m,mode=0700"); err != nil {
		t.Fatal(err)
	}
	err = kv.ErrFull
	for errors.Is(err, kv.ErrFull) && time.Now().Before(deadline) {
		err = s.Rekey(t.Context(), nil)
	}
	if err != nil || s.Rekeying() {
		t.Errorf("rekey with room again: %v", err)
	}
	if _, err := s.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}
