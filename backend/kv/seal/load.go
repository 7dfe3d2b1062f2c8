package seal

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"

	"latchkey/backend/kv"
)

// loadPage is how many entries one goroutine opens at a time.
const loadPage = 2000

// Load implements kv.Loader: one goroutine reads the engine, the others open
// what it has read. The state is held against its digest as a whole, so that
// nothing is missing from it and nothing is older than it should be.
func (s *Store) Load(ctx context.Context, prefixes []string, each func([]kv.Entry) error) (int64, error) {
	l, err := s.loader().load(ctx, prefixes, each)
	if err != nil {
		return 0, err
	}
	s.reached(l.revision)
	s.seen(l.version)
	return l.revision, s.anchorVerified()
}

// Report is what Verify found.
type Report struct {
	Entries  int // records opened
	State    int // of those, under epoch and digest
	Epoch    uint64
	Revision int64
}

// Verify opens every record and holds the state against its digest.
func (s *Store) Verify(ctx context.Context) (Report, error) {
	l, err := s.loader().load(ctx, []string{""}, nil)
	if err != nil {
		return Report{}, err
	}
	return Report{Entries: l.entries, State: l.inState, Epoch: l.tip.epoch, Revision: l.revision}, s.anchorVerified()
}

// anchorVerified has the anchor say what the store does, where it is still one
// epoch behind: now the store is known to be whole.
func (s *Store) anchorVerified() error {
	s.writer.Lock()
	defer s.writer.Unlock()
	if err := s.writeAnchor(); err != nil {
		return &AnchorError{s.opts.Anchor, err, "", "check the folder's mode and the space on its disk"}
	}
	s.witness.reach(s.tip.epoch)
	return nil
}

// loader reads a view of the store.
type loader struct {
	inner     kv.Store
	open      func(key string, record []byte) (version uint64, value []byte, err error)
	digestKey []byte
	state     []string
	next      []string // what the state is to be from now on; nil as it is
	tips      *tips    // nil: there is no tip to hold the digest against

	// What it has read.
	mu       sync.Mutex
	revision int64
	version  uint64 // the highest
	entries  int
	inState  int
	sum      sum
	nextSum  sum
	tip      tip
}

func (s *Store) loader() *loader {
	return &loader{inner: s.inner, open: s.open, digestKey: s.tips.digestKey, state: s.state(), tips: s.tips}
}

// batch is some entries of one prefix.
type batch struct {
	entries []kv.Entry
	wanted  bool // by the caller; else they are read for the digest alone
}

// load reads what has one of the prefixes, and all of the state.
func (l *loader) load(ctx context.Context, prefixes []string, each func([]kv.Entry) error) (*loader, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	batches := make(chan batch, runtime.GOMAXPROCS(0))
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			d := newDigester(l.digestKey)
			for b := range batches {
				if ctx.Err() != nil {
					continue // the reader must not be left waiting
				}
				if err := l.take(b, d, each); err != nil {
					cancel(err)
				}
			}
		})
	}
	err := l.read(ctx, prefixes, batches)
	close(batches)
	workers.Wait()
	if cause := context.Cause(ctx); cause != nil {
		return nil, cause
	}
	if err != nil {
		return nil, err
	}
	if l.tips != nil && l.sum != l.tip.sum {
		return nil, &DamagedError{tipKey, "the records of the state are not those that were written last: some are missing, or older"}
	}
	return l, nil
}

// read passes on all of the store that is to be read, in one view.
func (l *loader) read(ctx context.Context, prefixes []string, batches chan<- batch) error {
	wanted := outermost(prefixes)
	if l.tips != nil {
		page, err := l.inner.Scan(ctx, tipKey, "", 1, 0)
		if err != nil {
			return err
		}
		l.revision = page.Revision
		if len(page.Entries) == 0 || page.Entries[0].Key != tipKey {
			return &DamagedError{tipKey, "the record of the epoch is missing or cut"}
		}
		if l.tip, err = l.tips.open(page.Entries[0].Value); err != nil {
			return err
		}
	}
	for _, prefix := range outermost(append(slices.Clone(l.state), prefixes...)) {
		covers := func(p string) bool { return strings.HasPrefix(prefix, p) }
		all := slices.ContainsFunc(wanted, covers)
		after := ""
		if prefix == "" {
			after = reservedEnd
		}
		for more := true; more; {
			page, err := l.inner.Scan(ctx, prefix, after, loadPage, l.revision)
			if err != nil {
				return err
			}
			l.revision, more = page.Revision, page.More
			if n := len(page.Entries); n > 0 {
				after = page.Entries[n-1].Key
				l.pass(page.Entries, all, wanted, batches)
			}
		}
	}
	return nil
}

// pass hands entries on, in two where only some are wanted.
func (l *loader) pass(entries []kv.Entry, all bool, wanted []string, batches chan<- batch) {
	if all {
		batches <- batch{entries, true}
		return
	}
	var give, keep []kv.Entry
	for _, e := range entries {
		if slices.ContainsFunc(wanted, func(p string) bool { return strings.HasPrefix(e.Key, p) }) {
			give = append(give, e)
		} else {
			keep = append(keep, e)
		}
	}
	for _, b := range []batch{{give, true}, {keep, false}} {
		if len(b.entries) > 0 {
			batches <- b
		}
	}
}

// take opens a batch in place, adds it to the digest and gives it on.
func (l *loader) take(b batch, d *digester, each func([]kv.Entry) error) error {
	var part, nextPart sum
	highest, inState := uint64(0), 0
	for i, e := range b.entries {
		if len(e.Value) < overhead {
			return &DamagedError{e.Key, "it is too short"}
		}
		if isState(l.state, e.Key) {
			part.add(d.term(e.Key, e.Value))
			inState++
		}
		if isState(l.next, e.Key) {
			nextPart.add(d.term(e.Key, e.Value))
		}
		if !b.wanted {
			continue // that it is there, and the newest, is all that matters
		}
		version, value, err := l.open(e.Key, e.Value)
		if err != nil {
			return err
		}
		highest = max(highest, version)
		b.entries[i].Value = value
	}
	l.mu.Lock()
	l.sum.add(part)
	l.nextSum.add(nextPart)
	l.version = max(l.version, highest)
	l.entries += len(b.entries)
	l.inState += inState
	l.mu.Unlock()
	if !b.wanted || each == nil {
		return nil
	}
	return each(b.entries)
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
