package seal_test

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/kv"
	"latchkey/backend/kv/seal"
)

// loaded is what Load gives, and fails the test where an entry comes twice.
func loaded(t *testing.T, s kv.Loader, prefixes ...string) (map[string]string, int64, error) {
	t.Helper()
	var mu sync.Mutex
	got := map[string]string{}
	revision, err := s.Load(t.Context(), prefixes, func(entries []kv.Entry) error {
		mu.Lock()
		defer mu.Unlock()
		for _, e := range entries {
			if _, twice := got[e.Key]; twice {
				t.Errorf("%q was given twice", e.Key)
			}
			got[e.Key] = fmt.Sprintf("%s@%d", e.Value, e.Revision)
		}
		return nil
	})
	return got, revision, err
}

func TestLoadGivesWhatScanGives(t *testing.T) {
	s := create(t)
	var last int64
	for i := range 120 {
		var ops []kv.Op
		for j := range 50 {
			ops = append(ops, kv.Put(fmt.Sprintf("%c/%03d/%02d", 'a'+j%5, i, j), fmt.Append(nil, i*j), kv.Absent))
		}
		last = commit(t, s, ops...)
	}
	for _, prefixes := range [][]string{{""}, {"a/", "c/"}, {"e/", "a/", "a/1", "a/"}, {"zzz/"}, {"\x00"}, {}} {
		want := map[string]string{}
		for _, p := range prefixes {
			page, err := s.Scan(t.Context(), p, "", 100_000, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range page.Entries {
				want[e.Key] = fmt.Sprintf("%s@%d", e.Value, e.Revision)
			}
		}
		got, revision, err := loaded(t, s, prefixes...)
		if err != nil || len(want) > 0 && revision != last {
			t.Fatalf("%q: revision %d, %v; want %d", prefixes, revision, err, last)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-scan +load):\n%s", prefixes, diff)
		}
	}
}

func TestLoadEndsWithTheErrorOfItsReader(t *testing.T) {
	s := create(t)
	for i := range 10_000 / kv.MaxOps {
		var ops []kv.Op
		for j := range kv.MaxOps {
			ops = append(ops, kv.Put(fmt.Sprintf("k/%d/%d", i, j), nil, kv.Absent))
		}
		commit(t, s, ops...)
	}
	enough := errors.New("enough")
	if _, err := s.Load(t.Context(), []string{""}, func([]kv.Entry) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("%v, want the reader's own error", err)
	}
}

func TestLoadRefusesADamagedRecord(t *testing.T) {
	s := create(t)
	commit(t, s, kv.Put("user/alice", []byte("admin"), kv.Absent), kv.Put("user/bob", nil, kv.Absent))
	record := bytes.Clone(raw(t, s.inner, "user/alice"))
	record[len(record)-1] ^= 1
	commit(t, s.inner, kv.Put("user/alice", record, kv.Anything))
	if _, _, err := loaded(t, s, "user/"); !errors.Is(err, seal.ErrDamaged) {
		t.Errorf("%v, want ErrDamaged", err)
	}
}
