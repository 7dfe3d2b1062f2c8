package access

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"latchkey/backend/kv"
)

// sweepUsage makes days of hours that are older than is kept, and drops days
// that are. A day is written whole before the first of its hours goes, and
// written again when that was interrupted.
func (s *Service) sweepUsage(ctx context.Context, hour int64) error {
	oldest := hour - hoursKept
	oldest -= oldest % 24 // whole days
	for _, kind := range append([]string{"total"}, usageKindNames[:]...) {
		if err := s.sweepKind(ctx, kind, oldest); err != nil {
			return fmt.Errorf("sweep usage counts: %w", err)
		}
		last := fmt.Sprintf("%sday/%s/%08x", usagePrefix, kind, (hour/24)-daysKept)
		if err := s.dropUsage(ctx, usagePrefix+"day/"+kind+"/", last); err != nil {
			return fmt.Errorf("sweep usage counts: %w", err)
		}
	}
	return nil
}

// sweepKind turns the hours of one kind before oldest into days.
func (s *Service) sweepKind(ctx context.Context, kind string, oldest int64) error {
	prefix := usagePrefix + kind + "/"
	for {
		first, err := s.store.Scan(ctx, prefix, "", 1, 0)
		if err != nil {
			return err
		}
		if len(first.Entries) == 0 {
			return nil
		}
		hour := usagePlaceOf(first.Entries[0].Key, prefix).at
		if hour >= oldest {
			return nil
		}
		day := hour / 24
		end := fmt.Sprintf("%s%08x", prefix, (day+1)*24)
		values := map[string][]byte{} // of the day, by the rest of its key
		if err := s.usageBetween(ctx, prefix, "", end, func(e kv.Entry) error { return mergeUsage(values, kind, day, e, prefix) }); err != nil {
			return err
		}
		for _, key := range slices.Sorted(maps.Keys(values)) {
			// The part of a day that an interrupted sweep wrote holds all its hours.
			there, err := s.store.Scan(ctx, key, "", 1, 0)
			if err != nil {
				return err
			}
			if len(there.Entries) > 0 {
				continue
			}
			if _, err := s.store.Commit(ctx, []kv.Op{kv.Put(key, values[key], kv.Absent)}); err != nil {
				return err
			}
		}
		if err := s.dropUsage(ctx, prefix, end); err != nil {
			return err
		}
	}
}

func mergeUsage(values map[string][]byte, kind string, day int64, e kv.Entry, prefix string) error {
	place := usagePlaceOf(e.Key, prefix)
	if kind == "total" {
		key := fmt.Sprintf("%sday/total/%08x", usagePrefix, day)
		var sum, r usageRecord
		if err := decode(e.Value, &r); err != nil {
			return err
		}
		if old, ok := values[key]; ok {
			if err := decode(old, &sum); err != nil {
				return err
			}
		}
		sum.merge(&r, int(place.at%24))
		value, err := encode(&sum)
		values[key] = value
		return err
	}
	chunk := place.chunk
	key := fmt.Sprintf("%sday/%s/%08x/%06x", usagePrefix, kind, day, chunk)
	list, err := decodeUsage(e.Value, chunk)
	if err != nil {
		return err
	}
	if old, ok := values[key]; ok {
		before, err := decodeUsage(old, chunk)
		if err != nil {
			return err
		}
		list = mergeCounts(before, list)
	}
	values[key] = encodeUsage(list, chunk)
	return nil
}

// merge adds an hour to a day, whose "minutes" are its hours.
func (r *usageRecord) merge(hour *usageRecord, of int) {
	if len(r.Minutes) < 48 {
		r.Minutes = append(r.Minutes, make([]uint32, 48-len(r.Minutes))...)
	}
	for i := 0; i+1 < len(hour.Minutes); i += 2 {
		r.Minutes[2*of] += hour.Minutes[i]
		r.Minutes[2*of+1] += hour.Minutes[i+1]
	}
	r.fold(hour)
}

// fold adds what has no time.
func (r *usageRecord) fold(o *usageRecord) {
	r.Checks.add(o.Checks)
	r.Others.add(o.Others)
	if len(r.Took) < len(o.Took) {
		r.Took = append(r.Took, make([]uint32, len(o.Took)-len(r.Took))...)
	}
	for i, n := range o.Took {
		r.Took[i] += n
	}
	for reason, n := range o.Reasons {
		if r.Reasons == nil {
			r.Reasons = map[string]int{}
		}
		r.Reasons[reason] += n
	}
	for addr, t := range o.Addrs {
		if r.Addrs == nil {
			r.Addrs = map[string]LoginCount{}
		}
		if known, ok := r.Addrs[addr]; ok || len(r.Addrs) < addrSlots {
			known.add(t)
			r.Addrs[addr] = known
		} else {
			r.Others.add(t)
		}
	}
}

func mergeCounts(a, b []usageCounts) []usageCounts {
	by := map[int64]*usageCounts{}
	for _, list := range [][]usageCounts{a, b} {
		for _, c := range list {
			sum := by[c.number]
			if sum == nil {
				sum = &usageCounts{number: c.number, reasons: map[Reason]int{}}
				by[c.number] = sum
			}
			sum.tally.add(c.tally)
			for reason, n := range c.reasons {
				sum.reasons[reason] += n
			}
		}
	}
	out := make([]usageCounts, 0, len(by))
	for _, n := range slices.Sorted(maps.Keys(by)) {
		out = append(out, *by[n])
	}
	return out
}

// usageBetween reads the entries with a prefix from one key (included) to
// another (excluded); "" = from the first.
func (s *Service) usageBetween(ctx context.Context, prefix, from, end string, each func(kv.Entry) error) error {
	after := ""
	if from != "" {
		after = before(from)
	}
	for at := int64(0); ; {
		page, err := s.store.Scan(ctx, prefix, after, 200, at)
		if err != nil {
			return err
		}
		for _, e := range page.Entries {
			if e.Key >= end {
				return nil
			}
			if e.Key < from {
				continue
			}
			if err := each(e); err != nil {
				return err
			}
		}
		if !page.More || len(page.Entries) == 0 {
			return nil
		}
		at, after = page.Revision, page.Entries[len(page.Entries)-1].Key
	}
}

// before is a text that sorts before the key and after nearly everything below
// it.
func before(key string) string {
	last := len(key) - 1
	return key[:last] + string(key[last]-1) + "~"
}

// dropUsage deletes the entries with a prefix up to a key (excluded).
func (s *Service) dropUsage(ctx context.Context, prefix, end string) error {
	for {
		page, err := s.store.Scan(ctx, prefix, "", kv.MaxOps, 0)
		if err != nil {
			return err
		}
		var ops []kv.Op
		for _, e := range page.Entries {
			if e.Key < end {
				ops = append(ops, kv.Delete(e.Key, kv.Anything))
			}
		}
		if len(ops) == 0 {
			return nil
		}
		if _, err := s.store.Commit(ctx, ops); err != nil {
			return err
		}
	}
}
