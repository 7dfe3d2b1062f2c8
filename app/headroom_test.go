package app

import "testing"

func TestALargeHeapGrowsByATenthAtMostAndASmallOneDoubles(t *testing.T) {
	for live, want := range map[uint64]int{0: 100, 1 << 20: 100, 64 << 20: 100, 256 << 20: 25, 640 << 20: 10, 8 << 30: 10} {
		if got := percent(live); got != want {
			t.Errorf("%d MiB grow by %d %%, want %d", live>>20, got, want)
		}
	}
}
