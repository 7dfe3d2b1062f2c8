package seal

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"

	"latchkey/backend/kv"
)

var _ kv.Loader = (*Store)(nil)

// loadPage is how many entries one goroutine opens at a time.
const loadPage = 2000

// Load implements kv.Loader: one goroutine reads the engine, the others open
// what it has read.
func (s *Store) Load(ctx context.Context, prefixes []string, each func([]kv.Entry) error) (int64, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	pages := make(chan []kv.Entry, runtime.GOMAXPROCS(0))
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for entries := range pages {
				if ctx.Err() != nil {
					continue // the reader must not be left waiting
				}
				if err := s.openAll(entries); err != nil {
					cancel(err)
				} else if err := each(entries); err != nil {
					cancel(err)
				}
			}
		})
	}
	revision, err := s.read(ctx, outermost(prefixes), pages)
	close(pages)
	workers.Wait()
	if cause := context.Cause(ctx); cause != nil {
		return 0, cause
	}
	if err != nil {
		return 0, err
	}
	s.reached(revision)
	return revision, nil
}

// read passes on all entries with one of the prefixes, in one view.
func (s *Store) read(ctx context.Context, prefixes []string, pages chan<- []kv.Entry) (at int64, err error) {
	for _, prefix := range prefixes {
		after := ""
		if prefix == "" {
			after = reservedEnd
		}
		for more := true; more; {
			page, err := s.inner.Scan(ctx, prefix, after, loadPage, at)
			if err != nil {
				return 0, err
			}
			at, more = page.Revision, page.More
			if n := len(page.Entries); n > 0 {
				after = page.Entries[n-1].Key
				pages <- page.Entries
			}
		}
	}
	return at, nil
}

// openAll opens the values of entries in place.
func (s *Store) openAll(entries []kv.Entry) error {
	highest := uint64(0)
	for i, e := range entries {
		version, value, err := s.sealer.open(e.Key, e.Value)
		if err != nil {
			return err
		}
		highest = max(highest, version)
		entries[i].Value = value
	}
	s.seen(highest)
	return nil
}

// outermost leaves out prefixes that others cover, so that no entry is given
// twice, and those of the seal's own.
func outermost(prefixes []string) []string {
	sorted := slices.Sorted(slices.Values(prefixes))
	kept := sorted[:0]
	for _, p := range sorted {
		if strings.HasPrefix(p, reserved) || len(kept) > 0 && strings.HasPrefix(p, kept[len(kept)-1]) {
			continue
		}
		kept = append(kept, p)
	}
	return kept
}
