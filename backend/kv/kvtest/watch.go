package kvtest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"latchkey/backend/kv"
)

// ours drops what other namespaces did.
func ours(e kv.Event, ns string) kv.Event {
	e.Changes = slices.DeleteFunc(slices.Clone(e.Changes), func(c kv.Change) bool { return !strings.HasPrefix(c.Key, ns) })
	return e
}

// event is what a watcher must deliver for a commit.
func event(revision int64, ops []kv.Op) kv.Event {
	e := kv.Event{Revision: revision}
	for _, op := range ops {
		c := kv.Change{Key: op.Key, Deleted: op.Delete}
		if !op.Delete {
			c.Value = op.Value
		}
		e.Changes = append(e.Changes, c)
	}
	return e
}

// watchHasNoGaps has watchers follow concurrent writers, some from the start and
// some that join on the way, and compares all they saw with all that was
// acknowledged.
func watchHasNoGaps(t *testing.T, s kv.Store) {
	const writers, each, watchers = 8, 40, 4
	ctx := within(t)
	ns := namespace()
	start := commit(t, s, kv.Put(ns+"start", nil, kv.Absent))

	var mu sync.Mutex
	done := make(map[int64]kv.Event)
	half := make(chan struct{})
	var writing, watching sync.WaitGroup
	for w := range writers {
		writing.Go(func() {
			for i := range each {
				ops := []kv.Op{
					kv.Put(fmt.Sprintf("%s%d/%d", ns, w, i), fmt.Appendf(nil, "%d.%d", w, i), kv.Absent),
					kv.Put(fmt.Sprintf("%s%d/last", ns, w), fmt.Append(nil, i), kv.Anything),
				}
				if i > 0 {
					ops = append(ops, kv.Delete(fmt.Sprintf("%s%d/%d", ns, w, i-1), kv.Anything))
				}
				revision, err := s.Commit(ctx, ops)
				if err != nil {
					t.Errorf("commit: %v", err)
					return
				}
				mu.Lock()
				done[revision] = event(revision, ops)
				if len(done) == writers*each/2 {
					close(half)
				}
				mu.Unlock()
			}
		})
	}
	saw := make([][]kv.Event, watchers)
	for i := range watchers {
		watching.Go(func() {
			if i%2 == 1 {
				<-half // joins late, and is told what it missed
			}
			w, err := s.Watch(ctx, start)
			if err != nil {
				t.Errorf("watch: %v", err)
				return
			}
			defer w.Close()
			for {
				e, err := w.Next(ctx)
				if err != nil {
					t.Errorf("next: %v", err)
					return
				}
				e = ours(e, ns)
				if len(e.Changes) == 1 && e.Changes[0].Key == ns+"end" {
					return
				}
				saw[i] = append(saw[i], e)
			}
		})
	}
	writing.Wait()
	commit(t, s, kv.Put(ns+"end", nil, kv.Absent))
	watching.Wait()

	var want []kv.Event
	for _, revision := range slices.Sorted(maps.Keys(done)) {
		want = append(want, done[revision])
	}
	for i, got := range saw {
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("watcher %d saw something else than was acknowledged (-want +got):\n%s", i, diff)
		}
	}
}

func watchBeginsWhereAsked(t *testing.T, s kv.Store) {
	ctx := within(t)
	ns := namespace()
	var want []kv.Event
	for i := range 5 {
		ops := []kv.Op{kv.Put(ns+"k", fmt.Append(nil, i), kv.Anything)}
		want = append(want, event(commit(t, s, ops...), ops))
	}
	for i := range want {
		w, err := s.Watch(ctx, want[i].Revision)
		if err != nil {
			t.Fatalf("watch: %v", err)
		}
		for _, e := range want[i+1:] {
			got, err := w.Next(ctx)
			if err != nil {
				t.Fatalf("next: %v", err)
			}
			if diff := cmp.Diff(e, got, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("event (-want +got):\n%s", diff)
			}
		}
		w.Close()
	}
	// Nothing of a commit that was refused.
	w, err := s.Watch(ctx, want[4].Revision)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := s.Commit(ctx, []kv.Op{kv.Put(ns+"x", nil, kv.Absent), kv.Put(ns+"k", nil, kv.Absent)}); !errors.Is(err, kv.ErrConflict) {
		t.Fatalf("%v, want a conflict", err)
	}
	ops := []kv.Op{kv.Delete(ns+"k", kv.Anything)}
	last := event(commit(t, s, ops...), ops)
	got, err := w.Next(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(last, got); diff != "" {
		t.Fatalf("the event after a refused commit (-want +got):\n%s", diff)
	}
}

func watcherEndsWhenTold(t *testing.T, s kv.Store) {
	now := commit(t, s, kv.Put(namespace()+"k", nil, kv.Absent))

	// The call's context bounds Watch itself, not what comes of it.
	ctx, cancel := context.WithCancel(within(t))
	w, err := s.Watch(ctx, now)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	next := commit(t, s, kv.Put(namespace()+"k", nil, kv.Absent))
	if e, err := w.Next(within(t)); err != nil || e.Revision != next {
		t.Errorf("next after the context of Watch has ended: revision %d, %v; want %d", e.Revision, err, next)
	}

	ctx, cancel = context.WithCancel(within(t))
	failed := make(chan error)
	go func() {
		_, err := w.Next(ctx)
		failed <- err
	}()
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("next with a cancelled context: %v", err)
	}
	if _, err := w.Next(within(t)); err == nil {
		t.Error("a watcher went on after an error")
	}
	w.Close()
	w.Close()

	w, err = s.Watch(within(t), next)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		_, err := w.Next(within(t))
		failed <- err
	}()
	w.Close()
	if err := <-failed; err == nil {
		t.Error("a closed watcher delivered an event")
	}
}
