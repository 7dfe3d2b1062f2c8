package token

import (
	"fmt"
	"testing"
)

func TestTwiceKeepsNoMoreThanItHasPlaces(t *testing.T) {
	c := twice[int]{size: 8}
	for i := 1; i <= 1000; i++ {
		hash, text := uint64(i), fmt.Sprint(i)
		for come := range 2 {
			if got := c.again(hash); got != (come == 1) {
				t.Fatalf("text %d came %d times before: again is %v", i, come, got)
			}
		}
		c.keep(hash, text, i)
		if v := c.find(hash, func(kept string) bool { return kept == text }); v == nil || *v != i {
			t.Fatalf("text %d is not found", i)
		}
		if v := c.find(hash, func(kept string) bool { return kept == "another of this hash" }); v != nil {
			t.Fatalf("another text of the hash %d is found", i)
		}
	}
	kept := 0
	for i := 1; i <= 1000; i++ {
		if c.find(uint64(i), func(string) bool { return true }) != nil {
			kept++
		}
	}
	if kept != 8 {
		t.Errorf("%d of 1000 are kept, there are 8 places", kept)
	}
}
