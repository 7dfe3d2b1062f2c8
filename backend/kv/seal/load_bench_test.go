package seal_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"latchkey/backend/kv"
)

// BenchmarkLoad opens and verifies everything in a store, as a start does but
// for what access makes of it.
//
//	go test ./backend/kv/seal -run XXX -bench Load -benchtime 3x
func BenchmarkLoad(b *testing.B) {
	for _, entries := range []int{1_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(entries), func(b *testing.B) {
			s := openBench(b, b.TempDir())
			defer s.Close()
			value := make([]byte, 400)
			var next atomic.Int64
			var writers sync.WaitGroup
			for range 64 {
				writers.Go(func() {
					for at := int(next.Add(kv.MaxOps)) - kv.MaxOps; at < entries; at = int(next.Add(kv.MaxOps)) - kv.MaxOps {
						ops := make([]kv.Op, 0, kv.MaxOps)
						for i := at; i < min(at+kv.MaxOps, entries); i++ {
							ops = append(ops, kv.Put(fmt.Sprintf("key/%016x", i), value, kv.Absent))
						}
						if _, err := s.Commit(b.Context(), ops); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			writers.Wait()
			for b.Loop() {
				var n atomic.Int64
				if _, err := s.Load(b.Context(), []string{"key/"}, func(e []kv.Entry) error { n.Add(int64(len(e))); return nil }); err != nil {
					b.Fatal(err)
				}
				if n.Load() != int64(entries) {
					b.Fatalf("%d entries of %d", n.Load(), entries)
				}
			}
		})
	}
}
