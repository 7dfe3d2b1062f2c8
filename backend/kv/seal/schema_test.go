package seal_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"latchkey/backend/kv"
	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/seal"
)

// fixture is a copy of the data folder that the program of a schema left.
func fixture(t *testing.T, schema string) (dir string, master seal.Master) {
	t.Helper()
	dir = t.TempDir()
	for _, name := range []string{"latchkey.db", "latchkey.anchor", "master.key"} {
		content, err := os.ReadFile(filepath.Join("testdata", schema, name))
		if errors.Is(err, fs.ErrNotExist) && name == "latchkey.anchor" {
			continue // schema 1 has none
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), content, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	master, err := seal.ReadMasterFile(filepath.Join(dir, "master.key"))
	if err != nil {
		t.Fatal(err)
	}
	return dir, master
}

// wanted are the checksums by name in one of the fixture's lists.
func wanted(t *testing.T, schema, list string) map[string]string {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", schema, list))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	sums := map[string]string{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		sum, name, _ := strings.Cut(lines.Text(), " ")
		sums[name] = sum
	}
	return sums
}

var stateOfSchema1 = []string{"account/", "user/", "member/", "key/", "header/", "signing/", "session/", "setting/", "claim/"}

func TestStoreOfSchema1IsMigrated(t *testing.T) {
	dir, master := fixture(t, "schema1")
	inner := reopen(t, filepath.Join(dir, "latchkey.db"))
	before := everything(t, inner)
	opts := seal.Options{Anchor: filepath.Join(dir, "latchkey.anchor"), State: stateOfSchema1, Source: "file"}

	if info, err := seal.Peek(t.Context(), inner); err != nil || info.Schema != 1 {
		t.Errorf("peek: %+v, %v", info, err)
	}
	if _, err := seal.Open(t.Context(), inner, master, opts); !errors.Is(err, seal.ErrOlder) {
		t.Fatalf("without leave: %v, want ErrOlder", err)
	}
	opts.BeforeMigration = func(context.Context, int) error { t.Error("migrated with a wrong key"); return nil }
	if _, err := seal.Open(t.Context(), inner, seal.NewMaster(), opts); !errors.Is(err, seal.ErrWrongKey) {
		t.Fatalf("with another key: %v, want ErrWrongKey", err)
	}
	if _, err := seal.Open(t.Context(), inner, seal.NewRecovery(), opts); !errors.Is(err, seal.ErrWrongKey) {
		t.Fatalf("with a recovery key: %v, want ErrWrongKey", err)
	}
	noRoom := errors.New("no room for a copy")
	opts.BeforeMigration = func(context.Context, int) error { return noRoom }
	if _, err := seal.Open(t.Context(), inner, master, opts); !errors.Is(err, noRoom) {
		t.Fatalf("without a copy: %v", err)
	}
	if after := everything(t, inner); !bytes.Equal(before, after) {
		t.Fatal("a refused migration has changed the store")
	}

	from := 0
	opts.BeforeMigration = func(_ context.Context, schema int) error { from = schema; return nil }
	for _, again := range []bool{false, true} {
		s, err := seal.Open(t.Context(), inner, master, opts)
		if err != nil {
			t.Fatal(err)
		}
		if from != 1 || s.Epoch() != 1 || len(s.Wraps()) != 1 {
			t.Errorf("from schema %d to epoch %d with %d wraps", from, s.Epoch(), len(s.Wraps()))
		}
		if again {
			opts.BeforeMigration = nil
		}
		holdsFixture(t, s, "schema1")
	}
	// It goes on as any store, and gets keys of its own.
	s, err := seal.Open(t.Context(), inner, master, opts)
	if err != nil {
		t.Fatal(err)
	}
	commit(t, s, kv.Put("account/new", []byte("new"), kv.Absent))
	if err := s.Rekey(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Verify(t.Context()); err != nil {
		t.Fatal(err)
	}
	// A copy of before is older than the anchor, though it never had one.
	s.Close()
	old, _ := fixture(t, "schema1")
	inner = reopen(t, filepath.Join(old, "latchkey.db"))
	if _, err := seal.Open(t.Context(), inner, master, opts); !errors.Is(err, seal.ErrRolledBack) {
		t.Errorf("the copy of before the migration: %v, want ErrRolledBack", err)
	}
}

// holdsFixture holds an open store to what its fixture has in it.
func holdsFixture(t *testing.T, s *seal.Store, schema string) {
	t.Helper()
	report, err := s.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := wanted(t, schema, "contents.txt")
	page, err := s.Scan(t.Context(), "", "", 10_000, 0)
	if err != nil || len(want) == 0 || len(page.Entries) != len(want) || report.Entries != len(want) {
		t.Fatalf("%d and %d entries, want %d (%v)", len(page.Entries), report.Entries, len(want), err)
	}
	for _, e := range page.Entries {
		if fmt.Sprintf("%x", sha256.Sum256(e.Value)) != want[e.Key] {
			t.Errorf("%s holds another value", e.Key)
		}
	}
	// The hashes of secrets and tokens are made with these.
	for label, sum := range wanted(t, schema, "subkeys.txt") {
		if fmt.Sprintf("%x", sha256.Sum256(s.Subkey(label))) != sum {
			t.Errorf("the subkey of %s is another one", label)
		}
	}
}

func TestStoreOfSchema2Opens(t *testing.T) {
	recovery, err := seal.ParseRecovery("lkr1-x5jmr-fe330-n4uvc-rys5t-4qa5e-uhd69-39rnk")
	if err != nil {
		t.Fatal(err)
	}
	dir, master := fixture(t, "schema2")
	inner := reopen(t, filepath.Join(dir, "latchkey.db"))
	opts := seal.Options{Anchor: filepath.Join(dir, "latchkey.anchor")}
	for _, u := range []seal.Unlock{master, recovery} {
		s, err := seal.Open(t.Context(), inner, u, opts)
		if err != nil {
			t.Fatal(err)
		}
		holdsFixture(t, s, "schema2")
	}
	s, err := seal.Open(t.Context(), inner, recovery, opts)
	if err != nil {
		t.Fatal(err)
	}
	commit(t, s, kv.Put("account/new", nil, kv.Absent))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// A record that does not open stops the migration with the store as it was.
func TestDamagedStoreIsNotMigrated(t *testing.T) {
	dir, master := fixture(t, "schema1")
	inner := reopen(t, filepath.Join(dir, "latchkey.db"))
	page, err := inner.Scan(t.Context(), "key/", "", 1, 0)
	if err != nil {
		t.Fatal(err)
	}
	record := page.Entries[0].Value
	record[20] ^= 1
	commit(t, inner, kv.Put(page.Entries[0].Key, record, kv.Anything))
	before := everything(t, inner)
	opts := seal.Options{State: stateOfSchema1, BeforeMigration: func(context.Context, int) error { return nil }}
	if _, err := seal.Open(t.Context(), inner, master, opts); !errors.Is(err, seal.ErrDamaged) {
		t.Errorf("%v, want ErrDamaged", err)
	}
	if !bytes.Equal(before, everything(t, inner)) {
		t.Error("the store was changed")
	}
}

// everything is all that an engine holds.
func everything(t *testing.T, inner kv.Store) []byte {
	t.Helper()
	page, err := inner.Scan(t.Context(), "", "", 100_000, 0)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Append(nil, page)
}

func TestMigrationIsWholeOrNothing(t *testing.T) {
	// Header and epoch are one commit: the engine's revision says that it was one.
	dir, master := fixture(t, "schema1")
	inner, err := boltkv.Open(filepath.Join(dir, "latchkey.db"), boltkv.Options{})
	if err != nil {
		t.Fatal(err)
	}
	page, err := inner.Scan(t.Context(), "", "", 1, 0)
	if err != nil {
		t.Fatal(err)
	}
	s, err := seal.Open(t.Context(), inner, master, seal.Options{State: stateOfSchema1, BeforeMigration: func(context.Context, int) error { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	after, err := inner.Scan(t.Context(), "", "", 1, 0)
	if err != nil || after.Revision != page.Revision+1 {
		t.Errorf("revision %d after %d (%v)", after.Revision, page.Revision, err)
	}
}
