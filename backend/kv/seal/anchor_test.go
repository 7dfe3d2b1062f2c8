package seal_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"latchkey/backend/kv"
	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/seal"
)

// folder is a data folder with a store in it, and what it was like at each epoch.
type folder struct {
	dir    string
	master seal.Master
	at     map[uint64]files
}

// files are those of a folder, by name.
type files map[string][]byte

func read(t *testing.T, dir string) files {
	t.Helper()
	all := files{}
	for _, name := range []string{"latchkey.db", "latchkey.anchor"} {
		if content, err := os.ReadFile(filepath.Join(dir, name)); err == nil {
			all[name] = content
		}
	}
	return all
}

func (f *folder) put(t *testing.T, all files) {
	t.Helper()
	for _, name := range []string{"latchkey.db", "latchkey.anchor"} {
		path := filepath.Join(f.dir, name)
		os.Remove(path)
		if content, there := all[name]; there {
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func (f *folder) options() seal.Options {
	return seal.Options{Anchor: filepath.Join(f.dir, "latchkey.anchor"), State: []string{"key/", "user/"}, Now: func() time.Time { return moment }}
}

// open opens the store; what it takes for opening is closed after an error.
func (f *folder) open(t *testing.T, opts seal.Options) (*seal.Store, error) {
	t.Helper()
	inner, err := boltkv.Open(filepath.Join(f.dir, "latchkey.db"), boltkv.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := seal.Open(t.Context(), inner, f.master, opts)
	if err != nil {
		inner.Close()
		return nil, err
	}
	t.Cleanup(func() { s.Close() })
	return s, nil
}

// lived is a folder whose store has come to epoch 5.
func lived(t *testing.T) *folder {
	t.Helper()
	f := &folder{dir: t.TempDir(), master: seal.NewMaster(), at: map[uint64]files{}}
	path := filepath.Join(f.dir, "latchkey.db")
	if err := boltkv.Create(path); err != nil {
		t.Fatal(err)
	}
	inner, err := boltkv.Open(path, boltkv.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := seal.Create(t.Context(), inner, f.master, f.options()); err != nil {
		t.Fatal(err)
	}
	if err := inner.Close(); err != nil {
		t.Fatal(err)
	}
	for epoch := range uint64(6) {
		s, err := f.open(t, f.options())
		if err != nil {
			t.Fatal(err)
		}
		if epoch > 0 {
			commit(t, s, kv.Put("key/1", fmt.Append(nil, epoch), kv.Anything), kv.Put("stamp/1", fmt.Append(nil, epoch), kv.Anything))
		}
		if s.Epoch() != epoch {
			t.Fatalf("epoch %d, want %d", s.Epoch(), epoch)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		f.at[epoch] = read(t, f.dir)
	}
	return f
}

// mixed is the store of one epoch with the anchor of another; -1 is none.
func (f *folder) mixed(store uint64, anchor int) files {
	all := files{"latchkey.db": f.at[store]["latchkey.db"]}
	if anchor >= 0 {
		all["latchkey.anchor"] = f.at[uint64(anchor)]["latchkey.anchor"]
	}
	return all
}

func TestStoreIsHeldAgainstItsAnchor(t *testing.T) {
	f := lived(t)
	other := lived(t)
	forked := *f
	forked.dir = t.TempDir()
	forked.put(t, f.mixed(4, 4))
	s, err := forked.open(t, forked.options())
	if err != nil {
		t.Fatal(err)
	}
	commit(t, s, kv.Put("key/1", []byte("another fifth epoch"), kv.Anything))
	s.Close()

	for _, c := range []struct {
		name  string
		files files
		want  error
	}{
		{"the newest", f.mixed(5, 5), nil},
		{"stopped before the anchor was written", f.mixed(5, 4), nil},
		{"new, before the first anchor", f.mixed(0, -1), nil},
		{"stopped before the first anchor", f.mixed(1, -1), nil},
		{"rolled back by one", f.mixed(4, 5), seal.ErrRolledBack},
		{"rolled back to the beginning", f.mixed(0, 5), seal.ErrRolledBack},
		{"without its anchor", f.mixed(5, -1), seal.ErrNoAnchor},
		{"with an older anchor", f.mixed(5, 3), seal.ErrAnchorBehind},
		{"written elsewhere since", files{"latchkey.db": f.at[5]["latchkey.db"], "latchkey.anchor": read(t, forked.dir)["latchkey.anchor"]}, seal.ErrForked},
		{"with the anchor of another store", files{"latchkey.db": f.at[5]["latchkey.db"], "latchkey.anchor": other.at[5]["latchkey.anchor"]}, seal.ErrAnchorForeign},
		{"with an empty anchor", files{"latchkey.db": f.at[5]["latchkey.db"], "latchkey.anchor": {}}, seal.ErrAnchorDamaged},
		{"with something else as anchor", files{"latchkey.db": f.at[5]["latchkey.db"], "latchkey.anchor": []byte("{}\n")}, seal.ErrAnchorDamaged},
	} {
		t.Run(c.name, func(t *testing.T) {
			f.put(t, c.files)
			s, err := f.open(t, f.options())
			if !errors.Is(err, c.want) {
				t.Fatalf("%v, want %v", err, c.want)
			}
			if err == nil {
				if _, err := s.Verify(t.Context()); err != nil {
					t.Error(err)
				}
				s.Close()
				s, err := f.open(t, f.options())
				if err != nil {
					t.Fatalf("opened again: %v", err)
				}
				commit(t, s, kv.Put("key/2", nil, kv.Anything))
				s.Close()
				return
			}
			var named *seal.AnchorError
			if !errors.As(err, &named) || named.Hint == "" || named.Path != f.options().Anchor {
				t.Errorf("%#v does not say what to do", err)
			}
			if !maps.EqualFunc(read(t, f.dir), c.files, bytes.Equal) {
				t.Error("the files were not left as they were found")
			}

			opts := f.options()
			opts.Adopt = true
			s, err = f.open(t, opts)
			if err != nil {
				t.Fatalf("adopted: %v", err)
			}
			epoch := s.Epoch()
			if _, err := s.Verify(t.Context()); err != nil {
				t.Error(err)
			}
			s.Close()
			if s, err = f.open(t, f.options()); err != nil {
				t.Fatalf("after it was adopted: %v", err)
			}
			if s.Epoch() != epoch || errors.Is(c.want, seal.ErrRolledBack) && epoch != 6 {
				t.Errorf("epoch %d after %d", s.Epoch(), epoch)
			}
			s.Close()
		})
	}
}

// Between a restored store that was adopted and the next start there may be a
// crash: the old anchor is one behind then, and that is right.
func TestAdoptedStoreOpensBesideTheOldAnchor(t *testing.T) {
	f := lived(t)
	f.put(t, f.mixed(2, 5))
	opts := f.options()
	opts.Adopt = true
	s, err := f.open(t, opts)
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	if !bytes.Equal(read(t, f.dir)["latchkey.anchor"], f.at[5]["latchkey.anchor"]) {
		t.Error("adopting wrote the anchor before anything was read")
	}
	if s, err = f.open(t, f.options()); err != nil || s.Epoch() != 6 {
		t.Fatalf("%v", err)
	}
}

// A restore changes a copy by itself, as often as it likes, and then adopts it:
// that must be one epoch ahead of the anchor, or the old anchor would not do
// between the rename of the store and its own.
func TestCopyThatWasChangedByItselfIsAdoptedOneEpochAhead(t *testing.T) {
	f := lived(t)
	f.put(t, f.at[5])
	alone := f.options()
	alone.Anchor = ""
	s, err := f.open(t, alone)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 4 {
		commit(t, s, kv.Put("key/1", fmt.Append(nil, "restored ", i), kv.Anything))
	}
	if _, err := s.AddWrap(t.Context(), seal.NewRecovery(), ""); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if _, err := f.open(t, f.options()); !errors.Is(err, seal.ErrForked) {
		t.Errorf("before it is adopted: %v, want ErrForked", err)
	}
	adopted := f.options()
	adopted.Adopt = true
	if s, err = f.open(t, adopted); err != nil || s.Epoch() != 6 {
		t.Fatalf("%v", err)
	}
	s.Close()
	if s, err = f.open(t, f.options()); err != nil || s.Epoch() != 6 {
		t.Fatalf("beside the old anchor: %v", err)
	}
	if _, err := s.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

// A backup that is newer than the store in whose place it is put is told to the
// anchor: until that is written again it takes either of the two, and no third.
func TestAnchorTakesTheStoreThatIsThereAndItsSuccessor(t *testing.T) {
	f := lived(t)
	f.put(t, f.mixed(5, 2))
	opts := f.options()
	opts.Adopt = true
	s, err := f.open(t, opts)
	if err != nil || s.Epoch() != 6 {
		t.Fatalf("%v", err)
	}
	s.Close()
	both := read(t, f.dir)
	for name, c := range map[string]struct {
		db   []byte
		want error
	}{
		"the one that was there":  {f.at[2]["latchkey.db"], nil},
		"its next change":         {f.at[3]["latchkey.db"], nil},
		"its successor":           {both["latchkey.db"], nil},
		"an older one":            {f.at[1]["latchkey.db"], seal.ErrRolledBack},
		"one in between":          {f.at[4]["latchkey.db"], seal.ErrAnchorBehind},
		"the successor as it was": {f.at[5]["latchkey.db"], seal.ErrAnchorBehind},
	} {
		f.put(t, files{"latchkey.db": c.db, "latchkey.anchor": both["latchkey.anchor"]})
		s, err := f.open(t, f.options())
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if err != nil {
			continue
		}
		// Whichever goes on is the only one from then on.
		commit(t, s, kv.Put("key/1", []byte(name), kv.Anything))
		epoch := s.Epoch()
		s.Close()
		if epoch == 7 {
			continue
		}
		f.put(t, files{"latchkey.db": both["latchkey.db"], "latchkey.anchor": read(t, f.dir)["latchkey.anchor"]})
		if _, err := f.open(t, f.options()); !errors.Is(err, seal.ErrAnchorBehind) {
			t.Errorf("the successor after %s went on: %v", name, err)
		}
	}
}

// What the engine alone does not notice: a record of the state that is gone, or
// is an earlier one of its own.
func TestLostOrOlderRecordOfTheStateIsNoticed(t *testing.T) {
	f := lived(t)
	f.put(t, f.at[5])
	s, err := f.open(t, f.options())
	if err != nil {
		t.Fatal(err)
	}
	commit(t, s, kv.Put("user/1", []byte("one"), kv.Absent), kv.Put("other/1", []byte("one"), kv.Absent))
	s.Close()
	base := read(t, f.dir)

	tamper := func(what string, want error, fn func(inner kv.Store)) {
		t.Run(what, func(t *testing.T) {
			f.put(t, base)
			inner, err := boltkv.Open(filepath.Join(f.dir, "latchkey.db"), boltkv.Options{})
			if err != nil {
				t.Fatal(err)
			}
			fn(inner)
			inner.Close()
			s, err := f.open(t, f.options())
			if err == nil {
				_, err = s.Verify(t.Context())
				if _, loaded := s.Load(t.Context(), []string{"key/"}, func([]kv.Entry) error { return nil }); !errors.Is(loaded, want) {
					t.Errorf("loading a part: %v, want %v", loaded, want)
				}
				s.Close()
			}
			if !errors.Is(err, want) {
				t.Errorf("%v, want %v", err, want)
			}
		})
	}
	old, err := boltkv.Open(func() string {
		path := filepath.Join(t.TempDir(), "latchkey.db")
		if err := os.WriteFile(path, f.at[3]["latchkey.db"], 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}(), boltkv.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	olderKey, olderStamp := raw(t, old, "key/1"), raw(t, old, "stamp/1")

	tamper("a record deleted", seal.ErrDamaged, func(inner kv.Store) { commit(t, inner, kv.Delete("user/1", kv.Anything)) })
	tamper("a record of before put back", seal.ErrDamaged, func(inner kv.Store) { commit(t, inner, kv.Put("key/1", olderKey, kv.Anything)) })
	tamper("the epoch deleted", seal.ErrDamaged, func(inner kv.Store) { commit(t, inner, kv.Delete("\x00seal/tip", kv.Anything)) })
	tamper("the epoch of before put back", seal.ErrRolledBack, func(inner kv.Store) {
		commit(t, inner, kv.Put("\x00seal/tip", raw(t, old, "\x00seal/tip"), kv.Anything))
	})
	// What is not of the state may be older: it is sealed, and no more.
	tamper("a stamp of before put back", nil, func(inner kv.Store) { commit(t, inner, kv.Put("stamp/1", olderStamp, kv.Anything)) })
	tamper("something else deleted", nil, func(inner kv.Store) { commit(t, inner, kv.Delete("other/1", kv.Anything)) })
	tamper("nothing", nil, func(kv.Store) {})
}

// A damaged record is not written over in silence.
func TestChangeOfADamagedRecordIsRefused(t *testing.T) {
	f := lived(t)
	f.put(t, f.at[5])
	inner, err := boltkv.Open(filepath.Join(f.dir, "latchkey.db"), boltkv.Options{})
	if err != nil {
		t.Fatal(err)
	}
	record := bytes.Clone(raw(t, inner, "key/1"))
	record[len(record)-1] ^= 1
	commit(t, inner, kv.Put("key/1", record, kv.Anything))
	s, err := seal.Open(t.Context(), inner, f.master, f.options())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Commit(t.Context(), []kv.Op{kv.Put("key/1", nil, kv.Anything)}); !errors.Is(err, seal.ErrDamaged) {
		t.Errorf("%v, want ErrDamaged", err)
	}
	commit(t, s, kv.Put("key/2", nil, kv.Absent))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// While the anchor cannot be written nothing is acknowledged, and nothing more
// is written, so that the store is one epoch ahead at most.
func TestNothingIsAcknowledgedWithoutTheAnchor(t *testing.T) {
	f := lived(t)
	f.put(t, f.at[5])
	s, err := f.open(t, f.options())
	if err != nil {
		t.Fatal(err)
	}
	blocked := f.options().Anchor + ".new" // a folder there keeps the anchor from being written
	if err := os.MkdirAll(filepath.Join(blocked, "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Commit(t.Context(), []kv.Op{kv.Put("key/2", nil, kv.Absent)}); !errors.Is(err, kv.ErrUnknown) {
		t.Fatalf("%v, want ErrUnknown", err)
	}
	for range 3 {
		if _, err := s.Commit(t.Context(), []kv.Op{kv.Put("key/3", nil, kv.Absent)}); err == nil {
			t.Fatal("a second epoch ahead of the anchor")
		}
	}
	if s.Epoch() != 6 {
		t.Fatalf("epoch %d, want 6", s.Epoch())
	}
	crashed := read(t, f.dir)
	if err := os.RemoveAll(blocked); err != nil {
		t.Fatal(err)
	}
	commit(t, s, kv.Put("key/3", nil, kv.Absent))
	s.Close()
	f.put(t, crashed)
	if s, err = f.open(t, f.options()); err != nil {
		t.Fatalf("after a crash without the anchor: %v", err)
	}
	page, err := s.Scan(t.Context(), "key/", "", 10, 0)
	if err != nil || slices.ContainsFunc(page.Entries, func(e kv.Entry) bool { return e.Key == "key/3" }) {
		t.Errorf("%v, %v", page.Entries, err)
	}
}

// A later program may count something else to the state.
func TestAnotherIdeaOfTheStateIsTakenOver(t *testing.T) {
	f := lived(t)
	f.put(t, f.at[5])
	opts := f.options()
	opts.State = []string{"key/", "user/", "stamp/"}
	s, err := f.open(t, opts)
	if err != nil {
		t.Fatal(err)
	}
	if r, err := s.Verify(t.Context()); err != nil || r.State != 2 || r.Epoch != 6 {
		t.Errorf("%+v, %v", r, err)
	}
	commit(t, s, kv.Put("stamp/2", nil, kv.Absent), kv.Put("key/2", nil, kv.Absent))
	s.Close()

	// Who only reads it goes by what the store says.
	alone := opts
	alone.Anchor, alone.State = "", nil
	if s, err = f.open(t, alone); err != nil {
		t.Fatal(err)
	}
	if r, err := s.Verify(t.Context()); err != nil || r.State != 4 {
		t.Errorf("%+v, %v", r, err)
	}
	s.Close()

	// A record lost under the old idea is not forgotten under the new one.
	inner, err := boltkv.Open(filepath.Join(f.dir, "latchkey.db"), boltkv.Options{})
	if err != nil {
		t.Fatal(err)
	}
	commit(t, inner, kv.Delete("stamp/2", kv.Anything))
	inner.Close()
	if _, err := f.open(t, f.options()); !errors.Is(err, seal.ErrDamaged) {
		t.Errorf("%v, want ErrDamaged", err)
	}
}
