package access

import (
	"encoding/binary"
	"errors"
	"math"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// chunk is the stamps of a fixed range of numbers. It has no pointer a stamp, so
// the garbage collector has nothing to walk in it.
type chunk struct {
	mu     sync.Mutex
	dirty  bool
	stamps []stamp // by slot, as far as any was used
	// agents are those that stamps name, each once; some may name none any more.
	agents   []string // by a stamp's agent less one
	agentsAt map[string]uint16
}

// stamp is one use, and how often there was one; count 0 = never.
type stamp struct {
	at    int64    // milliseconds since 1970
	addr  [16]byte // zeros = none
	count uint32
	agent uint16 // counted from 1; 0 = none
}

// An agent is kept to this length, and this many distinct ones are written a
// chunk; those past it are written without. In memory a few more are kept, until
// those that no stamp names any more are let go.
const (
	maxAgentBytes  = 120
	maxChunkAgents = 255
	maxHeldAgents  = 2 * chunkSize
)

// touch notes a use.
func (c *chunk) touch(slot uint16, use Use) {
	if len(use.Agent) > maxAgentBytes {
		use.Agent = strings.ToValidUTF8(use.Agent[:maxAgentBytes], "")
	}
	now := stamp{at: use.At.UnixMilli(), addr: addrBytes(use.Addr), count: 1}
	c.mu.Lock()
	defer c.mu.Unlock()
	last := c.slot(slot)
	if now.count += last.count; now.count == 0 {
		now.count = math.MaxUint32
	}
	c.dirty = true
	if last.count > 0 && last.at > now.at {
		last.count = now.count
		return
	}
	if last.agent > 0 && c.agents[last.agent-1] == use.Agent {
		now.agent = last.agent
	} else {
		now.agent = c.agent(use.Agent)
	}
	*last = now
}

// slot is the stamp of a slot, which is under chunkSize.
func (c *chunk) slot(slot uint16) *stamp {
	if n := int(slot) + 1; n > len(c.stamps) {
		grown := make([]stamp, min(chunkSize, max(n, 2*len(c.stamps), 16)))
		copy(grown, c.stamps)
		c.stamps = grown
	}
	return &c.stamps[slot]
}

// agent is the place of an agent, a new one where it has none.
func (c *chunk) agent(text string) uint16 {
	if text == "" {
		return 0
	}
	if place, ok := c.agentsAt[text]; ok {
		return place
	}
	if len(c.agents) == maxHeldAgents {
		c.letGoOfAgents()
	}
	if c.agentsAt == nil {
		c.agentsAt = map[string]uint16{}
	}
	text = strings.Clone(text) // it is part of a request
	c.agents = append(c.agents, text)
	c.agentsAt[text] = uint16(len(c.agents))
	return uint16(len(c.agents))
}

// letGoOfAgents keeps those alone that a stamp names, which are half of them at
// most.
func (c *chunk) letGoOfAgents() {
	old := c.agents
	c.agents, c.agentsAt = nil, nil
	for i := range c.stamps {
		if place := c.stamps[i].agent; place > 0 {
			c.stamps[i].agent = c.agent(old[place-1])
		}
	}
}

// addrBytes is an address as a stamp has it.
func addrBytes(addr string) (raw [16]byte) {
	if addr == "" {
		return raw
	}
	if ip, err := netip.ParseAddr(addr); err == nil {
		raw = ip.As16()
	}
	return raw
}

// last gives the last use of a slot, nil for never.
func (c *chunk) last(slot uint16) *Use {
	c.mu.Lock()
	defer c.mu.Unlock()
	if int(slot) >= len(c.stamps) || c.stamps[slot].count == 0 {
		return nil
	}
	last := &c.stamps[slot]
	use := &Use{At: time.UnixMilli(last.at).UTC(), Count: last.count}
	if ip := netip.AddrFrom16(last.addr); !ip.IsUnspecified() {
		use.Addr = ip.Unmap().String()
	}
	if last.agent > 0 {
		use.Agent = c.agents[last.agent-1]
	}
	return use
}

// lastMillis are the moments of all its numbers, MaxInt64 for never; nil where
// none was used.
func (c *chunk) lastMillis() []int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.stamps) == 0 {
		return nil
	}
	all := make([]int64, chunkSize)
	for i := range all {
		if all[i] = math.MaxInt64; i < len(c.stamps) && c.stamps[i].count > 0 {
			all[i] = c.stamps[i].at
		}
	}
	return all
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
	places := make([]byte, len(c.agents)+1) // of those that are written
	n := 0
	for i := range c.stamps {
		if c.stamps[i].count == 0 {
			continue
		}
		n++
		if a := c.stamps[i].agent; a > 0 && places[a] == 0 && len(agents) < maxChunkAgents {
			agents = append(agents, c.agents[a-1])
			places[a] = byte(len(agents))
		}
	}
	b := make([]byte, 0, 2+len(agents)*(1+maxAgentBytes)+n*stampSize)
	b = append(b, chunkFormat, byte(len(agents)))
	for _, a := range agents {
		b = append(b, byte(len(a)))
		b = append(b, a...)
	}
	for slot := range c.stamps {
		s := &c.stamps[slot]
		if s.count == 0 {
			continue
		}
		b = binary.BigEndian.AppendUint16(b, uint16(slot))
		b = binary.BigEndian.AppendUint64(b, uint64(s.at))
		b = append(b, s.addr[:]...)
		b = append(b, places[s.agent])
		b = binary.BigEndian.AppendUint32(b, s.count)
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
	agents := make([]uint16, 1, 1+int(b[1]))
	b, n := b[2:], int(b[1])
	for range n {
		if len(b) < 1 || len(b) < 1+int(b[0]) {
			return errChunk
		}
		agents = append(agents, c.agent(string(b[1:1+int(b[0])])))
		b = b[1+int(b[0]):]
	}
	if len(b)%size != 0 {
		return errChunk
	}
	for ; len(b) > 0; b = b[size:] {
		slot := binary.BigEndian.Uint16(b)
		s := stamp{at: int64(binary.BigEndian.Uint64(b[2:])), addr: [16]byte(b[10:26]), count: 1}
		if size == stampSize {
			s.count = binary.BigEndian.Uint32(b[oldStampSize:])
		}
		if slot >= chunkSize || s.count == 0 || int(b[26]) >= len(agents) {
			return errChunk
		}
		s.agent = agents[b[26]]
		*c.slot(slot) = s
	}
	return nil
}
