package boltkv

import (
	"os"

	"golang.org/x/sys/unix"
)

// The mapping is shared and read-only, so what is dropped is read again from the file.
func dropPages(address, length uintptr) error {
	_, _, errno := unix.Syscall(unix.SYS_MADVISE, address, length, unix.MADV_DONTNEED)
	if errno != 0 {
		return os.NewSyscallError("madvise", errno)
	}
	return nil
}
