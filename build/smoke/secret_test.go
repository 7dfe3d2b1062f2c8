//go:build smoke

package smoke

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// TestSecretIsNowhereButInItsDialog makes a key in the window, looks at its secret,
// leaves it, and then looks for it everywhere.
func TestSecretIsNowhereButInItsDialog(t *testing.T) {
	s, d := openScreen(t), openDesk(t)
	home := newHome(t, s, d)
	w := home.open()
	s.focus("Latchkey") // not before it is there to be clicked
	home.press("Create key")
	home.press("Reveal: Secret") // for this test, which has to know what to look for
	var secret string
	home.sees("the secret", func(r report) bool {
		secret = secretIn(r.Text)
		return secret != ""
	})
	if r := home.report(); !slices.Contains(r.Secrets, secret) || slices.Contains(r.Answered, secret) {
		t.Fatalf("where it is shown, the page has it: %v; answers to GET have it: %v", slices.Contains(r.Secrets, secret), slices.Contains(r.Answered, secret))
	}
	home.press("Copy: Secret")
	home.press("Copy: Password") // or it asks before it lets go of them
	home.press("Go to portal")
	home.sees("the portal", func(r report) bool { return r.link("Access keys") != nil })

	nowhere := func(where string) {
		t.Helper()
		r := home.report()
		if slices.Contains(r.Secrets, secret) || strings.Contains(r.Text, secret) {
			t.Errorf("%s: the page or what it keeps has the secret", where)
		}
		if slices.Contains(r.Answered, secret) {
			t.Errorf("%s: an answer of the core has the secret", where)
		}
		if len(r.Errors) > 0 {
			t.Errorf("%s: %q", where, r.Errors)
		}
	}
	for _, page := range []string{"Overview", "Audit log", "Usage", "Inspector", "Access keys"} {
		home.press(page)
		home.sees(page, func(r report) bool { return r.Heading == page })
		nowhere(page)
	}
	home.sees("its row", func(r report) bool { return strings.Contains(r.Text, "My first key") })
	s.click(400, find(home.report().Buttons, "Actions for My first key").Y) // its row
	home.sees("its details", func(r report) bool { return len(r.Layers) > 0 && strings.Contains(r.Route, "/keys/") })
	nowhere("its details")
	for _, args := range [][]string{{"key", "list"}, {"key", "show", "My first key"}, {"user", "list"}, {"audit", "list"}, {"status"}} {
		if strings.Contains(home.run(append(args, "--json")...), secret) {
			t.Errorf("latchkey %s says the secret", strings.Join(args, " "))
		}
	}
	home.quit(w)
	home.holds(t, secret, map[string][]byte{"what the window wrote": w.log.Bytes()})
}

// secretIn is the first word of a text that is as long as a secret; access keys are
// shorter, tokens longer.
func secretIn(text string) string {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !isSecretRune(r) }) {
		if len(word) == 48 {
			return word
		}
	}
	return ""
}

func isSecretRune(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_' || r == '-'
}

// holds looks for a secret where nothing of it may be, in the forms that
// programs keep texts in.
func (h *home) holds(t *testing.T, secret string, logs map[string][]byte) {
	t.Helper()
	if err := os.Remove(h.reportFile); err != nil { // the page as this test saw it
		t.Fatal(err)
	}
	forms := map[string][]byte{
		"as it is":  []byte(secret),
		"in UTF-16": utf16le(secret), // as WebKit keeps local storage
		"in hex":    []byte(hex.EncodeToString([]byte(secret))),
		"in base64": []byte(base64.StdEncoding.EncodeToString([]byte(secret))),
	}
	look := func(where string, text []byte) {
		for how, form := range forms {
			if bytes.Contains(text, form) {
				t.Errorf("%s holds the secret %s", where, how)
			}
		}
	}
	for where, text := range logs {
		look(where, text)
	}
	files := 0
	for _, root := range []string{h.dir, h.runtime} {
		err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if err != nil || !e.Type().IsRegular() {
				return err
			}
			files++
			text, err := os.ReadFile(path)
			look(path, text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Join(h.data, "latchkey.db")); err != nil {
		t.Error(err) // or it looked in the wrong place
	}
	t.Logf("looked into %d files", files)
}

func utf16le(text string) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		out = binary.LittleEndian.AppendUint16(out, unit)
	}
	return out
}
