package access

import (
	"runtime"
	"slices"
	"sync"
)

// inParallel calls f for parts of 0 to n, on all processors where that pays.
func inParallel(n, least int, f func(from, to int)) {
	workers := max(1, min(runtime.GOMAXPROCS(0), n/max(1, least)))
	var wait sync.WaitGroup
	for i := 1; i < workers; i++ {
		wait.Go(func() { f(n*i/workers, n*(i+1)/workers) })
	}
	f(0, n/workers)
	wait.Wait()
}

// parallelSort sorts as slices.SortFunc does.
func parallelSort[T any](list []T, compare func(a, b T) int) {
	const least = 1 << 14
	half := len(list) / 2
	if len(list) < least || runtime.GOMAXPROCS(0) < 2 {
		slices.SortFunc(list, compare)
		return
	}
	inParallel(2, 1, func(from, to int) {
		for i := from; i < to; i++ {
			slices.SortFunc(list[half*i:[2]int{half, len(list)}[i]], compare)
		}
	})
	a, b := slices.Clone(list[:half]), list[half:]
	for i := range list {
		if len(a) == 0 {
			return
		}
		if len(b) == 0 || compare(a[0], b[0]) <= 0 {
			list[i], a = a[0], a[1:]
		} else {
			list[i], b = b[0], b[1:]
		}
	}
}
