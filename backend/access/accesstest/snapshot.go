package accesstest

import (
	"testing"

	"latchkey/backend/access"
)

// Copy copies the folder of a core, as a backup does, and gives the copy's.
func (c *Core) Copy() string {
	c.t.Helper()
	c.close()
	dir := c.t.TempDir()
	copyFolder(c.t, dir, c.Dir)
	c.open()
	return dir
}

// Snapshot reads the state of a folder that nobody serves. Its store is open
// until the test ends, or until done is called.
func Snapshot(t testing.TB, dir string, opts Options) (s *access.Snapshot, done func()) {
	t.Helper()
	c := &Core{Dir: dir, t: t, opts: opts}
	c.openStore()
	s, err := access.ReadSnapshot(t.Context(), c.config())
	if err != nil {
		t.Fatal(err)
	}
	closed := false
	done = func() {
		if !closed {
			closed = true
			if err := c.store.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	t.Cleanup(done)
	return s, done
}

// At opens a core over a folder that is there; it is closed when the test ends.
func At(t testing.TB, dir string, opts Options) *Core {
	t.Helper()
	c := &Core{Dir: dir, t: t, opts: opts}
	c.open()
	t.Cleanup(c.close)
	return c
}
