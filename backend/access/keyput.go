package access

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
)

// keyBatch is keys on their way into the index: taken apart without its lock, as
// many at a time as are read at a time.
type keyBatch struct {
	bodies  []byte
	keys    []batchedKey
	text    []byte // of all of them
	names   []byte
	held    heldKey
	highest int64                   // number
	ids     map[[idSize]byte]string // as texts, of those seen before
}

// reset makes a batch ready to be used again.
func (b *keyBatch) reset() {
	clear(b.keys)
	b.bodies, b.keys, b.text, b.names, b.highest = b.bodies[:0], b.keys[:0], b.text[:0], b.names[:0], 0
}

// id is the text of a UUID.
func (b *keyBatch) id(raw string) string {
	id, ok := b.ids[[idSize]byte([]byte(raw))]
	if !ok {
		if b.ids == nil || len(b.ids) > 10_000 {
			b.ids = map[[idSize]byte]string{}
		}
		id = idText(raw)
		b.ids[[idSize]byte([]byte(raw))] = id
	}
	return id
}

type batchedKey struct {
	user, account                string
	rev                          int64
	card                         keyCard // without user and account
	id, accessKey, number, named uint32  // hashes
	name                         string
	bodyEnd, textEnd, nameEnd    uint32
}

// add takes a stored record in.
func (b *keyBatch) add(value []byte, rev int64) error {
	user, account, body, err := splitKey(value, b.id)
	if err != nil {
		return err
	}
	if err := b.held.read(user, account, body, rev); err != nil {
		return err
	}
	k := &b.held.Key
	item := batchedKey{
		user: user, account: account, rev: rev, card: cardOf(k), name: k.Name,
		id: hashText(k.ID), accessKey: hashText(k.AccessKey), number: hashNumber(k.Number), named: hashText(k.Name),
	}
	b.bodies = append(b.bodies, body...)
	b.text = appendSearched(b.text, k)
	b.names = append(b.names, comparableName(k.Name)...)
	item.bodyEnd, item.textEnd, item.nameEnd = uint32(len(b.bodies)), uint32(len(b.text)), uint32(len(b.names))
	b.keys = append(b.keys, item)
	b.highest = max(b.highest, k.Number)
	return nil
}

func cardOf(k *Key) keyCard {
	c := keyCard{number: k.Number, created: k.CreatedAt.UnixMilli()}
	flag := func(set bool, f keyFlags) {
		if set {
			c.flags |= f
		}
	}
	flag(k.Activated, keyActivated)
	flag(k.PausedAt != nil, keyPaused)
	flag(k.RevokedAt != nil, keyRevoked)
	flag(len(k.Labels) > 0, keyLabelled)
	flag(k.Old != nil, keyRotated)
	if k.NotBefore != nil {
		c.flags, c.notBefore = c.flags|keyBegins, k.NotBefore.UnixMilli()
	}
	if k.Expires != nil {
		c.flags, c.expires = c.flags|keyExpires, k.Expires.UnixMilli()
	}
	return c
}

// appendSearched appends the texts of a key's own that a search looks through,
// folded. No word that is searched for has a line break in it.
func appendSearched(b []byte, k *Key) []byte {
	for _, text := range [...]string{k.Name, k.AccessKey, k.ID, k.Note} {
		b = append(appendFolded(b, text), '\n')
	}
	for _, text := range k.Labels {
		b = append(appendFolded(b, text), '\n')
	}
	return b
}

func appendFolded(b []byte, text string) []byte {
	from := len(b)
	for i := range len(text) {
		c := text[i]
		if c >= utf8.RuneSelf {
			return append(b[:from], cases.Fold().String(text)...)
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	return b
}

// put takes the keys of a batch in. The lock is held.
func (x *keyIndex) put(b *keyBatch) {
	if len(b.keys) == 0 {
		return
	}
	piece := uint32(len(x.pieces))
	p := keyPiece{text: string(b.bodies), places: make([]uint32, 0, len(b.keys))}
	p.live = len(p.text)
	x.pieces = append(x.pieces, p)
	var from, textFrom, nameFrom uint32
	for i := range b.keys {
		k := &b.keys[i]
		at := x.placeOfNumber(k.card.number)
		added, renamed := at == nowhere, true
		if added {
			at = x.grow()
		} else {
			renamed = x.leave(at, k)
		}
		k.card.user, k.card.account = x.idNumber(k.user), x.idNumber(k.account)
		if added {
			x.byNumber.add(k.number, at)
			x.byID.add(k.id, at)
			x.byAccessKey.add(k.accessKey, at)
		}
		before := *x.card(at)
		*x.card(at) = k.card
		x.counted.forget(&before)
		x.counted.forget(&k.card)
		x.tallies.forget(at)
		place := x.place(at)
		place.rev, place.piece, place.from, place.size = k.rev, piece, from, k.bodyEnd-from
		x.pieces[piece].places = append(x.pieces[piece].places, at)
		if added || before.user != k.card.user {
			place.beforeOfUser = x.userKeys[k.card.user].push(at)
		}
		if added || before.account != k.card.account {
			place.beforeOfAccount = x.accountKeys[k.card.account].push(at)
		}
		if renamed {
			x.setName(at, k, b.names[nameFrom:k.nameEnd])
		}
		block, in := x.blocks[at>>blockShift], int(at&(blockSize-1))
		block.text.set(in, b.text[textFrom:k.textEnd])
		from, textFrom, nameFrom = k.bodyEnd, k.textEnd, k.nameEnd
	}
	x.join()
}

// grow makes room for one more key.
func (x *keyIndex) grow() uint32 {
	at := x.n
	if at&(blockSize-1) == 0 {
		x.blocks = append(x.blocks, new(keyBlock))
	}
	x.n++
	return at
}

// leave takes a key that is to be replaced out of what no longer holds for it,
// and says whether its name is one of that.
func (x *keyIndex) leave(at uint32, k *batchedKey) (renamed bool) {
	c, p := x.card(at), x.place(at)
	if x.ids[c.user] != k.user {
		x.unchain(&x.userKeys[c.user], at, func(p *keyPlace) *uint32 { return &p.beforeOfUser })
	}
	if x.ids[c.account] != k.account {
		x.unchain(&x.accountKeys[c.account], at, func(p *keyPlace) *uint32 { return &p.beforeOfAccount })
	}
	if name := x.field(at, tagName); name != k.name {
		i := x.byName.index(hashText(name), func(other uint32) bool { return x.field(other, tagName) == name })
		named := keyChain{last: placeIn(x.byName.entries[i])}
		x.unchain(&named, at, func(p *keyPlace) *uint32 { return &p.beforeOfName })
		if named.last != nowhere {
			x.byName.replace(i, named.last)
		} else {
			x.byName.remove(i)
		}
		renamed = true
	}
	x.forget(p)
	return renamed
}

// setName puts a key under its name.
func (x *keyIndex) setName(at uint32, k *batchedKey, comparable []byte) {
	i := x.byName.index(k.named, func(other uint32) bool { return other != at && x.field(other, tagName) == k.name })
	if place := x.place(at); i >= 0 {
		place.beforeOfName = placeIn(x.byName.entries[i])
		x.byName.replace(i, at)
	} else {
		place.beforeOfName = nowhere
		x.byName.add(k.named, at)
	}
	x.blocks[at>>blockShift].names.set(int(at&(blockSize-1)), comparable)
	x.names.note(at)
}

// push puts a key at the end of a chain and gives the one before it.
func (c *keyChain) push(at uint32) (before uint32) {
	before = c.last
	c.last, c.n = at, c.n+1
	return before
}

// unchain takes a key out of a chain.
func (x *keyIndex) unchain(c *keyChain, at uint32, before func(*keyPlace) *uint32) {
	c.n--
	if c.last == at {
		c.last = *before(x.place(at))
		return
	}
	for other := c.last; other != nowhere; other = *before(x.place(other)) {
		if link := before(x.place(other)); *link == at {
			*link = *before(x.place(at))
			return
		}
	}
}

// keyPiece is the bodies of some keys in one text.
type keyPiece struct {
	text   string
	places []uint32 // whose they are, or were
	live   int      // bytes that are still somebody's
}

// looseKeys is how many keys have a text of their own before they are joined.
const looseKeys = 256

// join puts keys that changed one by one into one text. What loading brings is
// joined already.
func (x *keyIndex) join() {
	if n := len(x.pieces); len(x.pieces[n-1].places) > 1 && x.loose == n-1 {
		x.loose = n
	}
	if len(x.pieces)-x.loose < looseKeys {
		return
	}
	var places []uint32
	for i := x.loose; i < len(x.pieces); i++ {
		places = x.livePlaces(places, uint32(i))
	}
	x.pieces[x.loose] = x.rewritten(places, uint32(x.loose))
	clear(x.pieces[x.loose+1:])
	x.pieces = x.pieces[:x.loose+1]
	x.loose++
}

// forget counts a body as nobody's, and makes a text anew that is mostly such.
func (x *keyIndex) forget(p *keyPlace) {
	piece := &x.pieces[p.piece]
	piece.live -= int(p.size)
	p.size = 0
	if at := p.piece; int(at) < x.loose && piece.live < len(piece.text)/2 {
		*piece = x.rewritten(x.livePlaces(nil, at), at)
	}
}

// livePlaces appends the keys whose bodies are in a piece.
func (x *keyIndex) livePlaces(to []uint32, piece uint32) []uint32 {
	for _, at := range x.pieces[piece].places {
		if p := x.place(at); p.piece == piece && p.size > 0 {
			to = append(to, at)
		}
	}
	return to
}

// rewritten gives a text with the bodies of those keys, which stand in it from
// then on.
func (x *keyIndex) rewritten(places []uint32, piece uint32) keyPiece {
	size := 0
	for _, at := range places {
		size += int(x.place(at).size)
	}
	var b strings.Builder
	b.Grow(size)
	for _, at := range places {
		body, p := x.body(at), x.place(at)
		p.from = uint32(b.Len())
		b.WriteString(body)
	}
	for _, at := range places {
		x.place(at).piece = piece
	}
	return keyPiece{text: b.String(), places: places, live: size}
}
