package kv_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"latchkey/backend/kv"
)

func TestCheckHoldsTheLimits(t *testing.T) {
	ops := func(n int) (list []kv.Op) {
		for i := range n {
			list = append(list, kv.Delete(fmt.Sprint(i), kv.Anything))
		}
		return list
	}
	sized := func(total int) (list []kv.Op) {
		for i := 0; total > 0; i++ {
			n := min(total-1, kv.MaxValueSize)
			list = append(list, kv.Put(string(rune('a'+i)), make([]byte, n), kv.Anything))
			total -= n + 1
		}
		return list
	}
	value := func(n int) []kv.Op { return []kv.Op{kv.Put("k", make([]byte, n), kv.Anything)} }
	for _, c := range []struct {
		name                string
		ops                 []kv.Op
		forCaller, forStore bool // whether it passes without and with the spare room
	}{
		{"as many ops as a caller may", ops(kv.MaxOps), true, true},
		{"an op more", ops(kv.MaxOps + 1), false, true},
		{"as many ops as an engine takes", ops(kv.MaxOps + kv.SpareOps), false, true},
		{"an op more than that", ops(kv.MaxOps + kv.SpareOps + 1), false, false},
		{"as many bytes as a caller may", sized(kv.MaxCommitSize), true, true},
		{"a byte more", sized(kv.MaxCommitSize + 1), false, true},
		{"as many bytes as an engine takes", sized(kv.MaxCommitSize + kv.SpareCommitSize), false, true},
		{"a byte more than that", sized(kv.MaxCommitSize + kv.SpareCommitSize + 1), false, false},
		{"as long a value as a caller may", value(kv.MaxValueSize), true, true},
		{"a longer one", value(kv.MaxValueSize + 1), false, true},
		{"as long a value as an engine takes", value(kv.MaxValueSize + kv.SpareValueSize), false, true},
		{"a longer one than that", value(kv.MaxValueSize + kv.SpareValueSize + 1), false, false},
		{"as long a key as may be", []kv.Op{kv.Put(strings.Repeat("k", kv.MaxKeySize), nil, kv.Absent)}, true, true},
		{"a longer one than may be", []kv.Op{kv.Put(strings.Repeat("k", kv.MaxKeySize+1), nil, kv.Absent)}, false, false},
	} {
		for spare, passes := range map[bool]bool{false: c.forCaller, true: c.forStore} {
			err := kv.Check(c.ops, spare)
			if passes != (err == nil) || !passes && !errors.Is(err, kv.ErrTooLarge) {
				t.Errorf("%s (spare room: %v): %v, want it to pass: %v", c.name, spare, err, passes)
			}
		}
	}
}

func TestConflictSaysWhichKeys(t *testing.T) {
	var err error = &kv.ConflictError{Keys: []string{"user/1", "user/2"}, Revision: 7}
	if !errors.Is(err, kv.ErrConflict) || errors.Is(err, kv.ErrClosed) {
		t.Error("a conflict is not ErrConflict, or is more than that")
	}
	if !strings.Contains(err.Error(), "user/1, user/2") {
		t.Errorf("%q does not name the keys", err)
	}
}
