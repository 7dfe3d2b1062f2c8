package boltkv

import (
	"bytes"
	"errors"
	"os"
	"testing"
)

// FuzzInspect feeds arbitrary files. Every refusal has a name, and what is let
// through to bbolt is whole as far as its own description goes.
func FuzzInspect(f *testing.F) {
	path := f.TempDir() + "/latchkey.db"
	if err := Create(path); err != nil {
		f.Fatal(err)
	}
	store, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(store)
	f.Add(store[:pageSize])
	f.Add(store[pageSize:])
	f.Add(make([]byte, 4*pageSize))
	f.Fuzz(func(t *testing.T, content []byte) {
		_, err := inspect("p", bytes.NewReader(content), int64(len(content)))
		if err != nil {
			var named *FileError
			if !errors.As(err, &named) || !errors.Is(err, ErrEmpty) && !errors.Is(err, ErrNotAStore) && !errors.Is(err, ErrDamaged) {
				t.Fatalf("a refusal without a name: %v", err)
			}
			return
		}
		whole := false
		for _, at := range []int{0, pageSize} {
			if meta, err := parseMeta(content[min(at, len(content)):]); err == nil && meta.pageSize == pageSize {
				whole = whole || int(meta.pages)*pageSize <= len(content) && meta.root < meta.pages && meta.freelist < meta.pages
			}
		}
		if !whole {
			t.Fatal("a file was let through that no first page of it describes")
		}
	})
}
