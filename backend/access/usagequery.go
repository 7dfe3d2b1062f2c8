package access

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"latchkey/backend/kv"
)

// UsageQuery asks how much was used in a span of time: of everything, or of one
// key, auth header or user.
type UsageQuery struct {
	Range                 string // "1h", "24h", "7d", "30d", "90d", "1y"; "" = From to To
	From                  time.Time
	To                    time.Time // the zero time = now
	Key, AuthHeader, User string
}

// Usage is what was counted.
type Usage struct {
	From, To        time.Time
	Step            time.Duration
	Buckets         []UsageBucket // all of them, also where nothing was counted
	Total           LoginCount    // logins; of one auth header its checks
	Before          LoginCount    // of the span of the same length before, where it is asked for as a range
	Checks          LoginCount    // tokens and auth headers looked at
	P50, P95, Worst time.Duration // of logins with a key; 0 = there were none
	Reasons         []UsageReason
	Keys            []UsageSubject
	Headers         []UsageSubject
	Users           []UsageSubject
	Addrs           []UsageAddr
}

// UsageBucket is one bar.
type UsageBucket struct {
	At time.Time
	LoginCount
}

// UsageReason is how often a login or check was refused for a reason.
type UsageReason struct {
	Reason Reason
	Count  int
}

// UsageSubject is how much of it one thing was.
type UsageSubject struct {
	Subject Subject
	LoginCount
}

// UsageAddr is how much came from one address; "" is all the others together.
type UsageAddr struct {
	Addr string
	LoginCount
}

// maxUsageRows is how long a table of a usage answer is at most.
const maxUsageRows = 100

// usageRanges are the spans that can be asked for by name, each with its bars.
var usageRanges = map[string]struct{ span, step time.Duration }{
	"1h": {time.Hour, time.Minute}, "24h": {24 * time.Hour, 15 * time.Minute}, "7d": {7 * 24 * time.Hour, time.Hour},
	"30d": {30 * 24 * time.Hour, 24 * time.Hour}, "90d": {90 * 24 * time.Hour, 24 * time.Hour}, "1y": {365 * 24 * time.Hour, 24 * time.Hour},
}

// Usage counts. Codes: unauthenticated, denied, invalid, not_found.
func (s *Service) Usage(ctx context.Context, c Caller, q UsageQuery) (*Usage, error) {
	if err := s.allow(ctx, c, RoleViewer, "usage.read"); err != nil {
		return nil, err
	}
	u, err := s.usageSpan(q)
	if err != nil {
		return nil, err
	}
	kind, number, err := s.usageSubject(q)
	if err != nil {
		return nil, err
	}
	if kind >= 0 {
		return u, s.usageOfOne(ctx, u, kind, number)
	}
	_, err = s.usageOfAll(ctx, u, q.Range != "")
	return u, err
}

// usageSpan lays out the bars.
func (s *Service) usageSpan(q UsageQuery) (*Usage, error) {
	now := s.now().UTC()
	u := &Usage{From: q.From.UTC(), To: q.To.UTC()}
	if q.Range != "" {
		r, ok := usageRanges[q.Range]
		if !ok {
			return nil, Invalidf("range", "range is one of 1h, 24h, 7d, 30d, 90d, 1y")
		}
		u.Step = r.step
		u.To = now.Truncate(r.step).Add(r.step)
		u.From = u.To.Add(-r.span)
	} else {
		if q.To.IsZero() {
			u.To = now
		}
		span := u.To.Sub(u.From)
		switch {
		case q.From.IsZero() || span <= 0:
			return nil, Invalidf("from", "from is a moment before to")
		case span > 2*366*24*time.Hour:
			return nil, Invalidf("from", "that is more than two years")
		case span <= 3*time.Hour:
			u.Step = time.Minute
		case span <= 36*time.Hour:
			u.Step = 15 * time.Minute
		case span <= 10*24*time.Hour:
			u.Step = time.Hour
		default:
			u.Step = 24 * time.Hour
		}
		u.From = u.From.Truncate(u.Step)
		u.To = u.To.Add(u.Step - 1).Truncate(u.Step)
	}
	if q.Key != "" || q.User != "" || q.AuthHeader != "" { // single things are counted by the hour
		if u.Step < time.Hour {
			u.Step = time.Hour
			u.From = u.From.Truncate(time.Hour)
			u.To = u.To.Add(time.Hour - 1).Truncate(time.Hour)
		}
	}
	for at := u.From; at.Before(u.To); at = at.Add(u.Step) {
		u.Buckets = append(u.Buckets, UsageBucket{At: at})
	}
	return u, nil
}

// usageSubject finds what the query is about; -1 = everything.
func (s *Service) usageSubject(q UsageQuery) (kind int, number int64, err error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	switch {
	case q.Key != "":
		k, err := s.state.key(q.Key)
		if err != nil {
			return 0, 0, err
		}
		return usageOfKey, k.Number, nil
	case q.AuthHeader != "":
		h, err := s.state.header(q.AuthHeader, s.now())
		if err != nil {
			return 0, 0, err
		}
		return usageOfHeader, h.Number, nil
	case q.User != "":
		u := s.state.user(q.User)
		if u == nil {
			return 0, 0, noUser()
		}
		return usageOfUser, u.Number, nil
	}
	return -1, 0, nil
}

// put adds to the bar of a moment; what lies outside is left.
func (u *Usage) put(at time.Time, t LoginCount) bool {
	i := at.Sub(u.From) / u.Step
	if at.Before(u.From) || int(i) >= len(u.Buckets) {
		return false
	}
	u.Buckets[i].add(t)
	u.Total.add(t)
	return true
}

// usageOfOne reads the hours of one thing.
func (s *Service) usageOfOne(ctx context.Context, u *Usage, kind int, number int64) error {
	reasons := map[Reason]int{}
	chunk := int(number / chunkSize)
	take := func(at time.Time, part usagePart) error {
		list, err := part.counts()
		for _, c := range list {
			if c.number == number && u.put(at, c.tally) {
				for reason, n := range c.reasons {
					reasons[reason] += n
				}
			}
		}
		return err
	}
	err := s.usageChunks(ctx, kind, u.From, u.To, chunk, take)
	u.Reasons = reasonRows(reasons)
	return err
}

// usageOfAll reads the totals and the tables, and gives what was counted of each
// key.
func (s *Service) usageOfAll(ctx context.Context, u *Usage, withBefore bool) (usageTallies, error) {
	from := u.From
	if withBefore {
		from = from.Add(-u.To.Sub(u.From))
	}
	var sum usageRecord
	reasons := map[Reason]int{}
	err := s.usageTotals(ctx, from, u.To, func(at time.Time, each time.Duration, r *usageRecord) {
		within := false
		for i := 0; 2*i+1 < len(r.Minutes); i++ {
			t := LoginCount{int(r.Minutes[2*i]), int(r.Minutes[2*i+1])}
			moment := at.Add(time.Duration(i) * each)
			if u.put(moment, t) {
				within = true
			} else if withBefore && !moment.Before(from) && moment.Before(u.From) {
				u.Before.add(t)
			}
		}
		if within {
			sum.fold(r)
		}
	})
	if err != nil {
		return nil, err
	}
	for reason, n := range sum.Reasons {
		reasons[Reason(reason)] += n
	}
	u.Checks, u.Reasons = sum.Checks, reasonRows(reasons)
	u.P50, u.P95, u.Worst = quantiles(sum.Took)
	for addr, t := range sum.Addrs {
		u.Addrs = append(u.Addrs, UsageAddr{addr, t})
	}
	slices.SortFunc(u.Addrs, func(a, b UsageAddr) int {
		return cmp.Or(byTally(a.LoginCount, b.LoginCount), cmp.Compare(a.Addr, b.Addr))
	})
	u.Addrs = u.Addrs[:min(len(u.Addrs), maxUsageRows)]
	if sum.Others != (LoginCount{}) {
		u.Addrs = append(u.Addrs, UsageAddr{"", sum.Others})
	}
	return s.usageTables(ctx, u)
}

func reasonRows(reasons map[Reason]int) []UsageReason {
	rows := []UsageReason{}
	for reason, n := range reasons {
		rows = append(rows, UsageReason{reason, n})
	}
	slices.SortFunc(rows, func(a, b UsageReason) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Reason, b.Reason))
	})
	return rows
}

// quantiles reads p50, p95 and the worst off the buckets: each the upper bound
// of the one it is in.
func quantiles(took []uint32) (p50, p95, worst time.Duration) {
	all := 0
	for _, n := range took {
		all += int(n)
	}
	seen := 0
	for i, n := range took {
		if n == 0 || i >= tookBuckets {
			continue
		}
		seen += int(n)
		if p50 == 0 && 2*seen >= all {
			p50 = tookBounds[i]
		}
		if p95 == 0 && 20*seen >= 19*all {
			p95 = tookBounds[i]
		}
		worst = tookBounds[i]
	}
	return p50, p95, worst
}

// usageTotals reads the totals from memory and the store, the days that are
// only known whole among them: each with its first moment and how long each of
// its parts is.
func (s *Service) usageTotals(ctx context.Context, from, to time.Time, each func(at time.Time, part time.Duration, r *usageRecord)) error {
	inMemory := map[int64]bool{}
	first, last := from.Unix()/3600, (to.Unix()+3599)/3600
	for _, h := range s.usage.hours() {
		if inMemory[h.hour] = true; h.hour >= first && h.hour < last {
			each(time.Unix(h.hour*3600, 0).UTC(), time.Minute, h.total.record())
		}
	}
	read := func(prefix string, first, last int64, unit, part time.Duration) error {
		return s.usageBetween(ctx, prefix, fmt.Sprintf("%s%08x", prefix, first), fmt.Sprintf("%s%08x", prefix, last), func(e kv.Entry) error {
			place := usagePlaceOf(e.Key, prefix)
			if unit == time.Hour && inMemory[place.at] && place.node == s.node {
				return nil
			}
			var r usageRecord
			if err := decode(e.Value, &r); err != nil {
				return err
			}
			each(time.Unix(place.at*int64(unit/time.Second), 0).UTC(), part, &r)
			return nil
		})
	}
	if err := read(usagePrefix+"total/", first, last, time.Hour, time.Minute); err != nil {
		return fmt.Errorf("read usage counts: %w", err)
	}
	if err := read(usagePrefix+"day/total/", first/24, (last+23)/24, 24*time.Hour, time.Hour); err != nil {
		return fmt.Errorf("read usage counts: %w", err)
	}
	return nil
}

// usagePart is the counts of one range of numbers, as they are in memory or in
// the store.
type usagePart struct {
	chunk  int
	live   *usageChunk // nil = it is stored
	stored []byte
}

func (p usagePart) counts() ([]usageCounts, error) {
	if p.live != nil {
		return decodeUsage(p.live.encode(), p.chunk)
	}
	return decodeUsage(p.stored, p.chunk)
}

// usageChunks reads the counts of a kind, of one chunk or (-1) of all.
func (s *Service) usageChunks(ctx context.Context, kind int, from, to time.Time, only int, each func(at time.Time, part usagePart) error) error {
	inMemory := map[int64]bool{}
	var failed error
	name := usageKindNames[kind]
	first, last := from.Unix()/3600, (to.Unix()+3599)/3600
	for _, h := range s.usage.hours() {
		if inMemory[h.hour] = true; h.hour < first || h.hour >= last {
			continue
		}
		h.kinds[kind].each(func(i int, c *usageChunk) {
			if failed == nil && (only < 0 || i == only) {
				failed = each(time.Unix(h.hour*3600, 0).UTC(), usagePart{chunk: i, live: c})
			}
		})
	}
	if failed != nil {
		return failed
	}
	read := func(prefix string, n int64, unit time.Duration) func(kv.Entry) error {
		return func(e kv.Entry) error {
			place := usagePlaceOf(e.Key, prefix)
			if n >= 0 && place.chunk != only {
				return nil
			}
			if unit == time.Hour && inMemory[place.at] && place.node == s.node {
				return nil
			}
			return each(time.Unix(place.at*int64(unit/time.Second), 0).UTC(), usagePart{chunk: place.chunk, stored: e.Value})
		}
	}
	for _, p := range []struct {
		prefix      string
		first, last int64
		unit        time.Duration
	}{
		{usagePrefix + name + "/", first, last, time.Hour},
		{usagePrefix + "day/" + name + "/", first / 24, (last + 23) / 24, 24 * time.Hour},
	} {
		var err error
		if only < 0 {
			err = s.usageBetween(ctx, p.prefix, fmt.Sprintf("%s%08x", p.prefix, p.first), fmt.Sprintf("%s%08x", p.prefix, p.last), read(p.prefix, -1, p.unit))
		} else {
			// Of one thing only its own entries are read.
			for n := p.first; n < p.last && err == nil; n++ {
				_, err = scan(ctx, s.store, fmt.Sprintf("%s%08x/%06x", p.prefix, n, only), 0, read(p.prefix, n, p.unit))
			}
		}
		if err != nil {
			return fmt.Errorf("read usage counts: %w", err)
		}
	}
	return nil
}
