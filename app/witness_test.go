package app

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/zalando/go-keyring"
)

// cli runs a command in this process, where the keychain is the library's own
// in memory.
func cli(t *testing.T, dir, stdin string, args ...string) (out string, code int) {
	t.Helper()
	var text bytes.Buffer
	p := &program{
		stdin: strings.NewReader(stdin), stdout: &text, stderr: &text, now: time.Now,
		lookupEnv: func(string) (string, bool) { return "", false },
	}
	code = p.run(t.Context(), p.rootCommand(), append([]string{"--data", dir}, args...))
	return text.String(), code
}

// expect runs a command and wants its code and each of the texts.
func expect(t *testing.T, dir string, code int, command string, texts ...string) {
	t.Helper()
	expectOf(t, dir, "", code, command, texts...)
}

func expectOf(t *testing.T, dir, stdin string, code int, command string, texts ...string) {
	t.Helper()
	out, got := cli(t, dir, stdin, strings.Fields(command)...)
	if got != code {
		t.Fatalf("latchkey %s ended with %d, want %d: %s", command, got, code, out)
	}
	for _, text := range texts {
		if !strings.Contains(out, text) {
			t.Errorf("latchkey %s does not say %q: %s", command, text, out)
		}
	}
}

// putBack puts the files of a copy of the folder in their place.
func putBack(t *testing.T, dir, copied string) {
	t.Helper()
	for _, name := range []string{storeName, anchorName} {
		text, err := os.ReadFile(filepath.Join(copied, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// keptInKeychain is a folder whose key is in the keychain, an older copy of it,
// and a backup.
func keptInKeychain(t *testing.T) (dir, copied, backup string) {
	t.Helper()
	keyring.MockInit()
	dir, copied = closedFolder(t), t.TempDir()
	backup = filepath.Join(t.TempDir(), "a.backup")
	expect(t, dir, 0, "account add Acme")
	expect(t, dir, 0, "doctor", "an older copy of the whole folder is not", "store source keychain")
	expect(t, dir, 0, "check", "an older copy of the whole folder would not be noticed")
	expect(t, dir, 0, "store source keychain", "this system's keychain", "latchkey store rekey")
	expect(t, dir, 0, "backup "+backup)
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	expect(t, dir, 0, "account add Later")
	expect(t, dir, 0, "doctor", "and so is an older copy of the whole folder")
	expect(t, dir, 0, "check", "an older copy of the whole folder would be noticed")
	return dir, copied, backup
}

const noticed = "an earlier copy of the whole folder was put in its place"

func TestFolderThatWasRolledBackIsRefusedByName(t *testing.T) {
	dir, copied, _ := keptInKeychain(t)
	putBack(t, dir, copied)
	expect(t, dir, 1, "account list", noticed, "keychain at", "restore FILE --accept-older")
	expect(t, dir, 1, "doctor", noticed)
	expect(t, dir, 1, "check", noticed)
	expect(t, dir, 1, "serve --listen 127.0.0.1:"+freePort(), noticed)
	expect(t, dir, 0, "check --adopt", "this is the newest copy")
	expect(t, dir, 0, "account list", "Acme")
	putBack(t, dir, copied)
	expect(t, dir, 1, "account list", noticed)
}

func TestFolderThatWasRolledBackIsRestored(t *testing.T) {
	dir, copied, backup := keptInKeychain(t)
	expect(t, dir, 0, "restore "+backup+" --yes", "The backup is restored.")
	expect(t, dir, 0, "account list", "Acme")
	putBack(t, dir, copied)
	expect(t, dir, 1, "restore "+backup+" --yes", noticed, "--accept-older")
	expect(t, dir, 0, "restore "+backup+" --yes --accept-older", "The backup is restored.")
	expect(t, dir, 0, "account list", "Acme")
	expect(t, dir, 0, "check", "an older copy of the whole folder would be noticed")
	expect(t, dir, 0, "store compact")
	expect(t, dir, 0, "account list", "Acme")
}

// What the keychain knew is gone with the key; nothing holds it against the
// store when the key comes back.
func TestKeychainForgetsAStoreThatLeavesIt(t *testing.T) {
	dir, copied, _ := keptInKeychain(t)
	expect(t, dir, 0, "store source file", "master.key")
	expect(t, dir, 0, "doctor", "an older copy of the whole folder is not")
	putBack(t, dir, copied)
	expect(t, dir, 1, "account list", "the keychain of this system does not give the key")
}

func TestStoreOpensByAnotherKeyWhereTheKeychainIsGone(t *testing.T) {
	dir, copied, _ := keptInKeychain(t)
	out, _ := cli(t, dir, "", "store", "recovery-key")
	recovery, _, _ := strings.Cut(out, "\n")
	keyring.MockInitWithError(os.ErrPermission)
	expect(t, dir, 1, "doctor", "the keychain of this system does not give the key")
	expectOf(t, dir, recovery, 0, "check --unlock-stdin", "an older copy of the whole folder would not be noticed")
	expectOf(t, dir, recovery, 0, "store source file --unlock-stdin", "master.key")
	expect(t, dir, 0, "account list", "Later")
	putBack(t, dir, copied)
	expect(t, dir, 1, "account list", "the keychain of this system does not give the key")
}
