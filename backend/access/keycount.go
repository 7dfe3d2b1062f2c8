package access

import (
	"iter"
	"math"
	"sync"
	"time"
)

// keyCounts remembers how many keys of a user or account are in which state,
// until one of them changes or time moves one from a state to another.
type keyCounts struct {
	mu   sync.Mutex
	last map[counted]keyTally
}

// counted is whose keys.
type counted struct {
	user bool // else an account
	id   uint32
}

type keyTally struct {
	KeyCount
	live        int   // not ended
	from, until int64 // when it holds, in milliseconds since 1970
}

// forget says that a key changed. The state's lock is held.
func (c *keyCounts) forget(card *keyCard) {
	delete(c.last, counted{true, card.user})
	delete(c.last, counted{false, card.account})
}

// count counts the keys of a user or account, and those that are not ended.
func (x *keyIndex) count(of counted, now time.Time) (KeyCount, int) {
	ms := now.UnixMilli()
	x.counted.mu.Lock()
	defer x.counted.mu.Unlock()
	t, ok := x.counted.last[of]
	if !ok || ms < t.from || ms >= t.until {
		t = x.tally(of, ms)
		if x.counted.last == nil {
			x.counted.last = map[counted]keyTally{}
		}
		x.counted.last[of] = t
	}
	return t.KeyCount, t.live
}

func (x *keyIndex) tally(of counted, ms int64) keyTally {
	t := keyTally{from: ms, until: math.MaxInt64}
	chain := x.chain(x.accountKeys[of.id].last, beforeOfAccount)
	if of.user {
		chain = x.chain(x.userKeys[of.id].last, beforeOfUser)
	}
	for at := range chain {
		c := x.card(at)
		t.Total++
		switch c.state(ms) {
		case cardActive:
			t.Active++
			t.live++
		case cardPaused, cardPending:
			t.live++
		}
		for moment := range c.turns() {
			if moment > ms {
				t.until = min(t.until, moment)
			}
		}
	}
	return t
}

// turns are the moments at which time alone changes a key's state.
func (c *keyCard) turns() iter.Seq[int64] {
	return func(yield func(int64) bool) {
		_ = (c.flags&keyBegins == 0 || yield(c.notBefore)) && (c.flags&keyExpires == 0 || yield(c.expires))
	}
}

// blockTallies remembers the same of whole blocks, so that who asks about all
// keys looks at those alone that changed, or that time moved on, since somebody
// asked last.
type blockTallies struct {
	mu sync.Mutex // of readers; who changes a key has the state's lock
	of []blockTally
}

type blockTally struct {
	n           int // keys
	states      [cardStates]uint16
	look        bool  // some may need attention
	from, until int64 // when it holds, in milliseconds since 1970
}

// forget says that a key changed. The state's lock is held.
func (b *blockTallies) forget(at uint32) {
	if block := int(at >> blockShift); block < len(b.of) {
		b.of[block] = blockTally{}
	}
}

// blockTally counts the keys of a block.
func (x *keyIndex) blockTally(block int, ms int64) blockTally {
	x.tallies.mu.Lock()
	defer x.tallies.mu.Unlock()
	if block >= len(x.tallies.of) {
		x.tallies.of = append(x.tallies.of, make([]blockTally, len(x.blocks)-len(x.tallies.of))...)
	}
	t := &x.tallies.of[block]
	if t.from <= ms && ms < t.until {
		return *t
	}
	*t = blockTally{n: min(blockSize, int(x.n)-block<<blockShift), from: ms, until: math.MaxInt64}
	cards := x.blocks[block].cards[:t.n]
	for i := range cards {
		c := &cards[i]
		t.states[c.state(ms)]++
		t.look = t.look || c.mayNeedAttention(ms)
		until := func(moment int64) {
			if moment > ms {
				t.until = min(t.until, moment)
			}
		}
		for moment := range c.turns() {
			until(moment)
		}
		until(c.created + unusedAfter.Milliseconds() + 1)
		if c.flags&keyExpires != 0 {
			until(c.expires - expiringSoon.Milliseconds())
		}
	}
	return *t
}
