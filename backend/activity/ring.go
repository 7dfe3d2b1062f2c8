// Package activity keeps the last requests to the listener, in memory only, for
// whoever watches them.
//
// It knows how a request looked from outside and what the core said about it.
// It must not know HTTP, the state, or words for people; and nothing it is
// given may be a secret: whoever gives it has left those out.
package activity

import (
	"sync"
	"sync/atomic"
	"time"
)

// Ring holds the last entries. Every entry has a place of its own, made in the
// first round, so that keeping one allocates nothing after it and waits for
// nobody who keeps another.
type Ring struct {
	first  int64        // the first id that was ever given
	last   atomic.Int64 // the id given last
	places atomic.Pointer[places]
}

// places are made some at a time as they are come to: a program that serves
// nothing has none of them.
type places struct {
	size   int
	blocks []atomic.Pointer[[slotsInBlock]slot]
}

const slotsInBlock = 16

func newPlaces(size int) *places {
	return &places{size, make([]atomic.Pointer[[slotsInBlock]slot], (size+slotsInBlock-1)/slotsInBlock)}
}

// at is the place of an id, made where there was none; nil where nothing was
// ever kept and it is not to be made.
func (p *places) at(id int64, made bool) *slot {
	n := int(id % int64(p.size))
	to := &p.blocks[n/slotsInBlock]
	block := to.Load()
	if block == nil {
		if !made {
			return nil
		}
		to.CompareAndSwap(nil, new([slotsInBlock]slot))
		block = to.Load()
	}
	return &block[n%slotsInBlock]
}

// DefaultSize is how many entries a ring keeps unless told otherwise.
const DefaultSize = 5000

// NewRing makes a ring of that many entries, 0 = DefaultSize. Ids rise from the
// moment it was made, so that those of an earlier process are smaller.
func NewRing(size int, now time.Time) *Ring {
	if size <= 0 {
		size = DefaultSize
	}
	r := &Ring{first: now.UnixMicro()}
	r.last.Store(r.first - 1)
	r.places.Store(newPlaces(size))
	return r
}

// Resize makes it keep that many from now on; those it holds are carried over
// as far as they fit. One that is put in this very moment may be lost.
func (r *Ring) Resize(size int) {
	old := r.places.Load()
	if size <= 0 || size == old.size {
		return
	}
	resized := newPlaces(size)
	last := r.Last()
	for id := max(r.first, last-int64(min(size, old.size))+1); id <= last; id++ {
		from := old.at(id, false)
		if from == nil {
			continue
		}
		to := resized.at(id, true)
		from.mu.Lock()
		to.kept = from.kept
		from.mu.Unlock()
	}
	r.places.Store(resized)
}

// Put keeps an entry and gives its id. The texts of e are copied and cut to what
// a place has room for.
func (r *Ring) Put(e *Entry) int64 {
	id := r.last.Add(1)
	s := r.places.Load().at(id, true)
	s.mu.Lock()
	if s.id < id { // else somebody was a whole round faster
		s.id = id
		s.keep(e)
	}
	s.mu.Unlock()
	return id
}

// Size is how many entries it keeps.
func (r *Ring) Size() int { return r.places.Load().size }

// Last is the id given last, one below the first where none was.
func (r *Ring) Last() int64 { return r.last.Load() }

// Oldest is the id of the oldest entry that may still be there.
func (r *Ring) Oldest() int64 { return max(r.first, r.Last()-int64(r.Size())+1) }

// Missed counts the entries after that id which are gone. Ids of an earlier
// process count for nothing.
func (r *Ring) Missed(after int64) int64 {
	if after < r.first {
		return 0
	}
	return max(0, r.Oldest()-after-1)
}

// Read fills into with the entry of that id and reports whether it is there:
// not yet written, gone, and never given are alike.
func (r *Ring) Read(id int64, into *Entry) bool {
	if id < r.first {
		return false
	}
	s := r.places.Load().at(id, false)
	if s == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.id != id {
		return false
	}
	s.read(into)
	return true
}

// slot is the place of one entry.
type slot struct {
	mu sync.Mutex
	kept
}
