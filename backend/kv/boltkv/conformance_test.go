package boltkv_test

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"

	"latchkey/backend/kv"
	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/kvtest"
)

func open(t testing.TB, dir string) kv.Store {
	t.Helper()
	path := filepath.Join(dir, "latchkey.db")
	if err := boltkv.Create(path); err != nil && !errors.Is(err, fs.ErrExist) {
		t.Fatal(err)
	}
	s, err := boltkv.Open(path, boltkv.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEngineKeepsThePort(t *testing.T) { kvtest.RunEngine(t, open) }
