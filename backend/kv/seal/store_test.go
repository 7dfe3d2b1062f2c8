package seal_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"latchkey/backend/kv"
	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/seal"
)

const headerKey = "\x00seal/header"

// sealed is a new sealed store with the engine below it.
type sealed struct {
	*seal.Store
	inner  kv.Engine
	master seal.Master
}

func create(t *testing.T) sealed {
	t.Helper()
	s := sealed{inner: engine(t), master: seal.NewMaster()}
	if err := seal.Create(t.Context(), s.inner, s.master, seal.Options{}); err != nil {
		t.Fatal(err)
	}
	s.open(t)
	return s
}

func engine(t *testing.T) *boltkv.Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "latchkey.db")
	if err := boltkv.Create(path); err != nil {
		t.Fatal(err)
	}
	return reopen(t, path)
}

func reopen(t *testing.T, path string) *boltkv.Store {
	t.Helper()
	inner, err := boltkv.Open(path, boltkv.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { inner.Close() })
	return inner
}

func (s *sealed) open(t *testing.T) {
	t.Helper()
	var err error
	if s.Store, err = seal.Open(t.Context(), s.inner, s.master, seal.Options{}); err != nil {
		t.Fatal(err)
	}
}

func commit(t *testing.T, s kv.Store, ops ...kv.Op) int64 {
	t.Helper()
	revision, err := s.Commit(t.Context(), ops)
	if err != nil {
		t.Fatal(err)
	}
	return revision
}

// raw is what the engine holds under a key.
func raw(t *testing.T, inner kv.Store, key string) []byte {
	t.Helper()
	page, err := inner.Scan(t.Context(), key, "", 1, 0)
	if err != nil || len(page.Entries) != 1 || page.Entries[0].Key != key {
		t.Fatalf("the engine has no %q (%v)", key, err)
	}
	return page.Entries[0].Value
}

func TestRecordMovedToAnotherKeyIsRefused(t *testing.T) {
	s := create(t)
	commit(t, s, kv.Put("user/alice", []byte("admin"), kv.Absent), kv.Put("user/mallory", []byte("guest"), kv.Absent))
	alice, mallory := raw(t, s.inner, "user/alice"), raw(t, s.inner, "user/mallory")
	w, err := s.Watch(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	commit(t, s.inner, kv.Put("user/alice", mallory, kv.Anything), kv.Put("user/mallory", alice, kv.Anything))
	damaged(t, s, "user/")
	if e, err := w.Next(t.Context()); !errors.Is(err, seal.ErrDamaged) {
		t.Errorf("the watcher delivered %v, %v", e, err)
	}
	commit(t, s.inner, kv.Put("user/alice", alice, kv.Anything), kv.Put("user/mallory", mallory, kv.Anything))
	if _, err := s.Scan(t.Context(), "user/", "", 10, 0); err != nil {
		t.Errorf("moved back: %v", err)
	}
}

func TestRecordOfAnotherStoreIsRefused(t *testing.T) {
	a := create(t)
	b := sealed{inner: engine(t), master: a.master}
	if err := seal.Create(t.Context(), b.inner, b.master, seal.Options{}); err != nil {
		t.Fatal(err)
	}
	b.open(t)
	if a.ID() == b.ID() || bytes.Equal(a.Subkey(seal.LabelSecrets), b.Subkey(seal.LabelSecrets)) {
		t.Error("two stores have one id or one subkey")
	}
	commit(t, a, kv.Put("user/alice", []byte("admin"), kv.Absent))
	commit(t, b.inner, kv.Put("user/alice", raw(t, a.inner, "user/alice"), kv.Absent))
	damaged(t, b, "user/")
}

func damaged(t *testing.T, s kv.Store, prefix string) {
	t.Helper()
	page, err := s.Scan(t.Context(), prefix, "", 10, 0)
	var named *seal.DamagedError
	if !errors.As(err, &named) || !errors.Is(err, seal.ErrDamaged) || len(page.Entries) > 0 {
		t.Fatalf("%d entries, %v, want ErrDamaged and none", len(page.Entries), err)
	}
	if named.Class()+"/" != prefix || strings.Contains(err.Error(), "alice") {
		t.Errorf("%q should name the class %s and nobody", err, prefix)
	}
}

func TestWrongMasterKeyIsNamed(t *testing.T) {
	s := create(t)
	commit(t, s, kv.Put("user/alice", []byte("admin"), kv.Absent))
	if _, err := seal.Open(t.Context(), s.inner, seal.NewMaster(), seal.Options{}); !errors.Is(err, seal.ErrWrongKey) || errors.Is(err, seal.ErrDamaged) {
		t.Errorf("%v, want ErrWrongKey", err)
	}
	if _, err := seal.Open(t.Context(), s.inner, seal.Master{}, seal.Options{}); err == nil {
		t.Error("opened without a key")
	}
	// The engine is still open, and the right key opens it.
	s.open(t)
}

func TestStoreWithoutHeaderIsNamed(t *testing.T) {
	inner := engine(t)
	m := seal.NewMaster()
	if _, err := seal.Open(t.Context(), inner, m, seal.Options{}); !errors.Is(err, seal.ErrNoHeader) {
		t.Errorf("open: %v, want ErrNoHeader", err)
	}
	commit(t, inner, kv.Put("user/alice", []byte("in the clear"), kv.Absent))
	if err := seal.Create(t.Context(), inner, m, seal.Options{}); !errors.Is(err, seal.ErrNotEmpty) {
		t.Errorf("create over entries: %v, want ErrNotEmpty", err)
	}
	s := create(t)
	if err := seal.Create(t.Context(), s.inner, m, seal.Options{}); !errors.Is(err, seal.ErrSealed) {
		t.Errorf("create twice: %v, want ErrSealed", err)
	}
	if err := seal.Create(t.Context(), engine(t), seal.Master{}, seal.Options{}); err == nil {
		t.Error("created without a key")
	}
}

func TestReservedKeysAreNobodys(t *testing.T) {
	s := create(t)
	commit(t, s, kv.Put("\x01", []byte("first"), kv.Absent), kv.Put("a", []byte("second"), kv.Absent))
	for _, c := range []struct{ prefix, after, want string }{
		{"", "", "\x01 a"}, {"", "\x00", "\x01 a"}, {"", headerKey, "\x01 a"}, {"", "\x01", "a"}, {"\x00", "", ""}, {headerKey, "", ""}, {"a", "", "a"},
	} {
		page, err := s.Scan(t.Context(), c.prefix, c.after, 10, 0)
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for _, e := range page.Entries {
			keys = append(keys, e.Key)
		}
		if got := strings.Join(keys, " "); got != c.want || page.More || page.Revision == 0 {
			t.Errorf("scan %q after %q: %q, more %v, revision %d; want %q", c.prefix, c.after, got, page.More, page.Revision, c.want)
		}
	}
	for _, op := range []kv.Op{kv.Put(headerKey, nil, kv.Anything), kv.Delete(headerKey, kv.Anything), kv.Put("\x00mine", nil, kv.Absent)} {
		if _, err := s.Commit(t.Context(), []kv.Op{kv.Put("b", nil, kv.Anything), op}); !errors.Is(err, seal.ErrReserved) {
			t.Errorf("%q: %v, want ErrReserved", op.Key, err)
		}
	}
	w, err := s.Watch(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if e, err := w.Next(t.Context()); err != nil || e.Revision != 1 || len(e.Changes) > 0 {
		t.Errorf("the commit of the header was shown as %v, %v", e, err)
	}
}

// A caller must not be able to use the room that is the seal's.
func TestCallersLimitsAreExact(t *testing.T) {
	s := create(t)
	for name, ops := range map[string][]kv.Op{
		"value": {kv.Put("k", make([]byte, kv.MaxValueSize+1), kv.Anything)},
		"ops": func() (ops []kv.Op) {
			for i := range kv.MaxOps + 1 {
				ops = append(ops, kv.Delete(fmt.Sprint(i), kv.Anything))
			}
			return ops
		}(),
	} {
		if _, err := s.Commit(t.Context(), ops); !errors.Is(err, kv.ErrTooLarge) {
			t.Errorf("%s over the limit: %v, want ErrTooLarge", name, err)
		}
	}
}

// version is the number in a record as it is stored.
func version(t *testing.T, s sealed, key string) string {
	return fmt.Sprintf("%x", raw(t, s.inner, key)[5:13])
}

func TestRecordVersionsRiseOverRestarts(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "latchkey.db")
	if err := boltkv.Create(path); err != nil {
		t.Fatal(err)
	}
	s := sealed{inner: reopen(t, path), master: seal.NewMaster()}
	if err := seal.Create(t.Context(), s.inner, s.master, seal.Options{}); err != nil {
		t.Fatal(err)
	}
	last := ""
	for range 4 {
		// Nothing is read after opening: the first write must know all the same.
		s.open(t)
		for range 3 {
			commit(t, s, kv.Put("a/1", nil, kv.Anything), kv.Put("a/2", nil, kv.Anything))
			// Refused commits have used up numbers.
			for range 20 {
				if _, err := s.Commit(t.Context(), []kv.Op{kv.Put("a/1", nil, kv.Absent)}); !errors.Is(err, kv.ErrConflict) {
					t.Fatal(err)
				}
			}
			one, two := version(t, s, "a/1"), version(t, s, "a/2")
			if one <= last || two <= one {
				t.Fatalf("versions %s and %s after %s", one, two, last)
			}
			last = two
		}
		s.Close()
		s.inner = reopen(t, path)
	}
}

func TestNoPlaintextIsInTheFile(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	canary := []byte("CANARY-d41a7f-this-must-never-be-seen")
	for _, key := range []string{"user/1", "signing/1", "audit/1", "settings"} {
		commit(t, s, kv.Put(key, bytes.Repeat(canary, 3), kv.Absent))
		commit(t, s, kv.Put(key, append([]byte("again "), canary...), kv.Anything))
	}
	commit(t, s, kv.Delete("user/1", kv.Anything))
	s.Close()
	master, err := os.ReadFile(filepath.Join(dir, "master.key"))
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, canary[:12]) {
			t.Errorf("%s holds a value in the clear", e.Name())
		}
		if e.Name() != "master.key" && bytes.Contains(content, bytes.TrimSpace(master)) {
			t.Errorf("%s holds the master key", e.Name())
		}
	}
}

// Whatever bit of the file flips: a value that is read is the one that was
// written under that key.
func TestFlippedBitsInTheFileNeverGiveAWrongValue(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "latchkey.db")
	s := open(t, dir)
	want := make(map[string]string)
	for i := range 20 {
		var ops []kv.Op
		for j := range 10 {
			key, value := fmt.Sprintf("k/%02d/%d", i, j), strings.Repeat(fmt.Sprintf("value %d.%d ", i, j), 20)
			want[key] = value
			ops = append(ops, kv.Put(key, []byte(value), kv.Absent))
		}
		commit(t, s, ops...)
	}
	s.Close()
	intact, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	master, err := seal.ReadMasterFile(filepath.Join(dir, "master.key"))
	if err != nil {
		t.Fatal(err)
	}
	noticed := 0
	for range 150 {
		content := bytes.Clone(intact)
		bit := rand.IntN(8 * len(content))
		content[bit/8] ^= 1 << (bit % 8)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		inner, err := boltkv.Open(path, boltkv.Options{})
		if err != nil {
			noticed++
			continue
		}
		s, err := seal.Open(t.Context(), inner, master, seal.Options{})
		if err == nil {
			var page kv.Page
			page, err = s.Scan(t.Context(), "", "", 1000, 0)
			for _, e := range page.Entries {
				if want[e.Key] != string(e.Value) {
					t.Errorf("bit %d: %q holds a wrong value", bit, e.Key)
				}
			}
		}
		if err != nil {
			noticed++
		}
		inner.Close()
	}
	if noticed == 0 {
		t.Error("no flip was noticed: the test has shown nothing")
	}
}
