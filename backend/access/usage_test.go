package access_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
	"latchkey/backend/activity"
)

// watched is a core whose requests are observed as a listener does.
type watched struct {
	*accesstest.Core
	clock *accesstest.Clock
	t     *testing.T
}

func newWatched(t *testing.T) *watched {
	w := &watched{clock: accesstest.NewClock(), t: t}
	w.Core = accesstest.Open(t, accesstest.Options{Now: w.clock.Now})
	w.Member(t, "Acme", "ada", "", access.MemberSpec{})
	return w
}

func (w *watched) login(accessKey, secret, addr string) error {
	e := activity.Entry{Method: "POST", Route: "/login", Took: time.Millisecond, Addr: addr, Status: 201}
	_, err := w.LoginKey(context.Background(), access.Caller{Addr: addr, Verdict: &e.Verdict}, accessKey, secret)
	w.Observe(&e)
	return err
}

func (w *watched) usage(q access.UsageQuery) *access.Usage {
	w.t.Helper()
	u, err := w.Usage(w.t.Context(), accesstest.Local, q)
	if err != nil {
		w.t.Fatal(err)
	}
	return u
}

// Every login is counted once, whoever made it and however many did at once.
func TestUsageCountsEveryLoginOnce(t *testing.T) {
	w := newWatched(t)
	keys := make([]*access.KeyView, 5)
	secrets := make([]string, 5)
	for i := range keys {
		keys[i], secrets[i] = w.NewKey(t, access.KeySpec{Name: fmt.Sprint("k", i), User: "ada"})
	}
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for n := range 100 {
				i := (worker + n) % len(keys)
				secret := secrets[i]
				if n%4 == 0 {
					secret = "wrong"
				}
				_ = w.login(keys[i].AccessKey, secret, fmt.Sprint("10.0.0.", worker))
			}
		})
	}
	all.Wait()
	u := w.usage(access.UsageQuery{Range: "1h"})
	if want := (access.LoginCount{OK: 600, Refused: 200}); u.Total != want {
		t.Errorf("counted %+v, want %+v", u.Total, want)
	}
	var byKey, byAddr access.LoginCount
	for _, k := range u.Keys {
		byKey.OK, byKey.Refused = byKey.OK+k.OK, byKey.Refused+k.Refused
	}
	for _, a := range u.Addrs {
		byAddr.OK, byAddr.Refused = byAddr.OK+a.OK, byAddr.Refused+a.Refused
	}
	if byKey != u.Total || byAddr != u.Total || len(u.Addrs) != 8 {
		t.Errorf("by key %+v, by %d addresses %+v, in all %+v", byKey, len(u.Addrs), byAddr, u.Total)
	}
	if diff := cmp.Diff([]access.UsageReason{{Reason: access.ReasonSecret, Count: 200}}, u.Reasons); diff != "" {
		t.Error(diff)
	}
	if u.P95 < time.Millisecond || u.P95 > 2*time.Millisecond {
		t.Errorf("p95 of logins that all took 1 ms: %v", u.P95)
	}
}

// Counts come back after a restart, go on where they were, and stay in the hour
// they belong to.
func TestUsageSurvivesARestart(t *testing.T) {
	w := newWatched(t)
	key, secret := w.NewKey(t, access.KeySpec{Name: "k", User: "ada"})
	for range 3 {
		_ = w.login(key.AccessKey, secret, "10.0.0.1")
	}
	_ = w.login(key.AccessKey, "wrong", "10.0.0.1")
	w.Reopen()
	_ = w.login(key.AccessKey, secret, "10.0.0.1")
	w.clock.Advance(2 * time.Hour)
	_ = w.login(key.AccessKey, secret, "10.0.0.2")
	w.Reopen()
	for _, q := range []access.UsageQuery{{Range: "24h"}, {Range: "7d", Key: key.ID}} {
		u := w.usage(q)
		if want := (access.LoginCount{OK: 5, Refused: 1}); u.Total != want {
			t.Errorf("%+v: %+v, want %+v", q, u.Total, want)
		}
		full := 0
		for _, b := range u.Buckets {
			if b.LoginCount != (access.LoginCount{}) {
				full++
			}
		}
		if full != 2 {
			t.Errorf("%+v: %d bars, want 2", q, full)
		}
		if diff := cmp.Diff([]access.UsageReason{{Reason: access.ReasonSecret, Count: 1}}, u.Reasons); diff != "" {
			t.Errorf("%+v: %s", q, diff)
		}
	}
}

// Hours that are too old become days, and nothing is lost or counted twice by
// it, however often it is done and wherever it was interrupted.
func TestOldUsageBecomesDays(t *testing.T) {
	w := newWatched(t)
	key, secret := w.NewKey(t, access.KeySpec{Name: "k", User: "ada"})
	random := rand.New(rand.NewPCG(1, 2))
	var want access.LoginCount
	for range 30 {
		if random.IntN(3) == 0 {
			_ = w.login(key.AccessKey, "wrong", "10.0.0.1")
			want.Refused++
		} else {
			_ = w.login(key.AccessKey, secret, "10.0.0.1")
			want.OK++
		}
		w.clock.Advance(time.Duration(1+random.IntN(9)) * time.Hour)
	}
	w.Reopen() // which writes all hours
	before := w.usage(access.UsageQuery{Range: "30d"})
	if before.Total != want {
		t.Fatalf("counted %+v, want %+v", before.Total, want)
	}
	w.clock.Advance(100 * 24 * time.Hour)
	for range 2 {
		if err := w.SweepUsage(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, q := range []access.UsageQuery{{Range: "1y"}, {Range: "1y", Key: "k"}} {
			u := w.usage(q)
			if u.Total != want {
				t.Errorf("%+v after the sweep: %+v, want %+v", q, u.Total, want)
			}
			if len(u.Reasons) != 1 || u.Reasons[0].Count != want.Refused {
				t.Errorf("%+v after the sweep: reasons %+v", q, u.Reasons)
			}
		}
		w.Reopen()
	}
	if hours := w.count(t, "usage/key/"); hours != 0 {
		t.Errorf("%d hours are still kept", hours)
	}
	w.clock.Advance(3 * 366 * 24 * time.Hour)
	if err := w.SweepUsage(t.Context()); err != nil {
		t.Fatal(err)
	}
	if days := w.count(t, "usage/"); days != 0 {
		t.Errorf("%d entries are kept for ever", days)
	}
}

func (w *watched) count(t *testing.T, prefix string) int {
	t.Helper()
	page, err := w.Sealed().Scan(t.Context(), prefix, "", 10000, 0)
	if err != nil {
		t.Fatal(err)
	}
	return len(page.Entries)
}

// A flood from ever new addresses takes no memory: those past the first few
// hundred are counted together.
func TestAddressesAreBounded(t *testing.T) {
	w := newWatched(t)
	for n := range 5000 {
		_ = w.login("nobody", "nothing", fmt.Sprintf("2001:db8::%x", n))
	}
	u := w.usage(access.UsageQuery{Range: "1h"})
	if u.Total.Refused != 5000 {
		t.Errorf("%d refused were counted, want 5000", u.Total.Refused)
	}
	if len(u.Addrs) > 101 || u.Addrs[len(u.Addrs)-1].Addr != "" || u.Addrs[len(u.Addrs)-1].Refused < 4000 {
		t.Errorf("%d addresses, the last %+v", len(u.Addrs), u.Addrs[len(u.Addrs)-1])
	}
}

func TestCountingALoginAllocatesNothing(t *testing.T) {
	w := newWatched(t)
	key, secret := w.NewKey(t, access.KeySpec{Name: "k", User: "ada"})
	e := activity.Entry{Method: "POST", Route: "/login", Took: time.Millisecond, Addr: "10.0.0.1", Status: 201, Agent: "agent/1", RequestID: "request"}
	if _, err := w.LoginKey(t.Context(), access.Caller{Addr: "10.0.0.1", Verdict: &e.Verdict}, key.AccessKey, secret); err != nil {
		t.Fatal(err)
	}
	w.Observe(&e)
	if n := testing.AllocsPerRun(500, func() { w.Observe(&e) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkObserve(b *testing.B) {
	core := accesstest.Open(b, accesstest.Options{})
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		e := activity.Entry{Method: "POST", Route: "/login", Took: time.Millisecond, Addr: "10.0.0.1", Status: 201, Agent: "agent/1", RequestID: "request"}
		e.Verdict = activity.Verdict{Asked: true, Of: activity.Key, Number: 7}
		for pb.Next() {
			core.Observe(&e)
		}
	})
}

// The Overview says what is wrong before anybody calls about it.
func TestAttentionNamesWhatIsAboutToFail(t *testing.T) {
	w := newWatched(t)
	ctx := t.Context()
	soon, soonSecret := w.NewKey(t, access.KeySpec{Name: "soon", User: "ada", Expires: "100d"})
	gone, goneSecret := w.NewKey(t, access.KeySpec{Name: "gone", User: "ada", Expires: "10d"})
	w.NewKey(t, access.KeySpec{Name: "idle", User: "ada"})
	turning, turningSecret := w.NewKey(t, access.KeySpec{Name: "turning", User: "ada"})
	w.clock.Advance(91 * 24 * time.Hour)
	for _, k := range []struct{ key, secret string }{{soon.AccessKey, soonSecret}, {gone.AccessKey, goneSecret}} {
		_ = w.login(k.key, k.secret, "10.0.0.9")
	}
	if _, _, err := w.RotateKey(ctx, accesstest.Local, turning.ID, "24h"); err != nil {
		t.Fatal(err)
	}
	if err := w.login(turning.AccessKey, turningSecret, "10.0.0.7"); err != nil {
		t.Fatal(err)
	}
	none := false
	w.SetHealth(func() access.Health { return access.Health{RecoveryKey: &none, Backups: &none} })
	o, err := w.Overview(ctx, accesstest.Local)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range o.Attention {
		got = append(got, fmt.Sprintf("%s %s %d", a.Kind, a.Subject.Name, a.Count))
	}
	want := []string{"key_expired_called gone 1", "key_expiring soon 1", "rotation_ending turning 1", "recovery_key_missing  1", "backup_missing  1", "keys_unused idle 1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if o.ActiveKeys != 3 || o.Keys != 4 {
		t.Errorf("%d of %d keys active", o.ActiveKeys, o.Keys)
	}
	// Mended, it is gone.
	if _, err := w.RenewKey(ctx, accesstest.Local, "gone", "90d"); err != nil {
		t.Fatal(err)
	}
	if o, err = w.Overview(ctx, accesstest.Local); err != nil {
		t.Fatal(err)
	}
	for _, a := range o.Attention {
		if a.Kind == access.AttentionExpiredCalled {
			t.Errorf("%s still needs attention", a.Subject.Name)
		}
	}
}

// Many of a kind do not bury the others.
func TestAttentionGroupsWhatThereIsMuchOf(t *testing.T) {
	w := newWatched(t)
	for n := range 12 {
		w.NewKey(t, access.KeySpec{Name: fmt.Sprintf("k%02d", n), User: "ada", Expires: access.When(fmt.Sprintf("%dh", 24+n))})
	}
	o, err := w.Overview(t.Context(), accesstest.Local)
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, a := range o.Attention {
		total += a.Count
	}
	if len(o.Attention) != 5 || total != 12 || o.Attention[0].Subject.Name != "k00" {
		t.Errorf("%d items for %d keys: %+v", len(o.Attention), total, o.Attention)
	}
}
