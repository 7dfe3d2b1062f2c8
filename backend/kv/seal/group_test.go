package seal_test

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"latchkey/backend/kv"
	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/seal"
)

func TestLoneCommitIsNotDelayed(t *testing.T) {
	// In a bubble time passes only while everybody waits for it.
	synctest.Test(t, func(t *testing.T) {
		s := create(t)
		start := time.Now()
		for i := range 20 {
			commit(t, s, kv.Put("k", fmt.Append(nil, i), kv.Anything))
		}
		if waited := time.Since(start); waited > 0 {
			t.Errorf("20 commits of a lone caller waited %v for company", waited)
		}
		s.Close()
	})
}

func TestConcurrentCommitsShareAWriteAndAnAnchor(t *testing.T) {
	const writers, each = 32, 30
	f := lived(t)
	s, err := f.open(t, f.options())
	if err != nil {
		t.Fatal(err)
	}
	before := s.Epoch()
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				commit(t, s, kv.Put(fmt.Sprintf("key/%d", w), fmt.Append(nil, i), kv.Anything))
			}
		})
	}
	wg.Wait()
	if groups := s.Epoch() - before; groups > writers*each/4 {
		t.Errorf("%d commits took %d groups", writers*each, groups)
	}
	if _, err := s.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

// BenchmarkCommit shows what it is worth that commits share a write: 64 writers
// beside one.
func BenchmarkCommit(b *testing.B) {
	for _, writers := range []int{1, 8, 64, 256} {
		b.Run(fmt.Sprint(writers), func(b *testing.B) {
			dir := b.TempDir()
			s := openBench(b, dir)
			defer s.Close()
			value := make([]byte, 400)
			b.ResetTimer()
			var wg sync.WaitGroup
			for w := range writers {
				wg.Go(func() {
					for i := range b.N/writers + 1 {
						if _, err := s.Commit(b.Context(), []kv.Op{kv.Put(fmt.Sprintf("key/%d/%d", w, i%1000), value, kv.Anything)}); err != nil {
							b.Error(err)
						}
					}
				})
			}
			wg.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commits/s")
		})
	}
}

func openBench(b *testing.B, dir string) *seal.Store {
	b.Helper()
	path := filepath.Join(dir, "latchkey.db")
	if err := boltkv.Create(path); err != nil {
		b.Fatal(err)
	}
	inner, err := boltkv.Open(path, boltkv.Options{})
	if err != nil {
		b.Fatal(err)
	}
	opts := seal.Options{Anchor: filepath.Join(dir, "latchkey.anchor"), State: []string{"key/"}}
	master := seal.NewMaster()
	if err := seal.Create(b.Context(), inner, master, opts); err != nil {
		b.Fatal(err)
	}
	s, err := seal.Open(b.Context(), inner, master, opts)
	if err != nil {
		b.Fatal(err)
	}
	return s
}
