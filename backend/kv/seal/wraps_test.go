package seal_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"latchkey/backend/kv"
	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/seal"
)

// moment is what the clock of these tests shows.
var moment = time.Date(2026, 11, 22, 14, 3, 0, 0, time.UTC)

func passphrase(t *testing.T, text string) seal.Passphrase {
	t.Helper()
	p, err := seal.NewPassphrase(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// opens tries a secret on the store as it is on the disk.
func (f *folder) opens(t *testing.T, u seal.Unlock) error {
	t.Helper()
	inner, err := boltkv.Open(filepath.Join(f.dir, "latchkey.db"), boltkv.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := seal.Open(t.Context(), inner, u, f.options())
	if err != nil {
		inner.Close()
		return err
	}
	defer s.Close()
	_, err = s.Verify(t.Context())
	return err
}

func TestEveryWayOpensTheStoreUntilItIsTakenAway(t *testing.T) {
	f := lived(t)
	recovery, words := seal.NewRecovery(), passphrase(t, "correct horse battery")
	change := func(fn func(s *seal.Store) error) {
		t.Helper()
		s, err := f.open(t, f.options())
		if err != nil {
			t.Fatal(err)
		}
		if err := fn(s); err != nil {
			t.Fatal(err)
		}
		s.Close()
	}
	var w seal.Wrap
	change(func(s *seal.Store) (err error) { w, err = s.AddWrap(t.Context(), recovery, ""); return err })
	if w.Kind != seal.KindRecovery || w.ID == "" || !w.Created.Equal(moment) {
		t.Errorf("%+v", w)
	}
	before := read(t, f.dir)
	for _, u := range []seal.Unlock{f.master, recovery} {
		if err := f.opens(t, u); err != nil {
			t.Errorf("%s: %v", u.Kind(), err)
		}
	}
	if err := f.opens(t, words); !errors.Is(err, seal.ErrWrongKey) {
		t.Errorf("a passphrase: %v, want ErrWrongKey", err)
	}
	// The master key is exchanged for a passphrase, and the recovery key for
	// another.
	again := seal.NewRecovery()
	change(func(s *seal.Store) error {
		if _, err := s.ReplaceWrap(t.Context(), s.Wraps()[0].ID, words, "passphrase"); err != nil {
			return err
		}
		if err := s.Opens(f.master); !errors.Is(err, seal.ErrWrongKey) {
			t.Errorf("the old master key: %v, want ErrWrongKey", err)
		}
		_, err := s.ReplaceWrap(t.Context(), w.ID, again, "")
		return err
	})
	for _, u := range []seal.Unlock{words, again} {
		if err := f.opens(t, u); err != nil {
			t.Errorf("%s: %v", u.Kind(), err)
		}
	}
	for _, u := range []seal.Unlock{f.master, recovery, passphrase(t, "correct horse batterx")} {
		if err := f.opens(t, u); !errors.Is(err, seal.ErrWrongKey) {
			t.Errorf("%s: %v, want ErrWrongKey", u.Kind(), err)
		}
	}
	// Who has an old copy of the header cannot bring the old ways back with it.
	old, err := boltkv.Open(func() string {
		dir := &folder{dir: t.TempDir()}
		dir.put(t, before)
		return filepath.Join(dir.dir, "latchkey.db")
	}(), boltkv.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	inner, err := boltkv.Open(filepath.Join(f.dir, "latchkey.db"), boltkv.Options{})
	if err != nil {
		t.Fatal(err)
	}
	now := raw(t, inner, headerKey)
	commit(t, inner, kv.Put(headerKey, raw(t, old, headerKey), kv.Anything))
	if _, err := seal.Open(t.Context(), inner, recovery, f.options()); !errors.Is(err, seal.ErrDamaged) {
		t.Errorf("with the header of before: %v, want ErrDamaged", err)
	}
	commit(t, inner, kv.Put(headerKey, now, kv.Anything))
	s, err := seal.Open(t.Context(), inner, words, f.options())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.RemoveWrap(t.Context(), w.ID); !errors.Is(err, seal.ErrNoWrap) {
		t.Errorf("one that is gone: %v, want ErrNoWrap", err)
	}
	if err := s.RemoveWrap(t.Context(), s.Wraps()[1].ID); err != nil {
		t.Error(err)
	}
	if err := s.RemoveWrap(t.Context(), s.Wraps()[0].ID); !errors.Is(err, seal.ErrLastWrap) {
		t.Errorf("the last one: %v, want ErrLastWrap", err)
	}
	if _, err := s.AddWrap(t.Context(), passphrase(t, "too short"), ""); !errors.Is(err, seal.ErrShortPassphrase) {
		t.Errorf("%v, want ErrShortPassphrase", err)
	}
}

// keyIDs are the ids of the data keys that records are sealed with.
func keyIDs(t *testing.T, inner kv.Store) map[string]int {
	t.Helper()
	page, err := inner.Scan(t.Context(), "", "\x01", 100_000, 0)
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]int{}
	for _, e := range page.Entries {
		ids[string(e.Value[1:5])]++
	}
	return ids
}

func TestRekeySealsEverythingAnewBesideWriters(t *testing.T) {
	s := create(t)
	const records = 3000
	for i := range records / 50 {
		var ops []kv.Op
		for j := range 50 {
			ops = append(ops, kv.Put(fmt.Sprintf("key/%03d/%02d", i, j), fmt.Append(nil, i, j), kv.Absent))
		}
		commit(t, s, ops...)
	}
	secrets := s.Subkey(seal.LabelSecrets)
	was := keyIDs(t, s.inner)

	var wg sync.WaitGroup
	var stop atomic.Bool
	written := make([]int, 4)
	for w := range written {
		wg.Go(func() {
			for i := 0; !stop.Load(); i++ {
				if _, err := s.Commit(t.Context(), []kv.Op{kv.Put(fmt.Sprintf("key/%03d/%02d", i%60, w), fmt.Append(nil, "new", i), kv.Anything), kv.Put(fmt.Sprintf("more/%d", w), fmt.Append(nil, i), kv.Anything)}); err != nil {
					t.Error(err)
					return
				}
				written[w] = i
			}
		})
	}
	last, whole := 0, 0
	err := s.Rekey(t.Context(), func(done, total int) {
		if done < last || total < done {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last, whole = done, total
	})
	stop.Store(true)
	wg.Wait()
	if err != nil || last != whole || s.Rekeying() {
		t.Fatalf("%d of %d, still rekeying: %v, %v", last, whole, s.Rekeying(), err)
	}
	is := keyIDs(t, s.inner)
	if len(was) != 1 || len(is) != 1 {
		t.Fatalf("records are sealed with %d keys, then with %d", len(was), len(is))
	}
	for id := range is {
		if was[id] > 0 {
			t.Error("the key is the same")
		}
	}
	if !bytes.Equal(secrets, s.Subkey(seal.LabelSecrets)) {
		t.Error("the subkey of secrets is another one, so no hash fits any more")
	}
	s.open(t)
	if r, err := s.Verify(t.Context()); err != nil || r.Entries != records+len(written) {
		t.Errorf("%+v, %v", r, err)
	}
	for w, i := range written {
		page, err := s.Scan(t.Context(), fmt.Sprintf("more/%d", w), "", 1, 0)
		if err != nil || string(page.Entries[0].Value) != fmt.Sprint(i) {
			t.Errorf("writer %d: %v, %v, want %d", w, page.Entries, err, i)
		}
	}
}

func TestInterruptedRekeyGoesOn(t *testing.T) {
	f := lived(t)
	s, err := f.open(t, f.options())
	if err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		var ops []kv.Op
		for j := range kv.MaxOps {
			ops = append(ops, kv.Put(fmt.Sprintf("key/%03d/%02d", i, j), nil, kv.Absent))
		}
		commit(t, s, ops...)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err = s.Rekey(ctx, func(done, _ int) {
		if done > 1000 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || !s.Rekeying() {
		t.Fatalf("%v, rekeying: %v", err, s.Rekeying())
	}
	s.Close()
	if s, err = f.open(t, f.options()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Verify(t.Context()); err != nil || !s.Rekeying() {
		t.Fatalf("half-way: %v, rekeying: %v", err, s.Rekeying())
	}
	first := -1
	if err := s.Rekey(t.Context(), func(_, total int) {
		if first < 0 {
			first = total
		}
	}); err != nil || s.Rekeying() {
		t.Fatal(err)
	}
	if first <= 0 || first > 6400-900 {
		t.Errorf("it began again with %d records", first)
	}
	if _, err := s.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

// Paging through a view of before, and watching from there, go on over a rekey.
func TestViewsOutliveARekey(t *testing.T) {
	s := create(t)
	for i := range 20 {
		commit(t, s, kv.Put(fmt.Sprintf("key/%02d", i), []byte("old"), kv.Absent))
	}
	page, err := s.Scan(t.Context(), "key/", "", 5, 0)
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.Watch(t.Context(), page.Revision-3)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Rekey(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	rest, err := s.Scan(t.Context(), "key/", page.Entries[4].Key, 100, page.Revision)
	if err != nil || len(rest.Entries) != 15 {
		t.Errorf("%d entries, %v", len(rest.Entries), err)
	}
	for range 3 {
		if _, err := w.Next(t.Context()); err != nil {
			t.Error(err)
		}
	}
}
