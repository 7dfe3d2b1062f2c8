package access

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"latchkey/backend/kv"
	"latchkey/backend/secret"
)

// tries counts what was tried for names, one try after the other without a right
// one between them, and says how long the next has to wait. The table is of fixed
// size: names hash into it, so no flood of invented names takes memory; the hash
// is keyed by the store, so nobody can choose names that share a row, and a row
// is the same after a restart. What changed is written once a second, like the
// stamps, and a crash forgets at most that second.
type tries struct {
	label string // of its parts in the store
	pace  pace
	sum   func(label string, parts ...string) [secret.Size]byte

	begun   atomic.Bool // there ever was a row
	rows    [triesRows]atomic.Uint64
	changed [triesRows / triesPart]atomic.Bool
}

// pace is how long tries wait.
type pace struct {
	free   int           // so many in a row wait for nothing
	pauses []tryPause    // between those after them
	forget time.Duration // after so long without a try it begins anew
}

// tryPause is between two tries from the after-th on.
type tryPause struct {
	after int
	wait  time.Duration
}

const (
	triesRows = 1 << 16
	triesPart = 1 << 14 // rows of one entry of the store
)

// A row is how often, and when last, in milliseconds since 1970; 0 is never.
const (
	tryBits   = 16
	mostTries = 1<<tryBits - 1
)

func packTries(n int, last int64) uint64 { return uint64(last)<<tryBits | uint64(min(n, mostTries)) }

func unpackTries(row uint64) (n int, last int64) { return int(row & mostTries), int64(row >> tryBits) }

func newTries(label string, sum func(string, ...string) [secret.Size]byte, p pace) *tries {
	return &tries{label: label, pace: p, sum: sum}
}

func (p *pace) wait(n int) time.Duration {
	if n < p.free {
		return 0
	}
	wait := time.Duration(0)
	for _, each := range p.pauses {
		if n >= each.after {
			wait = each.wait
		}
	}
	return wait
}

// seen is a row as it counts now. A clock that was set back lets nobody wait
// longer than from now.
func (p *pace) seen(row uint64, now time.Time) (n int, last int64) {
	n, last = unpackTries(row)
	last = min(last, now.UnixMilli())
	if now.UnixMilli()-last >= p.forget.Milliseconds() {
		return 0, 0
	}
	return n, last
}

// left is how long the next try has to wait, 0 for not at all.
func (p *pace) left(n int, last int64, now time.Time) time.Duration {
	return max(0, p.wait(n)-time.Duration(now.UnixMilli()-last)*time.Millisecond)
}

func (t *tries) row(name string) int {
	sum := t.sum("tries", t.label, name)
	return int(binary.BigEndian.Uint32(sum[:]) % triesRows)
}

// tryChange is a row before and after a try was counted.
type tryChange struct{ before, after uint64 }

// charge counts a try, or says how long until there may be one.
func (t *tries) charge(name string, now time.Time) (was tryChange, wait time.Duration) {
	t.change(name, func(row uint64) uint64 {
		was.before, was.after = row, row
		n, last := t.pace.seen(row, now)
		if wait = t.pace.left(n, last, now); wait == 0 {
			was.after = packTries(n+1, now.UnixMilli())
		} else {
			was.after = packTries(n, last)
		}
		return was.after
	})
	return was, wait
}

// peek says how long until there may be a try, without counting one.
func (t *tries) peek(name string, now time.Time) time.Duration {
	if !t.begun.Load() {
		return 0
	}
	n, last := t.pace.seen(t.rows[t.row(name)].Load(), now)
	return t.pace.left(n, last, now)
}

// back takes one back that was charged and not carried out. Where others were
// charged since, only the count is.
func (t *tries) back(name string, was tryChange) {
	t.change(name, func(row uint64) uint64 {
		if row == was.after {
			return was.before
		}
		n, last := unpackTries(row)
		return packTries(max(0, n-1), last)
	})
}

// clear forgets what was tried for a name.
func (t *tries) clear(name string) {
	if t.begun.Load() {
		t.change(name, func(uint64) uint64 { return 0 })
	}
}

func (t *tries) change(name string, to func(row uint64) uint64) {
	at := t.row(name)
	for {
		before := t.rows[at].Load()
		after := to(before)
		if after == before {
			return
		}
		if t.rows[at].CompareAndSwap(before, after) {
			t.begun.Store(true)
			t.changed[at/triesPart].Store(true)
			return
		}
	}
}

const triesPrefix = "tries/"

// A part is written as its format (one byte), then the rows of it that still
// count: each its place in the part (two bytes) and itself (eight).
const (
	triesFormat  = 1
	triesRowSize = 2 + 8
)

var errTries = errors.New("counts of tries that are not in their format")

// flush writes the parts that changed.
func (t *tries) flush(ctx context.Context, store kv.Store, node string, now time.Time) error {
	for part := range t.changed {
		if !t.changed[part].Swap(false) {
			continue
		}
		key := ofNode(fmt.Sprintf("%s%s/%02x", triesPrefix, t.label, part), node)
		if _, err := store.Commit(ctx, []kv.Op{kv.Put(key, t.encode(part, now), kv.Anything)}); err != nil {
			t.changed[part].Store(true)
			return fmt.Errorf("write counts of tries: %w", err)
		}
	}
	return nil
}

func (t *tries) encode(part int, now time.Time) []byte {
	b := []byte{triesFormat}
	for i := range triesPart {
		row := t.rows[part*triesPart+i].Load()
		if n, _ := t.pace.seen(row, now); n > 0 {
			b = binary.BigEndian.AppendUint16(b, uint16(i))
			b = binary.BigEndian.AppendUint64(b, row)
		}
	}
	return b
}

// decode takes in a part of the store, where nothing newer is in memory.
func (t *tries) decode(part int, b []byte) error {
	if len(b) == 0 || b[0] != triesFormat || (len(b)-1)%triesRowSize != 0 || part >= len(t.changed) {
		return errTries
	}
	for b = b[1:]; len(b) > 0; b = b[triesRowSize:] {
		at := binary.BigEndian.Uint16(b)
		if int(at) >= triesPart {
			return errTries
		}
		t.rows[part*triesPart+int(at)].CompareAndSwap(0, binary.BigEndian.Uint64(b[2:]))
		t.begun.Store(true)
	}
	return nil
}

// triesPlace reads the key of a part.
func triesPlace(key string) (label string, part int, node string, ok bool) {
	label, rest, found := strings.Cut(strings.TrimPrefix(key, triesPrefix), "/")
	number, node, _ := strings.Cut(rest, "/")
	n, err := strconv.ParseUint(number, 16, 8)
	return label, int(n), node, found && err == nil
}
