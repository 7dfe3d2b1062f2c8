package access

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"strings"
	"time"
)

// keyColumns are what a list of keys is sorted by.
var keyColumns = []string{"account", "created", "expires", "lastUsed", "name", "state", "user"}

// keysBy is what a column sorts by: a number a key, less first.
func (s *Service) keysBy(st *state, column string, desc bool, now time.Time) (func(*keyCard) int64, error) {
	var by func(*keyCard) int64
	switch column {
	case "name":
		return nil, nil
	case "created":
		by = func(c *keyCard) int64 { return c.number }
	case "state":
		ms := now.UnixMilli()
		by = func(c *keyCard) int64 { return int64(c.state(ms)) }
	case "expires":
		by = func(c *keyCard) int64 {
			if c.flags&keyExpires == 0 {
				return math.MaxInt64
			}
			return c.expires
		}
	case "lastUsed":
		last := s.stamps.lastMillis(stampOfKey)
		by = func(c *keyCard) int64 { return last(c.number) }
	case "user", "account":
		s.mu.RLock()
		ranks := st.nameRanks(column == "user")
		s.mu.RUnlock()
		of := func(c *keyCard) uint32 { return c.account }
		if column == "user" {
			of = func(c *keyCard) uint32 { return c.user }
		}
		by = func(c *keyCard) int64 {
			if n := of(c); int(n) < len(ranks) {
				return ranks[n]
			}
			return 0
		}
	default:
		return nil, Invalidf("sort", "sort is one of %s", strings.Join(keyColumns, ", "))
	}
	if desc {
		ascending := by
		by = func(c *keyCard) int64 { return -ascending(c) }
	}
	return by, nil
}

// nameRanks gives each id's place among the names of users, or of accounts;
// those that compare alike share one. The lock is held.
func (st *state) nameRanks(ofUsers bool) []int64 {
	names := make([]string, len(st.keys.ids))
	order := make([]int, len(names))
	for n, id := range st.keys.ids {
		order[n] = n
		if u := st.users[id]; ofUsers && u != nil {
			names[n] = u.Username
		} else if a := st.accounts[id]; !ofUsers && a != nil {
			names[n] = a.Name
		}
	}
	compared := make([]string, len(names))
	for n, name := range names {
		compared[n] = comparableName(name)
	}
	compare := func(a, b int) int {
		if n := strings.Compare(compared[a], compared[b]); n != 0 {
			return n
		}
		return strings.Compare(names[a], names[b])
	}
	slices.SortFunc(order, compare)
	ranks, rank := make([]int64, len(names)), int64(0)
	for i, n := range order {
		if i > 0 && compare(order[i-1], n) != 0 {
			rank++
		}
		ranks[n] = rank
	}
	return ranks
}

// window gives the places of a part of what was found, in order: m nil = of
// all. by nil is by name. None of the state's lock may be held.
func (s *Service) window(st *state, m *keyMatches, by func(*keyCard) int64, p Page) (places []uint32, total int) {
	if m != nil && by == nil && m.total <= sortedAlone {
		return s.windowOfFew(st, m, p), m.total
	}
	sorted := s.byNames(st)
	if total = len(sorted); m != nil {
		total = m.total
	}
	from := min(max(p.Offset, 0), total)
	to := total
	if p.Limit > 0 {
		to = min(from+p.Limit, total)
	}
	if by != nil {
		return s.windowBy(st, m, by, sorted, from, to), total
	}
	at := func(i int) uint32 { return sorted[i] }
	if p.Desc {
		at = func(i int) uint32 { return sorted[len(sorted)-1-i] }
	}
	places = make([]uint32, 0, to-from)
	if m == nil {
		for i := from; i < to; i++ {
			places = append(places, at(i))
		}
		return places, total
	}
	for i, seen := 0, 0; i < len(sorted) && len(places) < to-from; i++ {
		if m.has(at(i)) {
			if seen++; seen > from {
				places = append(places, at(i))
			}
		}
	}
	return places, total
}

// sortedAlone is how many keys are sorted by themselves, since that costs less
// than to go through the order of all.
const sortedAlone = 1000

// windowOfFew is window by name, of few keys.
func (s *Service) windowOfFew(st *state, m *keyMatches, p Page) []uint32 {
	names := make([]sortedName, 0, m.total)
	s.mu.RLock()
	for block := range m.sets {
		for i, word := range m.sets[block] {
			for ; word != 0; word &= word - 1 {
				names = append(names, st.keys.sortedName(uint32(block<<blockShift+64*i+bits.TrailingZeros64(word))))
			}
		}
	}
	slices.SortFunc(names, func(a, b sortedName) int {
		return a.compare(&b, func(at uint32) string { return st.keys.field(at, tagName) })
	})
	s.mu.RUnlock()
	if p.Desc {
		slices.Reverse(names)
	}
	from := min(max(p.Offset, 0), len(names))
	to := len(names)
	if p.Limit > 0 {
		to = min(from+p.Limit, to)
	}
	places := make([]uint32, 0, to-from)
	for _, n := range names[from:to] {
		places = append(places, n.at)
	}
	return places
}

// windowBy is window by a number. Only the part that is asked for is sorted:
// what comes before and after it is told apart by the numbers at its ends.
func (s *Service) windowBy(st *state, m *keyMatches, by func(*keyCard) int64, sorted []uint32, from, to int) []uint32 {
	if from >= to {
		return nil
	}
	values := make([]int64, len(sorted)) // by place
	s.eachBlock(st, func(block, n int) {
		for i := range n {
			if at := block<<blockShift + i; at < len(values) && (m == nil || m.has(uint32(at))) {
				values[at] = by(&st.keys.blocks[block].cards[i])
			}
		}
	})
	ends := boundsOf(values, m, from, to)
	between := make([]valued, 0, ends.between)
	atLeast, atMost := make([]uint32, 0, to-from), make([]uint32, 0, to-from)
	before := ends.before
	for _, at := range sorted {
		if len(between) == ends.between && len(atLeast) == min(ends.atLeast-(from-ends.before), to-from) && (ends.least == ends.most || len(atMost) == min(ends.atMost, to-from)) {
			break // nothing is missing any more, as where many are alike
		}
		if int(at) >= len(values) || m != nil && !m.has(at) {
			continue
		}
		switch v := values[at]; {
		case v == ends.least:
			if before++; before > from && len(atLeast) < to-from {
				atLeast = append(atLeast, at)
			}
		case v == ends.most:
			if len(atMost) < to-from {
				atMost = append(atMost, at)
			}
		case v > ends.least && v < ends.most:
			between = append(between, valued{v, at})
		}
	}
	slices.SortStableFunc(between, func(a, b valued) int { return cmp.Compare(a.value, b.value) })
	places := atLeast
	for _, b := range between {
		places = append(places, b.at)
	}
	places = append(places, atMost...)
	return places[:min(len(places), to-from)]
}

// valued is a key with the number it is sorted by.
type valued struct {
	value int64
	at    uint32
}

// bounds are the numbers at both ends of a part of what was found, when it is
// sorted, and how many keys have less than the first, each of them, and one
// between.
type bounds struct {
	least, most                      int64
	before, atLeast, between, atMost int
}

func boundsOf(values []int64, m *keyMatches, from, to int) (b bounds) {
	list := values
	if m == nil {
		list = slices.Clone(values)
	} else {
		list = make([]int64, 0, m.total)
		for at, v := range values {
			if m.has(uint32(at)) {
				list = append(list, v)
			}
		}
	}
	if to = min(to, len(list)); from >= to {
		return bounds{least: math.MaxInt64, most: math.MaxInt64}
	}
	b.most = nth(list, to-1)
	b.least = nth(list[:to], from)
	for _, v := range list {
		switch {
		case v < b.least:
			b.before++
		case v == b.least:
			b.atLeast++
		case v == b.most:
			b.atMost++
		case v < b.most:
			b.between++
		}
	}
	return b
}

// nth puts the nth least value at its place, none greater before it and none
// less after it, and gives it.
func nth(list []int64, n int) int64 {
	low, high := 0, len(list)-1
	for low < high {
		a, b, c := list[low], list[low+(high-low)/2], list[high]
		pivot := max(min(a, b), min(max(a, b), c))
		// What equals the pivot stays between both sides, since there may be many.
		less, i, greater := low, low, high
		for i <= greater {
			switch v := list[i]; {
			case v < pivot:
				list[i], list[less] = list[less], v
				less++
				i++
			case v > pivot:
				list[i], list[greater] = list[greater], v
				greater--
			default:
				i++
			}
		}
		switch {
		case n < less:
			high = less - 1
		case n > greater:
			low = greater + 1
		default:
			return pivot
		}
	}
	return list[low]
}
