//go:build unix

package boltkv_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"latchkey/backend/kv"
	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/safefile"
)

func TestOpenRefusesAFileThatIsNotOursAlone(t *testing.T) {
	for _, c := range []struct {
		name string
		turn func(path string) error
		want error
		says string
	}{
		{"readable by the group", func(p string) error { return os.Chmod(p, 0o640) }, safefile.ErrExposed, "mode 0640"},
		{"readable by all", func(p string) error { return os.Chmod(p, 0o604) }, safefile.ErrExposed, "mode 0604"},
		{"writable by all", func(p string) error { return os.Chmod(p, 0o602) }, safefile.ErrExposed, "mode 0602"},
		{"read-only", func(p string) error { return os.Chmod(p, 0o400) }, safefile.ErrReadOnly, "mode 0400"},
		{"a symbolic link", func(p string) error {
			if err := os.Rename(p, p+".real"); err != nil {
				return err
			}
			return os.Symlink(p+".real", p)
		}, safefile.ErrSymlink, "symbolic link"},
		{"a symbolic link to nothing", func(p string) error {
			if err := os.Remove(p); err != nil {
				return err
			}
			return os.Symlink(p+".nothing", p)
		}, safefile.ErrSymlink, "symbolic link"},
		{"a pipe", func(p string) error {
			if err := os.Remove(p); err != nil {
				return err
			}
			return syscall.Mkfifo(p, 0o600)
		}, safefile.ErrNotRegular, "regular"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "latchkey.db")
			if err := boltkv.Create(path); err != nil {
				t.Fatal(err)
			}
			if err := c.turn(path); err != nil {
				t.Fatal(err)
			}
			before, err := os.Lstat(path)
			if err != nil {
				t.Fatal(err)
			}
			refused(t, path, c.want, c.says)
			after, err := os.Lstat(path)
			if err != nil || after.Mode() != before.Mode() || !after.ModTime().Equal(before.ModTime()) {
				t.Errorf("the file was touched: %v, %v", after, err)
			}
		})
	}
}

// Creating would be refused for want of room that is there, and a pipe would hold
// up every commit.
func TestOpenRefusesWhatLiesInThePlaceOfTheBallastAndCannotBeIt(t *testing.T) {
	for name, c := range map[string]struct {
		put  func(path string) error
		want error
	}{
		"a folder":          {func(p string) error { return os.Mkdir(p, 0o700) }, safefile.ErrNotRegular},
		"a pipe":            {func(p string) error { return syscall.Mkfifo(p, 0o600) }, safefile.ErrNotRegular},
		"a link":            {func(p string) error { return os.Symlink("elsewhere", p) }, safefile.ErrSymlink},
		"a read-only file":  {func(p string) error { return os.WriteFile(p, nil, 0o400) }, safefile.ErrReadOnly},
		"one others read":   {func(p string) error { return errors.Join(os.WriteFile(p, nil, 0o600), os.Chmod(p, 0o644)) }, nil},
		"none":              {func(string) error { return nil }, nil},
		"one of other size": {func(p string) error { return os.WriteFile(p, make([]byte, 1000), 0o600) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "latchkey.db")
			if err := errors.Join(boltkv.Create(path), c.put(path+".ballast")); err != nil {
				t.Fatal(err)
			}
			s, err := boltkv.Open(path, boltkv.Options{Ballast: 64 << 10})
			if err == nil {
				defer s.Close()
			}
			if !errors.Is(err, c.want) {
				t.Fatalf("opening says %v, want %v", err, c.want)
			}
			if err != nil && !strings.Contains(err.Error(), path+".ballast") {
				t.Errorf("%v does not name the file", err)
			}
			if err == nil {
				if _, err := s.Commit(t.Context(), []kv.Op{kv.Put("k", []byte("v"), kv.Absent)}); err != nil {
					t.Errorf("a commit: %v", err)
				}
			}
		})
	}
}

func TestStoreIsMadeForItsOwnerAlone(t *testing.T) {
	old := syscall.Umask(0)
	defer syscall.Umask(old)
	path := filepath.Join(t.TempDir(), "latchkey.db")
	if err := boltkv.Create(path); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %04o, want 0600", info.Mode().Perm())
	}
}
