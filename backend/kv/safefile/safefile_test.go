package safefile_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"latchkey/backend/kv/safefile"
)

func TestOneOfManyWritersWins(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	errs := make([]error, 20)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			errs[i] = safefile.WriteNew(path, fmt.Append(nil, i))
			// Whoever won, the file is whole from the moment it is there.
			if content, err := os.ReadFile(path); err != nil || len(content) == 0 {
				t.Errorf("after writing or losing, the file holds %q, %v", content, err)
			}
		})
	}
	wg.Wait()
	winner := ""
	for i, err := range errs {
		switch {
		case err == nil && winner == "":
			winner = fmt.Sprint(i)
		case !errors.Is(err, fs.ErrExist):
			t.Errorf("writer %d: %v, want fs.ErrExist after %q has won", i, err, winner)
		}
	}
	if content, _ := os.ReadFile(path); string(content) != winner {
		t.Errorf("the file holds %q, %q was told that it won", content, winner)
	}
	if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 1 {
		t.Errorf("left in the folder: %v", entries)
	}
}

func TestOpenGivesTheFileItChecked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	if err := safefile.WriteNew(path, []byte("content")); err != nil {
		t.Fatal(err)
	}
	for _, writable := range []bool{false, true} {
		file, err := safefile.Open(path, writable)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.WriteString("content"); writable != (err == nil) {
			t.Errorf("opened with writable %v, writing gives %v", writable, err)
		}
		file.Close()
	}
}

func TestErrorsNameThePathOnceAndKeepTheCause(t *testing.T) {
	path := filepath.Join(t.TempDir(), "absent")
	for name, err := range map[string]error{
		"open":      func() error { _, err := safefile.Open(path, false); return err }(),
		"write":     safefile.WriteNew(filepath.Join(path, "below"), nil),
		"path":      safefile.Refuse(path, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}),
		"link":      safefile.Refuse(path, &os.LinkError{Op: "link", Old: path, New: path, Err: fs.ErrNotExist}),
		"a refusal": safefile.Refuse("another", safefile.Refuse(path, fs.ErrNotExist)),
	} {
		var named *safefile.Error
		if !errors.As(err, &named) || !errors.Is(err, fs.ErrNotExist) || strings.Count(err.Error(), path) != 1 {
			t.Errorf("%s: %v", name, err)
		}
	}
	denied := safefile.Refuse(path, &fs.PathError{Op: "open", Path: path, Err: fs.ErrPermission})
	if !errors.Is(denied, safefile.ErrDenied) || !errors.Is(denied, fs.ErrPermission) {
		t.Errorf("%v is not ErrDenied", denied)
	}
}

func TestQuotedPathsAreOneWordOfAShell(t *testing.T) {
	if runtime.GOOS == "windows" {
		return
	}
	for path, plain := range map[string]bool{
		"/var/lib/latchkey/latchkey.db": true, "/home/jürgen/x.db": true, "C": true,
		"/a b/c": false, "/it's/here": false, "/$HOME": false, "": false, "~/x": false, `back\slash`: false, "/a*": false, "/a;rm": false, "/a\nb": false,
	} {
		quoted := safefile.Quote(path)
		if plain != (quoted == path) {
			t.Errorf("%q is written %s", path, quoted)
		}
		if out, err := exec.Command("sh", "-c", "printf %s "+quoted).Output(); err != nil || string(out) != path {
			t.Errorf("a shell reads %s as %q, %v", quoted, out, err)
		}
	}
}
