//go:build unix

package boltkv

import (
	"os"
	"syscall"
)

// What a file system says when it has no room for more: the disk, the quota,
// the largest file it or the process may have.
var fullErrors = []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}

// letGo gives up the lock on a file and closes it. Closing alone would not do
// where bbolt could not undo its mapping: the lock lives as long as that.
func letGo(file *os.File) {
	syscall.Flock(int(file.Fd()), syscall.LOCK_UN)
	file.Close()
}
