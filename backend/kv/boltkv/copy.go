package boltkv

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"go.etcd.io/bbolt"

	"latchkey/backend/kv/safefile"
)

// Copy writes a copy of the whole store, as it is at one moment, while it goes
// on being used. The copy is the file of a store. w must be quick, such as a
// file: what is deleted meanwhile takes room until the copy is done.
func (s *Store) Copy(ctx context.Context, w io.Writer) (int64, error) {
	if err := s.enter(); err != nil {
		return 0, err
	}
	defer s.leave()
	var written int64
	var stopped error // of w, which is no fault of the store
	err := s.view(func(tx *bbolt.Tx) error {
		var err error
		written, err = tx.WriteTo(&ending{ctx, w, &stopped})
		return err
	})
	if stopped != nil {
		return written, stopped
	}
	if err != nil {
		return written, fmt.Errorf("copy store %s: %w", s.path, err)
	}
	return written, nil
}

// ending is a writer that ends with ctx and remembers its own error.
type ending struct {
	ctx context.Context
	w   io.Writer
	err *error
}

func (e *ending) Write(p []byte) (int, error) {
	if err := e.ctx.Err(); err != nil {
		*e.err = err
		return 0, err
	}
	n, err := e.w.Write(p)
	if err != nil {
		*e.err = err
	}
	return n, err
}

// compactStep bounds what one transaction of the new file holds in memory.
const compactStep = 4 << 20

// Compact writes the entries of an open store, as they are at one moment, into
// a new file at path, without the room that earlier ones left. The file is
// 0600, must not exist yet, and is whole on the disk when Compact returns;
// after an error there is none. What is committed to s meanwhile is not in it.
func Compact(ctx context.Context, s *Store, path string) (err error) {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.leave()
	if err := s.look(); err != nil {
		return err
	}
	var file *os.File
	opts := options(2 * time.Second)
	opts.NoSync = true // it is synced as a whole at the end, and is nothing before
	opts.OpenFile = func(name string, flag int, mode fs.FileMode) (opened *os.File, err error) {
		file, err = os.OpenFile(name, flag|os.O_EXCL|safefile.NoFollow, mode)
		return file, err
	}
	err = guard(func() error {
		into, err := bbolt.Open(path, 0o600, opts)
		if err != nil {
			return err
		}
		defer into.Close()
		if err := bbolt.Compact(into, s.db, compactStep); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		return file.Sync()
	})
	if err == nil {
		return nil
	}
	if file != nil {
		letGo(file)
		os.Remove(path)
	}
	if errors.Is(err, ErrDamaged) {
		return damaged(s.path, err.Error())
	}
	return refuse(path, err)
}
