package seal

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"latchkey/backend/kv"
)

// Rekeying reports whether a Rekey was begun and not ended.
func (s *Store) Rekeying() bool { return len(s.keys.Load().ring.keys) > 1 }

// Rekey gives the store a new data key, seals every record with it, and drops
// the old ones. It takes many commits, beside which the store goes on; progress
// is told how many records are done, and of how many. When it is interrupted,
// call it again: it goes on where it was. It ends where it is when the store is
// full.
//
// What is hashed with the store's subkeys stays as it is: secrets and names
// cannot be hashed anew by who does not have them.
func (s *Store) Rekey(ctx context.Context, progress func(done, total int)) error {
	if progress == nil {
		progress = func(int, int) {}
	}
	if !s.Rekeying() {
		err := s.rewrite(ctx, func(_ *header, r *ring, _ *tip) error {
			*r = r.withNewPrimary()
			return nil
		})
		if err != nil {
			return err
		}
	}
	total, err := s.oldRecords(ctx, nil)
	if err != nil {
		return err
	}
	done := 0
	for {
		progress(done, max(total, done))
		sealed, err := s.resealAll(ctx, func(n int) {
			done += n
			progress(done, max(total, done))
		})
		if err != nil {
			return err
		}
		// A commit that was decided before the new key sealed with it: the
		// committer saw to that. So a pass that finds nothing is the last.
		if sealed == 0 {
			// What writers changed meanwhile they sealed themselves.
			done = max(total, done)
			progress(done, done)
			break
		}
	}
	return s.rewrite(ctx, func(_ *header, r *ring, _ *tip) error {
		*r = r.withPrimaryOnly()
		return nil
	})
}

// oldRecords counts the records that are not sealed with the primary key, and
// gives them on in pages.
func (s *Store) oldRecords(ctx context.Context, each func([]kv.Entry) error) (n int, err error) {
	primary := s.keys.Load().sealer.primary.id
	after := reservedEnd
	for more := true; more; {
		// Every page is of the newest view: what changes behind this reader is
		// sealed with the primary key.
		page, err := s.inner.Scan(ctx, "", after, loadPage, 0)
		if err != nil {
			return 0, err
		}
		more = page.More
		var old []kv.Entry
		for _, e := range page.Entries {
			if after = e.Key; len(e.Value) < overhead {
				return 0, &DamagedError{e.Key, "it is too short"}
			}
			if keyIDIn(e.Value) != primary {
				old = append(old, e)
			}
		}
		n += len(old)
		if each != nil && len(old) > 0 {
			if err := each(old); err != nil {
				return 0, err
			}
		}
	}
	return n, nil
}

// rekeyWriters is how many commits are under way at once, to share writes.
const rekeyWriters = 16

// resealAll seals every record anew that is not sealed with the primary key.
func (s *Store) resealAll(ctx context.Context, tell func(n int)) (int, error) {
	return s.oldRecords(ctx, func(old []kv.Entry) error {
		var (
			wg    sync.WaitGroup
			mu    sync.Mutex
			first error
			slots = make(chan struct{}, rekeyWriters)
		)
		for len(old) > 0 {
			part := old[:fits(old)]
			old = old[len(part):]
			slots <- struct{}{}
			wg.Go(func() {
				defer func() { <-slots }()
				err := s.reseal(ctx, part)
				mu.Lock()
				defer mu.Unlock()
				if err != nil && first == nil {
					first = err
				} else if err == nil {
					tell(len(part))
				}
			})
		}
		wg.Wait()
		return first
	})
}

// fits is how many of the entries go into one commit.
func fits(entries []kv.Entry) int {
	size := 0
	for i, e := range entries {
		size += len(e.Key) + len(e.Value)
		if i == kv.MaxOps || i > 0 && size > kv.MaxCommitSize {
			return i
		}
	}
	return len(entries)
}

// reseal seals some records anew. One that somebody else has changed meanwhile
// is sealed with the primary key already, so the next pass takes what is left.
func (s *Store) reseal(ctx context.Context, entries []kv.Entry) error {
	ops := make([]kv.Op, len(entries))
	for i, e := range entries {
		_, value, err := s.open(e.Key, e.Value)
		if err != nil {
			return err
		}
		ops[i] = kv.Put(e.Key, value, kv.At(e.Revision))
	}
	_, err := s.commit(ctx, &request{ops: ops, bulk: true, answer: make(chan outcome, 1)})
	if errors.Is(err, kv.ErrConflict) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("seal records anew: %w", err)
	}
	return nil
}
