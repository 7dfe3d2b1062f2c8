//go:build smoke

package smoke

import (
	"crypto/sha256"
	"fmt"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"
)

const firstRowsLimit = 1500 * time.Millisecond

// TestFirstRowsAreThereWithinASecondAndAHalf opens the window over a folder with
// keys that nobody serves, so that the core has to start too, and times from the
// start of the program until rows were painted.
func TestFirstRowsAreThereWithinASecondAndAHalf(t *testing.T) {
	home := newHome(t, openScreen(t), openDesk(t))
	home.seed(map[string]string{"billing-batch": "90d", "nightly-sync": "30d"})
	home.firstRows(t) // WebKit makes its caches, which everybody has from the second day on
	var times []time.Duration
	var limit time.Duration
	// Where it does not hold it is measured again: others on the machine only add to it.
	for len(times) < 3 || len(times) < 8 && times[1] > limit {
		times = append(times, home.firstRows(t))
		slices.Sort(times)
		limit = max(limit, time.Duration(float64(firstRowsLimit)*busy(t)*slowness()))
	}
	t.Logf("window: first rows after %d ms, the second quickest of %d, %d to %d; its core started too (limit here %d ms)",
		times[1].Milliseconds(), len(times), times[0].Milliseconds(), times[len(times)-1].Milliseconds(), limit.Milliseconds())
	if times[1] > limit {
		t.Errorf("the window shows its first rows after %s, want %s", times[1], limit)
	}
}

// firstRows opens the window and says how long it took, and what of it.
func (h *home) firstRows(t *testing.T) time.Duration {
	t.Helper()
	w := h.open()
	var r report
	h.sees("rows", func(now report) bool {
		r = now
		return now.FirstRows != 0
	})
	h.quit(w)
	page, rows := time.UnixMilli(r.Begun).Sub(w.at), time.UnixMilli(r.FirstRows).Sub(w.at)
	t.Logf("page asked for after %d ms, its script begun after %d ms, first rows after %d ms", page.Milliseconds(), time.UnixMilli(r.Scripts).Sub(w.at).Milliseconds(), rows.Milliseconds())
	return rows
}

// slowness is how many times slower than the machine the limit was set on this
// one is, and never less than 1, by a piece of work that takes 25 ms there.
func slowness() float64 {
	quickest := time.Hour
	for range 5 {
		began := time.Now()
		sum := sha256.Sum256(nil)
		for range 250_000 {
			sum = sha256.Sum256(sum[:])
		}
		quickest = min(quickest, time.Since(began))
	}
	return max(1, float64(quickest)/float64(25*time.Millisecond))
}

// busy is how many want each processor, 1 where that is one or none: a time
// taken then is that much longer.
func busy(t *testing.T) float64 {
	t.Helper()
	text, err := os.ReadFile("/proc/loadavg")
	var load float64
	if err == nil {
		_, err = fmt.Sscan(string(text), &load)
	}
	if err != nil {
		t.Fatal(err)
	}
	return max(1, load/float64(runtime.NumCPU()))
}
