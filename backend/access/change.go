package access

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"

	"latchkey/backend/kv"
)

// txn is one change while it is decided: a look at the state, and the ops that
// come of it. The state is locked for reading meanwhile, so deciding is quick:
// nothing is hashed, waited for or read from storage.
type txn struct {
	*Service
	state  *state
	now    time.Time
	caller Caller
	ops    []kv.Op
}

// maxTries bounds how often a change is decided anew when others were faster.
const maxTries = 200

// change decides against memory, commits with the revisions it was decided on,
// and returns when memory shows it. When somebody else was faster it catches up
// and decides again, so decide may run more than once and keeps nothing from an
// earlier run.
func (s *Service) change(ctx context.Context, c Caller, decide func(*txn) error) error {
	for range maxTries {
		t := &txn{Service: s, caller: c, now: s.now().UTC().Truncate(time.Millisecond)}
		s.mu.RLock()
		t.state = s.state
		err := decide(t)
		s.mu.RUnlock()
		if err != nil {
			return err
		}
		if len(t.ops) == 0 {
			return nil
		}
		revision, err := s.store.Commit(ctx, t.ops)
		if err == nil {
			return s.await(ctx, revision)
		}
		var conflict *kv.ConflictError
		if !errors.As(err, &conflict) {
			return storeError(err)
		}
		if err := s.await(ctx, conflict.Revision); err != nil {
			return err
		}
	}
	return Errorf(CodeUnavailable, "too many changes to the same objects at once").WithHint("try again")
}

// storeError puts an error of the store into words.
func storeError(err error) error {
	var disk syscall.Errno
	switch {
	case errors.Is(err, kv.ErrFull):
		return Errorf(CodeFull, "the store is full").WithHint("free space on its disk; revoking and logins go on meanwhile").Wrap(err)
	case errors.Is(err, kv.ErrUnknown):
		return Errorf(CodeUnavailable, "the store did not say whether the change was made").WithHint("look at the object again before repeating").Wrap(err)
	case errors.Is(err, kv.ErrStopped):
		return Errorf(CodeUnavailable, "the store has stopped, because its file failed or is gone: nothing is changed any more, and logins go on as they were").
			WithHint("look after the disk and restart latchkey, which verifies the store before it goes on").Wrap(err)
	case errors.Is(err, kv.ErrDamaged):
		return Errorf(CodeUnavailable, "the store is damaged: what was to be read there is not what was written").
			WithHint("latchkey check says what is damaged; restore the store from a backup").Wrap(err)
	case errors.Is(err, kv.ErrTooLarge):
		return Errorf(CodeInvalid, "that is too much for one change").Wrap(err)
	case errors.Is(err, kv.ErrClosed):
		return Errorf(CodeUnavailable, "the core is stopping").Wrap(err)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return Errorf(CodeUnavailable, "the request ended before the change was stored").Wrap(err)
	case errors.As(err, &disk):
		return Errorf(CodeUnavailable, "the disk of the data folder failed, and the change was not stored").
			WithHint("look after the disk; logins go on meanwhile").Wrap(err)
	}
	return fmt.Errorf("commit a change: %w", err)
}

// put writes a record that was read at rev, 0 = that did not exist.
func (t *txn) put(key string, rev int64, record any) error {
	value, err := encode(record)
	if err != nil {
		return err
	}
	t.ops = append(t.ops, kv.Put(key, value, kv.At(rev)))
	return nil
}

// drop removes a record that was read at rev.
func (t *txn) drop(key string, rev int64) {
	t.ops = append(t.ops, kv.Delete(key, kv.At(rev)))
}

// claim makes a value of a kind somebody's own. Two who claim the same at once
// conflict, and the second then sees the first.
func (t *txn) claim(kind, value string) {
	t.ops = append(t.ops, kv.Put(t.claimKey(kind, value), nil, kv.Absent))
}

// release gives a claimed value up.
func (t *txn) release(kind, value string) {
	t.ops = append(t.ops, kv.Delete(t.claimKey(kind, value), kv.Anything))
}

// claimKey hides the value: names and access keys are nobody's business who
// only has the file.
func (s *Service) claimKey(kind, value string) string {
	return fmt.Sprintf("%s%x", claimPrefix, s.index.Sum("claim", kind, value))
}

// stamped is the Stamp of a record made now.
func (t *txn) stamped() Stamp {
	return Stamp{CreatedAt: t.now, CreatedBy: t.caller.record(), UpdatedAt: t.now, UpdatedBy: t.caller.record(), Version: 1}
}

// touch notes a change of a record.
func (t *txn) touch(s *Stamp) {
	s.UpdatedAt, s.UpdatedBy = t.now, t.caller.record()
	s.Version++
}

func ptr[T any](v T) *T { return &v }

// stale reports whether a form was filled in against an older version.
func stale(version int64, s Stamp) bool { return version != 0 && version != s.Version }

func conflictOfVersions(what string, s Stamp, current any) *Error {
	e := Errorf(CodeConflict, "%s was changed by %s in the meantime", what, s.UpdatedBy).WithHint("look at both versions and save again")
	e.Current = current
	return e
}
