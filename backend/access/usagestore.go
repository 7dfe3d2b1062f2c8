package access

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"latchkey/backend/kv"
)

// What the store keeps of usage, by key: the totals and the chunks of an hour,
// and of a day once its hours are gone.
//
//	usage/total/<hour>[/<node>]  usage/key/<hour>/<chunk>[/<node>]  usage/header/…  usage/user/…
//	usage/day/total/<day>        usage/day/key/<day>/<chunk> …
//
// An entry of an hour is written whole, again and again, by the one process that
// counts in it: of several over one store each has its own, which a node is
// named in, and whoever reads adds them up. A day holds those of all.
const usagePrefix = "usage/"

const (
	hoursKept = 90 * 24 // of hours; then only the day is known
	daysKept  = 2 * 366
)

func usageTotalKey(hour int64, node string) string {
	return ofNode(fmt.Sprintf("%stotal/%08x", usagePrefix, hour), node)
}

func usageChunkKey(kind string, hour int64, chunk int, node string) string {
	return ofNode(fmt.Sprintf("%s%s/%08x/%06x", usagePrefix, kind, hour, chunk), node)
}

// ofNode is the key of what one node writes.
func ofNode(key, node string) string {
	if node == "" {
		return key
	}
	return key + "/" + node
}

// usagePlace is what a key of the store is about.
type usagePlace struct {
	at    int64 // the hour, or the day
	chunk int   // -1 of totals
	node  string
}

// usagePlaceOf reads a key below one of the prefixes of hours or days.
func usagePlaceOf(key, prefix string) usagePlace {
	p := usagePlace{chunk: -1}
	at, rest, _ := strings.Cut(strings.TrimPrefix(key, prefix), "/")
	_, _ = fmt.Sscanf(at, "%x", &p.at)
	if !strings.HasSuffix(prefix, "total/") {
		var chunk string
		chunk, rest, _ = strings.Cut(rest, "/")
		_, _ = fmt.Sscanf(chunk, "%x", &p.chunk)
	}
	p.node = rest
	return p
}

// usageRecord is the whole of an hour or a day as it is stored.
type usageRecord struct {
	Minutes []uint32              `json:"minutes,omitzero"` // accepted and refused by turns; of a day, by its hours
	Checks  LoginCount            `json:"checks,omitzero"`
	Took    []uint32              `json:"took,omitzero"`
	Reasons map[string]int        `json:"reasons,omitzero"`
	Addrs   map[string]LoginCount `json:"addrs,omitzero"`
	Others  LoginCount            `json:"others,omitzero"`
}

func (t *usageTotal) record() *usageRecord {
	r := &usageRecord{Checks: t.checks.tally(), Others: t.others.tally(), Reasons: map[string]int{}, Addrs: map[string]LoginCount{}}
	for i := range t.minutes {
		c := t.minutes[i].tally()
		r.Minutes = append(r.Minutes, uint32(c.OK), uint32(c.Refused))
	}
	for i := range t.took {
		r.Took = append(r.Took, t.took[i].Load())
	}
	for i, reason := range usageReasons {
		if n := t.reasons[i].Load(); n > 0 {
			r.Reasons[string(reason)] = int(n)
		}
	}
	for i := range t.addrs {
		if a := t.addrs[i].Load(); a != nil {
			r.Addrs[a.addr] = a.tally()
		}
	}
	return r
}

// restore takes the record of the present hour up again at a start.
func (t *usageTotal) restore(r *usageRecord) {
	for i := range t.minutes {
		if 2*i+1 < len(r.Minutes) {
			t.minutes[i].set(LoginCount{int(r.Minutes[2*i]), int(r.Minutes[2*i+1])})
		}
	}
	t.checks.set(r.Checks)
	t.others.set(r.Others)
	for i := range t.took {
		if i < len(r.Took) {
			t.took[i].Store(r.Took[i])
		}
	}
	for i, reason := range usageReasons {
		t.reasons[i].Store(uint32(r.Reasons[string(reason)]))
	}
	for addr, tally := range r.Addrs {
		t.ofAddr(addr).set(tally)
	}
}

// usageCounts is what a chunk holds of each number that was used.
type usageCounts struct {
	number  int64
	tally   LoginCount
	reasons map[Reason]int
}

// A chunk is written as its format (one byte) and for each number that was
// used: its place, accepted, refused, how many reasons, and each reason's place
// and count, all as varints.
const usageFormat = 1

func (c *usageChunk) encode() []byte {
	c.mu.Lock()
	reasons := map[uint16][]refusalOf{}
	for of := range c.reasons {
		reasons[of.slot] = append(reasons[of.slot], of)
	}
	b := []byte{usageFormat}
	for slot := range c.counts {
		t := c.counts[slot].tally()
		if t == (LoginCount{}) {
			continue
		}
		why := reasons[uint16(slot)]
		b = binary.AppendUvarint(b, uint64(slot))
		b = binary.AppendUvarint(b, uint64(t.OK))
		b = binary.AppendUvarint(b, uint64(t.Refused))
		b = binary.AppendUvarint(b, uint64(len(why)))
		for _, of := range why {
			b = binary.AppendUvarint(b, uint64(of.reason))
			b = binary.AppendUvarint(b, uint64(c.reasons[of]))
		}
	}
	c.mu.Unlock()
	return b
}

var errUsage = errors.New("usage counts that are not in their format")

// usageReader reads what a chunk holds, one number after the other.
type usageReader struct {
	rest  []byte
	begun bool
	bad   bool

	slot  int
	tally LoginCount
	left  int // reasons of it that were not read
}

// next goes on to the next number, and reports whether there is one.
func (r *usageReader) next() bool {
	if !r.begun {
		r.begun = true
		if len(r.rest) == 0 || r.rest[0] != usageFormat {
			r.bad = true
			return false
		}
		r.rest = r.rest[1:]
	}
	for r.left > 0 && !r.bad {
		r.reason() // nobody asked for it
	}
	if len(r.rest) == 0 || r.bad {
		return false
	}
	r.slot = r.number(chunkSize)
	r.tally = LoginCount{r.number(1 << 40), r.number(1 << 40)}
	r.left = r.number(maxReasons + 1)
	return !r.bad
}

// reason gives the next reason of a number, by its place, and how often it was.
func (r *usageReader) reason() (reason, n int) {
	r.left--
	return r.number(maxReasons), r.number(1 << 40)
}

func (r *usageReader) number(below uint64) int {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 || n >= below {
		r.bad = true
		return 0
	}
	r.rest = r.rest[size:]
	return int(n)
}

// failed says after the last one whether it was in its format.
func (r *usageReader) failed() error {
	if r.bad {
		return errUsage
	}
	return nil
}

// decodeUsage gives what a chunk holds, in the order of numbers.
func decodeUsage(b []byte, chunk int) ([]usageCounts, error) {
	var out []usageCounts
	r := usageReader{rest: b}
	for r.next() {
		c := usageCounts{number: int64(chunk)*chunkSize + int64(r.slot), tally: r.tally}
		for r.left > 0 && !r.bad {
			reason, n := r.reason()
			if reason < len(usageReasons) {
				if c.reasons == nil {
					c.reasons = map[Reason]int{}
				}
				c.reasons[usageReasons[reason]] += n
			}
		}
		out = append(out, c)
	}
	if err := r.failed(); err != nil {
		return nil, err
	}
	return out, nil
}

func encodeUsage(list []usageCounts, chunk int) []byte {
	b := []byte{usageFormat}
	for _, c := range list {
		b = binary.AppendUvarint(b, uint64(c.number-int64(chunk)*chunkSize))
		b = binary.AppendUvarint(b, uint64(c.tally.OK))
		b = binary.AppendUvarint(b, uint64(c.tally.Refused))
		b = binary.AppendUvarint(b, uint64(len(c.reasons)))
		for i, reason := range usageReasons {
			if n := c.reasons[reason]; n > 0 {
				b = binary.AppendUvarint(b, uint64(i))
				b = binary.AppendUvarint(b, uint64(n))
			}
		}
	}
	return b
}

// flush writes what changed. An hour that is over and was twice found unchanged
// is let go: whoever began in it has long ended.
func (u *usage) flush(ctx context.Context, store kv.Store, node string) (wrote bool, err error) {
	for _, h := range u.hours() {
		some, err := h.flush(ctx, store, node)
		if err != nil {
			return wrote, fmt.Errorf("write usage counts: %w", err)
		}
		wrote = wrote || some
		if some {
			h.idle = 0
		} else {
			h.idle++
		}
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.past = slices.DeleteFunc(u.past, func(h *usageHour) bool { return h.idle >= 2 })
	return wrote, nil
}

func (h *usageHour) flush(ctx context.Context, store kv.Store, node string) (wrote bool, err error) {
	var ops []kv.Op
	var again []func()
	size := 0
	commit := func() {
		if len(ops) == 0 || err != nil {
			return
		}
		if _, err = store.Commit(ctx, ops); err != nil {
			for _, mark := range again {
				mark()
			}
		}
		ops, again, size, wrote = nil, nil, 0, true
	}
	put := func(key string, value []byte, mark func()) {
		if len(ops) == kv.MaxOps || size+len(value) > kv.MaxCommitSize/2 {
			commit()
		}
		if err != nil {
			mark()
			return
		}
		ops, again, size = append(ops, kv.Put(key, value, kv.Anything)), append(again, mark), size+len(key)+len(value)
	}
	if h.total.dirty.Swap(false) {
		value, failed := encode(h.total.record())
		if failed != nil {
			return false, failed
		}
		put(usageTotalKey(h.hour, node), value, func() { h.total.dirty.Store(true) })
	}
	for kind := range h.kinds {
		h.kinds[kind].each(func(i int, c *usageChunk) {
			if c.dirty.Swap(false) {
				put(usageChunkKey(usageKindNames[kind], h.hour, i, node), c.encode(), func() { c.dirty.Store(true) })
			}
		})
	}
	commit()
	return wrote, err
}

// loadUsage takes the present hour of this node up again.
func (s *Service) loadUsage(ctx context.Context) (*usage, error) {
	u := newUsage(s.now())
	h := u.current.Load()
	if _, err := scan(ctx, s.store, usageTotalKey(h.hour, ""), 0, func(e kv.Entry) error {
		if e.Key != usageTotalKey(h.hour, s.node) {
			return nil
		}
		var r usageRecord
		if err := decode(e.Value, &r); err != nil {
			return err
		}
		h.total.restore(&r)
		return nil
	}); err != nil {
		return nil, fmt.Errorf("load usage counts: %w", err)
	}
	for kind, name := range usageKindNames {
		prefix := usagePrefix + name + "/"
		if _, err := scan(ctx, s.store, fmt.Sprintf("%s%08x/", prefix, h.hour), 0, func(e kv.Entry) error {
			place := usagePlaceOf(e.Key, prefix)
			if place.node != s.node {
				return nil
			}
			list, err := decodeUsage(e.Value, place.chunk)
			for _, c := range list {
				chunk, slot := h.kinds[kind].of(c.number)
				chunk.restore(slot, c)
			}
			return err
		}); err != nil {
			return nil, fmt.Errorf("load usage counts: %w", err)
		}
	}
	return u, nil
}

func (c *usageChunk) restore(slot uint16, from usageCounts) {
	c.counts[slot].set(from.tally)
	c.mu.Lock()
	defer c.mu.Unlock()
	for reason, n := range from.reasons {
		if c.reasons == nil {
			c.reasons = map[refusalOf]uint32{}
		}
		c.reasons[refusalOf{slot, uint8(reasonPlaces[string(reason)])}] = uint32(n)
	}
}

// flushUsage writes once a second until ctx ends, and once an hour drops what is
// old.
func (s *Service) flushUsage(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	swept := int64(0)
	counts := backlog{log: s.log, what: "usage counts"}
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		wrote, err := s.usage.flush(ctx, s.store, s.node)
		if wrote || err != nil {
			s.sawStore(err)
		}
		if hour := s.now().Unix() / 3600; err == nil && hour != swept {
			if err = s.sweepUsage(ctx, hour); err == nil {
				swept = hour
			}
		}
		if ctx.Err() == nil {
			counts.saw(err)
		}
	}
}
