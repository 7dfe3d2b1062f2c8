package activity

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var start = time.Date(2026, 11, 22, 14, 3, 0, 0, time.UTC)

func sample(n int) *Entry {
	e := &Entry{
		At: start, Took: 3 * time.Millisecond, Method: "POST", Route: "/login", Status: 401, In: 100, Out: 200,
		Addr: fmt.Sprint("10.0.0.", n%250), Agent: fmt.Sprint("agent/", n), RequestID: fmt.Sprint("request", n),
		Verdict: Verdict{Of: Key, Number: int64(n), Asked: true},
	}
	e.Headers[0] = Header{Name: "Host", Value: fmt.Sprint("host", n)}
	e.Headers[1] = Header{Name: "Authorization", Value: "Bearer", Hidden: true}
	e.Headers[2] = Header{Name: "Content-Type", Value: "text/plain", Answer: true}
	return e
}

func TestEntriesComeBackAsTheyWereKept(t *testing.T) {
	r := NewRing(3, start)
	for round := range 3 { // places that others had before
		whole := sample(1)
		whole.Code, whole.In, whole.Bodies = "unauthenticated", -1, &Bodies{Request: "{}", AnswerCut: 7}
		whole.Verdict = Verdict{
			Of: AuthHeader, Number: 1 << 40, Reason: "expired", Asked: true, Token: true, Second: true, Failing: 1 << 15, Known: 0xffff,
			Expires: start.Add(time.Nanosecond), NotBefore: time.Date(9999, 12, 31, 23, 59, 59, 999, time.UTC),
		}
		for i := range whole.Headers {
			whole.Headers[i] = Header{Name: fmt.Sprint("X-", i), Value: fmt.Sprint(i), Answer: i%2 == 0, Hidden: i%3 == 0}
		}
		for name, want := range map[string]*Entry{"usual": sample(1), "whole": whole, "empty": {}} {
			e := *want
			want.ID = r.Put(&e)
			var got Entry
			if !r.Read(want.ID, &got) {
				t.Fatal("the entry is not there")
			}
			if diff := cmp.Diff(*want, got); diff != "" {
				t.Errorf("round %d, %s: %s", round, name, diff)
			}
		}
	}
	r.Resize(5)
	var got Entry
	if !r.Read(r.Last(), &got) || got.ID != r.Last() {
		t.Error("the last is not there after a change of size")
	}
}

func TestOldestIsDroppedAndCounted(t *testing.T) {
	r := NewRing(10, start)
	first := r.Put(sample(0))
	for n := 1; n < 25; n++ {
		r.Put(sample(n))
	}
	var e Entry
	for id := first; id <= r.Last(); id++ {
		if got, want := r.Read(id, &e), id > r.Last()-10; got != want {
			t.Errorf("entry %d of 25: there %v, want %v", id-first+1, got, want)
		}
	}
	if got := r.Missed(first); got != 14 {
		t.Errorf("whoever saw the first missed %d, want 14", got)
	}
	if got := r.Missed(first - 1000); got != 0 {
		t.Errorf("whoever saw an earlier process missed %d, want 0", got)
	}
	if got := r.Missed(r.Last()); got != 0 {
		t.Errorf("whoever saw the last missed %d", got)
	}
}

func TestLongTextsAreCutAtACharacter(t *testing.T) {
	r := NewRing(2, start)
	e := sample(1)
	e.Agent = strings.Repeat("é", 100)
	for i := range e.Headers {
		e.Headers[i] = Header{Name: "X", Value: strings.Repeat("ü", 100)}
	}
	var got Entry
	r.Read(r.Put(e), &got)
	if len(got.Agent) > 120 || !utf8.ValidString(got.Agent) || !strings.HasPrefix(e.Agent, got.Agent) {
		t.Errorf("the agent became %q", got.Agent)
	}
	for _, h := range got.Headers {
		if !utf8.ValidString(h.Value) {
			t.Errorf("a header became %q", h.Value)
		}
	}
}

// An entry is a whole: no reader sees the address of one and the agent of
// another, however many write.
func TestReadersNeverSeeHalfAnEntry(t *testing.T) {
	r := NewRing(8, start)
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			for n := range 2000 {
				r.Put(sample(w*2000 + n))
			}
		})
	}
	done := make(chan struct{})
	go func() { writers.Wait(); close(done) }()
	read := 0
	for {
		select {
		case <-done:
			if r.Last()-r.first+1 != 8000 {
				t.Errorf("%d ids were given for 8000 entries", r.Last()-r.first+1)
			}
			return
		default:
		}
		var e Entry
		for id := r.Oldest(); id <= r.Last(); id++ {
			if r.Read(id, &e) {
				read++
				n := e.Verdict.Number
				if e.RequestID != fmt.Sprint("request", n) || e.Agent != fmt.Sprint("agent/", n) || e.Headers[0].Value != fmt.Sprint("host", n) {
					t.Fatalf("a mixture: %+v", e)
				}
			}
		}
	}
}

func TestKeepingAnEntryAllocatesNothing(t *testing.T) {
	r, e := NewRing(100, start), sample(1)
	if n := testing.AllocsPerRun(1000, func() { r.Put(e) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkPut(b *testing.B) {
	r := NewRing(0, start)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		e := sample(1)
		for pb.Next() {
			r.Put(e)
		}
	})
}
