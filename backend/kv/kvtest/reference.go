package kvtest

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"latchkey/backend/kv"
)

// reference is what a store should be: a map, every state it was ever in, and the
// events since the watcher began.
type reference struct {
	now    map[string]kv.Entry
	views  []view
	events []kv.Event
}

type view struct {
	revision int64
	state    map[string]kv.Entry
}

// listed are the entries a scan should give.
func listed(state map[string]kv.Entry, prefix, after string) []kv.Entry {
	var entries []kv.Entry
	for _, key := range slices.Sorted(maps.Keys(state)) {
		if strings.HasPrefix(key, prefix) && key > after {
			entries = append(entries, state[key])
		}
	}
	return entries
}

// randomHistoriesMatch does random things to a store and to a reference, and
// wants the same of both.
func randomHistoriesMatch(t *testing.T, s kv.Store) {
	rapid.Check(t, func(t *rapid.T) {
		ns := namespace()
		first, err := s.Commit(t.Context(), []kv.Op{kv.Put(ns, []byte("first"), kv.Absent)})
		if err != nil {
			t.Fatal(err)
		}
		w, err := s.Watch(t.Context(), first)
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		m := reference{now: map[string]kv.Entry{ns: {Key: ns, Value: []byte("first"), Revision: first}}}
		keys := rapid.SampledFrom([]string{ns, ns + "a", ns + "a/", ns + "a/1", ns + "a/2", ns + "b", ns + "b\xff", ns + "b\xff0", ns + "c"})

		t.Repeat(map[string]func(*rapid.T){
			"commit": func(t *rapid.T) { m.commit(t, s, keys) },
			"scan": func(t *rapid.T) {
				m.scan(t, s, view{0, m.now}, ns, keys)
			},
			"scan an older view": func(t *rapid.T) {
				if len(m.views) > 0 {
					m.scan(t, s, rapid.SampledFrom(m.views).Draw(t, "view"), ns, keys)
				}
			},
			"watch": func(t *rapid.T) {
				for _, want := range m.events {
					got, err := w.Next(t.Context())
					if err != nil {
						t.Fatalf("next: %v", err)
					}
					if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
						t.Fatalf("event (-want +got):\n%s", diff)
					}
				}
				m.events = nil
			},
		})
	})
}

func (m *reference) commit(t *rapid.T, s kv.Store, keys *rapid.Generator[string]) {
	names := rapid.SliceOfNDistinct(keys, 1, 4, rapid.ID[string]).Draw(t, "keys")
	var ops []kv.Op
	var conflict []string
	for _, key := range names {
		op := kv.Op{Key: key, Expect: m.expectation(t, key), Delete: rapid.IntRange(0, 3).Draw(t, "delete") == 0}
		if !op.Delete {
			op.Value = []byte(rapid.SampledFrom([]string{"", "x", "some value"}).Draw(t, "value"))
		}
		if op.Expect != kv.Anything && int64(op.Expect) != m.now[key].Revision {
			conflict = append(conflict, key)
		}
		ops = append(ops, op)
	}
	revision, err := s.Commit(t.Context(), ops)
	if conflict != nil {
		var refused *kv.ConflictError
		if !errors.As(err, &refused) {
			t.Fatalf("commit: revision %d, %v, want a conflict on %q", revision, err, conflict)
		}
		if diff := cmp.Diff(conflict, refused.Keys); diff != "" {
			t.Fatalf("conflicting keys (-want +got):\n%s", diff)
		}
		return
	}
	if err != nil {
		t.Fatalf("commit: %v", err)
	}
	for _, e := range m.now {
		if revision <= e.Revision {
			t.Fatalf("revision %d after %d", revision, e.Revision)
		}
	}
	m.now = maps.Clone(m.now)
	event := kv.Event{Revision: revision}
	for _, op := range ops {
		_, there := m.now[op.Key]
		switch {
		case !op.Delete:
			m.now[op.Key] = kv.Entry{Key: op.Key, Value: op.Value, Revision: revision}
			event.Changes = append(event.Changes, kv.Change{Key: op.Key, Value: op.Value})
		case there:
			delete(m.now, op.Key)
			event.Changes = append(event.Changes, kv.Change{Key: op.Key, Deleted: true})
		}
	}
	m.events = append(m.events, event)
	m.views = append(m.views, view{revision, m.now})
}

// expectation is mostly one that holds.
func (m *reference) expectation(t *rapid.T, key string) kv.Expectation {
	switch rapid.IntRange(0, 9).Draw(t, "expectation") {
	case 0:
		return kv.Absent
	case 1:
		return kv.At(1) // some other namespace's
	case 2, 3, 4:
		return kv.Anything
	default:
		return kv.Expectation(m.now[key].Revision) // which is Absent for a key that is not there
	}
}

func (m *reference) scan(t *rapid.T, s kv.Store, v view, ns string, keys *rapid.Generator[string]) {
	prefix := rapid.OneOf(rapid.Just(ns), keys).Draw(t, "prefix")
	after := rapid.OneOf(rapid.Just(""), keys).Draw(t, "after")
	limit := rapid.IntRange(1, 5).Draw(t, "limit")
	want := listed(v.state, prefix, after)
	more := len(want) > limit
	want = want[:min(limit, len(want))]

	page, err := s.Scan(t.Context(), prefix, after, limit, v.revision)
	if v.revision != 0 && errors.Is(err, kv.ErrCompacted) {
		return
	}
	if err != nil {
		t.Fatalf("scan: %v", err)
	}
	if v.revision != 0 && page.Revision != v.revision {
		t.Fatalf("asked for the view of revision %d, got that of %d", v.revision, page.Revision)
	}
	if diff := cmp.Diff(want, page.Entries, cmpopts.EquateEmpty()); diff != "" || page.More != more {
		t.Fatalf("more is %v, want %v; entries (-want +got):\n%s", page.More, more, diff)
	}
}
