package access

// arena is the texts of a block, one after the other in one piece of memory. A
// text at the end is added; any other change makes a new piece, so that who
// took a text out may keep it.
type arena struct {
	bytes []byte
	ends  [blockSize]uint32
	n     int
}

func (a *arena) at(i int) []byte { return a.bytes[a.start(i):a.ends[i]] }

func (a *arena) start(i int) uint32 {
	if i == 0 {
		return 0
	}
	return a.ends[i-1]
}

// set puts a text at i, which is at most one past the last.
func (a *arena) set(i int, text []byte) {
	if i == a.n {
		a.bytes = append(a.bytes, text...)
		a.ends[i] = uint32(len(a.bytes))
		a.n++
		return
	}
	if string(a.at(i)) == string(text) {
		return
	}
	from, to := a.start(i), a.ends[i]
	changed := make([]byte, 0, len(a.bytes)+len(text)-int(to-from))
	changed = append(changed, a.bytes[:from]...)
	changed = append(changed, text...)
	changed = append(changed, a.bytes[to:]...)
	for j := i; j < a.n; j++ {
		a.ends[j] = uint32(int(a.ends[j]) + len(text) - int(to-from))
	}
	a.bytes = changed
}
