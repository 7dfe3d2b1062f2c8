//go:build unix

package app

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// Whatever is wrong with a file that the program is given: the error says which
// file and what it found, that nothing was done to it, and what to do next; and
// the file is left as it was found.
func TestEveryBadFileIsNamedAndLeftAsItIs(t *testing.T) {
	t.Parallel()
	good, other := badInputFolder(t, "Acme"), badInputFolder(t, "Other")
	next := regexp.MustCompile(`latchkey (--data \S+ )?(restore|check|store|serve|backup)|chmod \d+|--data DIR|LATCHKEY_MASTER_KEY_FILE|run the latchkey that wrote it|move it away|put the file itself in its place|use another backup|with the latchkey that wrote it`)
	safe := regexp.MustCompile(`left as it is|nothing was changed|stays as it is`)
	about := map[string]string{"latchkey.db": `latchkey\.db|the store is older than its anchor`, "latchkey.anchor": `latchkey\.anchor`, "master.key": `master\.key`, "backup": `backup`}
	for _, file := range []struct {
		name string
		// args are the commands that read it.
		args [][]string
		// flipped is one that matters with a bit flipped.
		flipped func(content []byte)
		// newer makes it one of a newer version; nil where it has none.
		newer [2]string
	}{
		{"latchkey.db", [][]string{{"account", "list"}, {"serve", "--listen", "127.0.0.1:" + freePort()}, {"check"}}, flip(20), [2]string{"format\x00\x00\x00\x01", "format\x00\x00\x00\x02"}},
		{"latchkey.anchor", [][]string{{"account", "list"}, {"check"}}, flip(-10), [2]string{`"version":1`, `"version":2`}},
		{"master.key", [][]string{{"account", "list"}, {"check"}}, flip(5), [2]string{}},
		{"backup", [][]string{{"restore", "backup", "--yes"}, {"restore", "backup", "--dry-run"}}, flipName, [2]string{"format\x00\x00\x00\x01", "format\x00\x00\x00\x02"}},
	} {
		content, err := os.ReadFile(filepath.Join(good, file.name))
		if err != nil {
			t.Fatal(err)
		}
		foreign, err := os.ReadFile(filepath.Join(other, file.name))
		if err != nil {
			t.Fatal(err)
		}
		flipped := bytes.Clone(content)
		file.flipped(flipped)
		write := func(content []byte, mode os.FileMode) func(string) error {
			return func(path string) error {
				return errors.Join(os.WriteFile(path, content, 0o600), os.Chmod(path, mode))
			}
		}
		kinds := map[string]func(path string) error{
			"empty":     write(nil, 0o600),
			"truncated": write(content[:len(content)/2], 0o600),
			"a text":    write([]byte("Dear diary, this is something else.\n"), 0o600),
			"another's": write(foreign, 0o600),
			"flipped":   write(flipped, 0o600),
		}
		if file.newer[0] != "" {
			kinds["newer"] = write(bytes.ReplaceAll(content, []byte(file.newer[0]), []byte(file.newer[1])), 0o600)
		}
		if file.name != "backup" { // which may lie anywhere, and is only read
			kinds["open to others"] = write(content, 0o644)
			kinds["a folder"] = func(path string) error { return os.Mkdir(path, 0o700) }
			kinds["a link"] = func(path string) error { return os.Symlink(filepath.Join(good, file.name), path) }
			kinds["a pipe"] = func(path string) error { return syscall.Mkfifo(path, 0o600) }
		}
		for kind, make := range kinds {
			dir := copyFiles(t, good)
			path := filepath.Join(dir, file.name)
			if err := errors.Join(os.Remove(path), make(path)); err != nil {
				t.Fatal(err)
			}
			was := stateOf(t, path)
			for _, args := range file.args {
				cmd := exec.Command("latchkey", append(args, "--data", dir)...)
				cmd.Dir = dir
				var stdout, stderr bytes.Buffer
				cmd.Stdout, cmd.Stderr = &stdout, &stderr
				err := cmd.Run()
				said := stdout.String() + stderr.String()
				complain := func(format string, a ...any) {
					t.Errorf("%s that is %s, latchkey %s: "+format+":\n%s", append(append([]any{file.name, kind, args[0]}, a...), said)...)
				}
				if cmd.ProcessState.ExitCode() != 1 {
					complain("it ended with %v", err)
					continue
				}
				if !strings.Contains(stderr.String(), "latchkey: error: ") || strings.Contains(said, "panic") {
					complain("there is no error")
				}
				if !regexp.MustCompile(about[file.name]).MatchString(said) {
					complain("it does not say which file")
				}
				if !safe.MatchString(said) {
					complain("it does not say that the file is as it was")
				}
				if !next.MatchString(said) {
					complain("it does not say what to do next")
				}
				if now := stateOf(t, path); now != was {
					complain("the file is not as it was")
				}
			}
		}
	}
}

// flip flips a bit of the byte at a place, counted from the end where it is
// negative.
func flip(at int) func([]byte) {
	return func(content []byte) { content[(at+len(content))%len(content)] ^= 1 }
}

// flipName flips one in the key of an account, wherever it stands: pages that are
// free hold it as well.
func flipName(content []byte) {
	const name = "account/"
	for at := 0; ; at += len(name) {
		next := bytes.Index(content[at:], []byte(name))
		if next < 0 {
			return
		}
		at += next
		content[at+len(name)-2] ^= 1
	}
}

// badInputFolder is a data folder with a store and a backup of it.
func badInputFolder(t *testing.T, account string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	for _, args := range [][]string{{"account", "add", account}, {"account", "add", "Second"}, {"backup", filepath.Join(dir, "backup")}} {
		if out, err := exec.Command("latchkey", append(args, "--data", dir)...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	return dir
}

func copyFiles(t *testing.T, from string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"latchkey.db", "latchkey.anchor", "master.key", "backup", "latchkey.db.ballast"} {
		if err := os.Chmod(filepath.Join(dir, name), 0o600); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
	return dir
}

// stateOf is what a file is: its kind, mode and content.
func stateOf(t *testing.T, path string) string {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	state := info.Mode().String()
	if info.Mode().IsRegular() {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		state += string(content)
	}
	return state
}
