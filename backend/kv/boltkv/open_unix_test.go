//go:build unix

package boltkv_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

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
