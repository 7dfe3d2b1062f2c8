package kvtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/kv"
)

func expectationsDecide(t *testing.T, s kv.Store) {
	for _, c := range []struct {
		name    string
		present bool
		op      func(key string, at int64) kv.Op
		ok      bool
	}{
		{"put anything over nothing", false, func(k string, _ int64) kv.Op { return kv.Put(k, []byte("new"), kv.Anything) }, true},
		{"put anything over an entry", true, func(k string, _ int64) kv.Op { return kv.Put(k, []byte("new"), kv.Anything) }, true},
		{"put absent over nothing", false, func(k string, _ int64) kv.Op { return kv.Put(k, []byte("new"), kv.Absent) }, true},
		{"put absent over an entry", true, func(k string, _ int64) kv.Op { return kv.Put(k, []byte("new"), kv.Absent) }, false},
		{"put at its revision", true, func(k string, at int64) kv.Op { return kv.Put(k, []byte("new"), kv.At(at)) }, true},
		{"put at an older revision", true, func(k string, at int64) kv.Op { return kv.Put(k, []byte("new"), kv.At(at-1)) }, false},
		{"put at a later revision", true, func(k string, at int64) kv.Op { return kv.Put(k, []byte("new"), kv.At(at+1)) }, false},
		{"put at a revision over nothing", false, func(k string, at int64) kv.Op { return kv.Put(k, []byte("new"), kv.At(at)) }, false},
		{"delete anything over nothing", false, func(k string, _ int64) kv.Op { return kv.Delete(k, kv.Anything) }, true},
		{"delete anything over an entry", true, func(k string, _ int64) kv.Op { return kv.Delete(k, kv.Anything) }, true},
		{"delete absent over nothing", false, func(k string, _ int64) kv.Op { return kv.Delete(k, kv.Absent) }, true},
		{"delete absent over an entry", true, func(k string, _ int64) kv.Op { return kv.Delete(k, kv.Absent) }, false},
		{"delete at its revision", true, func(k string, at int64) kv.Op { return kv.Delete(k, kv.At(at)) }, true},
		{"delete at another revision", true, func(k string, at int64) kv.Op { return kv.Delete(k, kv.At(at-1)) }, false},
		{"delete at a revision over nothing", false, func(k string, at int64) kv.Op { return kv.Delete(k, kv.At(at)) }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			ns := namespace()
			key := ns + "k"
			// An earlier life of the key must not count.
			at := commit(t, s, kv.Put(key, []byte("first"), kv.Absent))
			at = commit(t, s, kv.Put(key, []byte("old"), kv.At(at)))
			if !c.present {
				commit(t, s, kv.Delete(key, kv.At(at)))
			}
			op := c.op(key, at)
			_, err := s.Commit(t.Context(), []kv.Op{op})
			if c.ok != (err == nil) || !c.ok && !errors.Is(err, kv.ErrConflict) {
				t.Fatalf("error %v, want success %v", err, c.ok)
			}
			want := ""
			switch {
			case c.ok && !op.Delete:
				want = "new"
			case !c.ok && c.present:
				want = "old"
			}
			e, ok := get(t, s, key)
			if ok != (want != "") || string(e.Value) != want {
				t.Fatalf("afterwards there is %q (%v), want %q", e.Value, ok, want)
			}
		})
	}
}

func commitIsAllOrNothing(t *testing.T, s kv.Store) {
	ns := namespace()
	r := commit(t, s, kv.Put(ns+"kept", []byte("1"), kv.Absent), kv.Put(ns+"gone", []byte("1"), kv.Absent))
	commit(t, s, kv.Put(ns+"kept", []byte("2"), kv.At(r)))
	before := all(t, s, ns)
	// Wherever the one that does not hold stands, nothing of the rest happens.
	good := []kv.Op{kv.Put(ns+"new", nil, kv.Absent), kv.Delete(ns+"gone", kv.At(r)), kv.Put(ns+"other", nil, kv.Anything)}
	for i := range len(good) + 1 {
		ops := slices.Insert(slices.Clone(good), i, kv.Put(ns+"kept", []byte("3"), kv.At(r)))
		if _, err := s.Commit(t.Context(), ops); !errors.Is(err, kv.ErrConflict) {
			t.Fatalf("%v, want a conflict", err)
		}
		if diff := cmp.Diff(before, all(t, s, ns)); diff != "" {
			t.Fatalf("a refused commit left something (-before +after):\n%s", diff)
		}
	}
}

func conflictNamesTheKeys(t *testing.T, s kv.Store) {
	ns := namespace()
	r1 := commit(t, s, kv.Put(ns+"a", nil, kv.Absent), kv.Put(ns+"b", nil, kv.Absent), kv.Put(ns+"c", nil, kv.Absent))
	r2 := commit(t, s, kv.Put(ns+"c", nil, kv.At(r1)))
	_, err := s.Commit(t.Context(), []kv.Op{
		kv.Put(ns+"a", nil, kv.At(r1)),
		kv.Put(ns+"b", nil, kv.Absent),
		kv.Delete(ns+"c", kv.At(r1)),
		kv.Put(ns+"d", nil, kv.At(r1)),
		kv.Put(ns+"e", nil, kv.Absent),
	})
	var conflict *kv.ConflictError
	if !errors.As(err, &conflict) {
		t.Fatalf("%v, want a *kv.ConflictError", err)
	}
	slices.Sort(conflict.Keys)
	if diff := cmp.Diff([]string{ns + "b", ns + "c", ns + "d"}, conflict.Keys); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
	if conflict.Revision < r2 {
		t.Errorf("the conflict carries revision %d, the commit that caused it was %d", conflict.Revision, r2)
	}
}

func malformedCommitsAreRefused(t *testing.T, s kv.Store) {
	ns := namespace()
	for name, ops := range map[string][]kv.Op{
		"no ops":           nil,
		"a key twice":      {kv.Put(ns+"k", nil, kv.Anything), kv.Delete(ns+"k", kv.Anything)},
		"an empty key":     {kv.Put("", nil, kv.Anything)},
		"an odd demand":    {kv.Put(ns+"k", nil, kv.At(-2))},
		"an odd deletion":  {kv.Delete(ns+"k", kv.At(-2))},
		"one among others": {kv.Put(ns+"a", nil, kv.Anything), kv.Put("", nil, kv.Anything)},
	} {
		if _, err := s.Commit(t.Context(), ops); err == nil || errors.Is(err, kv.ErrConflict) {
			t.Errorf("%s: %v, want a refusal", name, err)
		}
	}
	if left := all(t, s, ns); len(left) > 0 {
		t.Errorf("refused commits left %d entries", len(left))
	}
}

// filled makes a commit of so many ops, keys of so many bytes and as many bytes
// of values as make size in total.
func filled(ns string, ops, keySize, size int) []kv.Op {
	list := make([]kv.Op, ops)
	left := size - ops*keySize
	for i := range list {
		key := fmt.Sprintf("%s%0*d", ns, keySize-len(ns), i)
		value := bytes.Repeat([]byte{byte('a' + i%26)}, left/(ops-i))
		left -= len(value)
		list[i] = kv.Put(key, value, kv.Absent)
	}
	return list
}

func callersLimitsHold(t *testing.T, s kv.Store) {
	limits(t, s, kv.MaxOps, kv.MaxCommitSize, kv.MaxValueSize)
	// Past the room for a wrapper nobody takes it, wrapper or engine.
	refusals(t, s, kv.MaxOps+kv.SpareOps, kv.MaxCommitSize+kv.SpareCommitSize, kv.MaxValueSize+kv.SpareValueSize)
}

func leavesRoomForAWrapper(t *testing.T, s kv.Store) {
	limits(t, s, kv.MaxOps+kv.SpareOps, kv.MaxCommitSize+kv.SpareCommitSize, kv.MaxValueSize+kv.SpareValueSize)
}

// limits commits exactly what is allowed, and reads it back.
func limits(t *testing.T, s kv.Store, ops, size, value int) {
	for name, make := range map[string]func(ns string) []kv.Op{
		"ops and commit size": func(ns string) []kv.Op { return filled(ns, ops, kv.MaxKeySize, size) },
		"value size":          func(ns string) []kv.Op { return filled(ns, 1, 20, 20+value) },
	} {
		ns := namespace()
		list := make(ns)
		commit(t, s, list...)
		want := map[string]string{}
		for _, op := range list {
			want[strings.TrimPrefix(op.Key, ns)] = string(op.Value)
		}
		if !cmp.Equal(want, values(all(t, s, ns), ns)) {
			t.Errorf("%s: what was committed at the limit did not come back", name)
		}
	}
}

func refusals(t *testing.T, s kv.Store, ops, size, value int) {
	for name, make := range map[string]func(ns string) []kv.Op{
		"an op too many":       func(ns string) []kv.Op { return filled(ns, ops+1, 20, 20*(ops+1)) },
		"a byte too many":      func(ns string) []kv.Op { return filled(ns, 20, 20, size+1) },
		"too long a value":     func(ns string) []kv.Op { return filled(ns, 1, 20, 20+value+1) },
		"too long a key":       func(ns string) []kv.Op { return filled(ns, 1, kv.MaxKeySize+1, kv.MaxKeySize+1) },
		"too long a key to go": func(ns string) []kv.Op { return []kv.Op{kv.Delete(ns+strings.Repeat("k", kv.MaxKeySize), kv.Anything)} },
	} {
		ns := namespace()
		if _, err := s.Commit(t.Context(), make(ns)); !errors.Is(err, kv.ErrTooLarge) {
			t.Errorf("%s: %v, want ErrTooLarge", name, err)
		}
		if left := all(t, s, ns); len(left) > 0 {
			t.Errorf("%s: refused, and left %d entries", name, len(left))
		}
	}
}

func cancelledCommitChangesNothing(t *testing.T, s kv.Store) {
	ns := namespace()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Commit(ctx, []kv.Op{kv.Put(ns+"k", nil, kv.Absent)}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want context.Canceled", err)
	}
	if _, err := s.Scan(ctx, ns, "", 1, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("scan: %v, want context.Canceled", err)
	}
	if _, ok := get(t, s, ns+"k"); ok {
		t.Error("a commit that began cancelled was made")
	}
}

// counterLosesNoUpdate lets a hundred goroutines increment one counter, each by
// reading, deciding and committing on the revision it read.
func counterLosesNoUpdate(t *testing.T, s kv.Store) {
	const workers, each = 100, 3
	ns := namespace()
	key := ns + "counter"
	commit(t, s, kv.Put(key, []byte("0"), kv.Absent))
	var conflicts atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for range each {
				for {
					page, err := s.Scan(t.Context(), key, "", 1, 0)
					if err != nil || len(page.Entries) != 1 {
						t.Errorf("scan: %d entries, %v", len(page.Entries), err)
						return
					}
					n, err := strconv.Atoi(string(page.Entries[0].Value))
					if err != nil {
						t.Error(err)
						return
					}
					_, err = s.Commit(t.Context(), []kv.Op{kv.Put(key, []byte(strconv.Itoa(n+1)), kv.At(page.Entries[0].Revision))})
					if err == nil {
						break
					}
					if !errors.Is(err, kv.ErrConflict) {
						t.Errorf("commit: %v", err)
						return
					}
					conflicts.Add(1)
				}
			}
		})
	}
	wg.Wait()
	e, _ := get(t, s, key)
	if n, _ := strconv.Atoi(string(e.Value)); n != workers*each {
		t.Errorf("%d updates lost of %d", workers*each-n, workers*each)
	}
	if conflicts.Load() == 0 {
		t.Error("nobody met anybody: the test has shown nothing")
	}
}

// neighboursDoNotFailEachOther commits at the same time what must succeed and
// what must conflict.
func neighboursDoNotFailEachOther(t *testing.T, s kv.Store) {
	const pairs = 60
	ns := namespace()
	commit(t, s, kv.Put(ns+"taken", []byte("mine"), kv.Absent))
	start := make(chan struct{})
	revisions := make([]int64, pairs)
	var wg sync.WaitGroup
	for i := range pairs {
		wg.Go(func() {
			<-start
			var err error
			revisions[i], err = s.Commit(t.Context(), []kv.Op{
				kv.Put(fmt.Sprintf("%sgood/%02d/a", ns, i), fmt.Append(nil, i), kv.Absent),
				kv.Put(fmt.Sprintf("%sgood/%02d/b", ns, i), fmt.Append(nil, i), kv.Absent),
			})
			if err != nil {
				t.Errorf("a commit with nothing against it: %v", err)
			}
		})
		wg.Go(func() {
			<-start
			_, err := s.Commit(t.Context(), []kv.Op{
				kv.Put(fmt.Sprintf("%sbad/%02d", ns, i), nil, kv.Absent),
				kv.Put(ns+"taken", []byte("theirs"), kv.Absent),
			})
			var conflict *kv.ConflictError
			if !errors.As(err, &conflict) || !slices.Equal(conflict.Keys, []string{ns + "taken"}) {
				t.Errorf("a commit on a taken key: %v", err)
			}
		})
	}
	close(start)
	wg.Wait()
	if left := all(t, s, ns+"bad/"); len(left) > 0 {
		t.Errorf("%d commits that conflicted left something", len(left))
	}
	if e, _ := get(t, s, ns+"taken"); string(e.Value) != "mine" {
		t.Errorf("the taken key holds %q", e.Value)
	}
	seen := make(map[int64]bool)
	for i, revision := range revisions {
		if seen[revision] {
			t.Errorf("two commits have the revision %d", revision)
		}
		seen[revision] = true
		for _, part := range []string{"a", "b"} {
			e, ok := get(t, s, fmt.Sprintf("%sgood/%02d/%s", ns, i, part))
			if !ok || e.Revision != revision {
				t.Errorf("commit %d was acknowledged as revision %d; its key has %d (%v)", i, revision, e.Revision, ok)
			}
		}
	}
}
