package boltkv

import (
	"os"

	"golang.org/x/sys/unix"
)

// reserve asks the file system for the room, which most give at once.
func reserve(file *os.File, size int64) error {
	err := unix.Fallocate(int(file.Fd()), 0, 0, size)
	if err == nil || isFull(err) {
		return err
	}
	return fill(file, size)
}
