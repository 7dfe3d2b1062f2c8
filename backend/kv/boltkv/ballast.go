package boltkv

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"
	"time"

	"latchkey/backend/kv/safefile"
)

// ballast is room kept beside the store: a file that holds nothing, to be given
// up when the disk is full and something must be written all the same. As long
// as it is given up nothing else is written, or the next creation would take
// the room that is meant for revocations.
type ballast struct {
	path string
	size int64 // 0: none is kept

	mu    sync.Mutex
	there bool
	tried time.Time // when it was last made in vain
}

// ballastPause is how long nobody tries to make the ballast again.
const ballastPause = time.Second

var errNoBallast = errors.New("there is no room on the disk to keep in reserve")

func newBallast(store string, size int64) *ballast {
	return &ballast{path: store + ".ballast", size: size}
}

// whole reports whether the room is there, and makes it if it can: that is how
// a store notices that the disk has space again.
func (b *ballast) whole() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.size == 0 || b.there {
		return true
	}
	if time.Since(b.tried) < ballastPause {
		return false
	}
	if info, err := os.Lstat(b.path); err == nil && info.Mode().IsRegular() && info.Size() == b.size {
		b.there = true // of an earlier run
		return true
	}
	if err := b.make(); err != nil {
		b.tried = time.Now()
		os.Remove(b.path)
		return false
	}
	b.there = true
	return true
}

// make writes the file: a hole in one would take no room.
func (b *ballast) make() error {
	if err := os.Remove(b.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	file, err := os.OpenFile(b.path, os.O_CREATE|os.O_EXCL|os.O_WRONLY|safefile.NoFollow, 0o600)
	if err != nil {
		return err
	}
	err = reserve(file, b.size)
	return errors.Join(err, file.Close())
}

// fill takes up room by writing what no file system can make smaller.
func fill(file *os.File, size int64) error {
	_, err := io.CopyN(file, rand.Reader, size)
	return err
}

func (b *ballast) release() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.size == 0 {
		return nil
	}
	b.there, b.tried = false, time.Now()
	if err := os.Remove(b.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
