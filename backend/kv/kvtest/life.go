package kvtest

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/kv"
)

func closedStoreRefuses(t *testing.T, open Opener) {
	s := open(t, t.TempDir())
	now := commit(t, s, kv.Put("k", nil, kv.Absent))
	w, err := s.Watch(t.Context(), now)
	if err != nil {
		t.Fatal(err)
	}
	waiting := make(chan error)
	go func() {
		_, err := w.Next(within(t))
		waiting <- err
	}()
	if err := s.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	if err := <-waiting; !errors.Is(err, kv.ErrClosed) {
		t.Errorf("a watcher of a closed store: %v, want ErrClosed", err)
	}
	if _, err := s.Commit(t.Context(), []kv.Op{kv.Put("k", nil, kv.Anything)}); !errors.Is(err, kv.ErrClosed) {
		t.Errorf("commit: %v, want ErrClosed", err)
	}
	if _, err := s.Scan(t.Context(), "", "", 1, 0); !errors.Is(err, kv.ErrClosed) {
		t.Errorf("scan: %v, want ErrClosed", err)
	}
	if _, err := s.Watch(t.Context(), now); !errors.Is(err, kv.ErrClosed) {
		t.Errorf("watch: %v, want ErrClosed", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("close again: %v", err)
	}
}

// closeWaitsForCommits closes in the middle of writing: what was acknowledged
// must be there, and everything else refused. It does so often enough to close
// at every moment of a commit.
func closeWaitsForCommits(t *testing.T, open Opener) {
	for range 10 {
		closeWhileWriting(t, open)
	}
}

func closeWhileWriting(t *testing.T, open Opener) {
	dir := t.TempDir()
	s := open(t, dir)
	const workers = 20
	acknowledged := make([]int, workers)
	started := make(chan struct{}, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := 0; ; i++ {
				_, err := s.Commit(t.Context(), []kv.Op{kv.Put(fmt.Sprintf("k/%02d/%06d", w, i), nil, kv.Absent)})
				if errors.Is(err, kv.ErrClosed) {
					return
				}
				if err != nil {
					t.Errorf("commit: %v", err)
					return
				}
				if acknowledged[w]++; i == 0 {
					started <- struct{}{}
				}
			}
		})
	}
	for range workers {
		<-started
	}
	if err := s.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	wg.Wait()
	s = open(t, dir)
	defer s.Close()
	for w, n := range acknowledged {
		if got := len(all(t, s, fmt.Sprintf("k/%02d/", w))); got != n {
			t.Errorf("worker %d: %d acknowledged, %d there", w, n, got)
		}
	}
}

func reopenKeepsEverything(t *testing.T, open Opener) {
	dir := t.TempDir()
	s := open(t, dir)
	for i := range 50 {
		commit(t, s, kv.Put(fmt.Sprintf("k/%02d", i%40), fmt.Append(nil, i), kv.Anything), kv.Put("last", fmt.Append(nil, i), kv.Anything))
	}
	last := commit(t, s, kv.Delete("k/07", kv.Anything), kv.Put("empty", nil, kv.Absent))
	before, at, err := pages(t.Context(), s, "", 7, 0)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := s.Close(); err != nil {
			t.Fatalf("close: %v", err)
		}
		s = open(t, dir)
		after, now, err := pages(t.Context(), s, "", 7, 0)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, after); diff != "" {
			t.Fatalf("entries (-before +after):\n%s", diff)
		}
		if now != at || now < last {
			t.Fatalf("the view was of revision %d, and is of %d", at, now)
		}
	}
	defer s.Close()
	w, err := s.Watch(t.Context(), at)
	if err != nil {
		t.Fatalf("watch from where the last view ended: %v", err)
	}
	defer w.Close()
	next := commit(t, s, kv.Put("k/07", nil, kv.Absent))
	if next <= at {
		t.Errorf("the first revision after reopening is %d, not above %d", next, at)
	}
	if e, err := w.Next(within(t)); err != nil || e.Revision != next {
		t.Errorf("the first event after reopening: revision %d, %v; want %d", e.Revision, err, next)
	}
}
