package boltkv

import (
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
	body     []byte // nothing, unless it was read
}

// walk goes through all pages but the contents of the entries and sees that
// each is of its kind and belongs to exactly one place. What a page of entries
// says is true is the seal's business.
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
	w.tree(meta.root, 0, true)
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

// page reads the head of a page, claims it with those that belong to it, and
// reads the body where it is of one of the kinds in whole.
func (w *walk) page(id uint64, kinds, whole uint16) (page, bool) {
	if !w.claim(id) {
		return page{}, false
	}
	head := make([]byte, headLength)
	if _, err := w.file.ReadAt(head, int64(id)*pageSize); err != nil {
		w.wrong(id, "cannot be read: "+err.Error())
		return page{}, false
	}
	order := binary.NativeEndian
	p := page{id: order.Uint64(head), flags: order.Uint16(head[8:]), count: int(order.Uint16(head[10:])), overflow: order.Uint32(head[12:])}
	if p.id != id || p.flags&kinds == 0 || p.flags&(p.flags-1) != 0 {
		w.wrong(id, "is not what it should be")
		return page{}, false
	}
	for i := range uint64(p.overflow) {
		if !w.claim(id + 1 + i) {
			return page{}, false
		}
	}
	if p.flags&whole != 0 {
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

// tree walks a tree of entries; that of the root has other trees as entries.
func (w *walk) tree(id uint64, depth int, root bool) {
	if depth > deepest {
		w.wrong(id, "is too deep down")
		return
	}
	whole := uint16(branchPage)
	if root {
		whole |= leafPage
	}
	p, ok := w.page(id, branchPage|leafPage, whole)
	if !ok || p.flags == leafPage && !root {
		return
	}
	order := binary.NativeEndian
	for i := 0; i < p.count && w.err == nil; i++ {
		e := w.element(p, i, elementLength)
		if e == nil {
			return
		}
		if p.flags == branchPage {
			w.tree(order.Uint64(e[8:]), depth+1, root)
			continue
		}
		if order.Uint32(e) != bucketElement {
			w.wrong(id, "holds something that is no bucket")
			return
		}
		// The value is behind the key, at a distance from the element itself; it
		// begins with the tree's first page, or with none where it is part of
		// the value.
		at := uint64(i*elementLength) + uint64(order.Uint32(e[4:])) + uint64(order.Uint32(e[8:]))
		if at+elementLength > uint64(len(p.body)) {
			w.wrong(id, "has an entry outside of it")
			return
		}
		if first := order.Uint64(p.body[at:]); first != 0 {
			w.tree(first, 0, false)
		}
	}
	if p.flags == branchPage && p.count == 0 {
		w.wrong(id, "leads nowhere")
	}
}

// free walks the list of free pages.
func (w *walk) free() {
	p, ok := w.page(w.meta.freelist, freelistPage, freelistPage)
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
