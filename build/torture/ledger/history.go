package ledger

import (
	"fmt"
	"maps"
	"slices"
	"sync"
)

// History keeps the order in which changes were begun and acknowledged, so that
// a copy which was made while they went on can be judged: it must be the store
// as it was at one moment between two others. A writer has one change under way
// at a time. Its methods may be called at once.
type History struct {
	mu      sync.Mutex
	now     Moment
	changes []timed       // in the order they were begun
	writers map[int][]int // of each, its changes
}

// Moment is a place in the order; 0 is before everything.
type Moment int

// timed is a change, and when it was begun and acknowledged; 0 = not yet.
type timed struct {
	Change
	began, acked Moment
}

// NewHistory begins one.
func NewHistory() *History { return &History{writers: map[int][]int{}} }

// Begin notes that a change is asked for.
func (h *History) Begin(c Change) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now++
	h.writers[c.Writer] = append(h.writers[c.Writer], len(h.changes))
	h.changes = append(h.changes, timed{Change: c, began: h.now})
}

// Acknowledge notes that the writer's last change was promised.
func (h *History) Acknowledge(c Change) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now++
	mine := h.writers[c.Writer]
	h.changes[mine[len(mine)-1]].acked = h.now
}

// Now is the moment that it is.
func (h *History) Now() Moment {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

// CheckCopy says where a copy that was asked for at one moment and was there at
// another is not the store of a moment between them: what was acknowledged
// before is there, nothing is there that was not begun, no change is there by
// half, and none without those that were acknowledged before it was begun.
func (h *History) CheckCopy(asked, there Moment, found Found) (broken []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	// Each change makes one version more, so the versions tell how many of a
	// writer's changes there are.
	many := map[int]int64{}
	for name, is := range found.Objects {
		w, ok := writerOf(name)
		if _, known := h.writers[w]; !ok || !known {
			broken = append(broken, fmt.Sprintf("WRONG: nobody made %s", name))
		}
		many[w] += is.Version
	}
	expected := Found{Objects: map[string]Object{}, Entries: map[string]int{}}
	var newest Moment   // when the last of the changes that are there was begun
	var missing []timed // acknowledged, and not there
	for _, w := range slices.Sorted(maps.Keys(h.writers)) {
		mine := h.writers[w]
		n := min(int(many[w]), len(mine))
		for _, i := range mine[:n] {
			c := h.changes[i]
			expected.Objects[c.Object] = c.After
			expected.Entries[c.Object]++
			newest = max(newest, c.began)
			if c.began > there {
				broken = append(broken, fmt.Sprintf("FUTURE: %s of %s was begun after the copy was there", c.Do, c.Object))
			}
		}
		for _, i := range mine[n:] {
			if c := h.changes[i]; c.acked != 0 {
				missing = append(missing, c)
			}
		}
	}
	for _, c := range missing {
		switch {
		case c.acked <= asked:
			broken = append(broken, fmt.Sprintf("LOST: %s of %s was acknowledged before the copy was asked for", c.Do, c.Object))
		case c.acked < newest:
			broken = append(broken, fmt.Sprintf("TORN: %s of %s is not there, and what was begun after it is", c.Do, c.Object))
		}
	}
	return append(broken, unlike(expected, found)...)
}

// unlike says where two finds differ.
func unlike(expected, found Found) (broken []string) {
	names := maps.Clone(expected.Objects)
	maps.Copy(names, found.Objects)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if want, is := expected.Objects[name], found.Objects[name]; want != is {
			broken = append(broken, fmt.Sprintf("WRONG: %s was %v at that moment and is %v", name, want, is))
		}
		if want, is := expected.Entries[name], found.Entries[name]; want != is {
			broken = append(broken, fmt.Sprintf("AUDIT: %s was changed %d times until that moment and the audit log has %d entries of it", name, want, is))
		}
	}
	return broken
}

// writerOf reads whose an object is from its name.
func writerOf(object string) (writer int, ok bool) {
	var number int
	_, err := fmt.Sscanf(object[min(len(object), len(kindOf(object))+1):], "w%d-%d", &writer, &number)
	return writer, err == nil
}
