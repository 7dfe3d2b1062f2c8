package boltkv_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"latchkey/backend/kv"
	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/safefile"
)

// made is the content of a store with some entries.
func made(t *testing.T) []byte {
	t.Helper()
	dir := t.TempDir()
	s := open(t, dir)
	for i := range 100 {
		if _, err := s.Commit(t.Context(), []kv.Op{kv.Put("k"+string(rune('a'+i%26)), bytes.Repeat([]byte("v"), 2000), kv.Anything)}); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	content, err := os.ReadFile(filepath.Join(dir, "latchkey.db"))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// foreign is the content of a bbolt file of another program.
func foreign(t *testing.T, options bbolt.Options) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "foreign")
	db, err := bbolt.Open(path, 0o600, &options)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucket([]byte("widgets"))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	db.Close()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// edited is a store in which something was changed through bbolt.
func edited(t *testing.T, edit func(*bbolt.Tx) error) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "edited")
	if err := os.WriteFile(path, made(t), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Update(edit); err != nil {
		t.Fatal(err)
	}
	db.Close()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestOpenRefusesWhatIsNoStoreAndLeavesItAsItWas(t *testing.T) {
	store := made(t)
	scribbled := func(offsets ...int) []byte {
		b := bytes.Clone(store)
		for _, at := range offsets {
			copy(b[at:], "scribbled over, scribbled over")
		}
		return b
	}
	for _, c := range []struct {
		name    string
		content []byte
		want    error
		says    string
	}{
		{"empty", nil, boltkv.ErrEmpty, "holds nothing"},
		{"one byte", []byte("x"), boltkv.ErrNotAStore, "1 bytes"},
		{"a short text", []byte("this is a letter\n"), boltkv.ErrNotAStore, "too short"},
		{"a long text", bytes.Repeat([]byte("this is a letter\n"), 5000), boltkv.ErrNotAStore, "bbolt"},
		{"zeros", make([]byte, 1<<16), boltkv.ErrNotAStore, "bbolt"},
		{"one page", store[:4096], boltkv.ErrDamaged, "cut short"},
		{"less than a page", store[:100], boltkv.ErrDamaged, "cut short"},
		{"two pages and a bit", store[:2*4096+17], boltkv.ErrDamaged, "cut short"},
		{"half", store[:len(store)/2/4096*4096], boltkv.ErrDamaged, "cut short"},
		{"both first pages gone", scribbled(32, 4096+32), boltkv.ErrDamaged, "first pages"},
		{"every other page gone", scribbled(pagesFrom(2, len(store))...), boltkv.ErrDamaged, ""},
		{"another program's", foreign(t, bbolt.Options{PageSize: 4096}), boltkv.ErrNotAStore, "another program"},
		{"another program's without its free list", foreign(t, bbolt.Options{PageSize: 4096, NoFreelistSync: true}), boltkv.ErrNotAStore, "another program"},
		{"another program's with large pages", foreign(t, bbolt.Options{PageSize: 16384}), boltkv.ErrNotAStore, "another program"},
		{"of a newer version", edited(t, func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("meta")).Put([]byte("format"), binary.BigEndian.AppendUint32(nil, 2))
		}), boltkv.ErrNewer, "format 2, this program knows 1"},
		{"without its revision", edited(t, func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("meta")).Delete([]byte("revision"))
		}), boltkv.ErrDamaged, "incomplete"},
		{"without its data", edited(t, func(tx *bbolt.Tx) error {
			return tx.DeleteBucket([]byte("data"))
		}), boltkv.ErrDamaged, "incomplete"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "latchkey.db")
			if err := os.WriteFile(path, c.content, 0o600); err != nil {
				t.Fatal(err)
			}
			refused(t, path, c.want, c.says)
			after, err := os.ReadFile(path)
			if err != nil || !bytes.Equal(after, c.content) {
				t.Errorf("the file was changed (%v)", err)
			}
			// And it is let go of.
			if err := os.Rename(path, path+".away"); err != nil {
				t.Error(err)
			}
		})
	}
}

func pagesFrom(first, size int) (offsets []int) {
	for at := first * 4096; at < size; at += 4096 {
		offsets = append(offsets, at)
	}
	return offsets
}

// refused opens what must not open.
func refused(t *testing.T, path string, want error, says string) {
	t.Helper()
	s, err := boltkv.Open(path, boltkv.Options{Timeout: 100 * time.Millisecond})
	if err == nil {
		s.Close()
		t.Fatal("it was opened")
	}
	var named *boltkv.FileError
	if !errors.As(err, &named) || named.Path != path || !errors.Is(err, want) {
		t.Fatalf("%v, want a *FileError of that path with %q", err, want)
	}
	if !strings.Contains(err.Error(), says) || strings.Count(err.Error(), path) != 1 {
		t.Errorf("%q does not say %q, or not the path once", err, says)
	}
}

func TestOpenNamesAnAbsentStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "latchkey.db")
	refused(t, path, boltkv.ErrAbsent, "")
	refused(t, path, fs.ErrNotExist, "")
	refused(t, filepath.Join(path, "deeper"), fs.ErrNotExist, "")
	if _, err := os.Lstat(path); err == nil {
		t.Error("opening made a file")
	}
	refused(t, t.TempDir(), safefile.ErrNotRegular, "")
}

func TestOpenNamesAStoreThatIsInUse(t *testing.T) {
	dir := t.TempDir()
	first := open(t, dir)
	path := filepath.Join(dir, "latchkey.db")
	refused(t, path, boltkv.ErrInUse, "another process")
	// The owner has noticed nothing.
	if _, err := first.Commit(t.Context(), []kv.Op{kv.Put("k", nil, kv.Absent)}); err != nil {
		t.Fatal(err)
	}
	// Who waits gets it as soon as it is free.
	var wg sync.WaitGroup
	wg.Go(func() {
		second, err := boltkv.Open(path, boltkv.Options{Timeout: 20 * time.Second})
		if err != nil {
			t.Error(err)
			return
		}
		second.Close()
	})
	first.Close()
	wg.Wait()
}

func TestCreateNeverReplaces(t *testing.T) {
	path := filepath.Join(t.TempDir(), "latchkey.db")
	for _, content := range []string{"", "precious"} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := boltkv.Create(path); !errors.Is(err, fs.ErrExist) {
			t.Errorf("over a file: %v, want fs.ErrExist", err)
		}
		if after, _ := os.ReadFile(path); string(after) != content {
			t.Errorf("the file holds %q now", after)
		}
	}
	if err := boltkv.Create(filepath.Join(path, "deeper")); err == nil {
		t.Error("a store was made below a file")
	}
	if err := boltkv.Create(filepath.Join(t.TempDir(), "no", "folder")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("in a folder that is not there: %v, want fs.ErrNotExist", err)
	}
}

func TestCreateMakesAnewWhatACrashHasLeft(t *testing.T) {
	store := made(t)
	for name, left := range map[string][]byte{
		"nothing written":    {},
		"a torn start":       store[:3000],
		"zeros":              make([]byte, 16384),
		"a whole store":      store,
		"a store half made":  foreign(t, bbolt.Options{PageSize: 4096}),
		"a page unwritten":   without(begun(t), 2),
		"the last unwritten": without(begun(t), 3),
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "latchkey.db")
			if err := os.WriteFile(path+".new", left, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := boltkv.Create(path); err != nil {
				t.Fatal(err)
			}
			s, err := boltkv.Open(path, boltkv.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			page, err := s.Scan(t.Context(), "", "", 1, 0)
			if err != nil || page.Revision != 0 || len(page.Entries) > 0 {
				t.Errorf("the new store is at revision %d with %d entries (%v)", page.Revision, len(page.Entries), err)
			}
			only(t, dir, "latchkey.db")
		})
	}
}

// begun is what bbolt writes first, before anything is in it.
func begun(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "begun.db")
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{PageSize: 4096})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// without gives a file in which a page has not come to the disk.
func without(file []byte, page int) []byte {
	copy(file[page*4096:(page+1)*4096], make([]byte, 4096))
	return file
}

func TestOneOfManyCreates(t *testing.T) {
	for range 10 {
		dir := t.TempDir()
		path := filepath.Join(dir, "latchkey.db")
		errs := make([]error, 8)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { errs[i] = boltkv.Create(path) })
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			switch {
			case err == nil:
				won++
			case !errors.Is(err, fs.ErrExist):
				t.Errorf("a loser got %v, want fs.ErrExist", err)
			}
		}
		if won != 1 {
			t.Errorf("%d of %d have created the store", won, len(errs))
		}
		only(t, dir, "latchkey.db")
		s, err := boltkv.Open(path, boltkv.Options{})
		if err != nil {
			t.Fatal(err)
		}
		s.Close()
	}
}

func only(t *testing.T, dir, want string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 || entries[0].Name() != want {
		t.Errorf("the folder holds %v, want only %s", entries, want)
	}
}
