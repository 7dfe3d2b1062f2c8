//go:build linux || darwin

package app

import "testing"

func TestSocketAdmitsTheOwnerAndRootAlone(t *testing.T) {
	for _, c := range []struct {
		uid, own int
		want     bool
	}{{1000, 1000, true}, {0, 1000, true}, {1001, 1000, false}, {1000, 0, false}, {-1, 1000, false}, {-1, 0, false}} {
		if _, got := admit(c.uid, c.own); got != c.want {
			t.Errorf("user %d at the socket of user %d: admitted %v, want %v", c.uid, c.own, got, c.want)
		}
	}
}
