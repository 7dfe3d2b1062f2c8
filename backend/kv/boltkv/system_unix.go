//go:build unix

package boltkv

import (
	"os"
	"syscall"
)

// letGo gives up the lock on a file and closes it. Closing alone would not do
// where bbolt could not undo its mapping: the lock lives as long as that.
func letGo(file *os.File) {
	syscall.Flock(int(file.Fd()), syscall.LOCK_UN)
	file.Close()
}
