package kvtest

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/kv"
)

// groups holds an engine to what a sealing store around it relies on.
func groups(t *testing.T, open Opener) {
	for _, c := range []struct {
		name string
		test func(*testing.T, kv.Engine)
	}{
		{"GroupKeepsACommitEachItsRevisionAndEvent", groupKeepsRevisions},
		{"GroupIsAllOrNothing", groupIsAllOrNothing},
		{"GroupDecidesEachCommitOnThoseBefore", groupDecidesInOrder},
		{"GroupsDoNotMix", groupsDoNotMix},
		{"GroupSurvivesReopening", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir)
			e, ok := s.(kv.Engine)
			if !ok {
				t.Fatal("it is no engine")
			}
			if c.test != nil {
				defer s.Close()
				c.test(t, e)
				return
			}
			if err := e.Group(t.Context(), true, func(w kv.Writer) error {
				for i := range 100 {
					if _, err := w.Commit([]kv.Op{kv.Put(fmt.Sprintf("g/%02d", i), fmt.Append(nil, i), kv.Absent)}); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			before, at, err := pages(t.Context(), s, "", 7, 0)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			s = open(t, dir)
			defer s.Close()
			after, now, err := pages(t.Context(), s, "", 7, 0)
			if diff := cmp.Diff(before, after); err != nil || now != at || diff != "" {
				t.Errorf("revision %d, then %d, %v (-before +after):\n%s", at, now, err, diff)
			}
		})
	}
}

func groupKeepsRevisions(t *testing.T, s kv.Engine) {
	start := commit(t, s, kv.Put("a", []byte("old"), kv.Absent))
	w, err := s.Watch(t.Context(), start)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	var revisions []int64
	if err := s.Group(t.Context(), false, func(w kv.Writer) error {
		revisions = nil // it may be run again
		for i := range 3 {
			r, err := w.Commit([]kv.Op{kv.Put("a", fmt.Append(nil, i), kv.Anything), kv.Put(fmt.Sprintf("b/%d", i), nil, kv.Absent)})
			if err != nil {
				return err
			}
			revisions = append(revisions, r)
			e, ok, err := w.Get("a")
			if err != nil || !ok || string(e.Value) != fmt.Sprint(i) || e.Revision != r {
				t.Errorf("the group sees %+v, %v, %v after its commit %d", e, ok, err, i)
			}
		}
		if _, ok, err := w.Get("absent"); ok || err != nil {
			t.Errorf("a key that is not there: %v, %v", ok, err)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for i, r := range revisions {
		if r != start+1+int64(i) {
			t.Errorf("revisions %d after %d", revisions, start)
		}
		e, err := w.Next(within(t))
		if err != nil || e.Revision != r || len(e.Changes) != 2 || string(e.Changes[0].Value) != fmt.Sprint(i) {
			t.Errorf("event %d: %+v, %v", i, e, err)
		}
	}
	page, err := s.Scan(t.Context(), "b/", "", 10, revisions[0])
	if err != nil || len(page.Entries) != 1 {
		t.Errorf("the view in the middle of the group: %v, %v", page.Entries, err)
	}
}

func groupIsAllOrNothing(t *testing.T, s kv.Engine) {
	start := commit(t, s, kv.Put("a", []byte("old"), kv.Absent))
	enough := errors.New("enough")
	for name, c := range map[string]struct {
		fn   func(w kv.Writer) error
		want error
	}{
		"an error of the group": {func(w kv.Writer) error {
			_, err := w.Commit([]kv.Op{kv.Put("a", []byte("new"), kv.Anything), kv.Put("b", nil, kv.Absent)})
			return errors.Join(err, enough)
		}, enough},
		"an error that it keeps to itself": {func(w kv.Writer) error {
			w.Commit([]kv.Op{kv.Put("b", nil, kv.Absent)})
			w.Commit([]kv.Op{kv.Put("c", make([]byte, kv.MaxValueSize+kv.SpareValueSize+1), kv.Absent)})
			return nil
		}, kv.ErrTooLarge},
		"no commit": {func(kv.Writer) error { return nil }, nil},
	} {
		if err := s.Group(t.Context(), false, c.fn); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		page, err := s.Scan(t.Context(), "", "", 10, 0)
		if err != nil || page.Revision != start || len(page.Entries) != 1 || string(page.Entries[0].Value) != "old" {
			t.Errorf("%s: %+v at revision %d after %d, %v", name, page.Entries, page.Revision, start, err)
		}
	}
}

func groupDecidesInOrder(t *testing.T, s kv.Engine) {
	first := commit(t, s, kv.Put("a", nil, kv.Absent))
	var second, third int64
	if err := s.Group(t.Context(), false, func(w kv.Writer) (err error) {
		if second, err = w.Commit([]kv.Op{kv.Put("a", []byte("2"), kv.At(first))}); err != nil {
			return err
		}
		// Who was too late hears so, and what it wanted besides is not done.
		var conflict *kv.ConflictError
		if _, err := w.Commit([]kv.Op{kv.Put("b", nil, kv.Absent), kv.Put("a", []byte("late"), kv.At(first))}); !errors.As(err, &conflict) ||
			conflict.Revision != second || !cmp.Equal(conflict.Keys, []string{"a"}) {
			t.Errorf("%v, want a conflict over a at revision %d", err, second)
		}
		third, err = w.Commit([]kv.Op{kv.Put("a", []byte("3"), kv.At(second)), kv.Delete("none", kv.Anything)})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	page, err := s.Scan(t.Context(), "", "", 10, 0)
	if err != nil || third != second+1 || page.Revision != third || len(page.Entries) != 1 || string(page.Entries[0].Value) != "3" {
		t.Errorf("%+v at revision %d, want a alone at %d (%v)", page.Entries, page.Revision, third, err)
	}
}

// groupsDoNotMix counts in several groups at once, each without expectations:
// only as the one writer can a group read and write.
func groupsDoNotMix(t *testing.T, s kv.Engine) {
	const workers, each = 8, 20
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for range each {
				if err := s.Group(t.Context(), false, func(w kv.Writer) error {
					e, _, err := w.Get("counter")
					if err != nil {
						return err
					}
					_, err = w.Commit([]kv.Op{kv.Put("counter", append(e.Value, '+'), kv.Anything)})
					return err
				}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	page, err := s.Scan(t.Context(), "counter", "", 1, 0)
	if err != nil || len(page.Entries) != 1 || len(page.Entries[0].Value) != workers*each {
		t.Errorf("%d of %d counted, %v", len(page.Entries[0].Value), workers*each, err)
	}
}
