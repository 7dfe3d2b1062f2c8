// Package backup makes backups of an open store, names them, and decides which
// of them are kept. A backup is the file of a store as it was at one moment,
// everything in it sealed, the header with its ways to open it included.
//
// It knows files and dates. It must not know what is in a store, how it is
// sealed, or who may have a copy.
package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"latchkey/backend/kv/safefile"
)

// Source is an open store that can be copied while it is used.
type Source interface {
	Copy(ctx context.Context, w io.Writer) (int64, error)
}

// Options say how a backup is written.
type Options struct {
	// Force replaces a file of that name.
	Force bool
	// Verify opens the finished copy, under a name of its own in the same folder,
	// and reads it whole. Only a copy it is content with gets the backup's name.
	Verify func(ctx context.Context, path string) error
}

// Write makes a backup at path: 0600, on the disk when it returns, and there
// whole or not at all. It gives the size. What is wrong with the path is a
// *safefile.Error; fs.ErrExist says that something is there already.
func Write(ctx context.Context, from Source, path string, o Options) (size int64, err error) {
	if err := free(path, o.Force); err != nil {
		return 0, err
	}
	dir := filepath.Dir(path)
	temp, err := os.CreateTemp(dir, "."+filepath.Base(path)+tempMark+"*")
	if errors.Is(err, fs.ErrNotExist) {
		return 0, &safefile.Error{Path: path, Err: fs.ErrNotExist, Hint: "make its folder first"}
	}
	if err != nil {
		return 0, refuse(path, err)
	}
	defer os.Remove(temp.Name())
	defer temp.Close()
	if size, err = from.Copy(ctx, temp); err != nil {
		return 0, refuse(path, err)
	}
	if err := temp.Sync(); err != nil {
		return 0, refuse(path, err)
	}
	if err := temp.Close(); err != nil {
		return 0, refuse(path, err)
	}
	if err := o.Verify(ctx, temp.Name()); err != nil {
		return 0, fmt.Errorf("read the backup back: %w", err)
	}
	if o.Force {
		err = os.Rename(temp.Name(), path)
	} else {
		err = nameNew(temp.Name(), path)
	}
	if err != nil {
		return 0, refuse(path, err)
	}
	return size, safefile.SyncDir(dir)
}

// tempMark is in the name of a backup that is being written.
const tempMark = ".new-"

// Sweep removes what interrupted backups of ours left in a folder in which nobody
// writes one. It takes as much room as the store.
func Sweep(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	failed := err
	for _, e := range entries {
		name, hidden := strings.CutPrefix(e.Name(), ".")
		name, _, temp := strings.Cut(name, tempMark)
		if _, _, ours := Parse(name); hidden && temp && ours && e.Type().IsRegular() {
			failed = errors.Join(failed, os.Remove(filepath.Join(dir, e.Name())))
		}
	}
	return failed
}

// free says whether a backup may have that name.
func free(path string, force bool) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return safefile.Refuse(path, err)
	case info.Mode()&fs.ModeSymlink != 0:
		return &safefile.Error{Path: path, Err: safefile.ErrSymlink, Hint: "name the file itself"}
	case !info.Mode().IsRegular():
		return &safefile.Error{Path: path, Err: safefile.ErrNotRegular, Hint: "name a file"}
	case !force:
		return taken(path)
	}
	return nil
}

func taken(path string) error {
	return &safefile.Error{Path: path, Err: fs.ErrExist, Hint: "choose another name, or replace the file with --force"}
}

// nameNew gives a file its name and replaces none. A link, not a rename: a
// rename would.
func nameNew(temp, path string) error {
	err := os.Link(temp, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	// A file system without links.
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return fs.ErrExist
	}
	return os.Rename(temp, path)
}

func refuse(path string, err error) error {
	if errors.Is(err, fs.ErrExist) {
		return taken(path)
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var refused *safefile.Error
	if errors.As(safefile.Refuse(path, err), &refused) && refused.Hint == "" {
		refused.Hint = "look at the room and the rights on that disk"
		return refused
	}
	return safefile.Refuse(path, err)
}
