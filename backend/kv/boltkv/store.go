// Package boltkv keeps a kv.Store in one bbolt file. It knows bbolt, its locks,
// its failures and the layout of the file; nothing else in Latchkey imports
// bbolt. It must not know what the values mean or how they are sealed.
//
// bbolt trusts its file: it makes a fresh store of an empty one, panics on a
// damaged page, faults where the file was cut, and has no checksums but on its
// first two pages. So the file is looked at before bbolt may, and every call
// into bbolt is guarded. That what a page says is true is the seal's business.
package boltkv

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"latchkey/backend/kv"
)

// Options are the choices of who opens a store. The zero value is right.
type Options struct {
	// Timeout is how long to wait for another process to let go of the store;
	// 0 is two seconds.
	Timeout time.Duration
	// Ballast is how many bytes are kept in a file beside the store, to be
	// given up when the disk is full and something must be written all the
	// same; 0 is none.
	Ballast int64
}

// Store is an open store. Its methods may be called concurrently.
type Store struct {
	path string
	file *os.File // bbolt's own handle
	db   *bbolt.DB
	size atomic.Int64 // the file was at least this large; it never shrinks

	history *history
	ballast *ballast

	writing  chan struct{} // holds one token, which the writer takes
	revision int64         // of the newest commit; the writer's

	life     sync.RWMutex
	closed   bool
	underway sync.WaitGroup // calls that use db

	broken struct {
		once  sync.Once
		ch    chan struct{} // closed by the first call of fail
		cause error
	}
}

var _ kv.Engine = (*Store)(nil)

// options are those of every bbolt file here. Syncing is never switched off.
func options(timeout time.Duration) *bbolt.Options {
	return &bbolt.Options{
		Timeout:      timeout,
		PageSize:     pageSize,
		FreelistType: bbolt.FreelistMapType,
		NoStatistics: true,
	}
}

// Open opens a store that Create has made. Every error is a *FileError, and
// whatever is wrong, the file is left as it was found: ErrAbsent, ErrEmpty,
// ErrNotAStore, ErrDamaged, ErrNewer, ErrInUse, or one of package safefile's.
func Open(path string, opts Options) (*Store, error) {
	timeout := opts.Timeout
	if timeout == 0 {
		timeout = 2 * time.Second
	}
	file, err := openFile(path)
	if err != nil {
		return nil, err
	}
	s := &Store{path: path, file: file, ballast: newBallast(path, opts.Ballast)}
	if err := s.ballast.usable(); err != nil {
		file.Close()
		return nil, err
	}
	bolt := options(timeout)
	bolt.OpenFile = func(string, int, os.FileMode) (*os.File, error) { return file, nil }
	err = guard(func() (err error) {
		if s.db, err = bbolt.Open(path, 0o600, bolt); err != nil {
			return err
		}
		// Until it was locked, another process may have put another file here.
		if !same(path, file) {
			return &FileError{Path: path, Err: ErrInUse, Found: "another file was put in its place", Hint: "try again"}
		}
		info, err := file.Stat()
		if err != nil {
			return err
		}
		if err := verify(path, file, info.Size()); err != nil {
			return err
		}
		return s.db.View(func(tx *bbolt.Tx) error {
			s.revision, err = readLayout(path, tx)
			return err
		})
	})
	if err != nil {
		var named *FileError
		if s.db != nil && (errors.As(err, &named) || !errors.Is(err, ErrDamaged)) {
			s.db.Close()
		}
		letGo(file) // also where bbolt panicked and may not be asked to close
		return nil, openError(path, err)
	}
	s.history = newHistory(s.revision)
	s.broken.ch = make(chan struct{})
	s.writing = make(chan struct{}, 1)
	s.writing <- struct{}{}
	return s, nil
}

func openError(path string, err error) error {
	var named *FileError
	switch {
	case errors.As(err, &named):
		return named
	case errors.Is(err, berrors.ErrTimeout):
		return &FileError{Path: path, Err: ErrInUse, Hint: "use that one, or end it first"}
	case errors.Is(err, ErrDamaged):
		return &FileError{path, err, "", hintRestore}
	}
	return refuse(path, err)
}

// Close waits for what is under way, ends the watchers with kv.ErrClosed and
// lets go of the file. Closing again does nothing.
func (s *Store) Close() error {
	s.life.Lock()
	if s.closed {
		s.life.Unlock()
		return nil
	}
	s.closed = true
	s.life.Unlock()

	s.underway.Wait()
	s.history.close()
	return s.release()
}

// release lets go of bbolt and the file. Where a panic left one of bbolt's
// locks taken, closing bbolt would wait for ever: then only the file is let go
// of, and its mapping stays until the process ends.
func (s *Store) release() error {
	if !s.isBroken() {
		return s.db.Close()
	}
	closed := make(chan error, 1)
	go func() { closed <- guard(s.db.Close) }()
	select {
	case <-closed:
	case <-time.After(time.Second):
	}
	letGo(s.file) // once more does no harm
	return nil
}

// enter is the first thing every call does that uses bbolt; leave the last.
func (s *Store) enter() error {
	s.life.RLock()
	defer s.life.RUnlock()
	if s.closed {
		return kv.ErrClosed
	}
	if s.isBroken() {
		return s.broken.cause
	}
	s.underway.Add(1)
	return nil
}

func (s *Store) leave() { s.underway.Done() }

// fail stops the store for good: after damage, or a write of which nobody can
// say whether it is on the disk, every further answer could be a wrong one.
func (s *Store) fail(cause error) {
	s.broken.once.Do(func() {
		s.broken.cause = fmt.Errorf("store %s: %w: %w", s.path, kv.ErrStopped, cause)
		close(s.broken.ch)
	})
}

func (s *Store) isBroken() bool {
	select {
	case <-s.broken.ch:
		return true
	default:
		return false
	}
}

// look sees whether the file still has the bytes that are mapped: one that was
// cut would fault in the middle of bbolt, with its locks taken.
func (s *Store) look() error {
	least := s.size.Load()
	info, err := s.file.Stat()
	if err != nil {
		return fmt.Errorf("look at store %s: %w", s.path, err)
	}
	size := info.Size()
	if size < least {
		err := fmt.Errorf("%w: it was cut from %d to %d bytes while open", ErrDamaged, least, size)
		s.fail(err)
		return s.broken.cause
	}
	for least < size && !s.size.CompareAndSwap(least, size) {
		least = s.size.Load()
	}
	return nil
}

// inPlace sees whether the file still has its name. What is written to one that
// was removed or replaced is gone with this process.
func (s *Store) inPlace() error {
	if same(s.path, s.file) {
		return nil
	}
	s.fail(fmt.Errorf("%w: its file was moved, removed or replaced while open", ErrDamaged))
	return s.broken.cause
}

// view reads in one consistent view of the store.
func (s *Store) view(fn func(tx *bbolt.Tx) error) error {
	if err := s.look(); err != nil {
		return err
	}
	err := guard(func() error { return s.db.View(fn) })
	if errors.Is(err, ErrDamaged) {
		s.fail(err)
	}
	return err
}
