//go:build unix

package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"strconv"
	"syscall"

	"latchkey/backend/access"
	"latchkey/backend/kv/safefile"
)

// checkOwner refuses a folder of somebody else: what this process writes there
// would be its own, and the owner's core could not read it any more.
func checkOwner(dir string, info fs.FileInfo) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || int(stat.Uid) == os.Geteuid() {
		return nil
	}
	return access.Errorf(access.CodeDenied, "the data folder %s belongs to %s", dir, userName(int(stat.Uid))).
		WithHint("run this as that user, or name another folder with --data DIR")
}

func isOpenToOthers(_ string, info fs.FileInfo) (bool, error) {
	return info.Mode().Perm()&0o077 != 0, nil
}

func closeToOthers(dir string) error { return os.Chmod(dir, 0o700) }

func howToClose(dir string) string { return fmt.Sprintf("chmod 700 %s", safefile.Quote(dir)) }

func isReadOnly(err error) bool { return errors.Is(err, syscall.EROFS) }

// userName is the name of an OS user, or the number where there is no name.
func userName(uid int) string {
	if u, err := user.LookupId(strconv.Itoa(uid)); err == nil {
		return u.Username
	}
	return fmt.Sprintf("user %d", uid)
}

// ownName is the name of the OS user this process runs as.
func ownName() string { return userName(os.Geteuid()) }
