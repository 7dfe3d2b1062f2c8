package boltkv_test

import (
	"bytes"
	"fmt"
	"os"
	"testing"

	"latchkey/backend/kv"
	"latchkey/backend/kv/boltkv"
)

// resident is how much memory of mapped files the process has, in bytes.
func resident(t *testing.T) (n int) {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, line, _ := bytes.Cut(status, []byte("RssFile:"))
	if _, err := fmt.Sscanf(string(line), "%d kB", &n); err != nil {
		t.Fatal(err)
	}
	return n << 10
}

func TestDroppedPagesAreNotResidentAndReadable(t *testing.T) {
	const size = 16 << 20
	s := open(t, t.TempDir()).(*boltkv.Store)
	defer s.Close()
	value := bytes.Repeat([]byte("v"), kv.MaxValueSize)
	for i := range size / kv.MaxValueSize {
		if _, err := s.Commit(t.Context(), []kv.Op{kv.Put(fmt.Sprintf("k/%03d", i), value, kv.Absent)}); err != nil {
			t.Fatal(err)
		}
	}
	scan := func() {
		page, err := s.Scan(t.Context(), "", "", 1000, 0)
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Entries) != size/kv.MaxValueSize || !bytes.Equal(page.Entries[7].Value, value) {
			t.Fatalf("%d entries, or a wrong one", len(page.Entries))
		}
	}
	scan()
	full := resident(t)
	if err := s.DropPages(); err != nil {
		t.Fatal(err)
	}
	if left := resident(t); full-left < size/2 {
		t.Errorf("%d bytes were mapped before, %d are after", full, left)
	}
	scan()
}
