// Package kvtest holds every kv.Store to the port. It knows the port and
// nothing of what stands behind it, and has no switch to leave anything out: a
// store that cannot pass is none.
//
// Each test works under a random namespace of one shared store, as tenants of
// a real one do, so nothing has to be cleaned up between them.
package kvtest

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"testing"
	"time"

	"latchkey/backend/kv"
)

// Opener opens the store that is kept in a folder, and makes it first where the
// folder is empty. It fails the test when it cannot. Stores it opened are
// closed by who asked for them.
type Opener func(t testing.TB, dir string) kv.Store

// Run holds a store to what a caller may rely on.
func Run(t *testing.T, open Opener) {
	// The crash test runs this very test again in a process of its own.
	if dir := os.Getenv(victimEnv); dir != "" {
		victim(t, open, dir)
		return
	}
	shared := open(t, t.TempDir())
	defer shared.Close()
	for _, c := range []struct {
		name string
		test func(*testing.T, kv.Store)
	}{
		{"AbsentIsNotEmpty", absentIsNotEmpty},
		{"ScanListsInKeyOrder", scanListsInKeyOrder},
		{"ScanRefusesWhatMakesNoSense", scanRefusesWhatMakesNoSense},
		{"ValuesAreCopies", valuesAreCopies},
		{"EntriesCarryTheRevisionOfTheirCommit", entriesCarryTheRevision},
		{"ExpectationsDecide", expectationsDecide},
		{"CommitIsAllOrNothing", commitIsAllOrNothing},
		{"ConflictNamesTheKeysAndTheRevision", conflictNamesTheKeys},
		{"MalformedCommitsAreRefused", malformedCommitsAreRefused},
		{"ACallersLimitsHold", callersLimitsHold},
		{"CancelledCommitChangesNothing", cancelledCommitChangesNothing},
		{"CounterLosesNoUpdate", counterLosesNoUpdate},
		{"NeighboursDoNotFailEachOther", neighboursDoNotFailEachOther},
		{"RandomHistoriesMatchTheReference", randomHistoriesMatch},
		{"PagesAreOneViewUnderWrites", pagesAreOneView},
		{"ViewThatIsNotThereIsRefused", viewThatIsNotThereIsRefused},
		{"WatchHasNoGaps", watchHasNoGaps},
		{"WatchBeginsWhereAsked", watchBeginsWhereAsked},
		{"WatcherEndsWhenTold", watcherEndsWhenTold},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, shared) })
	}
	for _, c := range []struct {
		name string
		test func(*testing.T, Opener)
	}{
		{"ClosedStoreRefuses", closedStoreRefuses},
		{"CloseWaitsForCommits", closeWaitsForCommits},
		{"ReopenKeepsEverything", reopenKeepsEverything},
		{"CrashKeepsWhatWasAcknowledged", crashKeepsWhatWasAcknowledged},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open) })
	}
}

// RunEngine holds an engine to the port and to the room it must leave for a
// store that is wrapped around it.
func RunEngine(t *testing.T, open Opener) {
	Run(t, open)
	if os.Getenv(victimEnv) != "" {
		return
	}
	t.Run("LeavesRoomForAWrapper", func(t *testing.T) {
		store := open(t, t.TempDir())
		defer store.Close()
		leavesRoomForAWrapper(t, store)
	})
	groups(t, open)
}

// namespace is a prefix that no other test has.
func namespace() string { return rand.Text()[:10] + "/" }

// within bounds what should take milliseconds: a store that hangs is reported
// by the test that found it.
func within(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func commit(t testing.TB, s kv.Store, ops ...kv.Op) int64 {
	t.Helper()
	revision, err := s.Commit(t.Context(), ops)
	if err != nil {
		t.Fatalf("commit: %v", err)
	}
	return revision
}

// all reads everything under a prefix in one view, a few entries a page.
func all(t testing.TB, s kv.Store, prefix string) []kv.Entry {
	t.Helper()
	for range 100 {
		entries, _, err := pages(t.Context(), s, prefix, 7, 0)
		if errors.Is(err, kv.ErrCompacted) {
			continue // a view may go; the caller then begins again
		}
		if err != nil {
			t.Fatalf("scan %q: %v", prefix, err)
		}
		return entries
	}
	t.Fatalf("scan %q: no view lasted to its end", prefix)
	return nil
}

// pages reads page after page of one view.
func pages(ctx context.Context, s kv.Store, prefix string, limit int, at int64) ([]kv.Entry, int64, error) {
	var entries []kv.Entry
	after := ""
	for {
		page, err := s.Scan(ctx, prefix, after, limit, at)
		if err != nil {
			return nil, 0, err
		}
		entries = append(entries, page.Entries...)
		at = page.Revision
		if !page.More {
			return entries, at, nil
		}
		after = entries[len(entries)-1].Key
	}
}

// get reads one key.
func get(t testing.TB, s kv.Store, key string) (kv.Entry, bool) {
	t.Helper()
	page, err := s.Scan(t.Context(), key, "", 1, 0)
	if err != nil {
		t.Fatalf("scan %q: %v", key, err)
	}
	if len(page.Entries) == 0 || page.Entries[0].Key != key {
		return kv.Entry{}, false
	}
	return page.Entries[0], true
}

// values maps keys to values, without the prefix.
func values(entries []kv.Entry, prefix string) map[string]string {
	m := make(map[string]string, len(entries))
	for _, e := range entries {
		m[e.Key[len(prefix):]] = string(e.Value)
	}
	return m
}
