package boltkv

import (
	"errors"
	"fmt"
	"testing"

	"latchkey/backend/kv"
)

func put(revision int64, value []byte) record {
	r := record{event: kv.Event{Revision: revision}}
	r.add(kv.Change{Key: "k", Value: value}, past{})
	return r
}

func TestHistoryIsBounded(t *testing.T) {
	for _, size := range []int{0, 1000, kv.MaxValueSize} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			h, value := newHistory(0), make([]byte, size)
			for i := range int64(historyCommits + 1000) {
				h.publish([]record{put(i+1, value)})
			}
			if len(h.records) > historyCommits || h.bytes > historyBytes {
				t.Errorf("%d records of %d bytes are kept", len(h.records), h.bytes)
			}
			if h.records[len(h.records)-1].event.Revision != h.last || h.records[0].event.Revision != h.first() {
				t.Error("the records kept are not the newest")
			}
		})
	}
}

func TestOneCommitIsKeptHoweverLarge(t *testing.T) {
	h := newHistory(0)
	w, err := h.watch(0, nil)
	if err != nil {
		t.Fatal(err)
	}
	h.publish([]record{put(1, make([]byte, 2*historyBytes))})
	if e, err := w.Next(t.Context()); err != nil || e.Revision != 1 {
		t.Errorf("revision %d, %v", e.Revision, err)
	}
}

func TestWatcherThatFallsBehindIsTold(t *testing.T) {
	h := newHistory(0)
	w, err := h.watch(0, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range int64(historyCommits) {
		h.publish([]record{put(i+1, nil)})
	}
	if e, err := w.Next(t.Context()); err != nil || e.Revision != 1 {
		t.Fatalf("the oldest event that is kept: revision %d, %v", e.Revision, err)
	}
	h.publish([]record{put(historyCommits+1, nil), put(historyCommits+2, nil)})
	for range 2 {
		if _, err := w.Next(t.Context()); !errors.Is(err, kv.ErrLost) {
			t.Errorf("an event that is gone: %v, want ErrLost", err)
		}
	}
}

func TestWhatIsNoLongerKeptIsCompacted(t *testing.T) {
	h := newHistory(10)
	for i := range int64(historyCommits + 5) {
		h.publish([]record{put(11+i, nil)})
	}
	oldest := h.first() - 1
	for at, want := range map[int64]error{0: kv.ErrCompacted, oldest - 1: kv.ErrCompacted, oldest: nil, h.last: nil, h.last + 1: kv.ErrCompacted} {
		if _, err := h.watch(at, nil); !errors.Is(err, want) {
			t.Errorf("watch after %d: %v, want %v", at, err, want)
		}
		if _, err := h.undo(at, h.last, func(string) bool { return true }); !errors.Is(err, want) {
			t.Errorf("view of %d: %v, want %v", at, err, want)
		}
	}
}
