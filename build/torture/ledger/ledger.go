// Package ledger keeps what a store has promised: each change that was begun,
// and each that was acknowledged. It judges whether what is found later keeps
// the promise: what was acknowledged is there, what was not is there whole or
// not at all, and the audit log tells of each change exactly once. It knows
// objects, versions and states; it must not know how they are stored or asked
// for.
package ledger

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
)

// Object is one thing as it is: how often it was changed, and its state.
type Object struct {
	Version int64
	State   string // "" = it was never made
}

// Change is one step of one object.
type Change struct {
	Writer int
	Object string // "key/w0-3": its kind, and a name nobody else uses
	Do     string // what is done to it
	After  Object
}

// Ledger is the book. Its methods may be called at once.
type Ledger struct {
	mu      sync.Mutex
	objects map[string]Object
	pending map[string]Change // by object: begun, and no answer yet, or one that leaves it open
	made    map[int]int
	acked   int
}

// step is what may be done to an object in a state.
type step struct{ do, after string }

// The life of each kind of object, as far as it is tortured.
var lives = map[string]map[string][]step{
	"key": {
		"":        {{"create", "active"}},
		"active":  {{"edit", "active"}, {"pause", "paused"}, {"revoke", "revoked"}},
		"paused":  {{"resume", "active"}, {"edit", "paused"}, {"revoke", "revoked"}},
		"revoked": nil,
	},
	"user": {
		"":         {{"create", "enabled"}},
		"enabled":  {{"disable", "disabled"}, {"edit", "enabled"}},
		"disabled": {{"enable", "enabled"}},
	},
	"header": {
		"":        {{"create", "active"}},
		"active":  {{"delete", "deleted"}, {"edit", "active"}},
		"deleted": nil,
	},
}

// New begins a book.
func New() *Ledger {
	return &Ledger{objects: map[string]Object{}, pending: map[string]Change{}, made: map[int]int{}}
}

// Next chooses what a writer does next: mostly something to an object of its
// own, else a new one.
func (l *Ledger) Next(r *rand.Rand, writer int) Change {
	l.mu.Lock()
	defer l.mu.Unlock()
	for range 20 {
		if l.made[writer] == 0 || r.IntN(4) == 0 {
			break
		}
		name := fmt.Sprintf("w%d-%d", writer, r.IntN(l.made[writer]))
		for kind, life := range lives {
			old, ok := l.objects[kind+"/"+name]
			if _, open := l.pending[kind+"/"+name]; open || !ok || len(life[old.State]) == 0 {
				continue
			}
			s := life[old.State][r.IntN(len(life[old.State]))]
			return Change{writer, kind + "/" + name, s.do, Object{old.Version + 1, s.after}}
		}
	}
	kind := []string{"key", "key", "key", "header", "user"}[r.IntN(5)]
	c := Change{writer, fmt.Sprintf("%s/w%d-%d", kind, writer, l.made[writer]), "create", Object{1, lives[kind][""][0].after}}
	l.made[writer]++
	return c
}

// Begin notes that a change is asked for.
func (l *Ledger) Begin(c Change) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pending[c.Object] = c
	var number int
	if _, err := fmt.Sscanf(c.Object[len(kindOf(c.Object))+1:], fmt.Sprintf("w%d-%%d", c.Writer), &number); err == nil {
		l.made[c.Writer] = max(l.made[c.Writer], number+1)
	}
}

// Acknowledge notes that it was promised.
func (l *Ledger) Acknowledge(c Change) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.pending, c.Object)
	l.objects[c.Object] = c.After
	l.acked++
}

// Refuse notes that it was said not to have happened.
func (l *Ledger) Refuse(c Change) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.pending, c.Object)
}

// Acknowledged counts the promises.
func (l *Ledger) Acknowledged() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.acked
}

// Objects are the objects as they were promised.
func (l *Ledger) Objects() map[string]Object {
	l.mu.Lock()
	defer l.mu.Unlock()
	return maps.Clone(l.objects)
}

// Clone is the book as it is now.
func (l *Ledger) Clone() *Ledger {
	l.mu.Lock()
	defer l.mu.Unlock()
	return &Ledger{objects: maps.Clone(l.objects), pending: maps.Clone(l.pending), made: maps.Clone(l.made), acked: l.acked}
}

// Open reports whether a change of an object may or may not have happened.
func (l *Ledger) Open(object string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, open := l.pending[object]
	return open
}

// Found is what a store shows.
type Found struct {
	Objects map[string]Object
	Entries map[string]int // of the audit log, by object
}

// Check says where what was found breaks the promise, and takes over what
// became of the changes that nobody had answered.
func (l *Ledger) Check(found Found) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var broken []string
	asked := l.pending
	names := map[string]bool{}
	for name := range l.objects {
		names[name] = true
	}
	for name := range asked {
		names[name] = true
	}
	for name := range found.Objects {
		names[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		promised, is := l.objects[name], found.Objects[name]
		c, open := asked[name]
		switch {
		case is == promised:
		case open && is == c.After:
			l.objects[name] = is
		case is.Version < promised.Version:
			broken = append(broken, fmt.Sprintf("LOST: %s was acknowledged as %v and is %v", name, promised, is))
		default:
			broken = append(broken, fmt.Sprintf("WRONG: %s was acknowledged as %v, asked was %v, and it is %v", name, promised, c, is))
		}
		if entries := found.Entries[name]; found.Entries != nil && int64(entries) != is.Version {
			broken = append(broken, fmt.Sprintf("AUDIT: %s was changed %d times and the audit log has %d entries of it", name, is.Version, entries))
		}
	}
	l.pending = map[string]Change{}
	return broken
}

func kindOf(object string) string {
	for i := range len(object) {
		if object[i] == '/' {
			return object[:i]
		}
	}
	return object
}
