package boltkv

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"

	"latchkey/backend/kv/safefile"
)

// The pages of a store have this size on every machine, so that a file can be
// carried to one whose own pages are larger.
const pageSize = 4096

// The start of a bbolt file, as far as it must be understood before bbolt may
// touch it: two pages that each hold a header and a checksummed description of
// the rest. bbolt itself would make a fresh store of an empty file, and would
// map a cut one and fault on it later.
const (
	metaOffset  = 16 // the page header comes first
	metaLength  = 64
	metaMagic   = 0xED0CDAED
	metaVersion = 2
	noFreelist  = ^uint64(0)
)

type metaPage struct {
	pageSize uint32
	root     uint64 // page of the root bucket
	freelist uint64 // page of the free list
	pages    uint64 // how many pages the store has
	txid     uint64
}

var (
	errNoMagic  = errors.New("no mark of a bbolt file")
	errVersion  = errors.New("another version of the bbolt format")
	errChecksum = errors.New("a checksum that does not fit")
)

func parseMeta(page []byte) (metaPage, error) {
	if len(page) < metaOffset+metaLength {
		return metaPage{}, io.ErrUnexpectedEOF
	}
	b, order := page[metaOffset:metaOffset+metaLength], binary.NativeEndian
	if order.Uint32(b) != metaMagic {
		return metaPage{}, errNoMagic
	}
	if order.Uint32(b[4:]) != metaVersion {
		return metaPage{}, errVersion
	}
	sum := fnv.New64a()
	sum.Write(b[:56])
	if order.Uint64(b[56:]) != sum.Sum64() {
		return metaPage{}, errChecksum
	}
	return metaPage{
		pageSize: order.Uint32(b[8:]),
		root:     order.Uint64(b[16:]),
		freelist: order.Uint64(b[32:]),
		pages:    order.Uint64(b[40:]),
		txid:     order.Uint64(b[48:]),
	}, nil
}

// openFile opens the file of a store for bbolt and refuses what is none, or is
// one no longer, before bbolt sees it.
func openFile(path string) (*os.File, error) {
	file, err := safefile.Open(path, true)
	if err != nil {
		return nil, refuse(path, err)
	}
	info, err := file.Stat()
	if err != nil {
		err = refuse(path, err)
	} else {
		_, err = inspect(path, file, info.Size())
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// inspect decides by the first two pages and the size whether a file is a store.
func inspect(path string, file io.ReaderAt, size int64) (metaPage, error) {
	if size == 0 {
		return metaPage{}, &FileError{path, ErrEmpty, "0 bytes", hintRestore + "; if there never was anything in it, remove the file"}
	}
	meta, err := newestMeta(path, file, size)
	if err != nil {
		return metaPage{}, err
	}
	switch {
	case meta.pageSize != pageSize || meta.freelist == noFreelist:
		return metaPage{}, &FileError{path, ErrNotAStore, "a bbolt file of another program", hintFolder}
	case size/pageSize < int64(meta.pages):
		return metaPage{}, damaged(path, fmt.Sprintf("cut short: %d bytes of at least %d", size, meta.pages*pageSize))
	case meta.root >= meta.pages || meta.freelist >= meta.pages:
		return metaPage{}, damaged(path, "its first pages contradict each other")
	}
	return meta, nil
}

// newestMeta is the description that bbolt goes by: of the two the newer one,
// and where a crash came in the middle of writing that, the other.
func newestMeta(path string, file io.ReaderAt, size int64) (metaPage, error) {
	start := make([]byte, 2*pageSize)
	n, err := file.ReadAt(start, 0)
	if err != nil && err != io.EOF {
		return metaPage{}, refuse(path, err)
	}
	start = start[:n]
	first, err0 := parseMeta(start)
	second, err1 := parseMeta(start[min(pageSize, n):])
	switch {
	case err0 != nil && err1 != nil:
		return metaPage{}, noMeta(path, size, err0, err1)
	case err0 != nil, err1 == nil && second.txid > first.txid:
		return second, nil
	}
	return first, nil
}

func noMeta(path string, size int64, err0, err1 error) error {
	switch {
	case errors.Is(err0, errChecksum) || errors.Is(err1, errChecksum):
		return damaged(path, "neither of its first pages is intact")
	case errors.Is(err0, errVersion):
		return &FileError{path, ErrNotAStore, err0.Error(), hintFolder}
	case size < 4*pageSize:
		return &FileError{path, ErrNotAStore, fmt.Sprintf("%d bytes, too short for one", size), hintRestore + ", or name another data folder with --data DIR"}
	}
	return &FileError{path, ErrNotAStore, err0.Error(), hintRestore + ", or name another data folder with --data DIR"}
}

func damaged(path, found string) error {
	return &FileError{path, ErrDamaged, found, hintRestore}
}
