package access

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"latchkey/backend/kv"
)

// load reads everything but audit and usage into a new state.
func (s *Service) load(ctx context.Context) (*state, *stamps, error) {
	st, stamps := newState(), newStamps(s.node)
	s.setPolicy(st)
	var mu sync.Mutex // over both
	batches := sync.Pool{New: func() any { return new(keyBatch) }}
	rev, err := loadAll(ctx, s.store, append(slices.Clone(statePrefixes), stampPrefix, triesPrefix), func(entries []kv.Entry) error {
		keys := batches.Get().(*keyBatch)
		defer batches.Put(keys)
		keys.reset()
		for _, e := range entries {
			if kind(e.Key) != kind(keyPrefix) {
				continue
			}
			if err := keys.add(e.Value, e.Revision); err != nil {
				return err
			}
		}
		mu.Lock()
		defer mu.Unlock()
		for _, e := range entries {
			var err error
			switch kind(e.Key) {
			case kind(keyPrefix):
			case kind(stampPrefix):
				err = stamps.load(e.Key, e.Value)
			case kind(triesPrefix):
				err = s.limits.load(e.Key, e.Value, s.node)
			default:
				err = st.apply(e.Key, e.Value, false, e.Revision, s)
			}
			if err != nil {
				return err
			}
		}
		s.sawNumber(keyNumber, keys.highest)
		st.keys.put(keys)
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("load the state: %w", err)
	}
	st.rev = rev
	return st, stamps, nil
}

// loadAll gives all entries with one of the prefixes, of one view, and its
// revision: many at once where the store can, in no order.
func loadAll(ctx context.Context, store kv.Store, prefixes []string, each func([]kv.Entry) error) (rev int64, err error) {
	if loader, ok := store.(kv.Loader); ok {
		return loader.Load(ctx, prefixes, each)
	}
	for _, prefix := range prefixes {
		if rev, err = scan(ctx, store, prefix, rev, func(e kv.Entry) error { return each([]kv.Entry{e}) }); err != nil {
			return 0, err
		}
	}
	return rev, nil
}

// scan reads all entries with a prefix in one view and gives its revision.
func scan(ctx context.Context, store kv.Store, prefix string, at int64, each func(kv.Entry) error) (int64, error) {
	const page = 1000
	after := ""
	for {
		p, err := store.Scan(ctx, prefix, after, page, at)
		if err != nil {
			return 0, err
		}
		for _, e := range p.Entries {
			if err := each(e); err != nil {
				return 0, err
			}
			after = e.Key
		}
		at = p.Revision
		if !p.More {
			return at, nil
		}
	}
}
