package app

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"latchkey/backend/access"
	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/seal"
)

// The folder that the program of an earlier schema left opens, and every
// credential in it is as good as it was.
func TestFoldersOfEarlierProgramsAreTakenOver(t *testing.T) {
	t.Run("schema 1", func(t *testing.T) {
		dir := takenOver(t, "schema1")
		// The copy of before is one that the older program could open.
		engine, err := boltkv.Open(filepath.Join(dir, backupsName, "before-schema-2.db"), boltkv.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer engine.Close()
		if info, err := seal.Peek(t.Context(), engine); err != nil || info.Schema != 1 {
			t.Errorf("the copy is of schema %d (%v)", info.Schema, err)
		}
	})
	t.Run("schema 2", func(t *testing.T) {
		if dir := takenOver(t, "schema2"); exists(filepath.Join(dir, backupsName)) {
			t.Error("it was migrated, though there is nothing newer")
		}
	})
}

// takenOver opens a copy of a fixture's folder, twice, and logs in.
func takenOver(t *testing.T, schema string) string {
	t.Helper()
	dir := closedFolder(t)
	for _, name := range []string{storeName, masterName, anchorName} {
		content, err := os.ReadFile(filepath.Join("../backend/kv/seal/testdata", schema, name))
		if errors.Is(err, fs.ErrNotExist) && name == anchorName {
			continue // schema 1 has none
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), content, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		st, err := openStore(t.Context(), secrets{&program{lookupEnv: func(string) (string, bool) { return "", false }}, dir}, 0)
		if err != nil {
			t.Fatal(err)
		}
		core, err := access.Open(t.Context(), access.Config{Store: st, Subkey: st.Subkey})
		if err != nil {
			t.Fatal(err)
		}
		client := access.Caller{Addr: "192.0.2.7"}
		if _, err := core.LoginKey(t.Context(), client, "0123456789abcdef0123456789abcdef01234567", "fixture-secret-of-schema-one-0123456789-abcdefgh"); err != nil {
			t.Errorf("the key of before: %v", err)
		}
		if _, err := core.LoginKey(t.Context(), client, "89abcdef0123456789abcdef0123456789abcdef", "fixture-secret-of-schema-one-9876543210-abcdefgh"); err == nil {
			t.Error("the key that was revoked logs in")
		}
		if err := core.Close(); err != nil {
			t.Error(err)
		}
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	}
	return dir
}
