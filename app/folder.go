package app

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"latchkey/backend/access"
)

const goos = runtime.GOOS

// What lies in a data folder. Nothing inside depends on the folder's path, so
// that a copy opens.
const (
	storeName   = "latchkey.db"
	anchorName  = "latchkey.anchor" // how far the store had come
	backupsName = "backups"
	masterName  = "master.key"
	ownerName   = "latchkey.owner"
	socketName  = "latchkey.sock"
	logName     = "latchkey.log" // of a core that the window started
)

// prepareFolder makes the data folder, or checks the one there is: it must be
// ours, nobody else may look into it, and we can write to it. An empty folder
// that others may read is taken over; one with something in it is not, because
// somebody may have meant it so.
func prepareFolder(dir string) error {
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return makeFolder(dir)
	}
	if err != nil {
		return folderError(dir, err)
	}
	if !info.IsDir() {
		return access.Errorf(access.CodeConflict, "the data folder %s is a file", dir).WithHint("name a folder with --data DIR")
	}
	if err := checkOwner(dir, info); err != nil {
		return err
	}
	wide, err := isOpenToOthers(dir, info)
	if err != nil {
		return folderError(dir, err)
	}
	if wide {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return folderError(dir, err)
		}
		if len(entries) > 0 {
			return access.Errorf(access.CodeDenied, "other users may look into the data folder %s", dir).WithHint("%s", howToClose(dir))
		}
		if err := closeToOthers(dir); err != nil {
			return folderError(dir, err)
		}
	}
	if info.Mode().Perm()&0o300 != 0o300 {
		return readOnly(dir)
	}
	return nil
}

func makeFolder(dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return folderError(dir, err)
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return prepareFolder(dir) // another process was as quick
		}
		return folderError(dir, err)
	}
	if err := closeToOthers(dir); err != nil {
		return folderError(dir, err)
	}
	return nil
}

func readOnly(dir string) error {
	return access.Errorf(access.CodeDenied, "the data folder %s is read-only", dir).
		WithHint("make it writable, or name another one with --data DIR")
}

// folderError puts an error of the file system into words.
func folderError(dir string, err error) error {
	switch {
	case isReadOnly(err), errors.Is(err, fs.ErrPermission):
		return readOnly(dir)
	case errors.Is(err, fs.ErrNotExist):
		return access.Errorf(access.CodeNotFound, "there is no data folder %s", dir)
	}
	return access.Errorf(access.CodeUnavailable, "the data folder %s cannot be used: %v", dir, err).
		WithHint("look after its disk, or name another folder with --data DIR").Wrap(err)
}

// samePath reports whether two paths are one folder, whatever links lead there.
func samePath(a, b string) bool {
	if a == b {
		return true
	}
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}
