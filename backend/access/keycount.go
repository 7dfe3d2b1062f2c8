package access

import (
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
		if c.flags&keyBegins != 0 && c.notBefore > ms {
			t.until = min(t.until, c.notBefore)
		}
		if c.flags&keyExpires != 0 && c.expires > ms {
			t.until = min(t.until, c.expires)
		}
	}
	return t
}
