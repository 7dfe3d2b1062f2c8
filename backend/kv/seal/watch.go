package seal

import (
	"context"
	"strings"

	"latchkey/backend/kv"
)

// Watch opens the values of the events. A watcher that meets one that does not
// open returns ErrDamaged and is done.
func (s *Store) Watch(ctx context.Context, after int64) (kv.Watcher, error) {
	inner, err := s.inner.Watch(ctx, after)
	if err != nil {
		return nil, err
	}
	return &watcher{inner, s}, nil
}

type watcher struct {
	inner kv.Watcher
	store *Store
}

func (w *watcher) Next(ctx context.Context) (kv.Event, error) {
	event, err := w.inner.Next(ctx)
	if err != nil {
		return kv.Event{}, err
	}
	w.store.reached(event.Revision)
	opened := kv.Event{Revision: event.Revision, Changes: make([]kv.Change, 0, len(event.Changes))}
	for _, c := range event.Changes {
		if strings.HasPrefix(c.Key, reserved) {
			continue
		}
		if !c.Deleted {
			version, value, err := w.store.open(c.Key, c.Value)
			if err != nil {
				w.inner.Close()
				return kv.Event{}, err
			}
			w.store.seen(version)
			c.Value = value
		}
		opened.Changes = append(opened.Changes, c)
	}
	return opened, nil
}

func (w *watcher) Close() { w.inner.Close() }
