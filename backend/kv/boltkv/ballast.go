package boltkv

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"latchkey/backend/kv"
	"latchkey/backend/kv/safefile"
)

// ballast is room kept beside the store: a file that holds nothing, to be given
// up when the disk is full and something must be written all the same. It is
// given up slice by slice, each when it is needed: whoever fills the disk takes
// what is free at that moment, and must not get all of it. Until it is whole
// again nothing else is written, or the next creation would take the room that
// is meant for revocations.
type ballast struct {
	path string
	size int64 // 0: none is kept

	mu    sync.Mutex
	known bool      // whether left is; an earlier run may have left some
	left  int64     // how much of it is there
	tried time.Time // when it was last given up, or made whole in vain
}

const (
	// ballastPause is how long nobody tries to make the ballast whole again.
	ballastPause = time.Second
	// ballastSlices is in how many parts it is given up.
	ballastSlices = 16
)

var errNoBallast = errors.New("there is no room on the disk to keep in reserve")

func newBallast(store string, size int64) *ballast {
	return &ballast{path: store + ".ballast", size: size}
}

// usable refuses what lies in the place of the ballast and cannot be it: creating
// would be refused for want of room that is there, and a pipe would hold up
// everything.
func (b *ballast) usable() error {
	info, err := os.Lstat(b.path)
	if b.size == 0 || err != nil {
		return nil // there is none yet, and it is made when it is needed
	}
	err = safefile.Check(b.path, info, true)
	if err == nil || errors.Is(err, safefile.ErrExposed) && info.Mode().Perm()&0o200 != 0 { // there is nothing to be read in it
		return nil
	}
	refused := refuse(b.path, err).(*FileError)
	refused.Hint = "it only keeps room for revocations on a full disk, and is made anew: remove it"
	return refused
}

// whole reports whether the room is there, and makes it if it can: that is how
// a store notices that the disk has space again.
func (b *ballast) whole() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.size == 0 || b.known && b.left == b.size {
		return true
	}
	if time.Since(b.tried) < ballastPause {
		return false
	}
	if err := b.make(); err != nil {
		b.tried = time.Now()
		return false
	}
	return true
}

// open opens the file and looks how much of it is there.
func (b *ballast) open() (*os.File, error) {
	file, err := os.OpenFile(b.path, os.O_CREATE|os.O_WRONLY|safefile.NoFollow, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = safefile.ErrNotRegular
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	b.known, b.left = true, min(info.Size(), b.size)
	return file, nil
}

// make takes the room that is missing: a hole in the file would take none. Where
// that is not there, what is left stays as it is.
func (b *ballast) make() error {
	file, err := b.open()
	if err != nil {
		return err
	}
	if err = reserve(file, b.left, b.size); err == nil {
		err = file.Truncate(b.size) // of another size before
	} else {
		err = errors.Join(err, file.Truncate(b.left))
	}
	if err = errors.Join(err, file.Close()); err == nil {
		b.left = b.size
	}
	return err
}

// fill takes up room by writing what no file system can make smaller.
func fill(file *os.File, from, size int64) error {
	if _, err := file.Seek(from, io.SeekStart); err != nil {
		return err
	}
	_, err := io.CopyN(file, rand.Reader, size-from)
	return err
}

// release gives a slice up. kv.ErrFull says that there is none left.
func (b *ballast) release() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tried = time.Now()
	if b.size == 0 {
		return fmt.Errorf("%w: %w", kv.ErrFull, errNoBallast)
	}
	file, err := b.open()
	if err != nil {
		return err
	}
	if b.left == 0 {
		return errors.Join(fmt.Errorf("%w: %w", kv.ErrFull, errNoBallast), file.Close())
	}
	left := max(0, b.left-b.size/ballastSlices)
	if err = errors.Join(file.Truncate(left), file.Close()); err == nil {
		b.left = left
	}
	return err
}
