package access

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"latchkey/backend/kv"
)

// stamps are when, from where and with what a thing was last used. A login
// writes one into memory; once a second the chunks that changed are written,
// each one entry with the stamps of a fixed range of numbers. At most a second
// of them is lost in a crash, and nothing else depends on them.
//
// Each of several nodes over one store has chunks of its own, and follows those
// of the others: a thing was last used when the latest of them says, as often as
// all of them together.
type stamps struct {
	node string

	mu     sync.RWMutex
	chunks map[place]*chunk
	others map[place]map[string]*chunk // by node; nil where there are none
}

// place is which chunk: of which kind of things, and of which numbers.
type place struct {
	of      string
	numbers int64
}

// chunkSize is how many numbers share an entry: with all of them used and the
// longest agents it stays under what a value may hold.
const chunkSize = 4000

// The kinds of stamps, each with numbers of its own.
const (
	stampOfKey    = "key"
	stampOfHeader = "header"
	stampOfUser   = "user"
	// Of a key of which two secrets work, by the number of the key.
	stampOfNewSecret = "new"
	stampOfOldSecret = "old"
)

type chunk struct {
	mu    sync.Mutex
	dirty bool
	uses  map[uint16]Use
}

// An agent is kept to this length, and this many distinct ones a chunk; those
// past it are kept without.
const (
	maxAgentBytes  = 120
	maxChunkAgents = 255
)

func newStamps(node string) *stamps { return &stamps{node: node, chunks: map[place]*chunk{}} }

func newChunk() *chunk { return &chunk{uses: map[uint16]Use{}} }

func placeOf(of string, number int64) (p place, slot uint16) {
	return place{of, number / chunkSize}, uint16(number % chunkSize)
}

// key is where the store has the chunk of a node.
func (p place) key(node string) string {
	return ofNode(fmt.Sprintf("%s%s/%08x", stampPrefix, p.of, p.numbers), node)
}

// touch notes a use.
func (s *stamps) touch(of string, number int64, use Use) {
	p, slot := placeOf(of, number)
	if len(use.Agent) > maxAgentBytes {
		use.Agent = strings.ToValidUTF8(use.Agent[:maxAgentBytes], "")
	}
	c := s.chunk(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	use.Count = 1
	if last, ok := c.uses[slot]; ok {
		if use.Count += last.Count; use.Count == 0 {
			use.Count = math.MaxUint32
		}
		if last.At.After(use.At) {
			last.Count = use.Count
			c.uses[slot], c.dirty = last, true
			return
		}
		if last.Addr == use.Addr && last.Agent == use.Agent {
			use.Addr, use.Agent = last.Addr, last.Agent // the copies in memory already
		}
	}
	c.uses[slot], c.dirty = use, true
}

// chunk gives the chunk of a place, made where there was none.
func (s *stamps) chunk(p place) *chunk {
	s.mu.RLock()
	c := s.chunks[p]
	s.mu.RUnlock()
	if c != nil {
		return c
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if c = s.chunks[p]; c == nil {
		c = newChunk()
		s.chunks[p] = c
	}
	return c
}

// last gives the last use, nil for never.
func (s *stamps) last(of string, number int64) *Use {
	p, slot := placeOf(of, number)
	s.mu.RLock()
	c, others := s.chunks[p], s.others[p]
	var last *Use
	if c != nil {
		last = c.last(slot)
	}
	for _, other := range others {
		last = later(last, other.last(slot))
	}
	s.mu.RUnlock()
	return last
}

func (c *chunk) last(slot uint16) *Use {
	c.mu.Lock()
	defer c.mu.Unlock()
	if use, ok := c.uses[slot]; ok {
		return &use
	}
	return nil
}

// later is the later of two uses, counted together.
func later(a, b *Use) *Use {
	if a == nil || b == nil {
		return cmp.Or(a, b)
	}
	sum := a.Count + b.Count
	if b.At.After(a.At) {
		a = b
	}
	a.Count = sum
	return a
}

// lastMillis gives what says when a thing of a kind was last used, in
// milliseconds since 1970, the last of all moments for never. It may be called
// for many at once, and knows of no chunk that is made after it.
func (s *stamps) lastMillis(of string) func(number int64) int64 {
	var chunks [][]int64 // by number; nil = none of it was used
	s.mu.RLock()
	for p, c := range s.chunks {
		if p.of == of && p.numbers >= 0 && p.numbers < maxListedChunks {
			chunks = append(chunks, make([][]int64, max(0, int(p.numbers)+1-len(chunks)))...)
			chunks[p.numbers] = c.lastMillis()
		}
	}
	for p, nodes := range s.others {
		if p.of != of || p.numbers < 0 || p.numbers >= maxListedChunks {
			continue
		}
		chunks = append(chunks, make([][]int64, max(0, int(p.numbers)+1-len(chunks)))...)
		for _, c := range nodes {
			chunks[p.numbers] = laterMillis(chunks[p.numbers], c.lastMillis())
		}
	}
	s.mu.RUnlock()
	return func(number int64) int64 {
		p, slot := placeOf(of, number)
		if number < 0 || p.numbers >= int64(len(chunks)) || chunks[p.numbers] == nil {
			return math.MaxInt64
		}
		return chunks[p.numbers][slot]
	}
}

// lastMillis are the moments of all its numbers, MaxInt64 for never; nil where
// none was used.
func (c *chunk) lastMillis() []int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.uses) == 0 {
		return nil
	}
	all := make([]int64, chunkSize)
	for i := range all {
		all[i] = math.MaxInt64
	}
	for slot, use := range c.uses {
		all[slot] = use.At.UnixMilli()
	}
	return all
}

// laterMillis are the later moments of two chunks. It changes the first.
func laterMillis(a, b []int64) []int64 {
	if a == nil || b == nil {
		return append(a, b...)
	}
	for i, at := range b {
		if a[i] == math.MaxInt64 || at != math.MaxInt64 && at > a[i] {
			a[i] = at
		}
	}
	return a
}

// maxListedChunks bounds the numbers that lists sort by last use: four thousand
// million.
const maxListedChunks = 1 << 20

// count is how often a thing was used.
func (s *stamps) count(of string, number int64) uint32 {
	if use := s.last(of, number); use != nil {
		return use.Count
	}
	return 0
}

// flush writes the chunks that changed, each once: under load they change again
// before they are written, and there would be no end of it.
func (s *stamps) flush(ctx context.Context, store kv.Store) error {
	for left := s.places(); len(left) > 0; {
		var ops []kv.Op
		var written []*chunk
		if ops, written, left = s.gather(left); len(ops) == 0 {
			return nil
		}
		if _, err := store.Commit(ctx, ops); err != nil {
			for _, c := range written {
				c.mark()
			}
			return fmt.Errorf("write last-used stamps: %w", err)
		}
	}
	return nil
}

func (s *stamps) places() []place {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Collect(maps.Keys(s.chunks))
}

// gather takes the changed ones of some chunks, as many as fit one commit, and
// gives the places it did not come to. Nobody waits for more than one chunk to
// be encoded.
func (s *stamps) gather(of []place) (ops []kv.Op, written []*chunk, left []place) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	size := 0
	for i, p := range of {
		c := s.chunks[p]
		value := c.take()
		if value == nil {
			continue
		}
		key := p.key(s.node)
		if size += len(key) + len(value); len(ops) == kv.MaxOps || size > kv.MaxCommitSize {
			c.mark()
			return ops, written, of[i:]
		}
		ops, written = append(ops, kv.Put(key, value, kv.Anything)), append(written, c)
	}
	return ops, written, nil
}

// take gives the encoded chunk and counts it as written; nil where nothing
// changed.
func (c *chunk) take() []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.dirty {
		return nil
	}
	c.dirty = false
	return c.encode()
}

func (c *chunk) mark() {
	c.mu.Lock()
	c.dirty = true
	c.mu.Unlock()
}

// load takes in a chunk of the store: at the start, and those of other nodes when
// they write them.
func (s *stamps) load(key string, value []byte) error {
	of, rest, ok := strings.Cut(strings.TrimPrefix(key, stampPrefix), "/")
	numbers, node, _ := strings.Cut(rest, "/")
	n, err := strconv.ParseUint(numbers, 16, 63)
	if !ok || err != nil {
		return errors.New("a stamp under a key that is none")
	}
	c := newChunk()
	if err := c.decode(value); err != nil {
		return err
	}
	p := place{of, int64(n)}
	s.mu.Lock()
	defer s.mu.Unlock()
	if node == s.node {
		s.chunks[p] = c
		return nil
	}
	if s.others == nil {
		s.others = map[place]map[string]*chunk{}
	}
	if s.others[p] == nil {
		s.others[p] = map[string]*chunk{}
	}
	s.others[p][node] = c
	return nil
}

// follow takes in what another node wrote. What this one wrote itself is in
// memory already, and newer.
func (s *stamps) follow(key string, value []byte) error {
	if parts := strings.SplitN(key, "/", 4); len(parts) == 4 && parts[3] == s.node || len(parts) < 4 && s.node == "" {
		return nil
	}
	return s.load(key, value)
}

// followAnew takes over what a state that was loaded anew has of the others.
func (s *stamps) followAnew(loaded *stamps) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.others = loaded.others
}

// A chunk is written as: its format (one byte); the agents (a count, then each
// with its length); the stamps (slot, milliseconds since 1970, the address in
// 16 bytes, the agent's place counted from 1, or 0, how often it was used).
// Format 1 had no count.
const chunkFormat = 2

const (
	stampSize      = oldStampSize + 4
	oldStampSize   = 2 + 8 + 16 + 1
	uncountedChunk = 1
)

func (c *chunk) encode() []byte {
	var agents []string
	places := map[string]byte{"": 0}
	for _, use := range c.uses {
		if _, known := places[use.Agent]; !known && len(agents) < maxChunkAgents {
			agents = append(agents, use.Agent)
			places[use.Agent] = byte(len(agents))
		}
	}
	b := make([]byte, 0, 2+len(agents)*(1+maxAgentBytes)+len(c.uses)*stampSize)
	b = append(b, chunkFormat, byte(len(agents)))
	for _, a := range agents {
		b = append(b, byte(len(a)))
		b = append(b, a...)
	}
	var from string // of the one before, which most often is this one's too
	var addr [16]byte
	for slot, use := range c.uses {
		if use.Addr != from {
			from, addr = use.Addr, [16]byte{}
			if ip, err := netip.ParseAddr(from); err == nil {
				addr = ip.As16()
			}
		}
		b = binary.BigEndian.AppendUint16(b, slot)
		b = binary.BigEndian.AppendUint64(b, uint64(use.At.UnixMilli()))
		b = append(b, addr[:]...)
		b = append(b, places[use.Agent])
		b = binary.BigEndian.AppendUint32(b, use.Count)
	}
	return b
}

var errChunk = errors.New("last-used stamps that are not in their format")

func (c *chunk) decode(b []byte) error {
	if len(b) < 2 || b[0] != chunkFormat && b[0] != uncountedChunk {
		return errChunk
	}
	size := stampSize
	if b[0] == uncountedChunk {
		size = oldStampSize
	}
	agents := make([]string, 1, 1+int(b[1]))
	b, n := b[2:], int(b[1])
	for range n {
		if len(b) < 1 || len(b) < 1+int(b[0]) {
			return errChunk
		}
		agents = append(agents, string(b[1:1+int(b[0])]))
		b = b[1+int(b[0]):]
	}
	if len(b)%size != 0 {
		return errChunk
	}
	for ; len(b) > 0; b = b[size:] {
		use := Use{Count: 1, At: time.UnixMilli(int64(binary.BigEndian.Uint64(b[2:]))).UTC()}
		if ip := netip.AddrFrom16([16]byte(b[10:26])); !ip.IsUnspecified() {
			use.Addr = ip.Unmap().String()
		}
		if int(b[26]) >= len(agents) {
			return errChunk
		}
		use.Agent = agents[b[26]]
		if size == stampSize {
			use.Count = binary.BigEndian.Uint32(b[oldStampSize:])
		}
		c.uses[binary.BigEndian.Uint16(b)] = use
	}
	return nil
}

// flushStamps writes once a second until ctx ends.
func (s *Service) flushStamps(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	stamps := backlog{log: s.log, what: "last-used stamps"}
	refused := backlog{log: s.log, what: "refused sign-ins"}
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := s.stamps.flush(ctx, s.store); ctx.Err() == nil {
				stamps.saw(err)
			}
			if err := s.flushRefused(ctx, false); ctx.Err() == nil {
				refused.saw(err)
			}
		}
	}
}

// use is the stamp of a caller now.
func (c Caller) use(now time.Time) Use {
	return Use{At: now.UTC().Truncate(time.Millisecond), Addr: c.Addr, Agent: c.Agent}
}
