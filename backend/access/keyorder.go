package access

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"sync"
)

// nameOrder is the keys in the order of their names, brought up to date when
// somebody asks for it. A slice that was given out is never changed.
type nameOrder struct {
	mu sync.Mutex // one at a time brings it up to date
	// What follows is written by who has the state's lock, and by who has mu and
	// that lock for reading; either may read it.
	sorted []uint32
	stale  map[uint32]struct{} // the keys that came, or changed their name, since
	anew   bool                // so many are stale that it is sorted anew
}

// note says that a key came or changed its name.
func (o *nameOrder) note(at uint32) {
	if o.anew {
		return
	}
	if o.stale == nil {
		o.stale = map[uint32]struct{}{}
	}
	if o.stale[at] = struct{}{}; len(o.stale) > 1000+len(o.sorted)/16 {
		o.anew, o.stale = true, nil
	}
}

// sortedName is what of a key's name it is sorted by. The text is nobody's to
// change and stays as it is.
type sortedName struct {
	begin  uint64 // of text
	text   []byte
	number int64
	at     uint32
}

func (x *keyIndex) sortedName(at uint32) sortedName {
	block, in := x.blocks[at>>blockShift], int(at&(blockSize-1))
	n := sortedName{text: block.names.at(in), number: block.cards[in].number, at: at}
	var begin [8]byte
	copy(begin[:], n.text)
	n.begin = binary.BigEndian.Uint64(begin[:])
	return n
}

// compare is the order of names; name gives them as they are written.
func (a *sortedName) compare(b *sortedName, name func(at uint32) string) int {
	if n := cmp.Compare(a.begin, b.begin); n != 0 {
		return n
	}
	if n := bytes.Compare(a.text, b.text); n != 0 {
		return n
	}
	return cmp.Or(strings.Compare(name(a.at), name(b.at)), cmp.Compare(a.number, b.number))
}

// byNames gives the places in the order of their names. It takes the state's
// lock for reading, in pieces, and none may be held.
func (s *Service) byNames(st *state) []uint32 {
	o := &st.keys.names
	o.mu.Lock()
	defer o.mu.Unlock()
	s.mu.RLock()
	anew := o.anew
	if stale := o.stale; anew {
		o.anew = false // before it is sorted, so that what changes meanwhile is noted
	} else if len(stale) > 0 {
		// Merged under the lock under which it was taken: of a key that changed in
		// between, the order would have the old name where the search sees the new.
		o.stale = nil
		o.sorted = st.keys.mergeNames(o.sorted, stale)
	}
	s.mu.RUnlock()
	if anew {
		sorted := s.sortNames(st)
		s.mu.RLock() // note looks at it
		o.sorted = sorted
		s.mu.RUnlock()
	}
	return o.sorted
}

// sortNames sorts all of them. What changes meanwhile is noted, and merged by
// who asks next.
func (s *Service) sortNames(st *state) []uint32 {
	s.mu.RLock()
	names := make([]sortedName, st.keys.n)
	s.mu.RUnlock()
	s.eachBlock(st, func(block, n int) {
		for at := block << blockShift; at < min(block<<blockShift+n, len(names)); at++ {
			names[at] = st.keys.sortedName(uint32(at))
		}
	})
	raw := func(at uint32) string {
		s.mu.RLock()
		defer s.mu.RUnlock()
		return st.keys.field(at, tagName)
	}
	parallelSort(names, func(a, b sortedName) int { return a.compare(&b, raw) })
	sorted := make([]uint32, len(names))
	for i := range names {
		sorted[i] = names[i].at
	}
	return sorted
}

// mergeNames gives the order with some keys at the places that are theirs now.
func (x *keyIndex) mergeNames(sorted []uint32, stale map[uint32]struct{}) []uint32 {
	raw := func(at uint32) string { return x.field(at, tagName) }
	moved := make([]sortedName, 0, len(stale))
	for at := range stale {
		moved = append(moved, x.sortedName(at))
	}
	slices.SortFunc(moved, func(a, b sortedName) int { return a.compare(&b, raw) })
	isStale := make([]uint64, x.n/64+1)
	for at := range stale {
		isStale[at/64] |= 1 << (at % 64)
	}
	kept := make([]uint32, 0, int(x.n))
	for _, at := range sorted {
		if isStale[at/64]&(1<<(at%64)) == 0 {
			kept = append(kept, at)
		}
	}
	out := make([]uint32, 0, len(kept)+len(moved))
	for i := range moved {
		m := &moved[i]
		n, _ := slices.BinarySearchFunc(kept, m, func(at uint32, m *sortedName) int {
			k := x.sortedName(at)
			return k.compare(m, raw)
		})
		out = append(append(out, kept[:n]...), m.at)
		kept = kept[n:]
	}
	return append(out, kept...)
}
