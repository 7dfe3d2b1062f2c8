package seal_test

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"

	"latchkey/backend/kv"
	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/kvtest"
	"latchkey/backend/kv/seal"
)

// open opens the sealed store of a data folder, as the program does.
func open(t testing.TB, dir string) kv.Store {
	t.Helper()
	path, keyPath := filepath.Join(dir, "latchkey.db"), filepath.Join(dir, "master.key")
	if err := boltkv.Create(path); err != nil && !errors.Is(err, fs.ErrExist) {
		t.Fatal(err)
	}
	inner, err := boltkv.Open(path, boltkv.Options{})
	if err != nil {
		t.Fatal(err)
	}
	master, err := seal.ReadMasterFile(keyPath)
	if errors.Is(err, fs.ErrNotExist) {
		master = seal.NewMaster()
		err = seal.WriteMasterFile(keyPath, master)
	}
	if err != nil {
		t.Fatal(err)
	}
	opts := seal.Options{Anchor: filepath.Join(dir, "latchkey.anchor"), State: []string{""}, Source: "file"}
	if err := seal.Create(t.Context(), inner, master, opts); err != nil && !errors.Is(err, seal.ErrSealed) {
		t.Fatal(err)
	}
	s, err := seal.Open(t.Context(), inner, master, opts)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSealedStoreKeepsThePort(t *testing.T) { kvtest.Run(t, open) }
