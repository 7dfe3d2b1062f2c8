package boltkv

import (
	"os"

	"golang.org/x/sys/unix"
)

// reserve asks the file system for the room, which most give at once.
func reserve(file *os.File, from, size int64) error {
	if from >= size {
		return nil
	}
	err := unix.Fallocate(int(file.Fd()), 0, from, size-from)
	if err == nil || isFull(err) {
		return err
	}
	return fill(file, from, size)
}
