package kvtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/kv"
)

func absentIsNotEmpty(t *testing.T, s kv.Store) {
	ns := namespace()
	commit(t, s, kv.Put(ns+"empty", []byte{}, kv.Absent), kv.Put(ns+"nil", nil, kv.Absent))
	for _, name := range []string{"empty", "nil"} {
		e, ok := get(t, s, ns+name)
		if !ok || len(e.Value) != 0 {
			t.Errorf("an entry with a value of no bytes: found %v with %q", ok, e.Value)
		}
	}
	if _, ok := get(t, s, ns+"absent"); ok {
		t.Error("a key that was never written is there")
	}
	if _, err := s.Commit(t.Context(), []kv.Op{kv.Put(ns+"empty", nil, kv.Absent)}); !errors.Is(err, kv.ErrConflict) {
		t.Errorf("expecting an empty entry to be absent: %v, want a conflict", err)
	}
	commit(t, s, kv.Delete(ns+"empty", kv.Anything))
	if _, ok := get(t, s, ns+"empty"); ok {
		t.Error("a deleted key is there")
	}
}

func scanListsInKeyOrder(t *testing.T, s kv.Store) {
	ns := namespace()
	names := []string{"a", "a\x00", "a\x00b", "a/", "a/b", "ab", "b", "b\xff", "b\xff\xff", "c/1", "c/10", "c/2", "é", "\xff"}
	slices.Sort(names)
	shuffled := slices.Clone(names)
	slices.Reverse(shuffled)
	for _, name := range shuffled {
		commit(t, s, kv.Put(ns+name, []byte("value of "+name), kv.Absent))
	}
	// What lies around the namespace must not be seen.
	commit(t, s, kv.Put(ns[:len(ns)-1], nil, kv.Anything), kv.Put(ns[:len(ns)-1]+"0", nil, kv.Anything))

	for _, prefix := range []string{"", "a", "a/", "b", "b\xff", "c/1", "nothing"} {
		for _, after := range append([]string{"", "aa", "b0", "zzz", "\xff\xff"}, names...) {
			for _, limit := range []int{1, 2, 3, len(names), 1000} {
				var want []string
				for _, name := range names {
					if strings.HasPrefix(name, prefix) && name > after {
						want = append(want, name)
					}
				}
				more := len(want) > limit
				want = want[:min(limit, len(want))]

				from := ns + after
				if after == "" {
					from = ""
				}
				page, err := s.Scan(t.Context(), ns+prefix, from, limit, 0)
				if err != nil {
					t.Fatalf("scan: %v", err)
				}
				var got []string
				for _, e := range page.Entries {
					name := strings.TrimPrefix(e.Key, ns)
					got = append(got, name)
					if string(e.Value) != "value of "+name {
						t.Errorf("%q holds %q", name, e.Value)
					}
				}
				if diff := cmp.Diff(want, got); diff != "" || page.More != more {
					t.Errorf("prefix %q after %q limit %d: more is %v, want %v; entries (-want +got):\n%s", prefix, after, limit, page.More, more, diff)
				}
			}
		}
	}
}

func scanRefusesWhatMakesNoSense(t *testing.T, s kv.Store) {
	for _, c := range []struct {
		limit int
		at    int64
	}{{0, 0}, {-1, 0}, {1, -1}} {
		if _, err := s.Scan(t.Context(), "", "", c.limit, c.at); err == nil {
			t.Errorf("limit %d at %d: no error", c.limit, c.at)
		}
	}
}

func valuesAreCopies(t *testing.T, s kv.Store) {
	ns := namespace()
	mine := []byte("as committed")
	commit(t, s, kv.Put(ns+"k", mine, kv.Absent))
	copy(mine, "scribbled on")
	first, _ := get(t, s, ns+"k")
	if string(first.Value) != "as committed" {
		t.Fatalf("the store kept the caller's slice: %q", first.Value)
	}
	copy(first.Value, "scribbled on")
	_ = append(first.Value, " and beyond"...)
	if again, _ := get(t, s, ns+"k"); string(again.Value) != "as committed" {
		t.Fatalf("a reader's slice is the store's: %q", again.Value)
	}
	// The same for a view that is no longer the newest.
	view, err := s.Scan(t.Context(), ns, "", 10, 0)
	if err != nil {
		t.Fatal(err)
	}
	commit(t, s, kv.Put(ns+"k", []byte("newer"), kv.Anything))
	for range 2 {
		old, err := s.Scan(t.Context(), ns, "", 10, view.Revision)
		if err != nil {
			t.Fatal(err)
		}
		if string(old.Entries[0].Value) != "as committed" {
			t.Fatalf("an older view shares its values: %q", old.Entries[0].Value)
		}
		copy(old.Entries[0].Value, "scribbled on")
	}
}

func entriesCarryTheRevision(t *testing.T, s kv.Store) {
	ns := namespace()
	r1 := commit(t, s, kv.Put(ns+"a", nil, kv.Absent), kv.Put(ns+"b", nil, kv.Absent))
	r2 := commit(t, s, kv.Put(ns+"b", nil, kv.At(r1)), kv.Put(ns+"c", nil, kv.Absent))
	if r1 <= 0 || r2 <= r1 {
		t.Fatalf("revisions %d and %d do not rise from 0", r1, r2)
	}
	page, err := s.Scan(t.Context(), ns, "", 10, 0)
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]int64)
	for _, e := range page.Entries {
		got[strings.TrimPrefix(e.Key, ns)] = e.Revision
	}
	if diff := cmp.Diff(map[string]int64{"a": r1, "b": r2, "c": r2}, got); diff != "" {
		t.Errorf("revisions (-want +got):\n%s", diff)
	}
	if page.Revision < r2 {
		t.Errorf("the view is of revision %d, before the commit %d it shows", page.Revision, r2)
	}
}

// pagesAreOneView pages through a range while writers keep all of it changing.
// Every commit of theirs writes one number to all keys, so a view is seen to be
// one by every key having the same.
func pagesAreOneView(t *testing.T, s kv.Store) {
	const keys, limit = 40, 3
	ns := namespace()
	name := func(i int) string { return fmt.Sprintf("%sk%02d", ns, i) }
	write := func(n, revolving int) []kv.Op {
		ops := make([]kv.Op, 0, keys+1)
		for i := range keys {
			ops = append(ops, kv.Put(name(i), fmt.Appendf(nil, "%d", n), kv.Anything))
		}
		// One entry comes and goes, in changing places.
		here, there := fmt.Sprintf("%sk%02d+", ns, revolving%keys), fmt.Sprintf("%sk%02d+", ns, (revolving+1)%keys)
		return append(ops, kv.Delete(here, kv.Anything), kv.Put(there, fmt.Appendf(nil, "%d", n), kv.Anything))
	}
	commit(t, s, write(0, 0)...)

	stop, stopped := make(chan struct{}), make(chan error, 1)
	go func() {
		for n := 1; ; n++ {
			select {
			case <-stop:
				stopped <- nil
				return
			default:
			}
			if _, err := s.Commit(t.Context(), write(n, n)); err != nil {
				stopped <- err
				return
			}
		}
	}()
	// A store may give up a view, and a writer may sleep; enough must last, and
	// enough must have changed while they were read.
	const enough = 20
	whole, moved := 0, 0
	for ctx := within(t); (whole < enough || moved < enough) && ctx.Err() == nil; {
		entries, at, err := pages(t.Context(), s, ns, limit, 0)
		if errors.Is(err, kv.ErrCompacted) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		whole++
		if len(entries) != keys+1 {
			t.Fatalf("a view has %d entries, every commit left %d", len(entries), keys+1)
		}
		for _, e := range entries {
			if string(e.Value) != string(entries[0].Value) || e.Revision != entries[0].Revision {
				t.Fatalf("one view shows %s of revision %d and %s of revision %d", entries[0].Value, entries[0].Revision, e.Value, e.Revision)
			}
			if e.Revision > at {
				t.Fatalf("a view of revision %d shows revision %d", at, e.Revision)
			}
		}
		newest, err := s.Scan(t.Context(), ns, "", 1, 0)
		if err != nil {
			t.Fatal(err)
		}
		if newest.Revision > at {
			moved++
		}
	}
	close(stop)
	if err := <-stopped; err != nil {
		t.Fatal(err)
	}
	if whole < enough || moved < enough {
		t.Fatalf("%d views lasted to their end, %d of them while the store was written", whole, moved)
	}
}

func viewThatIsNotThereIsRefused(t *testing.T, s kv.Store) {
	ns := namespace()
	now := commit(t, s, kv.Put(ns+"k", nil, kv.Absent))
	if _, err := s.Scan(t.Context(), ns, "", 1, now+1000); !errors.Is(err, kv.ErrCompacted) {
		t.Errorf("a view of a revision that is yet to come: %v, want ErrCompacted", err)
	}
}
