package boltkv

import (
	"fmt"
	"sync"
	"testing"

	"latchkey/backend/kv"
)

func BenchmarkCommit(b *testing.B) {
	for _, writers := range []int{1, 2, 8, 64} {
		b.Run(fmt.Sprint(writers), func(b *testing.B) {
			p := b.TempDir() + "/x.db"
			if err := Create(p); err != nil {
				b.Fatal(err)
			}
			s, _ := Open(p, Options{})
			defer s.Close()
			var wg sync.WaitGroup
			value := make([]byte, 400)
			b.ResetTimer()
			for w := range writers {
				wg.Go(func() {
					for i := 0; i < b.N/writers+1; i++ {
						if _, err := s.Commit(b.Context(), []kv.Op{kv.Put(fmt.Sprintf("k/%d/%d", w, i%1000), value, kv.Anything)}); err != nil {
							b.Error(err)
						}
					}
				})
			}
			wg.Wait()
		})
	}
}
