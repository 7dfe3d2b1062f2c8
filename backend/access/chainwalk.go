package access

import (
	"bytes"
	"container/heap"
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"latchkey/backend/kv"
)

// chainWalk reads the audit log and its chain side by side, newest first and in
// one view of the store, and tells of each entry whether a link lists it. Both
// can be of any length, so little of either is in memory: an entry and the link
// that lists it were written about the same time, hence no more than settled
// entries lie between the order of the one and that of the other.
type chainWalk struct {
	chain    *chain
	revision int64 // of the view
	head     chainHead
	headRev  int64  // 0 = there is no head
	newest   uint64 // the highest link there is; 0 = none
	links    int64  // how many there are

	entries, linked *cursor
	started         bool // an entry was given out
	listed          tagHeap
	noMoreLinks     bool

	// What a verifier wants to hear of; nil where nobody does.
	onLink    func(seq uint64, l link, err error) // each link, newest first
	onMissing func(e entryTag, atEnd bool)        // listed and not there; atEnd: nor anything newer
}

// settled is how many entries of the log may be between two that were committed
// at the same time: far more than there are changes under way at once.
const settled = 4096

// logEntry is an entry of the log as it lies in the store.
type logEntry struct {
	key      string
	id       entryID
	ok       bool // it has an ID and is in its format
	tag      tag  // what its tag must be
	own      *tag // the tag it carries; nil where it was written without
	revision int64
	damage   error // it cannot be read at all
}

func (s *Service) walkChain(ctx context.Context) (*chainWalk, error) {
	w := &chainWalk{chain: s.chain}
	page, err := s.store.Scan(ctx, auditHead, "", 1, 0)
	if err != nil {
		return nil, fmt.Errorf("read the head of the chain: %w", err)
	}
	w.revision = page.Revision
	if len(page.Entries) > 0 && page.Entries[0].Key == auditHead {
		if err := decode(page.Entries[0].Value, &w.head); err != nil {
			return nil, fmt.Errorf("read the head of the chain: %w", err)
		}
		w.headRev = page.Entries[0].Revision
	}
	w.entries = &cursor{store: s.store, prefix: auditPrefix, at: w.revision, limit: 1000}
	w.linked = &cursor{store: s.store, prefix: linkPrefix, at: w.revision, limit: 50}
	return w, nil
}

// nextEntry gives the next older entry, nil at the end, and what is listed of
// it, nil where no link lists it.
func (w *chainWalk) nextEntry(ctx context.Context) (*logEntry, *entryTag, error) {
	raw, damage, err := w.entries.next(ctx)
	if err != nil {
		return nil, nil, err
	}
	if raw == nil {
		for !w.noMoreLinks {
			if err := w.readLink(ctx); err != nil {
				return nil, nil, err
			}
		}
		w.passed(nil)
		return nil, nil, nil
	}
	e := &logEntry{key: raw.Key, revision: raw.Revision, damage: damage}
	e.id, e.ok = idOf(raw.Key)
	if !e.ok {
		return e, nil, nil
	}
	for !w.noMoreLinks && len(w.listed) < settled {
		if err := w.readLink(ctx); err != nil {
			return nil, nil, err
		}
		w.passed(&e.id) // what is newer than the entry is no longer awaited
	}
	w.passed(&e.id)
	w.started = true
	if damage == nil {
		var body []byte
		if e.own, body, err = auditBody(raw.Value); err != nil {
			e.ok = false
		} else {
			e.tag = w.chain.tagOf(raw.Key, body)
		}
	}
	if len(w.listed) > 0 && w.listed[0].id == e.id {
		listed := heap.Pop(&w.listed).(entryTag)
		for len(w.listed) > 0 && w.listed[0] == listed {
			heap.Pop(&w.listed) // adopted while the link that lists it was out of order
		}
		return e, &listed, nil
	}
	return e, nil, nil
}

// passed takes out what is listed and would have come before that entry; all of
// it where there is no entry.
func (w *chainWalk) passed(id *entryID) {
	for len(w.listed) > 0 && (id == nil || bytes.Compare(w.listed[0].id[:], id[:]) < 0) {
		missing := heap.Pop(&w.listed).(entryTag)
		if w.onMissing != nil {
			w.onMissing(missing, !w.started)
		}
	}
}

func (w *chainWalk) readLink(ctx context.Context) error {
	raw, damage, err := w.linked.next(ctx)
	if err != nil {
		return err
	}
	if raw == nil {
		w.noMoreLinks = true
		return nil
	}
	w.links++
	var l link
	number, err := strconv.ParseUint(strings.TrimPrefix(raw.Key, linkPrefix), 16, 64)
	seq := ^number
	switch {
	case err != nil:
		seq, err = 0, errors.New("a link under a key that is none")
	case damage != nil:
		err = damage
	default:
		if err = decode(raw.Value, &l); err == nil && (l.Seq != seq || !bytes.Equal(l.Sum, w.chain.sumOf(l))) {
			err = errors.New("a link that is not as it was made")
		}
	}
	w.newest = max(w.newest, seq)
	if w.onLink != nil {
		w.onLink(seq, l, err)
	}
	for _, e := range l.listed() {
		heap.Push(&w.listed, e)
	}
	return nil
}

// keyTime reads the moment out of the key of an entry.
func keyTime(n uint64) time.Time { return time.Unix(0, math.MaxInt64-int64(n)).UTC() }

// tagHeap has the newest of the listed entries first.
type tagHeap []entryTag

func (h tagHeap) Len() int           { return len(h) }
func (h tagHeap) Less(a, b int) bool { return bytes.Compare(h[a].id[:], h[b].id[:]) < 0 }
func (h tagHeap) Swap(a, b int)      { h[a], h[b] = h[b], h[a] }
func (h *tagHeap) Push(e any)        { *h = append(*h, e.(entryTag)) }
func (h *tagHeap) Pop() any {
	last := len(*h) - 1
	e := (*h)[last]
	*h = (*h)[:last]
	return e
}

// damagedEntry is what a sealed store says of an entry that does not open.
type damagedEntry interface {
	error
	DamagedKey() string
}

// cursor reads the entries with a prefix one by one. One that does not open
// fails the scan of its whole page; the others are then read around it.
type cursor struct {
	store  kv.Store
	prefix string
	at     int64
	limit  int

	after string
	page  []kv.Entry
	end   bool
	until string // a damaged key that is still ahead: up to it pages have one entry
}

// next gives the next entry, or nil at the end. Of one that is damaged only the
// key is given, with the damage.
func (c *cursor) next(ctx context.Context) (*kv.Entry, error, error) {
	for len(c.page) == 0 {
		if c.end {
			return nil, nil, nil
		}
		limit := c.limit
		if c.until != "" {
			limit = 1
		}
		page, err := c.store.Scan(ctx, c.prefix, c.after, limit, c.at)
		var damage damagedEntry
		switch {
		case errors.As(err, &damage) && limit == 1:
			c.after, c.until = damage.DamagedKey(), ""
			return &kv.Entry{Key: c.after}, damage, nil
		case errors.As(err, &damage) && strings.HasPrefix(damage.DamagedKey(), c.prefix):
			c.until = damage.DamagedKey()
			continue
		case err != nil:
			return nil, nil, err
		}
		c.page, c.end = page.Entries, !page.More
	}
	e := c.page[0]
	c.page, c.after = c.page[1:], e.Key
	return &e, nil, nil
}
