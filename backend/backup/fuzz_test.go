package backup

import (
	"path/filepath"
	"testing"
	"time"
)

// FuzzPath wants one name a backup, and no name that leads out of the folder.
func FuzzPath(f *testing.F) {
	f.Add(Name(time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC), false))
	f.Add(Name(time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC), true))
	f.Add("latchkey-2026-11-25T03-00-00.5Z.backup")
	f.Add("latchkey-../2026-11-25T03-00-00Z.backup")
	f.Fuzz(func(t *testing.T, name string) {
		at, manual, ok := Parse(name)
		path, named := Path("backups", name)
		if ok != named {
			t.Fatalf("%q is a name, and is not", name)
		}
		if ok && (Name(at, manual) != name || filepath.Dir(path) != "backups" || filepath.Base(path) != name) {
			t.Fatalf("%q is taken for %q, at %q", name, Name(at, manual), path)
		}
	})
}
