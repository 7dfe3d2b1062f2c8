package access

import "hash/maphash"

// keyTable finds places by a hash of what is looked for. Whoever asks compares,
// so that keys of one hash are told apart. An entry is the hash and the place
// after it, counted from 1; 0 is free.
type keyTable struct {
	entries []uint64
	n       int
}

// tableSeed keeps anybody from choosing access keys that share a hash.
var tableSeed = maphash.MakeSeed()

func hashText(text string) uint32 { return uint32(maphash.String(tableSeed, text)) }
func hashNumber(n int64) uint32   { return uint32(maphash.Comparable(tableSeed, n)) }

// find gives the place of that hash which is the one that is meant.
func (t *keyTable) find(hash uint32, meant func(place uint32) bool) uint32 {
	if i := t.index(hash, meant); i >= 0 {
		return placeIn(t.entries[i])
	}
	return nowhere
}

func (t *keyTable) index(hash uint32, meant func(place uint32) bool) int {
	if len(t.entries) == 0 {
		return -1
	}
	mask := len(t.entries) - 1
	for i := int(hash) & mask; t.entries[i] != 0; i = (i + 1) & mask {
		if uint32(t.entries[i]>>32) == hash && meant(placeIn(t.entries[i])) {
			return i
		}
	}
	return -1
}

func placeIn(entry uint64) uint32 { return uint32(entry) - 1 }

// add puts a place in.
func (t *keyTable) add(hash, place uint32) {
	if t.n++; 4*t.n > 3*len(t.entries) {
		old := t.entries
		t.entries = make([]uint64, max(64, 2*len(old)))
		for _, entry := range old {
			if entry != 0 {
				t.insert(entry)
			}
		}
	}
	t.insert(uint64(hash)<<32 | uint64(place+1))
}

func (t *keyTable) insert(entry uint64) {
	mask := len(t.entries) - 1
	i := int(entry>>32) & mask
	for t.entries[i] != 0 {
		i = (i + 1) & mask
	}
	t.entries[i] = entry
}

// replace lets an entry lead to another place.
func (t *keyTable) replace(index int, place uint32) {
	t.entries[index] = t.entries[index]>>32<<32 | uint64(place+1)
}

// remove takes an entry out and closes the gap it leaves.
func (t *keyTable) remove(index int) {
	mask := len(t.entries) - 1
	gap := index
	for i := (gap + 1) & mask; t.entries[i] != 0; i = (i + 1) & mask {
		// An entry moves into the gap unless that lies before where it begins.
		if home := int(t.entries[i]>>32) & mask; (i-home)&mask >= (i-gap)&mask {
			t.entries[gap], gap = t.entries[i], i
		}
	}
	t.entries[gap] = 0
	t.n--
}
