package access

import (
	"cmp"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
)

// What is remembered of blocks is what looking at every key finds, whatever
// changed and however far time went, also back.
func TestTheStartPageCountsWhatLookingAtEveryKeyFinds(t *testing.T) {
	for seed := range uint64(4) {
		w := newKeyWorld(seed)
		now := w.now()
		w.Service.now = func() time.Time { return now }
		aged := func(k *Key) *Key {
			if w.chance(2) {
				k.CreatedAt = now.Add(-time.Duration(w.rand.IntN(200*24)) * time.Hour)
			}
			if w.chance(3) {
				w.stamps.touch(stampOfKey, k.Number, Use{At: now.Add(-time.Duration(w.rand.IntN(200*24)) * time.Hour)})
			}
			if k.Old != nil && w.chance(2) {
				w.stamps.touch(stampOfOldSecret, k.Number, Use{At: now})
			}
			return k
		}
		for n := int64(1); n <= 1100; n++ {
			w.store(t, aged(w.key(n)))
		}
		for range 60 {
			today := usageTallies{}
			for range w.rand.IntN(20) {
				today.row(0)[1+w.rand.Int64N(1200)] = LoginCount{OK: w.rand.IntN(3), Refused: w.rand.IntN(3)}
			}
			w.compareAttention(t, today, now)
			for range w.rand.IntN(10) {
				k := *w.plain[1+w.rand.Int64N(int64(len(w.plain)))]
				w.change(&k)
				w.store(t, aged(&k))
			}
			if w.chance(3) {
				w.store(t, aged(w.key(int64(len(w.plain)+1))))
			}
			now = now.Add(time.Duration(w.rand.IntN(100)-30) * time.Hour)
		}
	}
}

func (w *keyWorld) compareAttention(t *testing.T, today usageTallies, now time.Time) {
	t.Helper()
	var want, got Overview
	states := map[State]int{}
	lists := map[AttentionKind][]Attention{}
	var unused *Attention
	for n := int64(1); n <= int64(len(w.plain)); n++ {
		k := w.plain[n]
		about := func(kind AttentionKind, at *time.Time, last *Use) Attention {
			subject := Subject{Kind: "key", ID: k.ID, Name: k.Name, Hint: k.AccessKey, User: w.state.username(k.UserID)}
			return Attention{Kind: kind, Subject: subject, Count: 1, At: at, Last: last, Logins: today.of(n)}
		}
		add := func(a Attention) { lists[a.Kind] = append(lists[a.Kind], a) }
		last := w.stamps.last(stampOfKey, n)
		state := k.State(now)
		states[state]++
		want.Keys++
		if state == StateExpired && today.of(n).Refused > 0 {
			add(about(AttentionExpiredCalled, k.Expires, last))
		}
		if state != StateActive {
			continue
		}
		want.ActiveKeys++
		g := w.state.grantOf(k)
		if reason := g.refusal(now); reason != "" && today.of(n).Refused > 0 {
			a := about(AttentionBlockedCalled, nil, last)
			a.Detail = string(reason)
			add(a)
		}
		if k.expiring(now) {
			add(about(AttentionExpiring, k.Expires, last))
		}
		if r := w.rotation(k, now); r != nil && r.Until.Sub(now) <= rotationEndsSoon && r.Old.Last != nil {
			add(about(AttentionRotation, &k.Old.Until, r.Old.Last))
		}
		since := k.CreatedAt
		if last != nil {
			since = last.At
		}
		if now.Sub(k.CreatedAt) > unusedAfter && now.Sub(since) > unusedAfter {
			a := about(AttentionUnused, &since, last)
			if a.Logins = (LoginCount{}); unused == nil {
				unused, a.Count = &a, 0
			} else if a.Count = unused.Count; since.Before(*unused.At) {
				unused = &a
			}
			unused.Count++
		}
	}
	if unused != nil {
		lists[AttentionUnused] = []Attention{*unused}
	}
	want.Attention = []Attention{}
	for _, kind := range attentionOrder {
		list := lists[kind]
		slices.SortFunc(list, func(a, b Attention) int {
			return cmp.Or(compareTimes(a.At, b.At), cmp.Compare(a.Subject.Name, b.Subject.Name), cmp.Compare(a.Subject.ID, b.Subject.ID))
		})
		if len(list) > maxAttentionPerKind {
			list[maxAttentionPerKind-1].Count = len(list) - maxAttentionPerKind + 1
			list = list[:maxAttentionPerKind]
		}
		want.Attention = append(want.Attention, list...)
	}
	found := attentions{}
	w.attendKeys(&got, found, w.state, today, now)
	got.Attention = found.sorted()
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Fatalf("at %s (-every key +blocks):\n%s", now, diff)
	}
	counted := make([]int, len(KeyStates()))
	for block := range w.state.keys.blocks {
		tally := w.state.keys.blockTally(block, now.UnixMilli())
		for state, n := range tally.states {
			counted[state] += int(n)
		}
	}
	for i, state := range KeyStates() {
		if counted[i] != states[state] {
			t.Fatalf("at %s: %d keys are %s, %d were counted", now, states[state], state, counted[i])
		}
	}
}

// BenchmarkStartPage counts a million keys of which one has changed, as the
// start page does each time it is looked at: new ones, and ones so old that it
// has to be known of each when it was last used.
func BenchmarkStartPage(b *testing.B) {
	for name, age := range map[string]time.Duration{"new": time.Hour, "old": 2 * unusedAfter} {
		b.Run(name, func(b *testing.B) {
			w := newKeyWorld(1)
			var batch keyBatch
			for n := int64(1); n <= 1_000_000; n++ {
				k := &Key{ID: w.id(), Number: n, AccessKey: w.id(), Name: "key", UserID: w.users[1], AccountID: w.accts[1], Activated: true}
				k.CreatedAt = w.now().Add(-age)
				value, err := encode(k)
				if err == nil {
					err = batch.add(value, n)
				}
				if err != nil {
					b.Fatal(err)
				}
				if n%1000 == 0 {
					w.state.keys.put(&batch)
					batch.reset()
				}
			}
			for b.Loop() {
				w.state.keys.tallies.forget(7)
				w.attendKeys(&Overview{}, attentions{}, w.state, nil, w.now())
			}
		})
	}
}
