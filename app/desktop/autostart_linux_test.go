package desktop

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"latchkey/frontend"
)

// TestAutostartEntryNamesTheProgramAndItsFolder reads the line the way the
// Desktop Entry Specification says; the window's test lets a desktop's own
// library carry one out.
func TestAutostartEntryNamesTheProgramAndItsFolder(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	data := `/home/a b/da"ta $HOME %u \n` + "`"
	a := newAutostart(data, func() (string, error) { return "/opt/a program/latchkey", nil }, newWords(frontend.WindowTexts(), "de"))
	if on, err := a.On(); on || err != nil {
		t.Fatalf("before: %v, %v", on, err)
	}
	if err := a.Set(true); err != nil {
		t.Fatal(err)
	}
	if on, err := a.On(); !on || err != nil {
		t.Fatalf("after: %v, %v", on, err)
	}
	entry := a.(*autostart).file
	text, err := os.ReadFile(entry)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "\nComment=Bedient die Anmeldungen von Latchkey\n") {
		t.Errorf("it is not in the user's language:\n%s", text)
	}
	_, line, _ := strings.Cut(string(text), "\nExec=")
	line, _, _ = strings.Cut(line, "\n")
	want := []string{"/opt/a program/latchkey", "serve", "--detached", "--data", data}
	if diff := cmp.Diff(want, readExec(line)); diff != "" {
		t.Error(diff)
	}
	if err := os.WriteFile(entry, []byte("[Desktop Entry]\nHidden=true\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if on, err := a.On(); on || err != nil {
		t.Errorf("switched off by the desktop: %v, %v", on, err)
	}
	for range 2 {
		if err := a.Set(false); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(entry); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("still there: %v", err)
	}
}

// readExec undoes the escapes of a string, then the quotes of arguments.
func readExec(line string) []string {
	line = strings.NewReplacer(`\\`, `\`, `\s`, " ", `\n`, "\n", `\t`, "\t", `\r`, "\r").Replace(line)
	var args []string
	var arg strings.Builder
	quoted := false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\' && quoted:
			i++
			arg.WriteByte(line[i])
		case c == '%':
			i++
			arg.WriteByte(line[i])
		case c == '"':
			if quoted {
				args = append(args, arg.String())
				arg.Reset()
			}
			quoted = !quoted
		case quoted:
			arg.WriteByte(c)
		}
	}
	return args
}

func TestSwitchIsShownAndTurned(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	c := startCore(t, nil)
	_, h := able(t, c, Abilities{Version: "1.2.3", Autostart: newAutostart(t.TempDir(), func() (string, error) { return "/usr/bin/latchkey", nil }, newWords(frontend.WindowTexts()))})
	for _, on := range []string{"true", "false"} {
		res := ask(h, "PUT", "/window/autostart", strings.NewReader(`{"on":`+on+`}`))
		var s windowState
		if err := json.Unmarshal([]byte(text(t, res)), &s); err != nil || s.Version != "1.2.3" || s.Autostart == nil || *s.Autostart != (on == "true") {
			t.Errorf("%s: %+v, %v", on, s, err)
		}
	}
	_, h = able(t, c, Abilities{})
	if res := ask(h, "PUT", "/window/autostart", strings.NewReader(`{"on":true}`)); res.StatusCode != 404 {
		t.Errorf("a desktop without: %d", res.StatusCode)
	}
}
