package seal_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"

	"latchkey/backend/kv"
	"latchkey/backend/kv/keychain"
	"latchkey/backend/kv/seal"
)

// witnessed are options with the library's keychain in memory beside the anchor,
// for every source.
func (f *folder) witnessed() seal.Options {
	opts := f.options()
	opts.Witness = func(string) seal.Witness { return keychain.Epochs{} }
	return opts
}

// witnessedLife is a folder that has come to epoch 7, the last two of them with
// a witness, and the id of its store.
func witnessedLife(t *testing.T) (*folder, string) {
	t.Helper()
	keyring.MockInit()
	f := lived(t)
	id := ""
	for epoch := uint64(6); epoch <= 7; epoch++ {
		s, err := f.open(t, f.witnessed())
		if err != nil {
			t.Fatal(err)
		}
		commit(t, s, kv.Put("key/1", fmt.Append(nil, epoch), kv.Anything))
		if id = s.ID(); !s.Witnessed() {
			t.Error("it does not say that an older folder would be noticed")
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		f.at[epoch] = read(t, f.dir)
		if said, err := (keychain.Epochs{}).Read(id); err != nil || said != epoch {
			t.Fatalf("the keychain says %d (%v) at epoch %d", said, err, epoch)
		}
	}
	return f, id
}

func TestOlderCopyOfTheFolderIsRefusedAndAdopted(t *testing.T) {
	for _, c := range []struct {
		name  string
		store uint64
		anch  int
		want  error
	}{
		{"the newest", 7, 7, nil},
		{"stopped before the anchor was written", 7, 6, nil},
		{"rolled back by one", 6, 6, seal.ErrRolledBack},
		{"rolled back by one, stopped before the anchor", 6, 5, seal.ErrRolledBack},
		{"rolled back behind the witness's beginning", 2, 2, seal.ErrRolledBack},
		{"rolled back to the beginning", 0, -1, seal.ErrRolledBack},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, id := witnessedLife(t)
			found := f.mixed(c.store, c.anch)
			f.put(t, found)
			_, err := f.open(t, f.witnessed())
			if !errors.Is(err, c.want) {
				t.Fatalf("%v, want %v", err, c.want)
			}
			if err == nil {
				return
			}
			var named *seal.AnchorError
			if !errors.As(err, &named) || named.Hint == "" || !strings.Contains(err.Error(), "whole folder") {
				t.Errorf("%v does not say what was done and what to do", err)
			}
			if !maps.EqualFunc(read(t, f.dir), found, bytes.Equal) {
				t.Error("the files were not left as they were found")
			}
			// As a restore does it: adopted, and read only at the next start.
			opts := f.witnessed()
			opts.Adopt = true
			s, err := f.open(t, opts)
			if err != nil || s.Epoch() != 8 {
				t.Fatalf("adopted: %v", err)
			}
			if c.anch < 0 { // a store without any anchor is refused until it was read
				if _, err := s.Verify(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			s.Close()
			if s, err = f.open(t, f.witnessed()); err != nil {
				t.Fatalf("after it was adopted: %v", err)
			}
			if _, err := s.Verify(t.Context()); err != nil {
				t.Error(err)
			}
			s.Close()
			if said, err := (keychain.Epochs{}).Read(id); err != nil || said != 8 {
				t.Errorf("the keychain says %d (%v), want 8", said, err)
			}
			f.put(t, f.at[7])
			if _, err := f.open(t, f.witnessed()); !errors.Is(err, seal.ErrRolledBack) {
				t.Errorf("the folder from before it was adopted: %v, want ErrRolledBack", err)
			}
		})
	}
}

// A restore that goes on from the epoch of the anchor must not be noted before
// the restored store is in its place: the one that is there must open until then.
func TestAdoptedStoreIsNotWitnessedBeforeItsAnchorIs(t *testing.T) {
	f, id := witnessedLife(t)
	opts := f.witnessed()
	opts.Adopt = true
	s, err := f.open(t, opts)
	if err != nil || s.Epoch() != 8 {
		t.Fatalf("adopted: %v", err)
	}
	s.Close()
	if said, err := (keychain.Epochs{}).Read(id); err != nil || said != 7 {
		t.Errorf("the keychain says %d (%v), want 7", said, err)
	}
	f.put(t, f.at[7])
	if _, err := f.open(t, f.witnessed()); err != nil {
		t.Errorf("what was there before: %v", err)
	}
}

func TestWitnessThatSaysNothingStopsNobody(t *testing.T) {
	t.Run("it was never told", func(t *testing.T) {
		f, id := witnessedLife(t)
		if err := (keychain.Epochs{}).Remove(id); err != nil {
			t.Fatal(err)
		}
		s, err := f.open(t, f.witnessed())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Verify(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.Close()
		if said, err := (keychain.Epochs{}).Read(id); err != nil || said != 7 {
			t.Errorf("the keychain says %d (%v), want 7 after a start", said, err)
		}
	})
	t.Run("it cannot be asked", func(t *testing.T) {
		f, _ := witnessedLife(t)
		keyring.MockInitWithError(errors.New("no D-Bus"))
		synctest.Test(t, func(t *testing.T) {
			s, err := f.open(t, f.witnessed())
			if err != nil {
				t.Fatal(err)
			}
			var log strings.Builder
			s.LogTo(slog.New(slog.NewTextHandler(&log, nil)))
			for i := range 3 {
				commit(t, s, kv.Put("key/1", fmt.Append(nil, i), kv.Anything))
				time.Sleep(time.Hour)
			}
			if s.Witnessed() {
				t.Error("it says that an older folder would be noticed")
			}
			if n := strings.Count(log.String(), "level=WARN"); n != 1 {
				t.Errorf("%d warnings, want one: %s", n, &log)
			}
			keyring.MockInit()
			commit(t, s, kv.Put("key/1", nil, kv.Anything))
			time.Sleep(time.Hour)
			if !s.Witnessed() || strings.Count(log.String(), "level=INFO") != 1 {
				t.Errorf("it does not say that it works again: %s", &log)
			}
			s.Close()
		})
	})
	t.Run("it says something else", func(t *testing.T) {
		f, id := witnessedLife(t)
		if err := keyring.Set("latchkey", id+"/epoch", "no number"); err != nil {
			t.Fatal(err)
		}
		s, err := f.open(t, f.witnessed())
		if err != nil || s.Witnessed() {
			t.Fatalf("%v, witnessed %v", err, s.Witnessed())
		}
		s.Close()
		opts := f.witnessed()
		opts.Adopt = true
		if s, err = f.open(t, opts); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Verify(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.Close()
		if said, err := (keychain.Epochs{}).Read(id); err != nil || said != 8 {
			t.Errorf("adopted, the keychain says %d (%v), want 8", said, err)
		}
	})
}

// A keychain that was locked at the start and is not any more must not be told
// less than it knows.
func TestWitnessIsNotOverwrittenUnheard(t *testing.T) {
	f, id := witnessedLife(t)
	f.put(t, f.mixed(5, 5))
	synctest.Test(t, func(t *testing.T) {
		keyring.MockInitWithError(errors.New("locked"))
		s, err := f.open(t, f.witnessed())
		if err != nil {
			t.Fatal(err)
		}
		keyring.MockInit()
		if err := (keychain.Epochs{}).Write(id, 7); err != nil {
			t.Fatal(err)
		}
		var log strings.Builder
		s.LogTo(slog.New(slog.NewTextHandler(&log, nil)))
		if _, err := s.Verify(t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		if s.Witnessed() || !strings.Contains(log.String(), "level=WARN") {
			t.Errorf("nobody is told: %s", &log)
		}
		s.Close()
	})
	if said, err := (keychain.Epochs{}).Read(id); err != nil || said != 7 {
		t.Errorf("the keychain says %d (%v), want 7", said, err)
	}
	if _, err := f.open(t, f.witnessed()); !errors.Is(err, seal.ErrRolledBack) {
		t.Errorf("%v, want ErrRolledBack", err)
	}
}

// told is a keychain that notes what it was told and when.
type told struct {
	keychain.Epochs
	began time.Time
	mu    sync.Mutex
	at    []string
}

func (w *told) Write(store string, epoch uint64) error {
	w.mu.Lock()
	w.at = append(w.at, fmt.Sprintf("%d after %v", epoch, time.Since(w.began).Round(time.Millisecond)))
	w.mu.Unlock()
	time.Sleep(1500 * time.Millisecond) // a slow one
	return w.Epochs.Write(store, epoch)
}

func TestWitnessIsToldNowAndThenAndAtTheEnd(t *testing.T) {
	keyring.MockInit()
	f := lived(t)
	synctest.Test(t, func(t *testing.T) {
		w := &told{began: time.Now()}
		opts := f.options()
		opts.Witness = func(string) seal.Witness { return w }
		s, err := f.open(t, opts)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(3 * time.Second)
		if _, err := s.Verify(t.Context()); err != nil {
			t.Fatal(err)
		}
		for i := range 10 { // epochs 6 to 15, one a second
			before := time.Now()
			commit(t, s, kv.Put("key/1", fmt.Append(nil, i), kv.Anything))
			if waited := time.Since(before); waited > 100*time.Millisecond {
				t.Errorf("a commit waited %v for the witness", waited)
			}
			time.Sleep(time.Second)
		}
		s.Close()
		want := "5 after 3s, 12 after 9.5s, 15 after 13s"
		if got := strings.Join(w.at, ", "); got != want {
			t.Errorf("told %s; want %s", got, want)
		}
	})
}

func TestWitnessGoesWithTheWayToOpen(t *testing.T) {
	keyring.MockInit()
	f := lived(t)
	opts := f.options()
	opts.Witness = func(source string) seal.Witness {
		if source == "keychain" {
			return keychain.Epochs{}
		}
		return nil
	}
	reopened := func(s *seal.Store) *seal.Store {
		t.Helper()
		if s != nil {
			s.Close()
		}
		s, err := f.open(t, opts)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := reopened(nil)
	id := s.ID()
	says := func(want uint64) {
		t.Helper()
		said, err := keychain.Epochs{}.Read(id)
		if said != want || (want == 0) != errors.Is(err, fs.ErrNotExist) {
			t.Errorf("the keychain says %d (%v), want %d", said, err, want)
		}
	}
	commit(t, s, kv.Put("key/1", nil, kv.Anything))
	if s = reopened(s); s.Witnessed() {
		t.Error("the way is in no keychain, and it says that an older folder would be noticed")
	}
	says(0)
	move := func(source string) {
		t.Helper()
		if _, err := s.ReplaceWrap(t.Context(), s.Wraps()[0].ID, f.master, source); err != nil {
			t.Fatal(err)
		}
		if s.Witnessed() != (source == "keychain") {
			t.Errorf("%s: witnessed is %v", source, s.Witnessed())
		}
		s = reopened(s)
	}
	move("keychain")
	says(s.Epoch())
	move("file")
	says(0)
	move("keychain")
	move("keychain")
	says(s.Epoch())
	// Away and back again within one life.
	for _, source := range []string{"file", "keychain"} {
		if _, err := s.ReplaceWrap(t.Context(), s.Wraps()[0].ID, f.master, source); err != nil {
			t.Fatal(err)
		}
	}
	s = reopened(s)
	says(s.Epoch())
}

// hung is a keychain that answers nobody, and is given up after a while.
type hung struct{ keychain.Epochs }

func (hung) Read(string) (uint64, error) {
	time.Sleep(30 * time.Second)
	return 0, keychain.ErrUnavailable
}

func (hung) Write(string, uint64) error {
	time.Sleep(30 * time.Second)
	return keychain.ErrUnavailable
}

func TestNobodyWaitsTwiceForAKeychainThatHangs(t *testing.T) {
	f := lived(t)
	synctest.Test(t, func(t *testing.T) {
		opts := f.options()
		opts.Witness = func(string) seal.Witness { return hung{} }
		began := time.Now()
		s, err := f.open(t, opts)
		if err != nil {
			t.Fatal(err)
		}
		opened := time.Since(began)
		s.Close()
		if closed := time.Since(began); opened != 30*time.Second || closed != opened {
			t.Errorf("it was opened after %v and closed after %v, want 30 s and no more", opened, closed)
		}
	})
}
