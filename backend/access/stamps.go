package access

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
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

	// chunks are looked at without a lock: the map is never changed, but replaced
	// by who holds mu.
	chunks atomic.Pointer[map[place]*chunk]
	mu     sync.RWMutex
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

func newStamps(node string) *stamps {
	s := &stamps{node: node}
	s.chunks.Store(&map[place]*chunk{})
	return s
}

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
	s.chunk(p).touch(slot, use)
}

// chunk gives the chunk of a place, made where there was none.
func (s *stamps) chunk(p place) *chunk {
	if c := (*s.chunks.Load())[p]; c != nil {
		return c
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := (*s.chunks.Load())[p]; c != nil {
		return c
	}
	c := &chunk{}
	s.keep(p, c)
	return c
}

// keep puts a chunk at its place. The lock is held.
func (s *stamps) keep(p place, c *chunk) {
	chunks := maps.Clone(*s.chunks.Load())
	chunks[p] = c
	s.chunks.Store(&chunks)
}

// last gives the last use, nil for never.
func (s *stamps) last(of string, number int64) *Use {
	p, slot := placeOf(of, number)
	s.mu.RLock()
	others := s.others[p]
	var last *Use
	if c := (*s.chunks.Load())[p]; c != nil {
		last = c.last(slot)
	}
	for _, other := range others {
		last = later(last, other.last(slot))
	}
	s.mu.RUnlock()
	return last
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
	for p, c := range *s.chunks.Load() {
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

func (s *stamps) places() []place { return slices.Collect(maps.Keys(*s.chunks.Load())) }

// gather takes the changed ones of some chunks, as many as fit one commit, and
// gives the places it did not come to. Nobody waits for more than one chunk to
// be encoded.
func (s *stamps) gather(of []place) (ops []kv.Op, written []*chunk, left []place) {
	chunks := *s.chunks.Load()
	size := 0
	for i, p := range of {
		c := chunks[p]
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

// load takes in a chunk of the store: at the start, and those of other nodes when
// they write them.
func (s *stamps) load(key string, value []byte) error {
	of, rest, ok := strings.Cut(strings.TrimPrefix(key, stampPrefix), "/")
	numbers, node, _ := strings.Cut(rest, "/")
	n, err := strconv.ParseUint(numbers, 16, 63)
	if !ok || err != nil {
		return errors.New("a stamp under a key that is none")
	}
	c := &chunk{}
	if err := c.decode(value); err != nil {
		return err
	}
	p := place{of, int64(n)}
	s.mu.Lock()
	defer s.mu.Unlock()
	if node == s.node {
		s.keep(p, c)
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

// flushGathered writes stamps and refused sign-ins once a second until ctx ends.
func (s *Service) flushGathered(ctx context.Context) {
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
