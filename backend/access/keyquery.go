package access

import (
	"bytes"
	"cmp"
	"math"
	"math/bits"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/cases"
)

// keySearch is a query as the index asks it: block by block, of the cards and
// the folded texts, and of a whole key only where those cannot tell.
type keySearch struct {
	keyFilter
	now    time.Time
	ms     int64
	users  uint32 // the number of the one user's id, nowhere = any
	accts  uint32 // alike
	states uint8  // by their places in KeyStates; 0 = any
	words  []searchedWord
	whole  bool // a key must be read to know
}

// searchedWord is one word of a search, and the users and accounts in whose
// names it is.
type searchedWord struct {
	text    []byte
	inNames []bool // by the number of the id; nil = in none
}

// keySearch makes a query ready; false where nothing can match. The lock is
// held.
func (st *state) keySearch(f keyFilter, now time.Time) (keySearch, bool) {
	q := keySearch{keyFilter: f, now: now, ms: now.UnixMilli(), users: nowhere, accts: nowhere}
	var found bool
	if f.user != "" {
		if q.users, found = st.keys.idNumbers[f.user]; !found {
			return q, false
		}
	}
	if f.account != "" {
		if q.accts, found = st.keys.idNumbers[f.account]; !found {
			return q, false
		}
	}
	for i, state := range KeyStates() {
		if slices.Contains(f.States, state) {
			q.states |= 1 << i
		}
	}
	if len(f.States) > 0 && q.states == 0 {
		return q, false
	}
	q.whole = f.Label != "" || f.Expiring || f.Rotating || f.Unused
	for _, word := range strings.Fields(cases.Fold().String(f.Search)) {
		q.words = append(q.words, searchedWord{[]byte(word), st.idsNamed(word)})
	}
	// The word that the fewest keys have goes first: by how many of the first
	// block do, and of those alike the longest.
	rarity := map[*byte]int{}
	for i := range q.words {
		alone := keySearch{users: nowhere, accts: nowhere, words: q.words[i : i+1]}
		if st.keys.n > 0 {
			set := alone.match(nil, st, 0, min(blockSize, int(st.keys.n)))
			rarity[&q.words[i].text[0]] = set.count()
		}
	}
	slices.SortStableFunc(q.words, func(a, b searchedWord) int {
		return cmp.Or(cmp.Compare(rarity[&a.text[0]], rarity[&b.text[0]]), cmp.Compare(len(b.text), len(a.text)))
	})
	return q, true
}

// idsNamed finds the users and accounts in whose names a folded word is.
func (st *state) idsNamed(word string) []bool {
	var in []bool
	for n, id := range st.keys.ids {
		name := ""
		if u := st.users[id]; u != nil {
			name = u.Username
		} else if a := st.accounts[id]; a != nil {
			name = a.Name
		}
		if strings.Contains(string(appendFolded(nil, name)), word) {
			if in == nil {
				in = make([]bool, len(st.keys.ids))
			}
			in[n] = true
		}
	}
	return in
}

// everything reports whether all keys match.
func (q *keySearch) everything() bool {
	return q.users == nowhere && q.accts == nowhere && q.states == 0 && len(q.words) == 0 && !q.whole
}

// blockSet is some keys of a block, a bit each.
type blockSet [blockSize / 64]uint64

func (s *blockSet) add(i int)      { s[i/64] |= 1 << (i % 64) }
func (s *blockSet) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

func (s *blockSet) count() (n int) {
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// match finds the keys of a block, of which n are there.
func (q *keySearch) match(s *Service, st *state, block, n int) (set blockSet) {
	b := st.keys.blocks[block]
	for i := range n {
		c := &b.cards[i]
		if q.users != nowhere && c.user != q.users || q.accts != nowhere && c.account != q.accts {
			continue
		}
		if q.states != 0 && q.states&(1<<c.state(q.ms)) == 0 {
			continue
		}
		set.add(i)
	}
	for i := range q.words {
		if set == (blockSet{}) {
			return set
		}
		q.words[i].narrow(b, n, &set)
	}
	if q.whole {
		q.narrowWhole(s, st, block, n, &set)
	}
	return set
}

// few is of how many keys each is looked through alone.
const few = blockSize / 16

// narrow leaves the keys that have the word.
func (w *searchedWord) narrow(b *keyBlock, n int, set *blockSet) {
	if set.count() <= few {
		for i := range n {
			if c := &b.cards[i]; set.has(i) && !w.inName(c.user) && !w.inName(c.account) && !bytes.Contains(b.text.at(i), w.text) {
				set[i/64] &^= 1 << (i % 64)
			}
		}
		return
	}
	var with blockSet
	text, from := b.text.bytes, 0
	for i := 0; i < n; i++ {
		found := bytes.Index(text[from:], w.text)
		if found < 0 {
			break
		}
		for end := uint32(from + found); b.text.ends[i] <= end; {
			i++
		}
		with.add(i)
		from = int(b.text.ends[i])
	}
	if w.inNames != nil {
		for i := range n {
			if c := &b.cards[i]; w.inName(c.user) || w.inName(c.account) {
				with.add(i)
			}
		}
	}
	for i := range set {
		set[i] &= with[i]
	}
}

// inName reports whether the word is in the name of a user or account, one that
// was there when the search began.
func (w *searchedWord) inName(id uint32) bool { return int(id) < len(w.inNames) && w.inNames[id] }

// narrowWhole reads the keys of which the cards do not say enough.
func (q *keySearch) narrowWhole(s *Service, st *state, block, n int, set *blockSet) {
	var h heldKey
	for i := range n {
		if !set.has(i) {
			continue
		}
		c := &st.keys.blocks[block].cards[i]
		may := (q.Label == "" || c.flags&keyLabelled != 0) && (!q.Rotating || c.flags&keyRotated != 0) && (!q.Expiring || c.flags&keyExpires != 0)
		if may {
			st.keys.read(&h, uint32(block<<blockShift+i))
			may = q.passes(s, &h.Key, q.now)
		}
		if !may {
			set[i/64] &^= 1 << (i % 64)
		}
	}
}

// keyMatches is what a search found, by block.
type keyMatches struct {
	sets  []blockSet
	total int
}

func (m *keyMatches) has(at uint32) bool {
	block := int(at >> blockShift)
	return block < len(m.sets) && m.sets[block].has(int(at&(blockSize-1)))
}

// lockedBlocks is how many blocks are looked at under one lock: logins do not
// wait for a list, and a change waits for a millisecond.
const lockedBlocks = 64

// eachBlock calls f for each block with how many keys are in it, several at a
// time. It takes the state's lock for reading, in pieces, and none may be held.
func (s *Service) eachBlock(st *state, f func(block, n int)) (keys uint32) {
	s.mu.RLock()
	keys = st.keys.n
	s.mu.RUnlock()
	blocks := int(keys+blockSize-1) >> blockShift
	inParallel(blocks, lockedBlocks, func(from, to int) {
		for ; from < to; from += lockedBlocks {
			s.mu.RLock()
			for block := from; block < min(from+lockedBlocks, to); block++ {
				f(block, min(blockSize, int(keys)-block<<blockShift))
			}
			s.mu.RUnlock()
		}
	})
	return keys
}

// eachCard calls f for each key, one after the other. It takes the state's lock
// for reading, in pieces, and none may be held.
func (s *Service) eachCard(st *state, f func(at uint32, c *keyCard)) {
	for from := 0; ; from += lockedBlocks {
		s.mu.RLock()
		for block := from; block < min(from+lockedBlocks, len(st.keys.blocks)); block++ {
			for i := range min(blockSize, int(st.keys.n)-block<<blockShift) {
				f(uint32(block<<blockShift+i), &st.keys.blocks[block].cards[i])
			}
		}
		more := from+lockedBlocks < len(st.keys.blocks)
		s.mu.RUnlock()
		if !more {
			return
		}
	}
}

// matchKeys finds all keys of a query. None of the state's lock may be held.
func (s *Service) matchKeys(st *state, q *keySearch) *keyMatches {
	s.mu.RLock()
	m := &keyMatches{sets: make([]blockSet, len(st.keys.blocks))}
	s.mu.RUnlock()
	s.eachBlock(st, func(block, n int) {
		if block < len(m.sets) {
			m.sets[block] = q.match(s, st, block, n)
		}
	})
	for i := range m.sets {
		m.total += m.sets[i].count()
	}
	return m
}

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
