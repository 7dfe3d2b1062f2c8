package boltkv

import (
	"context"
	"sync"

	"latchkey/backend/kv"
)

// How much of what happened is kept in memory: what a watcher may fall behind,
// and how old a view may get that is still paged through.
const (
	historyCommits = 16384
	historyBytes   = 8 << 20
)

// history is the newest commits, each with what the keys it changed held
// before. From it come the events of watchers and, by undoing, the views that
// earlier pages of a scan were of: a bbolt transaction held open for a slow
// reader would keep the file growing and stop the writer whenever the mapping
// must grow.
type history struct {
	mu      sync.Mutex
	records []record // one a revision, without gaps, up to last
	bytes   int
	last    int64
	closed  bool
	changed chan struct{} // closed, and made anew, whenever something above changes
}

// record is one commit.
type record struct {
	event  kv.Event
	before []past // of each change's key
}

// past is what a key held: nothing if the revision is 0.
type past struct {
	value    []byte
	revision int64
}

func (r *record) add(change kv.Change, before past) {
	r.event.Changes = append(r.event.Changes, change)
	r.before = append(r.before, before)
}

func (r record) size() int {
	n := 128 // what the slices and strings themselves take, roughly
	for i, c := range r.event.Changes {
		n += 128 + len(c.Key) + len(c.Value) + len(r.before[i].value)
	}
	return n
}

func newHistory(revision int64) *history {
	return &history{last: revision, changed: make(chan struct{})}
}

// first is the oldest revision kept; last+1 where none is.
func (h *history) first() int64 { return h.last - int64(len(h.records)) + 1 }

func (h *history) publish(records []record) {
	if len(records) == 0 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, r := range records {
		h.records = append(h.records, r)
		h.bytes += r.size()
		h.last = r.event.Revision
	}
	for len(h.records) > 1 && (len(h.records) > historyCommits || h.bytes > historyBytes) {
		h.bytes -= h.records[0].size()
		h.records[0] = record{}
		h.records = h.records[1:]
	}
	h.wake()
}

func (h *history) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	h.wake()
}

func (h *history) wake() {
	close(h.changed)
	h.changed = make(chan struct{})
}

// reach waits until a revision is published. bbolt lets readers see a commit a
// moment before it is on the disk.
func (h *history) reach(ctx context.Context, revision int64, broken <-chan struct{}) error {
	for {
		h.mu.Lock()
		reached, changed := h.last >= revision, h.changed
		h.mu.Unlock()
		if reached {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		case <-broken:
			return errBroken
		}
	}
}

// undo tells what the keys for which wanted is true held at a revision, as far
// as they were changed after it and not after until. It is kv.ErrCompacted when
// not all of those commits are kept.
func (h *history) undo(at, until int64, wanted func(key string) bool) (map[string]past, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if at > until || at < h.first()-1 {
		return nil, kv.ErrCompacted
	}
	held := make(map[string]past)
	from, to := at+1-h.first(), until+1-h.first()
	for _, r := range h.records[from:to] {
		for i, c := range r.event.Changes {
			if _, older := held[c.Key]; !older && wanted(c.Key) {
				held[c.Key] = r.before[i]
			}
		}
	}
	return held, nil
}

// watcher reads the history from a revision on.
type watcher struct {
	history *history
	broken  <-chan struct{}
	done    chan struct{}
	end     func() // closes done, once

	mu   sync.Mutex
	next int64
	err  error
}

func (h *history) watch(after int64, broken <-chan struct{}) (*watcher, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if after > h.last || after < h.first()-1 {
		return nil, kv.ErrCompacted
	}
	done := make(chan struct{})
	return &watcher{history: h, broken: broken, done: done, end: sync.OnceFunc(func() { close(done) }), next: after + 1}, nil
}

func (w *watcher) Close() { w.end() }

func (w *watcher) Next(ctx context.Context) (kv.Event, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return kv.Event{}, w.err
	}
	event, err := w.wait(ctx)
	w.err = err
	return event, err
}

func (w *watcher) wait(ctx context.Context) (kv.Event, error) {
	h := w.history
	for {
		select {
		case <-w.done:
			return kv.Event{}, kv.ErrClosed
		default:
		}
		if err := ctx.Err(); err != nil {
			return kv.Event{}, err
		}
		h.mu.Lock()
		first, last, closed, changed := h.first(), h.last, h.closed, h.changed
		var event kv.Event
		if w.next >= first && w.next <= last {
			event = h.records[w.next-first].event
		}
		h.mu.Unlock()
		switch {
		case closed:
			return kv.Event{}, kv.ErrClosed
		case w.next < first:
			return kv.Event{}, kv.ErrLost
		case w.next <= last:
			w.next++
			return event, nil
		}
		select {
		case <-changed:
		case <-w.done:
		case <-ctx.Done():
		case <-w.broken:
			return kv.Event{}, kv.ErrLost
		}
	}
}
