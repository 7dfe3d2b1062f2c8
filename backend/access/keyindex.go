package access

import (
	"encoding/binary"
	"hash/maphash"
	"iter"
	"math"
	"time"

	"latchkey/backend/secret"
)

// keyIndex is all keys. A key is kept as the body of its record, among many in
// one long text, and what lists and look-ups ask of it stands in blocks of
// numbers: nothing here has a pointer a key, so the garbage collector has
// nothing to walk. A *Key is made of it whenever somebody wants one.
//
// A key has a place, counted from 0 in the order in which they came. It keeps
// it for ever, since keys never disappear. Who calls holds the state's lock.
type keyIndex struct {
	blocks []*keyBlock
	n      uint32 // keys there are

	ids         []string          // of users and accounts, by a number of our own
	idNumbers   map[string]uint32 // the other way
	userKeys    []keyChain        // by that number
	accountKeys []keyChain
	counted     keyCounts
	tallies     blockTallies

	byID, byAccessKey, byNumber, byName keyTable

	pieces []keyPiece // from loose on each is one key's
	loose  int

	names nameOrder
}

// A block is small enough that a store with one key takes little, and large
// enough that a list goes through memory in long strides.
const (
	blockShift = 9
	blockSize  = 1 << blockShift
)

type keyBlock struct {
	cards  [blockSize]keyCard
	places [blockSize]keyPlace
	text   arena // what a search looks through
	names  arena // by which names are compared
}

// keyCard is what a list asks of every key.
type keyCard struct {
	notBefore, expires, created int64 // milliseconds since 1970
	number                      int64
	user, account               uint32 // places in ids
	flags                       keyFlags
}

type keyFlags uint8

const (
	keyActivated keyFlags = 1 << iota
	keyPaused
	keyRevoked
	keyBegins
	keyExpires
	keyLabelled
	keyRotated // has an old secret, good or not
)

// keyPlace is where the rest of a key is.
type keyPlace struct {
	rev                                         int64
	piece, from, size                           uint32
	beforeOfUser, beforeOfAccount, beforeOfName uint32 // the key before it in the chain
}

// keyChain is the keys that have something in common: the last one, of which
// each knows the one before, and how many they are.
type keyChain struct{ last, n uint32 }

// nowhere is the place of no key.
const nowhere = math.MaxUint32

func newKeyIndex() *keyIndex { return &keyIndex{idNumbers: map[string]uint32{}} }

func (x *keyIndex) card(place uint32) *keyCard {
	return &x.blocks[place>>blockShift].cards[place&(blockSize-1)]
}

func (x *keyIndex) place(place uint32) *keyPlace {
	return &x.blocks[place>>blockShift].places[place&(blockSize-1)]
}

func (x *keyIndex) body(place uint32) string {
	p := x.place(place)
	return x.pieces[p.piece].text[p.from : p.from+p.size]
}

// read fills h with the key at a place.
func (x *keyIndex) read(h *heldKey, place uint32) {
	c := x.card(place)
	if err := h.read(x.ids[c.user], x.ids[c.account], x.body(place), x.place(place).rev); err != nil {
		panic(err) // it was read before it came in
	}
}

// key makes the key at a place.
func (x *keyIndex) key(place uint32) *Key {
	if place == nowhere {
		return nil
	}
	h := new(heldKey)
	x.read(h, place)
	return &h.Key
}

// field is one field of a key's body, "" where it has none.
func (x *keyIndex) field(place uint32, tag byte) string {
	for t, field := range fields(x.body(place)) {
		if t == tag {
			return field
		}
	}
	return ""
}

func (x *keyIndex) placeOfID(id string) uint32 {
	return x.byID.find(hashText(id), func(at uint32) bool { return x.field(at, tagID) == id })
}

// placeOfIDBytes is placeOfID without a text being made.
func (x *keyIndex) placeOfIDBytes(id []byte) uint32 {
	return x.byID.find(uint32(maphash.Bytes(tableSeed, id)), func(at uint32) bool { return x.field(at, tagID) == string(id) })
}

func (x *keyIndex) placeOfAccessKey(text string) uint32 {
	return x.byAccessKey.find(hashText(text), func(at uint32) bool { return x.field(at, tagAccessKey) == text })
}

// decoy is a key to be read in the place of one that is not there, so that it
// takes as long to refuse either; nowhere where there is none at all. Which one
// it is hangs on a keyed hash, so nobody chooses it.
func (x *keyIndex) decoy(sum [secret.Size]byte) uint32 {
	if x.n == 0 {
		return nowhere
	}
	return binary.LittleEndian.Uint32(sum[:]) % x.n
}

func (x *keyIndex) placeOfNumber(n int64) uint32 {
	return x.byNumber.find(hashNumber(n), func(at uint32) bool { return x.card(at).number == n })
}

// placeAfter is placeOfNumber for who goes through numbers in their order, with
// the place it found before: nearly always keys were put in by their numbers.
func (x *keyIndex) placeAfter(before uint32, n int64) uint32 {
	if before != nowhere {
		if at := int64(before) + n - x.card(before).number; at >= 0 && at < int64(x.n) && x.card(uint32(at)).number == n {
			return uint32(at)
		}
	}
	return x.placeOfNumber(n)
}

// placeOfName is the last key of that name.
func (x *keyIndex) placeOfName(name string) uint32 {
	return x.byName.find(hashText(name), func(at uint32) bool { return x.field(at, tagName) == name })
}

// idNumber is the number of an id, a new one where it has none.
func (x *keyIndex) idNumber(id string) uint32 {
	n, ok := x.idNumbers[id]
	if !ok {
		n = uint32(len(x.ids))
		x.ids, x.idNumbers[id] = append(x.ids, id), n
		x.userKeys = append(x.userKeys, keyChain{last: nowhere})
		x.accountKeys = append(x.accountKeys, keyChain{last: nowhere})
	}
	return n
}

// chain goes through the places of a chain, the newest first.
func (x *keyIndex) chain(from uint32, before func(*keyPlace) uint32) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for at := from; at != nowhere && yield(at); at = before(x.place(at)) {
		}
	}
}

func beforeOfUser(p *keyPlace) uint32    { return p.beforeOfUser }
func beforeOfAccount(p *keyPlace) uint32 { return p.beforeOfAccount }
func beforeOfName(p *keyPlace) uint32    { return p.beforeOfName }

func (x *keyIndex) keys(places iter.Seq[uint32]) iter.Seq[*Key] {
	return func(yield func(*Key) bool) {
		for at := range places {
			if !yield(x.key(at)) {
				return
			}
		}
	}
}

// sizes goes through the blocks with how many keys are in each.
func (x *keyIndex) sizes() iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for block := range x.blocks {
			if !yield(block, min(blockSize, int(x.n)-block<<blockShift)) {
				return
			}
		}
	}
}

// cardStates are the states in the order of KeyStates, as numbers.
const (
	cardActive = iota
	cardPending
	cardPaused
	cardExpired
	cardRevoked
	cardStates
)

// state is Key.State of a card, as its place in KeyStates.
func (c *keyCard) state(ms int64) int {
	switch f := c.flags; {
	case f&keyRevoked != 0:
		return cardRevoked
	case f&keyExpires != 0 && ms >= c.expires:
		return cardExpired
	case f&keyPaused != 0:
		return cardPaused
	case f&keyActivated == 0 || f&keyBegins != 0 && ms < c.notBefore:
		return cardPending
	}
	return cardActive
}

// What follows is how everybody else reaches the keys.

func (st *state) keyCount() int                   { return int(st.keys.n) }
func (st *state) keyByID(id string) *Key          { return st.keys.key(st.keys.placeOfID(id)) }
func (st *state) keyByAccessKey(text string) *Key { return st.keys.key(st.keys.placeOfAccessKey(text)) }
func (st *state) keyNumbered(n int64) *Key        { return st.keys.key(st.keys.placeOfNumber(n)) }

// keysNamed gives the keys of that very name, the newest first.
func (st *state) keysNamed(name string) iter.Seq[*Key] {
	return st.keys.keys(st.keys.chain(st.keys.placeOfName(name), beforeOfName))
}

// allKeys makes a Key of each: what needs no more than a card is better asked
// of the index.
func (st *state) allKeys() iter.Seq[*Key] {
	return st.keys.keys(func(yield func(uint32) bool) {
		for at := uint32(0); at < st.keys.n && yield(at); at++ {
		}
	})
}

// countKeysOfUser counts a user's keys, and how many are not ended.
func (st *state) countKeysOfUser(id string, now time.Time) (KeyCount, int) {
	if n, ok := st.keys.idNumbers[id]; ok {
		return st.keys.count(counted{user: true, id: n}, now)
	}
	return KeyCount{}, 0
}

// countKeysOfAccount counts an account's keys, and how many are not ended.
func (st *state) countKeysOfAccount(id string, now time.Time) (KeyCount, int) {
	if n, ok := st.keys.idNumbers[id]; ok {
		return st.keys.count(counted{id: n}, now)
	}
	return KeyCount{}, 0
}
