package boltkv

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"

	"latchkey/backend/kv"
)

// How commits share one write to the disk. A write costs two syncs however much
// is in it, so what queues up during one goes into the next together. Whoever
// comes alone is written at once.
const (
	groupCommits = 256
	groupBytes   = 4 << 20
	groupWait    = 2 * time.Millisecond
)

// revisionSize is the length of the revision before each stored value.
const revisionSize = 8

// request is a commit on its way through the committer.
type request struct {
	ops    []kv.Op
	size   int
	taken  atomic.Bool // by the committer, or by a caller that gave up before
	answer chan outcome
}

type outcome struct {
	revision int64
	err      error
}

// Commit applies all ops or none. Once it is being written it is waited for,
// whatever becomes of ctx: that takes milliseconds, and to know the outcome is
// worth more.
func (s *Store) Commit(ctx context.Context, ops []kv.Op) (int64, error) {
	if err := kv.Check(ops, true); err != nil {
		return 0, err
	}
	if err := s.enter(); err != nil {
		return 0, err
	}
	defer s.leave()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	r := &request{ops: ops, answer: make(chan outcome, 1)}
	for _, op := range ops {
		r.size += len(op.Key) + len(op.Value)
	}
	select {
	case s.queue <- r:
	case <-ctx.Done():
		return 0, ctx.Err()
	case <-s.broken.ch:
		return 0, s.broken.cause
	}
	given, broken := ctx.Done(), (<-chan struct{})(s.broken.ch)
	for {
		select {
		case out := <-r.answer:
			return out.revision, out.err
		case <-given:
			if r.taken.CompareAndSwap(false, true) {
				return 0, ctx.Err()
			}
			given = nil
		case <-broken:
			if r.taken.CompareAndSwap(false, true) {
				return 0, s.broken.cause
			}
			// The committer answers, unless it is what broke and hangs.
			select {
			case out := <-r.answer:
				return out.revision, out.err
			case <-time.After(time.Second):
				return 0, fmt.Errorf("%w: %w", kv.ErrUnknown, s.broken.cause)
			}
		}
	}
}

// commitQueued is the committer: the only writer, for as long as the store is open.
func (s *Store) commitQueued(revision int64) {
	defer close(s.idle)
	var group []*request
	for {
		group = s.gather(len(group))
		if group == nil {
			return
		}
		revision = s.write(group, revision)
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

// write puts a group on the disk and answers each of its commits. It returns
// the revision the store is at afterwards.
func (s *Store) write(group []*request, revision int64) int64 {
	answers, records, err := s.update(group, revision)
	if err != nil && len(group) > 1 && !s.isBroken() {
		// One that is too much for the disk must not take the others with it:
		// a deletion still fits.
		for _, r := range group {
			revision = s.write([]*request{r}, revision)
		}
		return revision
	}
	if err != nil {
		for _, r := range group {
			r.answer <- outcome{err: err}
		}
		return revision
	}
	// First published, then answered: who has the answer can see the change.
	s.history.publish(records)
	for i, r := range group {
		r.answer <- answers[i]
	}
	return revision + int64(len(records))
}

// update writes a group in one transaction. Each commit is decided on what
// those before it in the group left.
func (s *Store) update(group []*request, revision int64) (answers []outcome, records []record, err error) {
	if s.isBroken() {
		return nil, nil, s.broken.cause
	}
	if err := s.look(); err != nil {
		return nil, nil, err
	}
	var tx *bbolt.Tx
	err = guard(func() error {
		if tx, err = s.db.Begin(true); err != nil {
			return err
		}
		data, meta := tx.Bucket(dataBucket), tx.Bucket(metaBucket)
		if data == nil || meta == nil {
			return fmt.Errorf("%w: a bucket is missing", ErrDamaged)
		}
		for _, r := range group {
			rec, conflict, err := apply(data, r.ops, revision+1)
			switch {
			case err != nil:
				return err
			case conflict != nil:
				answers = append(answers, outcome{err: &kv.ConflictError{Keys: conflict, Revision: revision}})
			default:
				revision++
				answers = append(answers, outcome{revision: revision})
				records = append(records, rec)
			}
		}
		return meta.Put(revisionKey, binary.BigEndian.AppendUint64(nil, uint64(revision)))
	})
	switch {
	case err != nil:
		s.rollback(tx)
		if errors.Is(err, ErrDamaged) {
			s.fail(err)
		}
		return nil, nil, err
	case len(records) == 0:
		s.rollback(tx)
		return answers, nil, nil
	}
	id := tx.ID()
	if err := guard(tx.Commit); err != nil {
		return nil, nil, s.settle(tx, id, err)
	}
	return answers, records, nil
}

func (s *Store) rollback(tx *bbolt.Tx) {
	if tx == nil {
		return
	}
	if err := guard(tx.Rollback); errors.Is(err, ErrDamaged) {
		s.fail(err)
	}
}

// settle finds out what a failed write left. As long as bbolt has not written
// its first page anew the transaction did not happen. If it has, and only the
// sync after it failed, nobody can say what a crash would leave: the store stops.
func (s *Store) settle(tx *bbolt.Tx, id int, cause error) error {
	if errors.Is(cause, ErrDamaged) { // a panic, so bbolt has not tidied up
		s.rollback(tx)
	}
	visible := true
	if err := s.view(func(tx *bbolt.Tx) error {
		visible = tx.ID() >= id
		return nil
	}); err != nil {
		cause = errors.Join(cause, err)
	}
	if visible {
		s.fail(cause)
		return fmt.Errorf("%w: %w", kv.ErrUnknown, cause)
	}
	if errors.Is(cause, ErrDamaged) {
		s.fail(cause)
	}
	if isFull(cause) {
		return fmt.Errorf("%w: %w", kv.ErrFull, cause)
	}
	return fmt.Errorf("write store %s: %w", s.path, cause)
}

// apply decides one commit and, if every key is as expected, makes its changes.
func apply(data *bbolt.Bucket, ops []kv.Op, revision int64) (rec record, conflict []string, err error) {
	held := make([]past, len(ops))
	for i, op := range ops {
		var old past
		if stored := data.Get([]byte(op.Key)); stored != nil {
			if old, err = decode(stored); err != nil {
				return record{}, nil, err
			}
		}
		if op.Expect != kv.Anything && int64(op.Expect) != old.revision {
			conflict = append(conflict, op.Key)
		}
		held[i] = old
	}
	if conflict != nil {
		return record{}, conflict, nil
	}
	rec.event.Revision = revision
	for i, op := range ops {
		key := []byte(op.Key)
		if op.Delete {
			if held[i].revision == 0 {
				continue
			}
			if err := data.Delete(key); err != nil {
				return record{}, nil, fmt.Errorf("%w: %w", ErrDamaged, err)
			}
			rec.add(kv.Change{Key: op.Key, Deleted: true}, held[i])
			continue
		}
		stored := append(binary.BigEndian.AppendUint64(make([]byte, 0, revisionSize+len(op.Value)), uint64(revision)), op.Value...)
		// Nothing is wrong with the key or the value, so it is with the page.
		if err := data.Put(key, stored); err != nil {
			return record{}, nil, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		// The caller may use its slice again; this copy nobody writes to.
		rec.add(kv.Change{Key: op.Key, Value: stored[revisionSize:]}, held[i])
	}
	return rec, nil, nil
}

// decode splits what is stored under a key. The value is a copy.
func decode(stored []byte) (past, error) {
	if len(stored) < revisionSize || len(stored) > revisionSize+kv.MaxValueSize+kv.SpareValueSize {
		return past{}, fmt.Errorf("%w: an entry of %d bytes", ErrDamaged, len(stored))
	}
	revision := int64(binary.BigEndian.Uint64(stored))
	if revision <= 0 {
		return past{}, fmt.Errorf("%w: an entry with a revision that cannot be", ErrDamaged)
	}
	return past{append([]byte{}, stored[revisionSize:]...), revision}, nil
}
