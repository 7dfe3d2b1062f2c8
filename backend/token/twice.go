package token

import "sync/atomic"

// twice remembers what was made of texts that came again: the second time one
// comes it is kept, and given for the very same text. A place holds one,
// whichever came last, so there are never more of them than places.
type twice[V any] struct {
	size   int
	places atomic.Pointer[[]twicePlace[V]] // made as the first text comes
}

type twicePlace[V any] struct {
	seen atomic.Uint64 // the hash of the text that came last
	hash atomic.Uint64 // of the one that is kept, so that it is not looked at for any other
	kept atomic.Pointer[twiceKept[V]]
}

// twiceKept is never changed.
type twiceKept[V any] struct {
	text  string
	value V
}

// place is that of a hash, which is keyed, so that nobody makes texts that share
// one.
func (t *twice[V]) place(hash uint64) *twicePlace[V] {
	places := t.places.Load()
	if places == nil {
		made := make([]twicePlace[V], t.size)
		t.places.CompareAndSwap(nil, &made)
		places = t.places.Load()
	}
	return &(*places)[hash%uint64(len(*places))]
}

// find gives what was made of a text, nil where none of that hash is kept or it
// is not the one that is meant.
func (t *twice[V]) find(hash uint64, meant func(text string) bool) *V {
	p := t.place(hash)
	if p.hash.Load() != hash {
		return nil
	}
	if kept := p.kept.Load(); kept != nil && meant(kept.text) {
		return &kept.value
	}
	return nil
}

// again notes a text and reports whether it is to be kept, as the last that came
// to its place was the same.
func (t *twice[V]) again(hash uint64) bool { return t.place(hash).seen.Swap(hash) == hash }

func (t *twice[V]) keep(hash uint64, text string, value V) {
	p := t.place(hash)
	p.kept.Store(&twiceKept[V]{text, value})
	p.hash.Store(hash)
}
