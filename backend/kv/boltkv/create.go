package boltkv

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"latchkey/backend/kv/safefile"
)

// The format of the file: what is in which bucket and how. An older program
// refuses a newer one by name.
//
//	bucket "meta"  "format"    4 bytes, big-endian: formatVersion
//	               "revision"  8 bytes, big-endian: of the newest commit
//	bucket "data"  key         8 bytes, big-endian: the revision that wrote it; then the value
const formatVersion = 1

var (
	metaBucket  = []byte("meta")
	dataBucket  = []byte("data")
	formatKey   = []byte("format")
	revisionKey = []byte("revision")
)

// Create makes an empty store. It is made under the name path.new and gets its
// own name when it is whole, so that a crash leaves a store or none; what such
// a crash left under that name is made anew. Of several that create at once one
// succeeds and the others get fs.ErrExist.
func Create(path string) error {
	for range 10 {
		err := create(path)
		if !errors.Is(err, errOvertaken) {
			return err
		}
	}
	return &FileError{Path: path, Err: errOvertaken}
}

// errOvertaken says that another process was making the same store; whether it
// has made it is seen by trying again.
var errOvertaken = errors.New("another process is making the store")

func create(path string) error {
	if _, err := os.Lstat(path); err == nil {
		return &FileError{Path: path, Err: fs.ErrExist, Hint: "open it, or name another data folder with --data DIR"}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return refuse(path, err)
	}
	temp := path + ".new"
	var file *os.File
	var db *bbolt.DB
	options := options(2 * time.Second)
	options.OpenFile = func(name string, flag int, mode fs.FileMode) (opened *os.File, err error) {
		file, err = os.OpenFile(name, flag|safefile.NoFollow, mode)
		return file, err
	}
	err := guard(func() (err error) {
		db, err = bbolt.Open(temp, 0o600, options)
		return err
	})
	if errors.Is(err, berrors.ErrTimeout) {
		return &FileError{Path: path, Err: ErrInUse, Found: temp + " is locked"}
	}
	if err != nil {
		if file == nil {
			return refuse(path, err)
		}
		letGo(file) // bbolt has closed it, unless it panicked
		var system *fs.PathError
		if errors.As(err, &system) || isFull(err) {
			return refuse(path, err)
		}
		return anew(path, temp)
	}
	defer db.Close()

	// Who waited for the lock may hold that of a file which has meanwhile got
	// its name, or was removed.
	if !same(temp, file) {
		return errOvertaken
	}
	if _, err := os.Lstat(path); err == nil {
		os.Remove(temp)
		return errOvertaken
	}
	if err := guard(func() error { return db.Update(lay) }); err != nil {
		if errors.Is(err, ErrDamaged) { // torn behind the pages that are read at open
			if runtime.GOOS == "windows" {
				db.Close() // an open file cannot be removed there
			}
			return anew(path, temp)
		}
		return refuse(path, err)
	}
	if err := file.Sync(); err != nil {
		return refuse(path, err)
	}
	if runtime.GOOS == "windows" {
		db.Close() // an open file cannot be renamed there
	}
	if err := os.Rename(temp, path); err != nil {
		return refuse(path, err)
	}
	if err := safefile.SyncDir(filepath.Dir(path)); err != nil {
		return refuse(path, err)
	}
	return nil
}

// anew takes away a torn start that a crash left. Nothing was ever in it.
func anew(path, temp string) error {
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return refuse(path, err)
	}
	return errOvertaken
}

// lay makes the buckets, in place of any that an earlier attempt left.
func lay(tx *bbolt.Tx) error {
	var old [][]byte
	if err := tx.ForEach(func(name []byte, _ *bbolt.Bucket) error {
		old = append(old, bytes.Clone(name))
		return nil
	}); err != nil {
		return err
	}
	for _, name := range old {
		if err := tx.DeleteBucket(name); err != nil {
			return err
		}
	}
	if _, err := tx.CreateBucket(dataBucket); err != nil {
		return err
	}
	meta, err := tx.CreateBucket(metaBucket)
	if err != nil {
		return err
	}
	if err := meta.Put(formatKey, binary.BigEndian.AppendUint32(nil, formatVersion)); err != nil {
		return err
	}
	return meta.Put(revisionKey, binary.BigEndian.AppendUint64(nil, 0))
}

// readLayout says whether the buckets are there and of our format, and at which
// revision the store is.
func readLayout(path string, tx *bbolt.Tx) (revision int64, err error) {
	meta := tx.Bucket(metaBucket)
	if meta == nil {
		return 0, &FileError{path, ErrNotAStore, "a bbolt file of another program", hintFolder}
	}
	format := meta.Get(formatKey)
	if len(format) != 4 {
		return 0, &FileError{path, ErrNotAStore, "a bbolt file of another program", hintFolder}
	}
	if version := binary.BigEndian.Uint32(format); version > formatVersion {
		return 0, &FileError{path, ErrNewer, fmt.Sprintf("format %d, this program knows %d", version, formatVersion), "run the latchkey that wrote it, or a newer one"}
	} else if version != formatVersion {
		return 0, damaged(path, fmt.Sprintf("format %d", version))
	}
	raw := meta.Get(revisionKey)
	if len(raw) != 8 || int64(binary.BigEndian.Uint64(raw)) < 0 || tx.Bucket(dataBucket) == nil {
		return 0, damaged(path, "its own description is incomplete")
	}
	return int64(binary.BigEndian.Uint64(raw)), nil
}

func same(path string, file *os.File) bool {
	named, err := os.Lstat(path)
	if err != nil {
		return false
	}
	opened, err := file.Stat()
	return err == nil && os.SameFile(named, opened)
}
