package boltkv

import (
	"errors"
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"latchkey/backend/kv"
)

// faulty puts another file in the place of the store's own, in the middle of a
// commit, so that bbolt's writes go there, and puts the own back afterwards.
func faulty(t *testing.T, s *Store, device string, flag int) error {
	t.Helper()
	fd := int(s.file.Fd())
	own, err := unix.Dup(fd)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(own)
	other, err := os.OpenFile(device, flag, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	err = s.Group(t.Context(), false, func(w kv.Writer) error {
		if _, err := w.Commit([]kv.Op{kv.Put("lost", []byte("never acknowledged"), kv.Anything)}); err != nil {
			return err
		}
		return unix.Dup2(int(other.Fd()), fd)
	})
	if err := unix.Dup2(own, fd); err != nil {
		t.Fatal(err)
	}
	return err
}

func TestNothingIsAcknowledgedAfterAFailedSyncOrWrite(t *testing.T) {
	for _, c := range []struct {
		name, device string
		flag         int
	}{
		{"sync", "/dev/null", os.O_RDWR},    // takes what is written, and cannot be synced
		{"write", "/dev/null", os.O_RDONLY}, // takes nothing
	} {
		t.Run(c.name, func(t *testing.T) {
			s := opened(t)
			before := transactions(t, s)
			if err := faulty(t, s, c.device, c.flag); !errors.Is(err, kv.ErrStopped) || errors.Is(err, kv.ErrFull) {
				t.Fatalf("%v, want ErrStopped", err)
			}
			if _, err := s.Commit(t.Context(), []kv.Op{kv.Put("k", nil, kv.Anything)}); !errors.Is(err, kv.ErrStopped) {
				t.Errorf("the next commit: %v, want ErrStopped", err)
			}
			if err := use(t.Context(), s); !errors.Is(err, kv.ErrStopped) {
				t.Errorf("reading: %v, want ErrStopped", err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			again, err := Open(s.path, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer again.Close()
			if page, err := again.Scan(t.Context(), "lost", "", 1, 0); err != nil || len(page.Entries) > 0 || transactions(t, again) != before {
				t.Errorf("opened again: %d entries, %v", len(page.Entries), err)
			}
			if _, err := again.Commit(t.Context(), []kv.Op{kv.Put("k", nil, kv.Anything)}); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestFileReplacedWhileOpenStopsTheStore(t *testing.T) {
	for name, replace := range map[string]func(path string) error{
		"removed": os.Remove,
		"moved":   func(p string) error { return os.Rename(p, p+".old") },
		"replaced": func(p string) error {
			if err := Create(p + ".other"); err != nil {
				return err
			}
			return os.Rename(p+".other", p)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := opened(t)
			if err := replace(s.path); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Commit(t.Context(), []kv.Op{kv.Put("k", nil, kv.Anything)}); !errors.Is(err, ErrDamaged) || !errors.Is(err, kv.ErrStopped) {
				t.Errorf("%v, want ErrDamaged and ErrStopped", err)
			}
		})
	}
}
