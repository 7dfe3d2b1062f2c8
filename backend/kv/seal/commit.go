package seal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"latchkey/backend/kv"
	"latchkey/backend/kv/safefile"
)

// How commits share one write to the disk and one anchor. A write costs some
// syncs however much is in it, so what queues up during one goes into the next
// together. Whoever comes alone is written at once.
const (
	groupCommits = 256
	groupBytes   = 4 << 20
	groupWait    = 2 * time.Millisecond
)

// request is a commit on its way through the committer.
type request struct {
	ops    []kv.Op // as the caller gave them
	sealed []kv.Op // the same, sealed
	with   *sealer // by this one
	size   int
	bulk   bool        // work that can wait, which may not use what is kept in reserve
	taken  atomic.Bool // by the committer, or by a caller that gave up before
	answer chan outcome

	state bool    // whether it touches the state; known when it was decided
	out   outcome // what comes of it if its group is written
}

type outcome struct {
	revision int64
	err      error
}

// Commit seals the values and commits. Once it is being written it is waited
// for, whatever becomes of ctx: that takes milliseconds, and to know the outcome
// is worth more.
func (s *Store) Commit(ctx context.Context, ops []kv.Op) (int64, error) {
	return s.commit(ctx, &request{ops: ops, answer: make(chan outcome, 1)})
}

func (s *Store) commit(ctx context.Context, r *request) (int64, error) {
	ops := r.ops
	if err := kv.Check(ops, false); err != nil {
		return 0, err
	}
	for _, op := range ops {
		if strings.HasPrefix(op.Key, reserved) {
			return 0, ErrReserved
		}
		r.size += len(op.Key) + len(op.Value)
	}
	if err := s.enter(); err != nil {
		return 0, err
	}
	defer s.underway.Done()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	s.sealOps(r) // here, so that many callers seal at once
	select {
	case s.queue <- r:
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	select {
	case out := <-r.answer:
		return out.revision, out.err
	case <-ctx.Done():
		if r.taken.CompareAndSwap(false, true) {
			return 0, ctx.Err()
		}
		out := <-r.answer
		return out.revision, out.err
	}
}

func (s *Store) sealOps(r *request) {
	r.with = s.keys.Load().sealer
	r.sealed = make([]kv.Op, len(r.ops), len(r.ops)+1) // one for the tip
	for i, op := range r.ops {
		if op.Delete {
			op.Value = nil
		} else {
			op.Value = r.with.seal(op.Key, s.version.Add(1), op.Value)
		}
		r.sealed[i] = op
	}
}

// commitQueued is the committer, for as long as the store is open.
func (s *Store) commitQueued() {
	defer close(s.idle)
	var group []*request
	for {
		if group = s.gather(len(group)); group == nil {
			return
		}
		s.writer.Lock()
		s.write(group)
		s.writer.Unlock()
		for _, r := range group {
			r.answer <- r.out
		}
	}
}

// gather waits for a commit and takes with it what has queued up meanwhile. It
// returns nil when the store closes. Where the last group had several, their
// callers have just been answered and some are about to come back with the
// next: those are waited for a little, or every second group would be a single
// commit.
func (s *Store) gather(before int) []*request {
	group := make([]*request, 0, max(before, 1))
	size := 0
	var wait <-chan time.Time
	for {
		var r *request
		var open bool
		switch {
		case len(group) == 0:
			if r, open = <-s.queue; !open {
				return nil
			}
		case len(group) >= groupCommits || size >= groupBytes:
			return group
		default:
			select {
			case r, open = <-s.queue:
			default:
				if len(group) >= before {
					return group
				}
				if wait == nil {
					wait = time.After(groupWait)
				}
				select {
				case r, open = <-s.queue:
				case <-wait:
					return group
				}
			}
			if !open {
				return group
			}
		}
		if r.taken.CompareAndSwap(false, true) {
			group = append(group, r)
			size += r.size
		}
	}
}

// write writes a group and decides what comes of each commit in it.
func (s *Store) write(group []*request) {
	err := s.writeGroup(group, false)
	if errors.Is(err, kv.ErrFull) {
		// One that is too much for the disk must not take the others with it, and
		// what adds nothing to the state may use what is kept in reserve.
		for _, r := range group {
			if len(group) > 1 {
				err = s.writeGroup([]*request{r}, false)
			}
			if errors.Is(err, kv.ErrFull) {
				full := err
				if err = s.writeGroup([]*request{r}, true); errors.Is(err, errNotUrgent) {
					err = full
				}
			}
			if err != nil {
				r.out = outcome{err: err}
			}
		}
		return
	}
	if err != nil {
		for _, r := range group {
			r.out = outcome{err: err}
		}
	}
}

var errNotUrgent = errors.New("seal: a commit that is not urgent")

// writeGroup writes a group in one write of the engine, and the anchor after it
// if the state changed. An error is that of every commit in the group.
func (s *Store) writeGroup(group []*request, urgent bool) error {
	if err := s.writeAnchor(); err != nil {
		return err
	}
	var next tip
	// What is in a group is written to the end: ctx is nobody's.
	err := s.inner.Group(context.Background(), urgent, func(w kv.Writer) error {
		var err error
		if next, err = s.nextTip(w); err != nil {
			return err
		}
		for _, r := range group {
			r.out, r.state = outcome{}, false
			if err := s.apply(w, r, &next, urgent); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	changed := false
	for _, r := range group {
		if r.out.err == nil {
			s.reached(r.out.revision)
			changed = changed || r.state
		}
	}
	if !changed {
		return nil
	}
	if err := s.advance(next); err != nil {
		// It is in the store, and after a restart it will still be; but until
		// the anchor says so nobody would notice if it were not.
		for _, r := range group {
			if r.state && r.out.err == nil {
				r.out = outcome{err: fmt.Errorf("%w: %w", kv.ErrUnknown, err)}
			}
		}
	}
	return nil
}

// nextTip is the tip after the stored one. That it is the one we wrote last is
// checked every time: nobody else writes the store.
func (s *Store) nextTip(w kv.Writer) (tip, error) {
	held, _, err := w.Get(tipKey)
	if err != nil {
		return tip{}, err
	}
	now, err := s.tips.open(held.Value)
	if err != nil {
		return tip{}, err
	}
	if now != s.tip {
		return tip{}, &DamagedError{tipKey, "the epoch is not the one that was written last"}
	}
	if s.opts.Anchor != "" {
		now.epoch++ // a copy that is changed by itself is not ahead of the store it is of
	}
	return now, nil
}

// advance notes that the store has come to a tip, and has the anchor say so.
func (s *Store) advance(next tip) error {
	s.tip, s.behind = next, s.opts.Anchor != ""
	return s.writeAnchor()
}

// writeAnchor has the anchor say how far the store has come, where it does not.
// Until it does nothing is written: the store may be one epoch ahead of it, not
// two.
func (s *Store) writeAnchor() error {
	if !s.behind {
		return nil
	}
	err := s.tips.writeAnchor(s.opts.Anchor, s.tip)
	for safefile.IsFull(err) && s.inner.UseReserve() == nil {
		err = s.tips.writeAnchor(s.opts.Anchor, s.tip)
	}
	if s.behind = err != nil; !s.behind {
		s.witness.reach(s.tip.epoch)
	}
	if safefile.IsFull(err) {
		return fmt.Errorf("%w: %w", kv.ErrFull, err)
	}
	return err
}

// apply commits one request of a group, with the tip where it touches the
// state. What is wrong with the request alone becomes its own outcome.
func (s *Store) apply(w kv.Writer, r *request, next *tip, urgent bool) error {
	if r.with != s.keys.Load().sealer {
		s.sealOps(r) // the keys have changed since
	}
	after, adds := *next, false
	for _, op := range r.sealed {
		if !isState(s.state(), op.Key) {
			continue
		}
		r.state = true
		held, ok, err := w.Get(op.Key)
		if err != nil {
			return err
		}
		if ok {
			if _, _, err := s.open(op.Key, held.Value); err != nil {
				r.out.err = err
				return nil
			}
			after.sum.sub(s.digest.term(op.Key, held.Value))
		} else if !op.Delete && !isState(s.opts.AlwaysRoom, op.Key) {
			adds = true
		}
		if !op.Delete {
			after.sum.add(s.digest.term(op.Key, op.Value))
		}
	}
	if urgent && (adds || r.bulk || !r.state) {
		return errNotUrgent
	}
	ops := r.sealed
	if r.state {
		ops = append(ops[:len(ops):len(ops)], kv.Put(tipKey, s.tips.seal(after), kv.Anything))
	}
	revision, err := w.Commit(ops)
	switch {
	case isConflict(err):
		r.out.err = err
	case err != nil:
		return err
	default:
		r.out.revision = revision
		*next = after
	}
	return nil
}
