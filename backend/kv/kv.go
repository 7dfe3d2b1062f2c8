// Package kv is the storage port: what the core asks of an engine, and all it
// may ask. It knows keys, values, revisions and limits. It must not know what
// a value means, how it is sealed, or which engine stands behind it.
//
// # Revisions
//
// A revision is one number a commit, rising, the same for every key the commit
// touched. An empty store is at revision 0.
//
// # Limits
//
// The limits below are what a caller may use, alike for every engine. An
// engine itself takes at least 8 ops, 64 KiB and 128 B a value more: that is
// the room a sealing store around it needs.
package kv

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// What a caller may put into one commit.
const (
	MaxOps        = 64
	MaxCommitSize = 1 << 20   // keys and values of one commit together, in bytes
	MaxValueSize  = 192 << 10 // bytes
	MaxKeySize    = 512       // bytes
)

// Room an engine leaves above those limits for a store wrapped around it.
const (
	SpareOps        = 8
	SpareCommitSize = 64 << 10
	SpareValueSize  = 128
)

// Entry is one stored value. Absent is not empty: an entry with an empty value
// exists.
type Entry struct {
	Key      string
	Value    []byte // the reader's own copy
	Revision int64  // of the commit that wrote it
}

// Page is a part of a view of the store.
type Page struct {
	Entries  []Entry
	Revision int64 // of the view; hand it to the next Scan to stay in the same view
	More     bool  // whether entries follow the last one here
}

// Expectation is what a commit demands of a key before it may change it.
type Expectation int64

const (
	Anything Expectation = -1 // no demand
	Absent   Expectation = 0  // the key must not exist
)

// At demands that the key exists and was last written by that revision.
func At(revision int64) Expectation { return Expectation(revision) }

// Op is one change of one key. A commit names a key at most once.
type Op struct {
	Key    string
	Value  []byte
	Delete bool // the key is removed; Value is ignored. Deleting an absent key is no error unless Expect says so
	Expect Expectation
}

// Put writes a value.
func Put(key string, value []byte, expect Expectation) Op {
	return Op{Key: key, Value: value, Expect: expect}
}

// Delete removes a key.
func Delete(key string, expect Expectation) Op {
	return Op{Key: key, Delete: true, Expect: expect}
}

// Event is everything one commit changed, in the order of its ops. The deletion
// of a key that was not there changed nothing.
type Event struct {
	Revision int64
	Changes  []Change
}

// Change is one key of an event.
type Change struct {
	Key     string
	Value   []byte // nil when Deleted; shared by all watchers, not to be written to
	Deleted bool
}

// Watcher delivers events in order, one a commit, without gaps.
type Watcher interface {
	// Next waits for the next event. It returns ErrCompacted or ErrLost when
	// the sequence cannot be continued (the caller scans again), ErrClosed when
	// the store was closed, or ctx's error. After an error the watcher is done.
	Next(ctx context.Context) (Event, error)
	// Close releases the watcher. It may be called more than once.
	Close()
}

// Store is the whole port.
type Store interface {
	// Scan returns up to limit entries whose key has the prefix and is greater
	// than after, in key order. at is 0 for the newest view, or the revision of
	// an earlier page, whose very view is then continued; ErrCompacted when
	// that view is gone, or never was. A limit of 0 or less is an error.
	Scan(ctx context.Context, prefix, after string, limit int, at int64) (Page, error)

	// Commit applies all ops or none and returns the revision. When it returns
	// without error the change survives a crash. A commit without ops is an
	// error.
	//
	// Errors: *ConflictError (errors.Is ErrConflict) names the keys that were
	// not as expected; ErrUnknown says that it may have happened, so read
	// before repeating; ErrTooLarge; ErrFull; ErrStopped; ErrClosed.
	Commit(ctx context.Context, ops []Op) (int64, error)

	// Watch delivers every commit after that revision, ErrCompacted when not
	// all of them are kept or the store has not come so far. ctx bounds the
	// call; the watcher lives until it is closed.
	Watch(ctx context.Context, after int64) (Watcher, error)

	// Close waits for commits under way, ends the watchers with ErrClosed and
	// releases the store. Closing again does nothing.
	Close() error
}

// Loader is a Store that can read much of itself at once, faster than by pages.
// Not every store is one; who needs all of it falls back to Scan.
type Loader interface {
	// Load gives every entry whose key begins with one of the prefixes, all of
	// one view, and returns the revision of that view. It calls each with a
	// batch at a time, from up to GOMAXPROCS goroutines at once and in no
	// promised order; the entries are each's own. An error of each ends it.
	//
	// Only when Load returns without error is what was given known to be whole:
	// until then, throw it away.
	Load(ctx context.Context, prefixes []string, each func([]Entry) error) (revision int64, err error)
}

// Engine is a Store with what a sealing store around it needs besides: one
// write for many commits.
type Engine interface {
	Store
	// Group runs fn as the only writer and writes what it commits at once: all
	// of it is there after a crash, or nothing. The commits keep revisions of
	// their own, and watchers get an event of each. fn may be run again, so it
	// keeps nothing from an earlier run; an error of it ends the group with
	// nothing written and is passed on. It must not call the store.
	//
	// urgent is for what must go through also where the store is full: it may
	// use the room that the engine keeps in reserve, if it keeps any. Other
	// groups are refused with ErrFull until that room is whole again.
	Group(ctx context.Context, urgent bool, fn func(Writer) error) error
	// UseReserve gives up some of the room kept in reserve, for something outside
	// of the store that must be written now; ErrFull where there is none left.
	UseReserve() error
}

// Writer is the store inside a group: it shows what the group has committed so
// far.
type Writer interface {
	// Get reads one key. The value is the caller's own copy.
	Get(key string) (entry Entry, ok bool, err error)
	// Commit is Store.Commit, within the room of an engine. A *ConflictError
	// leaves the group's other commits as they are; any other error ends the
	// group, whatever fn makes of it.
	Commit(ops []Op) (int64, error)
}

var (
	ErrConflict  = errors.New("kv: a key is not as expected")
	ErrUnknown   = errors.New("kv: the outcome of the commit is unknown")
	ErrTooLarge  = errors.New("kv: the commit is over a limit")
	ErrFull      = errors.New("kv: the store is full")
	ErrCompacted = errors.New("kv: that revision is no longer kept")
	ErrLost      = errors.New("kv: the watch fell behind and lost events")
	ErrClosed    = errors.New("kv: the store is closed")
	// ErrDamaged says that what is stored is not what was written.
	ErrDamaged = errors.New("the store is damaged")
	// ErrStopped: after a failed write nobody can say what is on the disk, so
	// nothing more is acknowledged until the store is opened again.
	ErrStopped = errors.New("kv: the store has stopped")
)

// ConflictError says which keys a commit found other than expected, and the
// revision the store had reached: who waits until they know it can decide anew.
type ConflictError struct {
	Keys     []string
	Revision int64
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("%v: %s", ErrConflict, strings.Join(e.Keys, ", "))
}

func (e *ConflictError) Is(target error) bool { return target == ErrConflict }

// Check holds ops against the limits of a caller. Stores that wrap another
// call it; engines call it with their spare room.
func Check(ops []Op, spare bool) error {
	maxOps, maxCommit, maxValue := MaxOps, MaxCommitSize, MaxValueSize
	if spare {
		maxOps += SpareOps
		maxCommit += SpareCommitSize
		maxValue += SpareValueSize
	}
	if len(ops) == 0 {
		return errors.New("kv: a commit without ops")
	}
	if len(ops) > maxOps {
		return fmt.Errorf("%w: %d ops of at most %d", ErrTooLarge, len(ops), maxOps)
	}
	size := 0
	seen := make(map[string]struct{}, len(ops))
	for _, op := range ops {
		if op.Key == "" || len(op.Key) > MaxKeySize {
			return fmt.Errorf("%w: a key of %d bytes of at most %d", ErrTooLarge, len(op.Key), MaxKeySize)
		}
		if _, twice := seen[op.Key]; twice {
			return fmt.Errorf("kv: the commit names %q twice", op.Key)
		}
		seen[op.Key] = struct{}{}
		if op.Expect < Anything {
			return fmt.Errorf("kv: the commit demands the revision %d", op.Expect)
		}
		if len(op.Value) > maxValue {
			return fmt.Errorf("%w: a value of %d bytes of at most %d", ErrTooLarge, len(op.Value), maxValue)
		}
		size += len(op.Key) + len(op.Value)
	}
	if size > maxCommit {
		return fmt.Errorf("%w: %d bytes of at most %d", ErrTooLarge, size, maxCommit)
	}
	return nil
}
