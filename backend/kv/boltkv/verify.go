package boltkv

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
)

// The pages of a bbolt file, as far as it takes to see that they form what they
// should. bbolt follows them as they are: into a circle for ever, beyond the
// end of the file with a fault, and onto a page that is both in use and free
// until the next write there destroys an entry.
const (
	headLength    = 16
	branchPage    = 0x01
	leafPage      = 0x02
	freelistPage  = 0x10
	elementLength = 16
	bucketElement = 0x01
	// longCount stands for a count that is in the first element instead.
	longCount = 0xFFFF
	// deepest is more levels than pages of two entries could ever need.
	deepest = 64
)

type page struct {
	id       uint64
	flags    uint16
	count    int
	overflow uint32 // how many pages follow that belong to this one
	body     []byte
}

// walk goes through all pages and sees that each is of its kind and belongs to
// exactly one place, and that the entries are in their order and their places.
// That what an entry says is true is the seal's business.
type walk struct {
	file io.ReaderAt
	meta metaPage
	used []bool
	err  error // the first thing wrong
}

// verify walks a store whose lock is held.
func verify(path string, file io.ReaderAt, size int64) error {
	// Again: until it was locked, another process may have written it.
	meta, err := inspect(path, file, size)
	if err != nil {
		return err
	}
	w := &walk{file: file, meta: meta, used: make([]bool, meta.pages)}
	w.tree(meta.root, 0, true, bounds{})
	w.free()
	for id := uint64(2); id < meta.pages && w.err == nil; id++ {
		if !w.used[id] {
			w.wrong(id, "belongs to nothing")
		}
	}
	if w.err != nil {
		return damaged(path, w.err.Error())
	}
	return nil
}

func (w *walk) wrong(id uint64, what string) {
	if w.err == nil {
		w.err = fmt.Errorf("page %d %s", id, what)
	}
}

// claim marks a page as used, and says so if it is already.
func (w *walk) claim(id uint64) bool {
	switch {
	case w.err != nil:
	case id < 2 || id >= w.meta.pages:
		w.wrong(id, "is outside of the file")
	case w.used[id]:
		w.wrong(id, "is in two places")
	default:
		w.used[id] = true
		return true
	}
	return false
}

// page reads a page and claims it with those that belong to it.
func (w *walk) page(id uint64, kinds uint16) (page, bool) {
	if !w.claim(id) {
		return page{}, false
	}
	first := make([]byte, pageSize)
	if _, err := w.file.ReadAt(first, int64(id)*pageSize); err != nil {
		w.wrong(id, "cannot be read: "+err.Error())
		return page{}, false
	}
	order := binary.NativeEndian
	p := page{id: order.Uint64(first), flags: order.Uint16(first[8:]), count: int(order.Uint16(first[10:])), overflow: order.Uint32(first[12:])}
	if p.id != id || p.flags&kinds == 0 || p.flags&(p.flags-1) != 0 {
		w.wrong(id, "is not what it should be")
		return page{}, false
	}
	for i := range uint64(p.overflow) {
		if !w.claim(id + 1 + i) {
			return page{}, false
		}
	}
	p.body = first[headLength:]
	if p.overflow > 0 {
		p.body = make([]byte, (int(p.overflow)+1)*pageSize-headLength)
		if _, err := w.file.ReadAt(p.body, int64(id)*pageSize+headLength); err != nil {
			w.wrong(id, "cannot be read: "+err.Error())
			return page{}, false
		}
	}
	return p, true
}

// element is one of the equally long ones at the start of a page's body.
func (w *walk) element(p page, i, length int) []byte {
	if (i+1)*length > len(p.body) {
		w.wrong(p.id, "has more entries than room")
		return nil
	}
	return p.body[i*length : (i+1)*length]
}

// span is a part of a page's body, at a distance from its element.
func (w *walk) span(p page, i int, distance, length uint32) []byte {
	from := uint64(i*elementLength) + uint64(distance)
	to := from + uint64(length)
	if from < uint64(p.count*elementLength) || to > uint64(len(p.body)) {
		w.wrong(p.id, "has an entry outside of it")
		return nil
	}
	return p.body[from:to]
}

// bounds are where the keys of a page lie: the first is the one that the page
// above names, and all are below above, where there is one. Where a key is
// looked for, bbolt goes by the pages above, so one that lies elsewhere is there
// for a scan and not for a search; and a page is found in the one above by its
// first key when it was changed. Else the next write destroys what scans well.
type bounds struct{ first, above []byte }

func (b bounds) hold(i int, key []byte) bool {
	if i == 0 && b.first != nil && !bytes.Equal(key, b.first) {
		return false
	}
	return b.above == nil || bytes.Compare(key, b.above) < 0
}

// tree walks a tree of entries; that of the root has other trees as entries.
func (w *walk) tree(id uint64, depth int, root bool, within bounds) {
	if depth > deepest {
		w.wrong(id, "is too deep down")
		return
	}
	p, ok := w.page(id, branchPage|leafPage)
	if !ok {
		return
	}
	if p.flags == branchPage && p.count == 0 {
		w.wrong(id, "leads nowhere")
		return
	}
	var before []byte
	for i := 0; i < p.count && w.err == nil; i++ {
		key := w.key(p, i)
		if w.err != nil {
			return
		}
		if !within.hold(i, key) || i > 0 && bytes.Compare(before, key) >= 0 {
			w.wrong(id, "has entries out of order")
			return
		}
		before = key
		switch {
		case p.flags == branchPage:
			below := bounds{key, within.above}
			if i+1 < p.count {
				below.above = w.key(p, i+1)
			}
			if w.err == nil {
				w.tree(binary.NativeEndian.Uint64(w.element(p, i, elementLength)[8:]), depth+1, root, below)
			}
		case root:
			w.bucket(p, i)
		}
	}
}

// key is that of an entry of a branch or a leaf.
func (w *walk) key(p page, i int) []byte {
	e, order := w.element(p, i, elementLength), binary.NativeEndian
	switch {
	case e == nil:
		return nil
	case p.flags == branchPage:
		return w.span(p, i, order.Uint32(e), order.Uint32(e[4:]))
	}
	distance, key, value := order.Uint32(e[4:]), order.Uint32(e[8:]), order.Uint32(e[12:])
	if w.span(p, i, distance, key) == nil || uint64(key)+uint64(value) > uint64(len(p.body)) || w.span(p, i, distance, key+value) == nil {
		return nil
	}
	return w.span(p, i, distance, key)
}

// bucket walks the tree that is an entry of the root's. The value begins with
// the tree's first page, or with none where it is part of the value.
func (w *walk) bucket(p page, i int) {
	e, order := w.element(p, i, elementLength), binary.NativeEndian
	if order.Uint32(e) != bucketElement {
		w.wrong(p.id, "holds something that is no bucket")
		return
	}
	value := w.span(p, i, order.Uint32(e[4:])+order.Uint32(e[8:]), elementLength)
	if value == nil {
		return
	}
	if first := order.Uint64(value); first != 0 {
		w.tree(first, 0, false, bounds{})
	}
}

// free walks the list of free pages.
func (w *walk) free() {
	p, ok := w.page(w.meta.freelist, freelistPage)
	if !ok {
		return
	}
	order := binary.NativeEndian
	first, count := 0, p.count
	if count == longCount {
		if first = 1; order.Uint64(p.body) > w.meta.pages {
			w.wrong(p.id, "has more entries than there are pages")
			return
		}
		count = int(order.Uint64(p.body))
	}
	for i := range count {
		e := w.element(p, first+i, 8)
		if e == nil || !w.claim(order.Uint64(e)) {
			return
		}
	}
}
