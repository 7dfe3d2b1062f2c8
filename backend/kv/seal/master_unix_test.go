//go:build unix

package seal

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"latchkey/backend/kv/safefile"
)

func TestMasterFileIsMadeForItsOwnerAlone(t *testing.T) {
	old := syscall.Umask(0)
	defer syscall.Umask(old)
	path := filepath.Join(t.TempDir(), "master.key")
	if err := WriteMasterFile(path, NewMaster()); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %04o (%v), want 0600", info.Mode().Perm(), err)
	}
}

func TestMasterFileThatOthersMayOpenIsRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		turn func(path string) error
		want error
		hint string
	}{
		{"readable by the group", func(p string) error { return os.Chmod(p, 0o640) }, safefile.ErrExposed, "chmod 600 "},
		{"readable by all", func(p string) error { return os.Chmod(p, 0o604) }, safefile.ErrExposed, "chmod 600 "},
		{"a symbolic link", func(p string) error {
			if err := os.Rename(p, p+".real"); err != nil {
				return err
			}
			return os.Symlink(p+".real", p)
		}, safefile.ErrSymlink, ""},
		{"a folder", func(p string) error {
			if err := os.Remove(p); err != nil {
				return err
			}
			return os.Mkdir(p, 0o700)
		}, safefile.ErrNotRegular, ""},
		{"absent", os.Remove, os.ErrNotExist, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "master.key")
			if err := WriteMasterFile(path, NewMaster()); err != nil {
				t.Fatal(err)
			}
			if err := c.turn(path); err != nil {
				t.Fatal(err)
			}
			m, err := ReadMasterFile(path)
			var refused *safefile.Error
			if !errors.Is(err, c.want) || !errors.As(err, &refused) || m.key != nil {
				t.Fatalf("%v, want %q and no key", err, c.want)
			}
			if !strings.Contains(refused.Hint, c.hint) || strings.Count(err.Error(), path) != 1 {
				t.Errorf("%q, hint %q: want the path once and a hint of %q", err, refused.Hint, c.hint)
			}
		})
	}
	// A key that is only to be read may be on a read-only mode.
	path := filepath.Join(t.TempDir(), "master.key")
	if err := WriteMasterFile(path, NewMaster()); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadMasterFile(path); err != nil {
		t.Errorf("mode 0400: %v", err)
	}
}
