package access_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
	"latchkey/backend/activity"
)

// Nodes over one store count and stamp each for themselves, and everyone shows
// the sum: what one writes down does not take the place of what another did.
func TestNodesOverOneStoreAddUp(t *testing.T) {
	w := newWatched(t)
	key, secret := w.NewKey(t, access.KeySpec{Name: "k", User: "ada"})
	login := func(s *access.Service, addr string) {
		t.Helper()
		e := activity.Entry{At: w.clock.Now(), Method: "POST", Route: "/login", Took: time.Millisecond, Addr: addr, Status: 201}
		if _, err := s.LoginKey(context.Background(), access.Caller{Addr: addr, Verdict: &e.Verdict}, key.AccessKey, secret); err != nil {
			t.Error(err)
		}
		s.Observe(&e)
	}
	for range 2 { // the only one, before there were nodes
		login(w.Service, "10.0.0.1")
	}
	w.Reopen()
	for round := range 2 {
		nodes := []*access.Service{w.Node("a"), w.Node("b")}
		var all sync.WaitGroup
		for n, node := range nodes {
			all.Go(func() {
				for range 30 {
					login(node, fmt.Sprint("10.0.1.", n))
				}
			})
		}
		all.Wait()
		w.clock.Advance(time.Minute)
		login(nodes[1], "10.0.2.1")
		for _, node := range nodes { // which writes what they gathered
			if err := node.Close(); err != nil {
				t.Fatal(err)
			}
		}
		want := 2 + (round+1)*61
		third := w.Node("c")
		for _, q := range []access.UsageQuery{{Range: "24h"}, {Range: "24h", Key: key.ID}} {
			u, err := third.Usage(t.Context(), accesstest.Local, q)
			if err != nil || u.Total.OK != want {
				t.Errorf("round %d, %+v: %+v, want %d: %v", round, q, u.Total, want, err)
			}
		}
		k, err := third.Key(t.Context(), accesstest.Local, key.ID)
		if err != nil || k.LastUsed == nil || int(k.LastUsed.Count) != want || k.LastUsed.Addr != "10.0.2.1" {
			t.Errorf("round %d: %+v, want %d from the last: %v", round, k.LastUsed, want, err)
		}
		if err := third.Close(); err != nil {
			t.Fatal(err)
		}
	}
	// Old hours become days that hold those of all.
	w.clock.Advance(100 * 24 * time.Hour)
	w.Reopen()
	if err := w.SweepUsage(t.Context()); err != nil {
		t.Fatal(err)
	}
	if u := w.usage(access.UsageQuery{Range: "1y", Key: key.ID}); u.Total.OK != 2+2*61 {
		t.Errorf("as days: %+v", u.Total)
	}
}

// What another node stamps is shown without a restart.
func TestNodeFollowsTheStampsOfOthers(t *testing.T) {
	w := newWatched(t)
	key, secret := w.NewKey(t, access.KeySpec{Name: "k", User: "ada"})
	other := w.Node("b")
	if _, err := other.LoginKey(t.Context(), access.Caller{Addr: "10.0.0.9"}, key.AccessKey, secret); err != nil {
		t.Fatal(err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	for range 12_000 {
		k, err := w.Key(t.Context(), accesstest.Local, key.ID)
		if err != nil {
			t.Fatal(err)
		}
		if k.LastUsed != nil {
			if k.LastUsed.Addr != "10.0.0.9" {
				t.Errorf("%+v", k.LastUsed)
			}
			list, err := w.Keys(t.Context(), accesstest.Local, access.KeyQuery{Unused: true})
			if err != nil || list.Total != 0 {
				t.Errorf("it is listed as never used: %v", err)
			}
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Error("the other node's stamp is not shown")
}

func TestNodeIsNamedByLettersAndDigits(t *testing.T) {
	core := accesstest.Open(t, accesstest.Options{})
	for _, name := range []string{"a/b", "A", "a b", "abcdefghijklmnopqrstuvwxyz0123456"} {
		if _, err := access.Open(t.Context(), access.Config{Store: core.Sealed(), Subkey: func(string) []byte { return make([]byte, 32) }, Node: name}); err == nil {
			t.Errorf("%q is taken", name)
		}
	}
}
