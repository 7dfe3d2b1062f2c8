//go:build unix

package safefile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// NoFollow is the flag that makes opening a symbolic link an error.
const NoFollow = syscall.O_NOFOLLOW

func exposed(mode fs.FileMode) bool { return mode.Perm()&0o077 != 0 }

func isReadOnly(err error) bool { return errors.Is(err, syscall.EROFS) }

func checkOwner(path string, info fs.FileInfo) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || int(stat.Uid) == os.Geteuid() {
		return nil
	}
	return &Error{path, fmt.Errorf("%w (uid %d, we are %d)", ErrForeign, stat.Uid, os.Geteuid()), "run as the user who owns it"}
}

// fullErrors are what a file system says when it has no room for more: the disk,
// the quota, the largest file it or the process may have.
var fullErrors = []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}

// SyncDir makes the names in a folder as durable as the files they name.
func SyncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	defer dir.Close()
	// Some network file systems cannot sync a folder and say so; they order
	// names by themselves.
	if err := dir.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		return err
	}
	return nil
}
