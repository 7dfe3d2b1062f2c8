package boltkv

import (
	"os"

	"golang.org/x/sys/windows"
)

var fullErrors = []error{windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL, windows.ERROR_DISK_QUOTA_EXCEEDED}

// letGo gives up the lock on a file, which goes with the handle, and closes it.
func letGo(file *os.File) { file.Close() }
