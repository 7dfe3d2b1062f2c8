package access

import (
	"hash/maphash"
	"slices"
	"sort"
	"sync"
	"sync/atomic"
	"time"

	"latchkey/backend/activity"
)

// usage counts logins: by hour for each key, auth header and user, and for the
// whole by minute, reason, address and time taken. A login adds to counters in
// memory; what changed is written once a second, like the stamps, and at most a
// second of it is lost in a crash.
type usage struct {
	current atomic.Pointer[usageHour]
	mu      sync.Mutex   // of the change from one hour to the next
	past    []*usageHour // hours that are over and not yet written whole
}

// hoursHeld is how many hours that are over wait in memory for a store that takes
// nothing: each takes 8 MB where a million keys are used in it.
const hoursHeld = 48

// usageHour is one hour of it.
type usageHour struct {
	hour  int64 // hours since 1970
	total usageTotal
	kinds [usageKinds]usageChunks
	idle  int // times it was written without anything new, once it is over
}

// The kinds of things that are counted each by its number.
const (
	usageOfKey = iota
	usageOfHeader
	usageOfUser
	usageKinds
)

var usageKindNames = [usageKinds]string{"key", "header", "user"}

// LoginCount is how many logins were accepted and refused.
type LoginCount struct{ OK, Refused int }

func (t *LoginCount) add(o LoginCount) { t.OK, t.Refused = t.OK+o.OK, t.Refused+o.Refused }

type counts struct{ ok, refused atomic.Uint32 }

func (c *counts) add(refused bool) {
	if refused {
		c.refused.Add(1)
	} else {
		c.ok.Add(1)
	}
}

func (c *counts) tally() LoginCount { return LoginCount{int(c.ok.Load()), int(c.refused.Load())} }

func (c *counts) set(t LoginCount) {
	c.ok.Store(uint32(t.OK))
	c.refused.Store(uint32(t.Refused))
}

// usageTotal is the whole of an hour.
type usageTotal struct {
	dirty   atomic.Bool
	minutes [60]counts                 // logins
	checks  counts                     // tokens and auth headers that were looked at
	took    [tookBuckets]atomic.Uint32 // of logins with a key
	reasons [maxReasons]atomic.Uint32  // of refused logins and checks, by their place in usageReasons
	addrs   [addrSlots]atomic.Pointer[addrCount]
	others  counts // of addresses past those that fit
}

const (
	maxReasons = 32
	addrSlots  = 512 // distinct addresses that an hour tells apart
)

// usageReasons are counted under their place, so that a count takes no lock.
// New ones go to the end.
var usageReasons = []Reason{
	ReasonUnknown, ReasonSecret, ReasonPending, ReasonPaused, ReasonExpired, ReasonRevoked, ReasonUserDisabled, ReasonNoMembership, ReasonNoPassword,
	ReasonOldPassword, ReasonTokenInvalid, ReasonTokenExpired, ReasonTokenKind, ReasonDeleted, ReasonLimited, ReasonNotPermitted, ReasonNotAnOperator, ReasonAddress,
}

var reasonPlaces = func() map[string]int {
	places := map[string]int{}
	for i, r := range usageReasons {
		places[string(r)] = i
	}
	return places
}()

type addrCount struct {
	addr string
	counts
}

var addrSeed = maphash.MakeSeed()

// ofAddr finds the counts of an address, or those of all that do not fit.
func (t *usageTotal) ofAddr(addr string) *counts {
	at := maphash.String(addrSeed, addr)
	for i := range uint64(8) {
		slot := &t.addrs[(at+i)%addrSlots]
		known := slot.Load()
		if known == nil {
			made := &addrCount{addr: string([]byte(addr))}
			if slot.CompareAndSwap(nil, made) {
				return &made.counts
			}
			known = slot.Load()
		}
		if known.addr == addr {
			return &known.counts
		}
	}
	return &t.others
}

// How long logins took is counted in buckets, each a quarter wider than the one
// before: from 50 microseconds to a minute.
const tookBuckets = 64

var tookBounds = func() [tookBuckets]time.Duration {
	var bounds [tookBuckets]time.Duration
	bound := 50 * time.Microsecond
	for i := range bounds {
		bounds[i] = bound
		bound += bound / 4
	}
	return bounds
}()

func tookBucket(took time.Duration) int {
	return min(sort.Search(tookBuckets, func(i int) bool { return took <= tookBounds[i] }), tookBuckets-1)
}

// usageChunks are the counts of one kind of things, by ranges of numbers.
type usageChunks struct {
	mu   sync.Mutex // of growing
	list atomic.Pointer[[]*usageChunk]
}

// usageChunk counts the things of one range.
type usageChunk struct {
	dirty   atomic.Bool
	counts  [chunkSize]counts
	mu      sync.Mutex
	reasons map[refusalOf]uint32
}

// refusalOf is one thing and one reason.
type refusalOf struct {
	slot   uint16
	reason uint8
}

// of gives the chunk of a number and the number's place in it.
func (c *usageChunks) of(number int64) (*usageChunk, uint16) {
	i, slot := int(number/chunkSize), uint16(number%chunkSize)
	if list := c.list.Load(); list != nil && i < len(*list) && (*list)[i] != nil {
		return (*list)[i], slot
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	var old []*usageChunk
	if list := c.list.Load(); list != nil {
		old = *list
	}
	if i < len(old) && old[i] != nil {
		return old[i], slot
	}
	grown := make([]*usageChunk, max(len(old), i+1))
	copy(grown, old)
	grown[i] = &usageChunk{}
	c.list.Store(&grown)
	return grown[i], slot
}

func (c *usageChunks) each(do func(i int, chunk *usageChunk)) {
	if list := c.list.Load(); list != nil {
		for i, chunk := range *list {
			if chunk != nil {
				do(i, chunk)
			}
		}
	}
}

func (c *usageChunk) refused(slot uint16, reason int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.reasons == nil {
		c.reasons = map[refusalOf]uint32{}
	}
	c.reasons[refusalOf{slot, uint8(reason)}]++
}

// count takes a request that was decided.
func (u *usage) count(e *activity.Entry) {
	v := &e.Verdict
	if !v.Asked {
		return
	}
	h := u.hourOf(e.At)
	t := &h.total
	refused := v.Reason != ""
	reason := 0
	if refused {
		var known bool
		if reason, known = reasonPlaces[v.Reason]; known {
			t.reasons[reason].Add(1)
		}
	}
	if v.Token {
		t.checks.add(refused)
	} else {
		t.minutes[e.At.Unix()/60%60].add(refused)
		t.ofAddr(e.Addr).add(refused)
		if v.Of == activity.Key {
			t.took[tookBucket(e.Took)].Add(1)
		}
	}
	touch(&t.dirty)
	kind := usageOfKey
	switch {
	case v.Of == activity.AuthHeader:
		kind = usageOfHeader // which is only ever a token
	case v.Of == activity.Nothing || v.Token:
		return
	case v.Of == activity.User:
		kind = usageOfUser
	}
	chunk, slot := h.kinds[kind].of(v.Number)
	chunk.counts[slot].add(refused)
	if refused {
		chunk.refused(slot, reason)
	}
	touch(&chunk.dirty)
}

// touch marks what is not marked yet: nearly always it is, and a look at it
// disturbs nobody.
func touch(dirty *atomic.Bool) {
	if !dirty.Load() {
		dirty.Store(true)
	}
}

// hourOf is the hour of a moment; a clock that went back counts to the present
// one.
func (u *usage) hourOf(at time.Time) *usageHour {
	hour := at.Unix() / 3600
	if h := u.current.Load(); h.hour >= hour {
		return h
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	h := u.current.Load()
	if h.hour < hour {
		if u.past = append(u.past, h); len(u.past) > hoursHeld {
			u.past = slices.Delete(u.past, 0, 1)
		}
		h = &usageHour{hour: hour}
		u.current.Store(h)
	}
	return h
}

// hours are those in memory, oldest first.
func (u *usage) hours() []*usageHour {
	u.mu.Lock()
	defer u.mu.Unlock()
	return append(append([]*usageHour{}, u.past...), u.current.Load())
}

func newUsage(now time.Time) *usage {
	u := &usage{}
	u.current.Store(&usageHour{hour: now.Unix() / 3600})
	return u
}
