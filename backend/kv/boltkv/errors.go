package boltkv

import (
	"errors"
	"fmt"
	"io/fs"
	"runtime/debug"
	"strings"
	"syscall"

	berrors "go.etcd.io/bbolt/errors"

	"latchkey/backend/kv"
	"latchkey/backend/kv/safefile"
)

var (
	ErrAbsent    = fs.ErrNotExist // there is no store at that path
	ErrEmpty     = errors.New("the store is gone: the file holds nothing")
	ErrNotAStore = errors.New("it is not a latchkey store")
	ErrDamaged   = kv.ErrDamaged
	ErrNewer     = errors.New("the store was written by a newer latchkey")
	ErrInUse     = errors.New("another process has the store open")
)

const (
	hintRestore = "restore it from a backup with: latchkey restore FILE"
	hintFolder  = "name another data folder with --data DIR"
)

// FileError says why a store was not opened or made. The file was left as it
// was found.
type FileError struct {
	Path  string
	Err   error  // one of the sentinels here, or one of safefile's
	Found string // what was found, e.g. "12 of 32768 bytes"; may be empty
	Hint  string // what to do, a sentence without full stop; may be empty
}

func (e *FileError) Error() string {
	if e.Found == "" {
		return fmt.Sprintf("store %s: %v", e.Path, e.Err)
	}
	return fmt.Sprintf("store %s: %v (%s)", e.Path, e.Err, e.Found)
}

func (e *FileError) Unwrap() error { return e.Err }

// refuse makes a FileError of what the system or safefile said, so that the path
// is said once and the reason by a name of ours where it has one.
func refuse(path string, err error) error {
	var refused *safefile.Error
	if errors.As(safefile.Refuse(path, err), &refused) {
		return &FileError{Path: path, Err: refused.Err, Hint: refused.Hint}
	}
	return &FileError{Path: path, Err: err}
}

// isFull reports whether a write failed for want of room.
func isFull(err error) bool { return safefile.IsFull(err) || errors.Is(err, berrors.ErrMaxSizeReached) }

// isSync reports whether a sync failed rather than a write: bbolt passes the
// bare number of the system on then, or a text of its own.
func isSync(err error) bool {
	if strings.Contains(err.Error(), "file sync error") {
		return true
	}
	var number syscall.Errno
	var write *fs.PathError
	return errors.As(err, &number) && !errors.As(err, &write)
}

// guard calls into bbolt, which panics on a damaged page and, where the file
// was cut under its mapping, faults. Either would end the process that serves
// the logins from memory; here it becomes an error.
func guard(fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, p)
		}
	}()
	return fn()
}
