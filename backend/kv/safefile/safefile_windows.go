package safefile

import (
	"errors"
	"io/fs"
	"syscall"

	"golang.org/x/sys/windows"
)

// NoFollow is the flag that makes opening a symbolic link an error. Windows has
// none; Open has looked at the name before.
const NoFollow = 0

// Who may open a file is the business of the folder's access list there; the
// mode bits say nothing.
func exposed(fs.FileMode) bool { return false }

func checkOwner(string, fs.FileInfo) error { return nil }

func isReadOnly(err error) bool { return errors.Is(err, syscall.Errno(19)) } // ERROR_WRITE_PROTECT

var fullErrors = []error{windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL, windows.ERROR_DISK_QUOTA_EXCEEDED}

// SyncDir has nothing to do: NTFS journals names, and a folder cannot be synced.
func SyncDir(string) error { return nil }
