package access

import (
	"math"
	"sync"
	"time"
)

// keyAttention is what the keys come to that need somebody to look at them.
type keyAttention struct {
	*Service
	st       *state
	now      time.Time
	ms       int64
	today    usageTallies
	lastUsed func() func(int64) int64 // made for who asks first
	mu       sync.Mutex               // of what follows
	found    attentions
	unused   unusedKeys
}

// unusedKeys are keys that nobody has used for long.
type unusedKeys struct {
	n     int
	since int64  // of the one unused longest, in milliseconds since 1970
	at    uint32 // its place
}

func (u *unusedKeys) add(n int, since int64, at uint32) {
	if n > 0 && (u.n == 0 || since < u.since || since == u.since && at < u.at) {
		u.since, u.at = since, at
	}
	u.n += n
}

// attendKeys counts the keys and finds those that need attention: by what is
// remembered of each block, and by the keys of those blocks alone in which
// there may be one.
func (s *Service) attendKeys(o *Overview, found attentions, st *state, today usageTallies, now time.Time) {
	a := &keyAttention{Service: s, st: st, now: now, ms: now.UnixMilli(), today: today, found: found}
	a.lastUsed = sync.OnceValue(func() func(int64) int64 { return s.stamps.lastMillis(stampOfKey) })
	s.eachTally(st, now, func(block int, t *blockTally) {
		a.mu.Lock()
		o.Keys += t.n
		o.ActiveKeys += int(t.states[cardActive])
		a.mu.Unlock()
		if t.look {
			a.look(block, t.n)
		}
	})
	s.mu.RLock()
	defer s.mu.RUnlock()
	a.refused()
	if u := a.unused; u.n > 0 {
		k := st.keys.key(u.at)
		item := a.about(AttentionUnused, k, &k.CreatedAt)
		if item.Count = u.n; item.Last != nil {
			item.At = &item.Last.At
		}
		item.Logins = LoginCount{}
		found.add(item)
	}
}

// mayNeedAttention says of most keys that they do not, but for refusals.
func (c *keyCard) mayNeedAttention(ms int64) bool {
	return c.state(ms) == cardActive && (c.flags&keyRotated != 0 || c.expiring(ms) || c.old(ms))
}

func (c *keyCard) expiring(ms int64) bool {
	return c.flags&keyExpires != 0 && c.expires-ms <= expiringSoon.Milliseconds()
}

// old reports whether a key is older than one may be unused.
func (c *keyCard) old(ms int64) bool { return ms-c.created > unusedAfter.Milliseconds() }

// look looks at the keys of a block. The state's lock is held.
func (a *keyAttention) look(block, n int) {
	var unused unusedKeys
	var closer []uint32
	lastUsed := a.lastUsed()
	cards := a.st.keys.blocks[block].cards[:n]
	for i := range cards {
		c, at := &cards[i], uint32(block<<blockShift+i)
		old, near := c.old(a.ms), c.flags&keyRotated != 0 || c.expiring(a.ms)
		if !old && !near || c.state(a.ms) != cardActive {
			continue
		}
		if near {
			closer = append(closer, at)
		}
		if !old {
			continue
		}
		since := lastUsed(c.number)
		if since == math.MaxInt64 { // never
			since = c.created
		}
		if a.ms-since > unusedAfter.Milliseconds() {
			unused.add(1, since, at)
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.unused.add(unused.n, unused.since, unused.at)
	for _, at := range closer {
		a.lookCloser(at)
	}
}

// lookCloser looks at one key that is active.
func (a *keyAttention) lookCloser(at uint32) {
	c := a.st.keys.card(at)
	expiring := c.expiring(a.ms) && !a.found.passes(AttentionExpiring, time.UnixMilli(c.expires))
	if !expiring && c.flags&keyRotated == 0 {
		return
	}
	k := a.st.keys.key(at)
	if expiring {
		a.found.add(a.about(AttentionExpiring, k, k.Expires))
	}
	if r := a.rotation(k, a.now); r != nil && r.Until.Sub(a.now) <= rotationEndsSoon && r.Old.Last != nil {
		item := a.about(AttentionRotation, k, &r.Until)
		item.Last = r.Old.Last
		a.found.add(item)
	}
}

// refused finds the keys that were refused today and should not have been sent,
// or should have been let in. The state's lock is held.
func (a *keyAttention) refused() {
	for number, count := range a.today.each() {
		if count.Refused == 0 {
			continue
		}
		at := a.st.keys.placeOfNumber(number)
		if at == nowhere {
			continue
		}
		switch a.st.keys.card(at).state(a.ms) {
		case cardExpired:
			k := a.st.keys.key(at)
			a.found.add(a.about(AttentionExpiredCalled, k, k.Expires))
		case cardActive:
			k := a.st.keys.key(at)
			g := a.st.grantOf(k)
			if reason := g.refusal(a.now); reason != "" {
				item := a.about(AttentionBlockedCalled, k, nil)
				item.Detail = string(reason)
				a.found.add(item)
			}
		}
	}
}

func (a *keyAttention) about(kind AttentionKind, k *Key, at *time.Time) Attention {
	subject := Subject{Kind: "key", ID: k.ID, Name: k.Name, Hint: k.AccessKey, User: a.st.username(k.UserID)}
	return Attention{Kind: kind, Subject: subject, At: at, Last: a.stamps.last(stampOfKey, k.Number), Logins: a.today.of(k.Number)}
}
