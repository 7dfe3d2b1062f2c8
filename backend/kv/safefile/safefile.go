// Package safefile opens and writes the files that hold secrets or sealed
// state: the store and the master key. It knows what such a file must be (a
// regular file, ours, closed to everybody else) and how a file appears whole or
// not at all. It must not know what is in them.
package safefile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
)

var (
	ErrSymlink    = errors.New("it is a symbolic link")
	ErrNotRegular = errors.New("it is no regular file")
	ErrForeign    = errors.New("it belongs to another user")
	ErrExposed    = errors.New("other users may open it")
	ErrReadOnly   = errors.New("it is read-only")
	ErrDenied     = errors.New("the system denies access to it")
	ErrAbsent     = fs.ErrNotExist
)

// Error says which file was refused and why, and what mends it.
type Error struct {
	Path string
	Err  error  // one of the sentinels, or what the system said
	Hint string // what to do, a sentence without full stop; may be empty
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %v", e.Path, e.Err) }
func (e *Error) Unwrap() error { return e.Err }

// Open opens an existing file and refuses one that is not as it must be. What
// it checks it checks on the opened file, so that nothing can be put in its
// place in between.
func Open(path string, writable bool) (*os.File, error) {
	// The first look is by name: opening a pipe or a device would already act
	// on it, and a link is refused by a clear name rather than by ELOOP.
	named, err := os.Lstat(path)
	if err != nil {
		return nil, Refuse(path, err)
	}
	if err := Check(path, named, writable); err != nil {
		return nil, err
	}
	flag := os.O_RDONLY
	if writable {
		flag = os.O_RDWR
	}
	file, err := os.OpenFile(path, flag|NoFollow, 0)
	if err != nil {
		return nil, Refuse(path, err)
	}
	opened, err := file.Stat()
	if err == nil {
		err = Check(path, opened, writable)
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// Check holds a file's kind, owner and mode against what they must be.
func Check(path string, info fs.FileInfo, writable bool) error {
	mode := info.Mode()
	switch {
	case mode&fs.ModeSymlink != 0:
		return &Error{path, ErrSymlink, "put the file itself in its place"}
	case !mode.IsRegular():
		return &Error{path, ErrNotRegular, "move it away, or name another path"}
	}
	if err := checkOwner(path, info); err != nil {
		return err
	}
	if exposed(mode) {
		return &Error{path, fmt.Errorf("%w (mode %04o)", ErrExposed, mode.Perm()), "close it to others: chmod 600 " + Quote(path)}
	}
	if writable && mode.Perm()&0o200 == 0 {
		return &Error{path, fmt.Errorf("%w (mode %04o)", ErrReadOnly, mode.Perm()), "let its owner write it: chmod 600 " + Quote(path)}
	}
	return nil
}

// Quote is a path as it is typed in a shell.
func Quote(path string) string {
	plain := func(r rune) bool {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("/._-+:@%,=", r) || r > 0x7f && unicode.IsLetter(r)
	}
	switch {
	case path != "" && strings.IndexFunc(path, func(r rune) bool { return !plain(r) }) < 0:
		return path
	case filepath.Separator == '\\':
		return `"` + path + `"`
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

// Refuse gives what the system said a name of ours where it has one. An error
// that is an Error already is passed on.
func Refuse(path string, err error) error {
	var named *Error
	if errors.As(err, &named) {
		return named
	}
	// The path is said once, by Error.
	var inner *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &inner):
		err = inner.Err
	case errors.As(err, &link):
		err = link.Err
	}
	switch {
	case isReadOnly(err):
		return &Error{path, fmt.Errorf("%w: %w", ErrReadOnly, err), "mount it for writing, or copy the folder to another disk and name that with --data DIR"}
	case errors.Is(err, fs.ErrPermission):
		return &Error{path, fmt.Errorf("%w: %w", ErrDenied, err), "check the owner and mode of the file and of its folder"}
	}
	return &Error{Path: path, Err: err}
}

// IsFull reports whether a file system had no room for more. Some libraries pass
// the cause on as text only.
func IsFull(err error) bool {
	return err != nil && slices.ContainsFunc(fullErrors, func(full error) bool {
		return errors.Is(err, full) || strings.Contains(err.Error(), full.Error())
	})
}

// WriteNew writes a file that must not exist yet, 0600. It appears whole or not
// at all, also when the program or the machine stops half-way, and of several
// that write it at once one wins and the others get fs.ErrExist.
func WriteNew(path string, data []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new-*")
	if err != nil {
		return Refuse(path, err)
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(data)
	if err == nil {
		err = temp.Sync()
	}
	if closed := temp.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return Refuse(path, err)
	}
	// A link, not a rename: a rename would replace a file of that name.
	err = os.Link(temp.Name(), path)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		err = writeExclusive(path, data) // a file system without links
	}
	if err != nil {
		return Refuse(path, err)
	}
	return SyncDir(filepath.Dir(path))
}

// writeExclusive writes in place. A stop half-way leaves a short file, which
// its reader refuses by name.
func writeExclusive(path string, data []byte) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		os.Remove(path)
	}
	return err
}

// Replace writes a file, 0600, in the place of the one of that name, if there
// is one. A stop half-way leaves the one or the other, whole. One writer at a
// time.
func Replace(path string, data []byte) error {
	temp := path + ".new"
	file, err := os.OpenFile(temp, os.O_CREATE|os.O_TRUNC|os.O_WRONLY|NoFollow, 0o600)
	if err != nil {
		return Refuse(temp, err)
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(temp, path)
	}
	if err != nil {
		os.Remove(temp)
		return Refuse(path, err)
	}
	return SyncDir(filepath.Dir(path))
}
