package seal_test

import (
	"path/filepath"
	"testing"

	"latchkey/backend/kv"
	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/seal"
)

func TestSmoke(t *testing.T) {
	p := filepath.Join(t.TempDir(), "latchkey.db")
	if err := boltkv.Create(p); err != nil {
		t.Fatal(err)
	}
	b, err := boltkv.Open(p, boltkv.Options{})
	if err != nil {
		t.Fatal(err)
	}
	m := seal.NewMaster()
	if err := seal.Create(t.Context(), b, m); err != nil {
		t.Fatal(err)
	}
	s, err := seal.Open(t.Context(), b, m, seal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Commit(t.Context(), []kv.Op{kv.Put("a/1", []byte("x"), kv.Absent)})
	if err != nil {
		t.Fatal(err)
	}
	pg, err := s.Scan(t.Context(), "", "", 10, 0)
	t.Log(r, pg, err)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
