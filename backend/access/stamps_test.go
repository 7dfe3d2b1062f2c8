package access

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/kv"
)

func TestFullChunkOfStampsFitsAValue(t *testing.T) {
	s := newStamps("")
	at := time.Date(2026, 11, 22, 14, 3, 0, 0, time.UTC)
	for n := range int64(chunkSize) {
		s.touch(stampOfKey, n, Use{At: at, Addr: "2a01:4f8:c2c::17", Agent: fmt.Sprintf("%0200d", n)})
	}
	ops, _, _ := s.gather(s.places())
	if len(ops) != 1 || len(ops[0].Value) > kv.MaxValueSize {
		t.Fatalf("%d entries, the first of %d bytes", len(ops), len(ops[0].Value))
	}
}

func TestStampsComeBackAsTheyWere(t *testing.T) {
	s := newStamps("")
	at := time.Date(2026, 11, 22, 14, 3, 0, 123e6, time.UTC)
	uses := map[int64]Use{
		0: {At: at, Addr: "10.0.0.4", Agent: "etl-loader/2.3"}, 1: {At: at, Addr: "2a01:4f8::17", Agent: "etl-loader/2.3"},
		3999: {At: at.Add(time.Hour)}, 4000: {At: at, Agent: "äöü"}, 123456: {At: at, Addr: "127.0.0.1"},
	}
	for n, use := range uses {
		s.touch(stampOfKey, n, use)
	}
	ops, _, _ := s.gather(s.places())
	loaded := newStamps("")
	for _, op := range ops {
		if err := loaded.load(op.Key, op.Value); err != nil {
			t.Fatal(err)
		}
	}
	for n, want := range uses {
		want.Count = 1
		if diff := cmp.Diff(&want, loaded.last(stampOfKey, n)); diff != "" {
			t.Errorf("%d: %s", n, diff)
		}
	}
	if loaded.last(stampOfHeader, 0) != nil || loaded.last(stampOfKey, 2) != nil {
		t.Error("a stamp of something never used")
	}
	if again, _, _ := loaded.gather(loaded.places()); len(again) != 0 {
		t.Error("what was only read is written again")
	}
}

func TestOlderUseDoesNotReplaceANewerOne(t *testing.T) {
	s := newStamps("")
	at := time.Date(2026, 11, 22, 14, 3, 0, 0, time.UTC)
	s.touch(stampOfKey, 1, Use{At: at})
	s.touch(stampOfKey, 1, Use{At: at.Add(-time.Second)})
	if got := s.last(stampOfKey, 1).At; !got.Equal(at) {
		t.Errorf("last used %s", got)
	}
}

// usedStore is a store during each of whose commits everything is used again.
type usedStore struct {
	kv.Store
	use     func()
	commits int
}

func (b *usedStore) Commit(context.Context, []kv.Op) (int64, error) {
	b.commits++
	b.use()
	return 0, nil
}

func TestStampsAreWrittenOnceATimeHoweverOftenTheyChange(t *testing.T) {
	s := newStamps("")
	store := &usedStore{use: func() {
		for n := range int64(3) {
			s.touch(stampOfKey, n*chunkSize, Use{At: time.UnixMilli(1)})
		}
	}}
	store.use()
	for want := 1; want < 4; want++ {
		if err := s.flush(t.Context(), store); err != nil || store.commits != want {
			t.Fatalf("%d commits, want %d: %v", store.commits, want, err)
		}
	}
}

func FuzzDamagedChunkIsAnErrorOrAChunk(f *testing.F) {
	c := &chunk{}
	c.touch(7, Use{At: time.UnixMilli(1), Addr: "10.0.0.4", Agent: "a"})
	f.Add(c.encode())
	f.Add([]byte{chunkFormat, 0})
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		got := &chunk{}
		if got.decode(b) != nil {
			return
		}
		again := &chunk{}
		if err := again.decode(got.encode()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(got.all(), again.all()); diff != "" {
			t.Error(diff)
		}
	})
}

// all gives every use, by slot.
func (c *chunk) all() map[uint16]*Use {
	uses := map[uint16]*Use{}
	for slot := range uint16(chunkSize) {
		if use := c.last(slot); use != nil {
			uses[slot] = use
		}
	}
	return uses
}

// However many agents come and go, a chunk keeps few more than its stamps name,
// and each stamp its own.
func TestAgentsOfAChunkAreBounded(t *testing.T) {
	c, want := &chunk{}, map[uint16]string{}
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 5 * maxHeldAgents {
		slot, agent := uint16(random.IntN(chunkSize)), fmt.Sprint("agent/", random.IntN(3*chunkSize))
		c.touch(slot, Use{At: time.UnixMilli(int64(n)), Agent: agent})
		want[slot] = agent
	}
	if len(c.agents) > maxHeldAgents || len(c.agentsAt) != len(c.agents) {
		t.Errorf("%d agents are kept, %d found", len(c.agents), len(c.agentsAt))
	}
	for slot, use := range c.all() {
		if use.Agent != want[slot] {
			t.Fatalf("%d: %q, want %q", slot, use.Agent, want[slot])
		}
	}
}
