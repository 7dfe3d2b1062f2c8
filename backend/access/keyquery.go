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

// addAll adds the first n.
func (s *blockSet) addAll(n int) {
	for i := range n / 64 {
		s[i] = math.MaxUint64
	}
	if n%64 != 0 {
		s[n/64] |= 1<<(n%64) - 1
	}
}

func (s *blockSet) count() (n int) {
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// match finds the keys of a block, of which n are there.
func (q *keySearch) match(s *Service, st *state, block, n int) (set blockSet) {
	b := st.keys.blocks[block]
	if q.users == nowhere && q.accts == nowhere && q.states == 0 {
		set.addAll(n)
	} else {
		q.fill(b, n, &set)
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

// fill adds the keys whose cards fit.
func (q *keySearch) fill(b *keyBlock, n int, set *blockSet) {
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
		found := indexWord(text[from:], w.text)
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

// eachTally calls f for each block with what its keys come to, several at a
// time. None of the state's lock may be held.
func (s *Service) eachTally(st *state, now time.Time, f func(block int, t *blockTally)) {
	s.eachBlock(st, func(block, _ int) {
		t := st.keys.blockTally(block, now.UnixMilli())
		f(block, &t)
	})
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
