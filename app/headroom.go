package app

import (
	"context"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// headroom is memory that is asked for and never touched, so that it takes none
// of the machine's. The garbage collector runs when the heap has doubled, and a
// small one doubles many times a second under load: a login then costs a fifth
// more. With this it doubles less often.
const headroom = 32 << 20

// A large heap, that of a store with very many keys, is never let double: it
// grows by this much between two runs of the collector, or by a tenth. The keys
// have nothing in them for it to walk, so a run is short all the same.
const growth = 64 << 20

// withHeadroom calls f with the headroom in place.
func withHeadroom(ctx context.Context, f func() error) error {
	untouched := make([]byte, headroom)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		tick := time.NewTicker(10 * time.Second)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				pace()
			}
		}
	}()
	err := f()
	runtime.KeepAlive(&untouched[0])
	return err
}

// pace sets how much the heap may grow by its size.
func pace() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	debug.SetGCPercent(percent(live[0].Value.Uint64()))
}

func percent(live uint64) int {
	return int(max(10, min(100, growth*100/max(live, 1))))
}

// giveBack gives back what starting took and nobody needs any more, and sets the
// pace for what is left.
func giveBack() {
	debug.FreeOSMemory()
	pace()
}
