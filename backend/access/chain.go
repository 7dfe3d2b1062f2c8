package access

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"latchkey/backend/kv"
	"latchkey/backend/secret"
)

// chain makes tampering with the audit log evident. An entry is part of its
// change's own commit, and commits must not wait for each other, so an entry
// cannot name the one before it. It carries a keyed tag of itself instead, and
// about once a second the entries that came since are listed, with their tags,
// in a link: links are numbered and each holds the keyed hash of the one before.
// The head, which names the newest link, is part of the state, so that the
// store's digest and anchor protect the end of the chain.
//
// Entries of the last second are in no link yet. After a crash they are known
// by their tags and adopted by the next link; that one of them is missing is
// the one thing nobody can see.
type chain struct {
	key *secret.Hasher

	making sync.Mutex // held while links are made or the whole is verified; guards head and highest
	head   chainHead
	rev    int64  // of the head in the store; 0 = there is none
	upTo   uint64 // the newest link this process has made or met

	mu      sync.Mutex
	pending []pendingEntry // committed, and in no link, in the order they were
	whole   bool           // pending has all there are; not so after a start and a lost watch
	since   int64          // events up to this revision are known from a scan
}

// pendingEntry waits for the next link.
type pendingEntry struct {
	entryTag
	revision int64
}

// entryTag is what a link says of an entry: which, and what it was.
type entryTag struct {
	id  entryID
	tag tag
}

type (
	entryID [16]byte // the entry's ID, whose text is its hex form
	tag     [16]byte
)

const entryTagSize = len(entryID{}) + len(tag{})

// maxListed is how many entries one link lists: in the text form of a record
// they stay well under what a value may hold.
const maxListed = 2000

// link is one step of the chain.
type link struct {
	Seq     uint64    `json:"seq"` // from 1
	At      time.Time `json:"at"`
	Prev    []byte    `json:"prev"`    // sum of the link before; empty in the first
	Count   int64     `json:"count"`   // entries listed up to here, with these
	Entries []byte    `json:"entries"` // what is listed, see entryTag
	Sum     []byte    `json:"sum"`     // over all of the above
}

// chainHead is the end of the chain.
type chainHead struct {
	Begun time.Time `json:"begun"`
	Seq   uint64    `json:"seq"` // of the newest link; 0 = there is none yet
	Count int64     `json:"count"`
	Sum   []byte    `json:"sum"`           // of that link
	Torn  bool      `json:"torn,omitzero"` // there was a chain before, whose end was gone when this one was begun
}

const auditHead = headPrefix + "audit"

func linkKey(seq uint64) string { return fmt.Sprintf("%s%016x", linkPrefix, ^seq) } // newest first, as the entries are

func newChain(subkey []byte) *chain { return &chain{key: secret.NewHasher(subkey)} }

// tagOf is the keyed tag of an entry under its key.
func (c *chain) tagOf(key string, body []byte) tag {
	sum := c.key.Sum("audit entry", key, string(body))
	return tag(sum[:])
}

// sumOf is the keyed hash of a link but for its own sum.
func (c *chain) sumOf(l link) []byte {
	numbers := binary.BigEndian.AppendUint64(nil, l.Seq)
	numbers = binary.BigEndian.AppendUint64(numbers, uint64(l.At.UnixMilli()))
	numbers = binary.BigEndian.AppendUint64(numbers, uint64(l.Count))
	sum := c.key.Sum("audit link", string(numbers), string(l.Prev), string(l.Entries))
	return sum[:]
}

// listed reads what a link lists.
func (l link) listed() []entryTag {
	list := make([]entryTag, 0, len(l.Entries)/entryTagSize)
	for b := range slices.Chunk(l.Entries, entryTagSize) {
		if len(b) == entryTagSize {
			list = append(list, entryTag{entryID(b), tag(b[len(entryID{}):])})
		}
	}
	return list
}

// A record of an entry, format 2: the format, the tag, and the entry in JSON.
// Format 1 is without the tag; a program wrote it that knew no chain.
const (
	auditRecord       = 2
	auditRecordNoTag  = recordVersion
	auditRecordPrefix = 1 + len(tag{})
)

// encodeAudit makes the record of an entry under its key.
func (c *chain) encodeAudit(key string, entry AuditEntry) ([]byte, error) {
	plain, err := encode(entry)
	if err != nil {
		return nil, err
	}
	body := plain[1:]
	t := c.tagOf(key, body)
	return append(append(append(make([]byte, 0, auditRecordPrefix+len(body)), auditRecord), t[:]...), body...), nil
}

// auditBody splits a record of an entry. own is the tag that came with it.
func auditBody(value []byte) (own *tag, body []byte, err error) {
	switch {
	case len(value) > 0 && value[0] == auditRecordNoTag:
		return nil, value[1:], nil
	case len(value) >= auditRecordPrefix && value[0] == auditRecord:
		t := tag(value[1:])
		return &t, value[auditRecordPrefix:], nil
	case len(value) > 0 && value[0] > auditRecord:
		return nil, nil, fmt.Errorf("%w (format %d of an audit entry, this one knows %d)", errRecordVersion, value[0], auditRecord)
	}
	return nil, nil, errors.New("an audit entry that is not in its format")
}

// decodeAudit reads the record of an entry.
func decodeAudit(value []byte, entry *AuditEntry) error {
	_, body, err := auditBody(value)
	if err != nil {
		return err
	}
	return decode(append([]byte{recordVersion}, body...), entry)
}

// idOf reads the ID out of an entry's key.
func idOf(key string) (id entryID, ok bool) {
	text := strings.TrimPrefix(key, auditPrefix)
	n, err := hex.Decode(id[:], []byte(text[:min(len(text), 2*len(id))]))
	return id, err == nil && n == len(id) && len(text) == 2*len(id)
}

func (id entryID) String() string { return hex.EncodeToString(id[:]) }

// at is the moment by which the entry is sorted.
func (id entryID) at() time.Time { return keyTime(binary.BigEndian.Uint64(id[:])) }

// noteEvent takes in the entries of one commit. Events come in their order.
func (c *chain) noteEvent(event kv.Event) {
	for _, change := range event.Changes {
		if change.Deleted || !strings.HasPrefix(change.Key, auditPrefix) {
			continue
		}
		id, ok := idOf(change.Key)
		own, body, err := auditBody(change.Value)
		if !ok || err != nil || own == nil || *own != c.tagOf(change.Key, body) {
			continue // none of ours: verifying will say so
		}
		c.mu.Lock()
		if event.Revision > c.since {
			c.pending = append(c.pending, pendingEntry{entryTag{id, *own}, event.Revision})
		}
		c.mu.Unlock()
	}
}

// lost says that events were missed.
func (c *chain) lost() {
	c.mu.Lock()
	c.whole = false
	c.mu.Unlock()
}

// waiting gives the entries for the next link, and whether those are all there
// are.
func (c *chain) waiting() (entries []entryTag, whole bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range c.pending[:min(len(c.pending), maxListed)] {
		entries = append(entries, p.entryTag)
	}
	return entries, c.whole
}

// linked takes the first n entries off those that wait.
func (c *chain) linked(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pending = c.pending[n:]; len(c.pending) == 0 {
		c.pending = nil
	}
}

// extendChain lists in links what waits for it.
func (s *Service) extendChain(ctx context.Context) error {
	s.chain.making.Lock()
	defer s.chain.making.Unlock()
	return s.extend(ctx)
}

// endChain is extendChain for who has no next second to go on in: where another
// was at the chain, it looks at what is there and goes on from that at once.
func (s *Service) endChain(ctx context.Context) error {
	const tries = 3 // a node that keeps winning lists our entries as well
	for try := 1; ; try++ {
		err := s.extendChain(ctx)
		if try == tries || !errors.Is(err, kv.ErrConflict) && !errors.Is(err, kv.ErrUnknown) {
			return err
		}
	}
}

// extend is extendChain for who holds making.
func (s *Service) extend(ctx context.Context) error {
	for {
		entries, whole := s.chain.waiting()
		if !whole {
			if err := s.adopt(ctx); err != nil {
				return storeError(fmt.Errorf("continue the chain of the audit log: %w", err))
			}
			continue
		}
		if len(entries) == 0 {
			return nil
		}
		if err := s.addLink(ctx, entries); err != nil {
			return storeError(fmt.Errorf("continue the chain of the audit log: %w", err))
		}
		s.chain.linked(len(entries))
	}
}

// addLink commits the next link and the head that names it.
func (s *Service) addLink(ctx context.Context, entries []entryTag) error {
	c := s.chain
	l := link{
		Seq: c.head.Seq + 1, At: s.now().UTC().Truncate(time.Millisecond), Prev: c.head.Sum,
		Count: c.head.Count + int64(len(entries)), Entries: make([]byte, 0, len(entries)*entryTagSize),
	}
	for _, e := range entries {
		l.Entries = append(append(l.Entries, e.id[:]...), e.tag[:]...)
	}
	l.Sum = c.sumOf(l)
	head := c.head
	head.Seq, head.Count, head.Sum = l.Seq, l.Count, l.Sum
	if head.Begun.IsZero() {
		head.Begun = l.At
	}
	linkValue, err := encode(l)
	if err != nil {
		return err
	}
	headValue, err := encode(head)
	if err != nil {
		return err
	}
	rev, err := s.store.Commit(ctx, []kv.Op{kv.Put(linkKey(l.Seq), linkValue, kv.Absent), kv.Put(auditHead, headValue, kv.At(c.rev))})
	if err != nil {
		// Another node made a link, this one was made and nobody said so, or
		// somebody was at the store: see what is there and go on from it.
		if errors.Is(err, kv.ErrConflict) || errors.Is(err, kv.ErrUnknown) {
			c.lost()
		}
		return err
	}
	c.head, c.rev, c.upTo = head, rev, max(c.upTo, head.Seq)
	return nil
}

// adopt finds the head and the entries that are in no link: those of the last
// second before a crash, and all of a log that was begun without a chain.
func (s *Service) adopt(ctx context.Context) error {
	c := s.chain
	walk, err := s.walkChain(ctx)
	if err != nil {
		return err
	}
	var found []entryTag
	tagged, row := false, 0
	for row < settled {
		e, listed, err := walk.nextEntry(ctx)
		if err != nil {
			return err
		}
		if e == nil {
			break
		}
		tagged = tagged || e.own != nil
		switch {
		case listed != nil:
			row++
			continue
		case !e.ok, e.damage != nil, e.own == nil && walk.headRev != 0, e.own != nil && *e.own != e.tag:
			continue // none of ours: verifying will say so
		}
		row = 0
		found = append(found, entryTag{e.id, e.tag})
	}
	slices.Reverse(found)
	c.head, c.rev = walk.head, walk.headRev
	if walk.headRev == 0 {
		// Whoever writes tagged entries has made a head with the first of them.
		c.head.Torn = tagged || walk.links > 0
	}
	// Links that the head does not know of keep their places; that they are there
	// is for verifying to say.
	c.head.Seq = max(c.head.Seq, walk.newest)
	c.upTo = max(c.upTo, c.head.Seq)
	c.mu.Lock()
	defer c.mu.Unlock()
	later := slices.DeleteFunc(c.pending, func(p pendingEntry) bool { return p.revision <= walk.revision })
	c.pending = make([]pendingEntry, 0, len(found)+len(later))
	for _, e := range found {
		c.pending = append(c.pending, pendingEntry{e, walk.revision})
	}
	c.pending = append(c.pending, later...)
	c.since, c.whole = max(c.since, walk.revision), true
	return nil
}

// readAuditTime finds the moment by which the newest entry is sorted.
func (s *Service) readAuditTime(ctx context.Context) error {
	newest, _, err := (&cursor{store: s.store, prefix: auditPrefix, limit: 1}).next(ctx)
	if err != nil {
		return fmt.Errorf("read the newest entry of the audit log: %w", err)
	}
	if newest != nil {
		if id, ok := idOf(newest.Key); ok {
			s.auditTime.Store(id.at().UnixNano())
		}
	}
	return nil
}

// extendChainNowAndThen lists what has come about once a second until ctx ends.
func (s *Service) extendChainNowAndThen(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	links := backlog{log: s.log, what: "links of the audit log"}
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := s.extendChain(ctx); ctx.Err() == nil {
			links.saw(err)
		}
	}
}
