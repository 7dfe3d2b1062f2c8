//go:build linux || darwin

package app

import (
	"net"
	"path/filepath"
	"testing"
)

func TestSocketAdmitsTheOwnerAndRootAlone(t *testing.T) {
	for _, c := range []struct {
		uid, own int
		want     bool
	}{{1000, 1000, true}, {0, 1000, true}, {1001, 1000, false}, {1000, 0, false}, {-1, 1000, false}, {-1, 0, false}} {
		if got := admit(c.uid, c.own); got != c.want {
			t.Errorf("user %d at the socket of user %d: admitted %v, want %v", c.uid, c.own, got, c.want)
		}
	}
}

// The root of a machine asks the core of a service's user; nobody sends a
// password to whoever was quick enough to make a socket of that name.
func TestCommandsSpeakToTheOwnersCoreAlone(t *testing.T) {
	for _, c := range []struct {
		uid, own, owner int
		want            bool
	}{{1000, 1000, 1000, true}, {999, 0, 999, true}, {0, 1000, 1000, true}, {1001, 1000, 1000, false}, {1001, 0, 999, false}, {-1, 1000, -1, false}} {
		if got := admit(c.uid, c.own, c.owner); got != c.want {
			t.Errorf("the socket of user %d for user %d and a folder of user %d: taken for the core %v, want %v", c.uid, c.own, c.owner, got, c.want)
		}
	}
	dir := t.TempDir()
	path := filepath.Join(dir, socketName)
	ln, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	go accept(ln)
	conn, err := dialOwn(t.Context(), dir, path)
	if err != nil {
		t.Fatalf("our own socket: %v", err)
	}
	conn.Close()
	near, far := net.Pipe()
	defer far.Close()
	if isCore(near, dir) {
		t.Error("who is at the other end is not known, and is taken for the core")
	}
	near.Close()
}
