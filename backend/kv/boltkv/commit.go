package boltkv

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"latchkey/backend/kv"
)

// revisionSize is the length of the revision before each stored value.
const revisionSize = 8

// Commit applies all ops or none, in a write of its own.
func (s *Store) Commit(ctx context.Context, ops []kv.Op) (revision int64, err error) {
	if err := kv.Check(ops, true); err != nil {
		return 0, err
	}
	err = s.Group(ctx, false, func(w kv.Writer) (err error) {
		revision, err = w.Commit(ops)
		return err
	})
	if err != nil {
		return 0, err
	}
	return revision, nil
}

// Group implements kv.Engine. Once it is being written it is waited for,
// whatever becomes of ctx: that takes milliseconds, and to know the outcome is
// worth more.
func (s *Store) Group(ctx context.Context, urgent bool, fn func(kv.Writer) error) error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.leave()
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-s.writing:
	case <-ctx.Done():
		return ctx.Err()
	case <-s.broken.ch:
		return s.broken.cause
	}
	written := make(chan error, 1)
	go func() {
		err := s.write(urgent, fn)
		s.writing <- struct{}{}
		written <- err
	}()
	select {
	case err := <-written:
		return err
	case <-s.broken.ch:
	}
	// The writer answers, unless it is what broke and hangs in a lock that bbolt
	// left taken.
	select {
	case err := <-written:
		return err
	case <-time.After(time.Second):
		return fmt.Errorf("%w: %w", kv.ErrUnknown, s.broken.cause)
	}
}

// UseReserve implements kv.Engine.
func (s *Store) UseReserve() error { return s.ballast.release() }

// write makes room where it may and writes a group.
func (s *Store) write(urgent bool, fn func(kv.Writer) error) error {
	if !urgent && !s.ballast.whole() {
		return fmt.Errorf("%w: %w", kv.ErrFull, errNoBallast)
	}
	err := s.update(fn)
	for urgent && errors.Is(err, kv.ErrFull) {
		if released := s.ballast.release(); released != nil {
			return errors.Join(err, released)
		}
		err = s.update(fn)
	}
	return err
}

// update runs a group in one transaction, and publishes what it has committed.
func (s *Store) update(fn func(kv.Writer) error) error {
	if s.isBroken() {
		return s.broken.cause
	}
	if err := errors.Join(s.look(), s.inPlace()); err != nil {
		return err
	}
	w := &writer{revision: s.revision}
	err := guard(func() (err error) {
		if w.tx, err = s.db.Begin(true); err != nil {
			return err
		}
		meta := w.tx.Bucket(metaBucket)
		if w.data = w.tx.Bucket(dataBucket); w.data == nil || meta == nil {
			return fmt.Errorf("%w: a bucket is missing", ErrDamaged)
		}
		if err := fn(w); err != nil {
			return err
		}
		if w.err != nil {
			return w.err
		}
		return meta.Put(revisionKey, binary.BigEndian.AppendUint64(nil, uint64(w.revision)))
	})
	switch {
	case err != nil:
		s.rollback(w.tx)
		if w.err != nil {
			err = w.err
		}
		if errors.Is(err, ErrDamaged) {
			s.fail(err)
		}
		return err
	case len(w.records) == 0:
		s.rollback(w.tx)
		return nil
	}
	id := w.tx.ID()
	if err := guard(w.tx.Commit); err != nil {
		return s.settle(w.tx, id, err)
	}
	// First published, then answered: who has the answer can see the change.
	s.revision = w.revision
	s.history.publish(w.records)
	return nil
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
// sync after it failed, nobody can say what a crash would leave.
//
// A disk that refused for want of room is well. After any other failure the
// system may have thrown pages away that it says are clean, so that the next
// sync succeeds without them: the store stops.
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
	switch {
	case !visible && isFull(cause) && !isSync(cause) && !s.isBroken():
		return fmt.Errorf("%w: %w", kv.ErrFull, cause)
	case visible:
		s.fail(cause)
		return fmt.Errorf("%w: %w", kv.ErrUnknown, s.broken.cause)
	}
	s.fail(cause)
	return s.broken.cause
}

// writer is a group being written.
type writer struct {
	tx       *bbolt.Tx
	data     *bbolt.Bucket
	revision int64 // reached so far
	records  []record
	err      error // ended the group
}

// Get implements kv.Writer.
func (w *writer) Get(key string) (kv.Entry, bool, error) {
	stored := w.data.Get([]byte(key))
	if stored == nil {
		return kv.Entry{}, false, nil
	}
	held, err := decode(stored)
	if err != nil {
		w.err = err
		return kv.Entry{}, false, err
	}
	return kv.Entry{Key: key, Value: held.value, Revision: held.revision}, true, nil
}

// Commit implements kv.Writer. A commit is decided on what those before it in
// the group left.
func (w *writer) Commit(ops []kv.Op) (int64, error) {
	if w.err != nil {
		return 0, w.err
	}
	if w.err = kv.Check(ops, true); w.err != nil {
		return 0, w.err
	}
	rec, conflict, err := apply(w.data, ops, w.revision+1)
	if err != nil {
		w.err = err
		return 0, err
	}
	if conflict != nil {
		return 0, &kv.ConflictError{Keys: conflict, Revision: w.revision}
	}
	w.revision++
	w.records = append(w.records, rec)
	return w.revision, nil
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
