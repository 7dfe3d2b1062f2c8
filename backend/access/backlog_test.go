package access_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
	"latchkey/backend/activity"
	"latchkey/backend/kv"
)

// fullDisk is a store that takes nothing while it is full.
type fullDisk struct {
	kv.Store
	full atomic.Bool
}

func (d *fullDisk) Commit(ctx context.Context, ops []kv.Op) (int64, error) {
	if d.full.Load() {
		return 0, kv.ErrFull
	}
	return d.Store.Commit(ctx, ops)
}

// syncLog is a log that may be read while it is written.
type syncLog struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *syncLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *syncLog) count(text string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Count(l.text.String(), text)
}

func TestFullDiskIsToldOfOnceAndThatItWorksAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log syncLog
		disk := &fullDisk{}
		core := accesstest.Open(t, accesstest.Options{
			Now: time.Now, Logger: slog.New(slog.NewTextHandler(&log, nil)),
			Between: func(s kv.Store) kv.Store { disk.Store = s; return disk },
		})
		core.Member(t, "Acme", "ada", "", access.MemberSpec{})
		key, secret := core.NewKey(t, access.KeySpec{Name: "k", User: "ada"})
		login := func() {
			t.Helper()
			e := activity.Entry{Method: "POST", Route: "/login", Status: 201}
			if _, err := core.LoginKey(t.Context(), access.Caller{Addr: "192.0.2.7", Verdict: &e.Verdict}, key.AccessKey, secret); err != nil {
				t.Fatal(err)
			}
			core.Observe(&e)
			time.Sleep(time.Minute)
			synctest.Wait()
		}
		kinds := []string{"last-used stamps", "usage counts"}
		disk.full.Store(true)
		login()
		login()
		for _, kind := range kinds {
			if n := log.count(kind + " wait to be written"); n != 1 {
				t.Errorf("%d warnings in two minutes that %s wait, want one", n, kind)
			}
		}
		disk.full.Store(false)
		login()
		for _, kind := range kinds {
			if n := log.count(kind + " are written again"); n != 1 {
				t.Errorf("it is told %d times that %s are written again, want once", n, kind)
			}
		}
		disk.full.Store(true)
		login()
		for _, kind := range kinds {
			if n := log.count(kind + " wait to be written"); n != 2 {
				t.Errorf("%d warnings that %s wait, want one of each time", n, kind)
			}
		}
		disk.full.Store(false)
	})
}

// A disk that stays full over a holiday must not fill the memory as well.
func TestCountsWaitForAFullDiskForTwoDaysAtMost(t *testing.T) {
	disk, clock := &fullDisk{}, accesstest.NewClock()
	core := accesstest.Open(t, accesstest.Options{
		Now: clock.Now, Between: func(s kv.Store) kv.Store { disk.Store = s; return disk },
	})
	core.Member(t, "Acme", "ada", "", access.MemberSpec{})
	key, secret := core.NewKey(t, access.KeySpec{Name: "k", User: "ada"})
	disk.full.Store(true)
	defer disk.full.Store(false)
	for range 100 {
		e := activity.Entry{Method: "POST", Route: "/login", Status: 201}
		if _, err := core.LoginKey(t.Context(), access.Caller{Addr: "192.0.2.7", Verdict: &e.Verdict}, key.AccessKey, secret); err != nil {
			t.Fatal(err)
		}
		core.Observe(&e)
		clock.Advance(time.Hour)
	}
	if n := core.HoursInMemory(); n > 49 {
		t.Errorf("%d hours are in memory", n)
	}
}
