// Package disk is a disk that loses its power. From what a program did to the
// files of a folder it works out what could lie there after a crash at any
// moment: of what was not synced yet each part is there or not, in any
// combination, a write sector by sector, and a name likewise. It knows files,
// names and what a sync promises; it must not know what the files are for.
package disk

import (
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"slices"

	"latchkey/build/torture/trace"
)

// sector is what a disk writes whole or not at all.
const sector = 512

// Window is the time between two syncs: what is durable, and what may be.
type Window struct {
	At      int      // how many calls had been made at its end
	Said    []string // what the program had said by then
	durable image
	pending []unit
}

// Pending is how many parts of it may be there or not.
func (w Window) Pending() int { return len(w.pending) }

// image is the contents of a disk.
type image struct {
	names map[string]int
	files map[int][]byte // never written to: replaced
}

// unit is one thing that may reach the disk or not.
type unit struct {
	at   int // the call
	kind trace.Kind
	file int
	from string // the name that a change of names takes away
	to   string // the name that it makes
	off  int64
	data []byte
}

func (u unit) names() bool {
	return u.kind != trace.Write && u.kind != trace.Truncate && u.kind != trace.Allocate
}

// Windows works out all windows of a run that began with those files.
func Windows(before map[string][]byte, calls []trace.Call) ([]Window, error) {
	r := &recorder{durable: image{map[string]int{}, map[int][]byte{}}, live: map[string]int{}, known: map[int]int{}}
	for name, content := range before {
		id := -1 - len(r.durable.names)
		r.durable.names[name], r.durable.files[id], r.live[name] = id, content, id
	}
	for i, c := range calls {
		if err := r.take(i, c); err != nil {
			return nil, err
		}
	}
	r.end(len(calls))
	return r.windows, nil
}

type recorder struct {
	durable image
	live    map[string]int // the names as the program sees them
	known   map[int]int    // number of a file in the calls -> here
	pending []unit
	said    []string
	windows []Window
}

func (r *recorder) id(c trace.Call) int {
	if id, ok := r.known[c.File]; ok {
		return id
	}
	id := c.File
	if was, ok := r.live[c.Path]; ok {
		id = was
	}
	r.known[c.File] = id
	return id
}

func (r *recorder) take(i int, c trace.Call) error {
	switch c.Kind {
	case trace.Open:
		r.id(c)
	case trace.Create:
		r.known[c.File] = c.File
		r.live[c.Path] = c.File
		r.pending = append(r.pending, unit{at: i, kind: c.Kind, file: c.File, to: c.Path})
	case trace.Write:
		r.pending = append(r.pending, unit{at: i, kind: c.Kind, file: r.id(c), off: c.Offset, data: c.Data})
	case trace.Truncate, trace.Allocate:
		r.pending = append(r.pending, unit{at: i, kind: c.Kind, file: r.id(c), off: c.Offset})
	case trace.Rename, trace.Link:
		file, ok := r.live[c.Path]
		if !ok {
			return fmt.Errorf("call %d renames %s, which nobody made", i, c.Path)
		}
		u := unit{at: i, kind: c.Kind, file: file, to: c.To}
		if r.live[c.To] = file; c.Kind == trace.Rename {
			delete(r.live, c.Path)
			u.from = c.Path
		}
		r.pending = append(r.pending, u)
	case trace.Remove:
		delete(r.live, c.Path)
		r.pending = append(r.pending, unit{at: i, kind: c.Kind, from: c.Path})
	case trace.Sync:
		r.end(i)
		id := r.id(c)
		r.settle(func(u unit) bool { return !u.names() && u.file == id && u.at < c.Begun })
	case trace.SyncDir:
		r.end(i)
		r.settle(func(u unit) bool { return u.names() && u.at < c.Begun })
	case trace.Said:
		r.said = append(r.said, string(c.Data))
	case trace.Mkdir: // a folder more or less matters to nobody here
	default:
		return fmt.Errorf("call %d does what nobody here understands: %s", i, c.Path)
	}
	return nil
}

// end closes a window before the sync that ends it.
func (r *recorder) end(at int) {
	r.windows = append(r.windows, Window{
		At: at, Said: slices.Clip(r.said),
		durable: image{maps.Clone(r.durable.names), maps.Clone(r.durable.files)}, pending: slices.Clone(r.pending),
	})
}

// settle makes durable what a sync covers.
func (r *recorder) settle(covered func(unit) bool) {
	var left []unit
	for _, u := range r.pending {
		if covered(u) {
			r.durable.apply(u, nil)
		} else {
			left = append(left, u)
		}
	}
	r.pending = left
}

// apply puts a unit on the disk; of a write only the sectors that are there.
func (m image) apply(u unit, there func(sector int) bool) {
	switch {
	case u.kind == trace.Write:
		old := m.files[u.file]
		content := make([]byte, max(int64(len(old)), u.off+int64(len(u.data))))
		copy(content, old)
		for at := 0; at < len(u.data); {
			// Sectors lie where the file's do, wherever the write begins.
			n := min(sector-int(u.off+int64(at))%sector, len(u.data)-at)
			if there == nil || there(at/sector) {
				copy(content[u.off+int64(at):], u.data[at:at+n])
			}
			at += n
		}
		m.files[u.file] = content
	case u.kind == trace.Truncate:
		old := m.files[u.file]
		content := make([]byte, u.off)
		copy(content, old)
		m.files[u.file] = content
	case u.kind == trace.Allocate:
		if old := m.files[u.file]; int64(len(old)) < u.off {
			m.files[u.file] = append(make([]byte, 0, u.off), old...)[:u.off]
		}
	default:
		if u.from != "" {
			delete(m.names, u.from)
		}
		if u.to != "" {
			m.names[u.to] = u.file
		}
	}
}

// State is what could lie on the disk after a crash in a window.
type State struct {
	Files map[string][]byte
	Which string // names it among those of the window
}

// States gives up to n states of a window, none twice: nothing and everything of
// what is pending, each part alone, each one missing, each beginning, and then
// what chance gives. Where fewer than that can be, it gives all of them.
func (w Window) States(n int, chance *rand.Rand) []State {
	var out []State
	seen := map[uint64]bool{}
	add := func(which string, there func(unit, sector int) bool) {
		if len(out) >= n {
			return
		}
		sum := fnv.New64a()
		ask := func(unit, sector int) bool {
			yes := there(unit, sector)
			if yes {
				fmt.Fprint(sum, unit, ",", sector, ";")
			}
			return yes
		}
		m := image{maps.Clone(w.durable.names), maps.Clone(w.durable.files)}
		for i, u := range w.pending {
			if u.kind != trace.Write {
				if ask(i, 0) {
					m.apply(u, nil)
				}
				continue
			}
			sectors := map[int]bool{}
			for at := 0; at <= len(u.data)/sector; at++ {
				if ask(i, at) {
					sectors[at] = true
				}
			}
			if len(sectors) > 0 {
				m.apply(u, func(at int) bool { return sectors[at] })
			}
		}
		key := sum.Sum64()
		if seen[key] {
			return
		}
		seen[key] = true
		s := State{map[string][]byte{}, which}
		for name, file := range m.names {
			s.Files[name] = m.files[file]
		}
		out = append(out, s)
	}
	units := len(w.pending)
	add("nothing", func(int, int) bool { return false })
	add("everything", func(int, int) bool { return true })
	order := chance.Perm(units)
	for _, k := range order {
		add(fmt.Sprint("only part ", k), func(u, _ int) bool { return u == k })
		add(fmt.Sprint("all but part ", k), func(u, _ int) bool { return u != k })
		add(fmt.Sprint("the first ", k), func(u, _ int) bool { return u < k })
	}
	for try := 0; try < 4*n && len(out) < n && units > 0; try++ {
		bits, torn := chance.Uint64(), chance.Uint64()
		tear := try%2 == 0
		add(fmt.Sprintf("parts %x torn %x", bits, torn), func(u, at int) bool {
			if tear {
				return (bits>>(u%64))&1 == 1 && (torn>>((u*7+at)%64))&1 == 1
			}
			return (bits>>(u%64))&1 == 1
		})
	}
	return out
}
