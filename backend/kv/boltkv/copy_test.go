package boltkv

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/kv"
)

// everything is all entries of a store, in one view.
func everything(t *testing.T, s *Store) kv.Page {
	t.Helper()
	page, err := s.Scan(t.Context(), "", "", 1<<20, 0)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// reopened opens what a copy has made.
func reopened(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestCopyIsOneViewWhileTheStoreIsWrittenTo(t *testing.T) {
	s := opened(t)
	ctx, stop := context.WithCancel(t.Context())
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				value := fmt.Append(nil, i)
				// Two entries that are alike in every view.
				if _, err := s.Commit(t.Context(), []kv.Op{kv.Put(fmt.Sprint("a/", w), value, kv.Anything), kv.Put(fmt.Sprint("b/", w), value, kv.Anything)}); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for i := range 10 {
		path := filepath.Join(t.TempDir(), fmt.Sprint(i))
		file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Copy(t.Context(), file); err != nil {
			t.Fatal(err)
		}
		file.Close()
		held := map[string]string{}
		for _, e := range everything(t, reopened(t, path)).Entries {
			held[e.Key] = string(e.Value)
		}
		for w := range 4 {
			if a, b := held[fmt.Sprint("a/", w)], held[fmt.Sprint("b/", w)]; a != b {
				t.Errorf("copy %d has half of a commit: %q and %q", i, a, b)
			}
		}
		if len(held) < 100 {
			t.Errorf("copy %d has %d entries", i, len(held))
		}
	}
	stop()
	writers.Wait()
}

func TestCopyEndsWithItsContext(t *testing.T) {
	s := opened(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Copy(ctx, os.Stdout); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if _, err := s.Commit(t.Context(), []kv.Op{kv.Put("k", nil, kv.Absent)}); err != nil {
		t.Errorf("the store stopped with it: %v", err)
	}
}

func TestCompactKeepsEveryEntryAndRevision(t *testing.T) {
	s := opened(t)
	for i := range 10 {
		for j := range 9 {
			if _, err := s.Commit(t.Context(), []kv.Op{kv.Delete(fmt.Sprintf("k/%d/%d", i, j), kv.Anything)}); err != nil {
				t.Fatal(err)
			}
		}
	}
	path := filepath.Join(t.TempDir(), "small")
	if err := Compact(t.Context(), s, path); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(everything(t, s), everything(t, reopened(t, path))); diff != "" {
		t.Error(diff)
	}
	before, err := os.Stat(s.path)
	after, err2 := os.Stat(path)
	if err != nil || err2 != nil || after.Size() >= before.Size() || after.Mode().Perm() != 0o600 {
		t.Errorf("from %d to %d bytes, mode %v (%v, %v)", before.Size(), after.Size(), after.Mode(), err, err2)
	}
	if err := Compact(t.Context(), s, path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file that is there: %v", err)
	}
}
