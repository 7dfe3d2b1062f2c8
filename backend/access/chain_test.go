package access_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
	"latchkey/backend/kv"
)

const auditPrefix, linkPrefix, auditHead = "audit/", "chain/", "head/audit"

// logged is a core whose audit log has at least n entries in several links.
func logged(t *testing.T, n int) (*accesstest.Core, *accesstest.Clock) {
	t.Helper()
	clock := accesstest.NewClock()
	core := accesstest.Open(t, accesstest.Options{Now: clock.Now})
	for part := range 10 {
		var together sync.WaitGroup // so that they share writes to the disk
		for i := range n / 10 {
			clock.Advance(100 * time.Millisecond)
			together.Go(func() {
				if err := core.Record(t.Context(), accesstest.Local, "test.write", fmt.Sprint(part, i)); err != nil {
					t.Error(err)
				}
			})
		}
		together.Wait()
		verified(t, core) // lists in a link what has come
	}
	if r := verified(t, core); r.Verdict != access.AuditWhole || r.Entries < int64(n) || r.Links < 5 {
		t.Fatalf("an untouched log: %+v", r)
	}
	return core, clock
}

func verified(t *testing.T, core *accesstest.Core) *access.AuditReport {
	t.Helper()
	r, err := core.VerifyAudit(t.Context(), accesstest.Local, "")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func entriesOf(t *testing.T, store kv.Store, prefix string) []kv.Entry {
	t.Helper()
	page, err := store.Scan(t.Context(), prefix, "", 10_000, 0)
	if err != nil {
		t.Fatal(err)
	}
	return page.Entries
}

func commit(t *testing.T, store kv.Store, ops ...kv.Op) {
	t.Helper()
	if _, err := store.Commit(t.Context(), ops); err != nil {
		t.Fatal(err)
	}
}

func put(e kv.Entry) kv.Op { return kv.Put(e.Key, e.Value, kv.Anything) }

// tampering is one way to change a log, by somebody who can write what the
// store reads, but does not have the chain's own key.
type tampering struct {
	name string
	do   func(t *testing.T, store kv.Store)
	want access.AuditVerdict
	// Where the verdict is another once the log went on: the end that was cut
	// off is a gap then. "" = the same.
	later access.AuditVerdict
}

var tamperings = []tampering{
	{name: "an entry's text", do: func(t *testing.T, store kv.Store) {
		e := entriesOf(t, store, auditPrefix)[500]
		e.Value = bytes.Replace(e.Value, []byte("test.write"), []byte("test.wrote"), 1)
		commit(t, store, put(e))
	}, want: access.AuditAltered},
	{name: "two entries change places", do: func(t *testing.T, store kv.Store) {
		list := entriesOf(t, store, auditPrefix)
		a, b := list[300], list[301]
		a.Value, b.Value = b.Value, a.Value
		commit(t, store, put(a), put(b))
	}, want: access.AuditAltered},
	{name: "an entry is emptied", do: func(t *testing.T, store kv.Store) {
		e := entriesOf(t, store, auditPrefix)[7]
		e.Value = nil
		commit(t, store, put(e))
	}, want: access.AuditAltered},
	{name: "an entry is put back without its tag", do: func(t *testing.T, store kv.Store) {
		e := entriesOf(t, store, auditPrefix)[12]
		e.Value = append([]byte{1}, bytes.Replace(e.Value[17:], []byte("done"), []byte("none"), 1)...)
		commit(t, store, put(e))
	}, want: access.AuditAltered},
	{name: "an entry is removed", do: func(t *testing.T, store kv.Store) {
		commit(t, store, kv.Delete(entriesOf(t, store, auditPrefix)[500].Key, kv.Anything))
	}, want: access.AuditRemoved},
	{name: "the first entry is removed", do: func(t *testing.T, store kv.Store) {
		list := entriesOf(t, store, auditPrefix)
		commit(t, store, kv.Delete(list[len(list)-1].Key, kv.Anything))
	}, want: access.AuditRemoved},
	{name: "the newest entry is removed", do: func(t *testing.T, store kv.Store) {
		commit(t, store, kv.Delete(entriesOf(t, store, auditPrefix)[0].Key, kv.Anything))
	}, want: access.AuditTruncated},
	{name: "the newest entries are removed", do: func(t *testing.T, store kv.Store) {
		for _, e := range entriesOf(t, store, auditPrefix)[:700] {
			commit(t, store, kv.Delete(e.Key, kv.Anything))
		}
	}, want: access.AuditTruncated},
	{name: "all entries are removed", do: func(t *testing.T, store kv.Store) {
		for _, e := range entriesOf(t, store, auditPrefix) {
			commit(t, store, kv.Delete(e.Key, kv.Anything))
		}
	}, want: access.AuditTruncated},
	{name: "an entry is put in between", do: func(t *testing.T, store kv.Store) {
		e := entriesOf(t, store, auditPrefix)[500]
		e.Key = e.Key[:len(e.Key)-8] + "00000000"
		commit(t, store, put(e))
	}, want: access.AuditInserted},
	{name: "an entry without a tag is put at the end", do: func(t *testing.T, store kv.Store) {
		e := entriesOf(t, store, auditPrefix)[0]
		e.Key = auditPrefix + strings.Repeat("0", 32)
		e.Value = append([]byte{1}, e.Value[17:]...)
		commit(t, store, put(e))
	}, want: access.AuditInserted},
	{name: "something else is put among the entries", do: func(t *testing.T, store kv.Store) {
		commit(t, store, kv.Put(auditPrefix+"note", []byte("x"), kv.Absent))
	}, want: access.AuditInserted},
	{name: "a link's list", do: func(t *testing.T, store kv.Store) {
		e := entriesOf(t, store, linkPrefix)[2]
		e.Value = bytes.Replace(e.Value, []byte(`"entries":"A`), []byte(`"entries":"B`), 1)
		if at := bytes.Index(e.Value, []byte(`"entries":"`)); at > 0 {
			e.Value = bytes.Clone(e.Value)
			e.Value[at+20] ^= 1
		}
		commit(t, store, put(e))
	}, want: access.AuditAltered},
	{name: "a link and its entries are removed", do: func(t *testing.T, store kv.Store) {
		commit(t, store, kv.Delete(entriesOf(t, store, linkPrefix)[2].Key, kv.Anything))
		for _, e := range entriesOf(t, store, auditPrefix)[400:600] {
			commit(t, store, kv.Delete(e.Key, kv.Anything))
		}
	}, want: access.AuditRemoved},
	{name: "the first link is removed", do: func(t *testing.T, store kv.Store) {
		links := entriesOf(t, store, linkPrefix)
		commit(t, store, kv.Delete(links[len(links)-1].Key, kv.Anything))
	}, want: access.AuditRemoved},
	{name: "two links change places", do: func(t *testing.T, store kv.Store) {
		links := entriesOf(t, store, linkPrefix)
		a, b := links[1], links[2]
		a.Value, b.Value = b.Value, a.Value
		commit(t, store, put(a), put(b))
	}, want: access.AuditAltered},
	{name: "the newest link is removed", do: func(t *testing.T, store kv.Store) {
		commit(t, store, kv.Delete(entriesOf(t, store, linkPrefix)[0].Key, kv.Anything))
	}, want: access.AuditTruncated, later: access.AuditRemoved},
	{name: "all links are removed", do: func(t *testing.T, store kv.Store) {
		for _, e := range entriesOf(t, store, linkPrefix) {
			commit(t, store, kv.Delete(e.Key, kv.Anything))
		}
	}, want: access.AuditTruncated, later: access.AuditRemoved},
	{name: "the newest link, its entries and the head are removed", do: func(t *testing.T, store kv.Store) {
		commit(t, store, kv.Delete(auditHead, kv.Anything), kv.Delete(entriesOf(t, store, linkPrefix)[0].Key, kv.Anything))
		for _, e := range entriesOf(t, store, auditPrefix)[:200] {
			commit(t, store, kv.Delete(e.Key, kv.Anything))
		}
	}, want: access.AuditTruncated},
	{name: "chain and head are removed, and the log is made up anew", do: func(t *testing.T, store kv.Store) {
		commit(t, store, kv.Delete(auditHead, kv.Anything))
		for _, e := range entriesOf(t, store, linkPrefix) {
			commit(t, store, kv.Delete(e.Key, kv.Anything))
		}
		for _, e := range entriesOf(t, store, auditPrefix)[:100] {
			commit(t, store, kv.Delete(e.Key, kv.Anything))
		}
	}, want: access.AuditTruncated},
}

// Somebody who has the store's key, or got into the process, and changes the
// log where it lies.
func TestTamperingInsideTheSealIsNamed(t *testing.T) {
	written, clock := logged(t, 1000)
	written.Shut()
	for _, tt := range tamperings {
		for _, restarted := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, restarted %v", tt.name, restarted), func(t *testing.T) {
				t.Parallel()
				now := accesstest.NewClock()
				now.Advance(clock.Now().Sub(now.Now()))
				core := accesstest.Open(t, accesstest.Options{Now: now.Now, From: written.Dir})
				verified(t, core) // it has seen the chain as it was
				tt.do(t, core.Sealed())
				want := tt.want
				if restarted {
					core.Reopen()
					want = cmp.Or(tt.later, tt.want)
				}
				if r := verified(t, core); r.Verdict != want || len(r.Findings) == 0 {
					t.Errorf("verdict %q, want %q: %+v", r.Verdict, want, first(r))
				}
				// It stays evident when the log goes on and after a restart.
				now.Advance(time.Minute)
				if err := core.Record(t.Context(), accesstest.Local, "test.later", ""); err != nil {
					t.Fatal(err)
				}
				core.Reopen()
				if r := verified(t, core); r.Verdict == access.AuditWhole {
					t.Errorf("the log passes for whole after a restart")
				}
			})
		}
	}
}

func first(r *access.AuditReport) any {
	if len(r.Findings) == 0 {
		return r
	}
	return r.Findings[0]
}

// Somebody who has the file but no key: what they can do is copy, move, cut and
// flip. Every byte of a stored entry and of a link is flipped once.
func TestTamperingWithoutTheKeyIsNamed(t *testing.T) {
	core, _ := logged(t, 200)
	for _, prefix := range []string{auditPrefix, linkPrefix} {
		var at kv.Entry
		core.Tamper(func(engine kv.Store) { at = entriesOf(t, engine, prefix)[3] })
		step := max(1, len(at.Value)/40)
		for i := 0; i < len(at.Value); i += step {
			core.Tamper(func(engine kv.Store) {
				flipped := bytes.Clone(at.Value)
				flipped[i] ^= 1 << rand.IntN(8)
				commit(t, engine, kv.Put(at.Key, flipped, kv.Anything))
			})
			if r := verified(t, core); r.Verdict != access.AuditAltered {
				t.Errorf("byte %d of %s: verdict %q: %+v", i, prefix, r.Verdict, first(r))
			}
			core.Tamper(func(engine kv.Store) { commit(t, engine, put(at)) })
		}
	}
	if r := verified(t, core); r.Verdict != access.AuditWhole {
		t.Errorf("with every byte put back: %+v", first(r))
	}
	core.Tamper(func(engine kv.Store) {
		commit(t, engine, kv.Delete(entriesOf(t, engine, auditPrefix)[50].Key, kv.Anything))
	})
	if r := verified(t, core); r.Verdict != access.AuditRemoved || r.Findings[0].At.IsZero() || r.Findings[0].Entry == "" {
		t.Errorf("a removed entry: %+v", first(r))
	}
}

// Random tamperings, several at once: none passes.
func TestNoTamperingPassesForWhole(t *testing.T) {
	core, _ := logged(t, 1000)
	sealed := core.Sealed()
	log, links := entriesOf(t, sealed, auditPrefix), entriesOf(t, sealed, linkPrefix)
	for range 60 {
		var undo []kv.Op
		for range 1 + rand.IntN(3) {
			e := log[rand.IntN(len(log))]
			if rand.IntN(8) == 0 {
				e = links[rand.IntN(len(links))]
			}
			undo = append(undo, put(e))
			switch rand.IntN(3) {
			case 0:
				commit(t, sealed, kv.Delete(e.Key, kv.Anything))
			case 1:
				changed := bytes.Clone(e.Value)
				changed[rand.IntN(len(changed))] ^= byte(1 + rand.IntN(255))
				commit(t, sealed, kv.Put(e.Key, changed, kv.Anything))
			default:
				stranger := auditPrefix + fmt.Sprintf("%032x", rand.Uint64())
				commit(t, sealed, kv.Put(stranger, e.Value, kv.Anything))
				undo = append(undo, kv.Delete(stranger, kv.Anything))
			}
		}
		if r := verified(t, core); r.Verdict == access.AuditWhole {
			t.Fatalf("it passes: %d ops to undo", len(undo))
		}
		for _, op := range undo {
			commit(t, sealed, op)
		}
	}
	if r := verified(t, core); r.Verdict != access.AuditWhole {
		t.Errorf("with everything put back: %+v", first(r))
	}
}

// Closing finds a chain that is not as it was left, and has no next second in
// which to go on: it does so at once, loses no entry, and hides nothing.
func TestClosingGoesOnFromAHeadThatWasRemoved(t *testing.T) {
	core, _ := logged(t, 100)
	if err := core.Record(t.Context(), accesstest.Local, "test.later", ""); err != nil {
		t.Fatal(err)
	}
	commit(t, core.Sealed(), kv.Delete(auditHead, kv.Anything))
	if err := core.Service.Close(); err != nil {
		t.Errorf("closing: %v", err)
	}
	core.Reopen()
	if r := verified(t, core); r.Verdict != access.AuditTruncated || r.Waiting != 0 {
		t.Errorf("after a restart: %q, %d wait: %+v", r.Verdict, r.Waiting, first(r))
	}
}

func TestEntriesOfTheLastSecondAreAdoptedAfterACrash(t *testing.T) {
	clock := accesstest.NewClock()
	core := accesstest.Open(t, accesstest.Options{Now: clock.Now})
	verified(t, core)
	before := append(entriesOf(t, core.Sealed(), auditHead), entriesOf(t, core.Sealed(), linkPrefix)...)
	for i := range 40 {
		if err := core.Record(t.Context(), accesstest.Local, "test.write", fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	// A clean end has listed them; one by force would have left the chain as it was.
	if err := core.Service.Close(); err != nil {
		t.Fatal(err)
	}
	for _, l := range entriesOf(t, core.Sealed(), linkPrefix) {
		if !containsKey(before, l.Key) {
			commit(t, core.Sealed(), kv.Delete(l.Key, kv.Anything))
		}
	}
	commit(t, core.Sealed(), put(before[0]))
	entries := entriesOf(t, core.Sealed(), auditPrefix)
	core.Reopen()
	if r := verified(t, core); r.Verdict != access.AuditWhole || r.Waiting != 0 || r.Entries != int64(len(entries)) || len(entries) < 40 {
		t.Errorf("after the crash: %+v", first(r))
	}
}

func containsKey(list []kv.Entry, key string) bool {
	for _, e := range list {
		if e.Key == key {
			return true
		}
	}
	return false
}

// A store of an earlier program has entries without tags and no chain.
func TestLogWithoutChainIsTakenOverOnce(t *testing.T) {
	core, _ := logged(t, 300)
	if err := core.Service.Close(); err != nil {
		t.Fatal(err)
	}
	sealed := core.Sealed()
	for _, e := range entriesOf(t, sealed, auditPrefix) {
		e.Value = append([]byte{1}, e.Value[17:]...)
		commit(t, sealed, put(e))
	}
	for _, l := range append(entriesOf(t, sealed, linkPrefix), entriesOf(t, sealed, auditHead)...) {
		commit(t, sealed, kv.Delete(l.Key, kv.Anything))
	}
	core.Reopen()
	r := verified(t, core)
	if r.Verdict != access.AuditWhole || r.Links == 0 || r.Waiting != 0 {
		t.Errorf("taken over: %+v", first(r))
	}
	log, err := core.Audit(t.Context(), accesstest.Local, access.AuditQuery{Limit: 1000})
	entries := log.Entries
	if err != nil || len(entries) < 300 || int64(len(entries)) != r.Entries {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	// Once only: what has no tag from now on is a stranger.
	stranger := entriesOf(t, core.Sealed(), auditPrefix)[0]
	commit(t, core.Sealed(), kv.Put(auditPrefix+strings.Repeat("0", 32), stranger.Value, kv.Absent))
	core.Reopen()
	if r := verified(t, core); r.Verdict != access.AuditInserted {
		t.Errorf("a stranger: %+v", first(r))
	}
}

func TestHeadWrittenDownElsewhereShowsAnOlderLog(t *testing.T) {
	core, clock := logged(t, 100)
	early := verified(t, core).Head
	sealed := core.Sealed()
	head, links := entriesOf(t, sealed, auditHead)[0], entriesOf(t, sealed, linkPrefix)
	clock.Advance(time.Minute)
	if err := core.Record(t.Context(), accesstest.Local, "test.later", ""); err != nil {
		t.Fatal(err)
	}
	late := verified(t, core).Head
	for _, h := range []string{early, late} {
		if r, err := core.VerifyAudit(t.Context(), accesstest.Local, h); err != nil || r.Verdict != access.AuditWhole {
			t.Errorf("a log that leads through %s: %v %v", h, r, err)
		}
	}
	// Everything is as it was at the earlier moment: consistent in itself.
	core.Reopen()
	verified(t, core)
	commit(t, core.Sealed(), put(head))
	for _, l := range entriesOf(t, core.Sealed(), linkPrefix) {
		if !containsKey(links, l.Key) {
			commit(t, core.Sealed(), kv.Delete(l.Key, kv.Anything))
		}
	}
	newest := entriesOf(t, core.Sealed(), auditPrefix)[0]
	commit(t, core.Sealed(), kv.Delete(newest.Key, kv.Anything))
	if r := verified(t, core); r.Verdict != access.AuditTruncated {
		t.Errorf("the core that had seen more: %+v", first(r))
	}
	if r, err := core.VerifyAudit(t.Context(), accesstest.Local, late); err != nil || r.Verdict != access.AuditTruncated {
		t.Errorf("held against the later head: %v %v", r, err)
	}
	for _, bad := range []string{"x", "3", "3:zz", "0:aa", ":"} {
		if _, err := core.VerifyAudit(t.Context(), accesstest.Local, bad); access.AsError(err).Code != access.CodeInvalid {
			t.Errorf("head %q: %v", bad, err)
		}
	}
}

// Verifying while many write: nothing is taken for a break, and nobody waits
// for a link.
func TestLogIsWholeWhileItIsWritten(t *testing.T) {
	core := accesstest.Open(t, accesstest.Options{})
	ctx, stop := context.WithTimeout(t.Context(), time.Second)
	defer stop()
	var writers sync.WaitGroup
	for w := range 8 {
		writers.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				if err := core.Record(context.WithoutCancel(ctx), accesstest.Local, "test.write", fmt.Sprint(w, i)); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for ctx.Err() == nil {
		if r := verified(t, core); r.Verdict != access.AuditWhole {
			t.Errorf("while it is written: %+v", first(r))
			break
		}
	}
	writers.Wait()
	core.Reopen()
	if r := verified(t, core); r.Verdict != access.AuditWhole || r.Waiting != 0 {
		t.Errorf("afterwards: %+v", first(r))
	}
}

func TestClockSetBackDoesNotDisturbTheLog(t *testing.T) {
	core, clock := logged(t, 20)
	clock.Advance(-48 * time.Hour)
	for range 2 {
		if err := core.Record(t.Context(), accesstest.Local, "test.earlier", ""); err != nil {
			t.Fatal(err)
		}
		core.Reopen()
	}
	list, err := core.Audit(t.Context(), accesstest.Local, access.AuditQuery{Limit: 2})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list.Entries {
		if e.Action != "test.earlier" || !e.At.Before(clock.Now().Add(time.Second)) {
			t.Errorf("the newest entry is %s of %s", e.Action, e.At)
		}
	}
	if r := verified(t, core); r.Verdict != access.AuditWhole {
		t.Errorf("%+v", first(r))
	}
}

func TestVerifyingTheLogNeedsAViewer(t *testing.T) {
	core := accesstest.Open(t, accesstest.Options{})
	if _, err := core.VerifyAudit(t.Context(), accesstest.Client, ""); access.AsError(err).Code != access.CodeUnauthenticated {
		t.Errorf("somebody unknown: %v", err)
	}
	viewer := access.Caller{Kind: access.CallerOperator, Name: "v", Role: access.RoleViewer}
	if _, err := core.VerifyAudit(t.Context(), viewer, ""); err != nil {
		t.Errorf("a viewer: %v", err)
	}
}
