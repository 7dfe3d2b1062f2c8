package desktop

import (
	"context"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"latchkey/frontend"
)

func TestWindowSaysWhatAnotherLanguageLacksInEnglish(t *testing.T) {
	files := fstest.MapFS{
		"window.en.json":    {Data: []byte(`{"a":"Save {{name}}","b":"Cancel","n_one":"{{count}} key","n_other":"{{count}} keys"}`)},
		"window.pl.json":    {Data: []byte(`{"a":"Zapisz {{name}}","n_one":"{{count}} klucz","n_few":"{{count}} klucze","n_many":"{{count}} kluczy"}`)},
		"window.pt-BR.json": {Data: []byte(`{"b":"Anular"}`)},
		"window.eo.json":    {Data: []byte(`{"b":`)},
	}
	for _, c := range []struct {
		wanted []string
		want   string
	}{
		{nil, "Save {{name}} of ada, Cancel, 1 key, 3 keys, 5 keys"},
		{[]string{"pl"}, "Zapisz {{name}} of ada, Cancel, 1 klucz, 3 klucze, 5 kluczy"},
		{[]string{"pl-PL", "en"}, "Zapisz {{name}} of ada, Cancel, 1 klucz, 3 klucze, 5 kluczy"},
		{[]string{"fr", "pt-BR"}, "Save {{name}} of ada, Anular, 1 key, 3 keys, 5 keys"},
		{[]string{"pt"}, "Save {{name}} of ada, Cancel, 1 key, 3 keys, 5 keys"},
		{[]string{"eo"}, "Save {{name}} of ada, Cancel, 1 key, 3 keys, 5 keys"}, // its file is damaged
		{[]string{"../window.pl", "pseudo"}, "Save {{name}} of ada, Cancel, 1 key, 3 keys, 5 keys"},
	} {
		w := newWords(files, c.wanted...)
		// What it is filled in with is nobody's text: not even a {{name}}.
		got := w.say("a", "name", "{{name}} of ada") + ", " + w.say("b") + ", " + w.count("n", 1) + ", " + w.count("n", 3) + ", " + w.count("n", 5)
		if got != c.want {
			t.Errorf("%v: %q, want %q", c.wanted, got, c.want)
		}
	}
}

func TestNoticesAreRightInGerman(t *testing.T) {
	w := newWords(frontend.WindowTexts(), "de-AT")
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.Local)
	n := &notifier{words: w, now: func() time.Time { return now }}
	var said []string
	n.send = func(_, title, body string) error {
		said = append(said, title+" | "+body)
		return nil
	}
	at := func(d time.Duration) *time.Time { end := now.Add(d); return &end }
	one := []expiringKey{{Name: "heute", Expires: at(3 * time.Hour)}, {Name: "morgen", Expires: at(30 * time.Hour)}, {Name: "bald", Expires: at(3 * day)}}
	if _, err := n.speak(one); err != nil {
		t.Fatal(err)
	}
	if _, err := n.speak(append(one, expiringKey{Name: "im März", Expires: at(100 * day)})); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"heute läuft innerhalb eines Tages ab | Anmeldungen damit schlagen ab 26. Nov. 2026, 15:00 fehl.",
		"morgen läuft in 1 Tag ab | Anmeldungen damit schlagen ab 27. Nov. 2026, 18:00 fehl.",
		"bald läuft in 3 Tagen ab | Anmeldungen damit schlagen ab 29. Nov. 2026, 12:00 fehl.",
		"4 Zugriffsschlüssel laufen bald ab | Der erste davon, heute, am 26. Nov. 2026, 15:00.",
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}
}

// pseudo is every text of the window, marked.
func pseudo(t *testing.T) fs.FS {
	t.Helper()
	text, err := fs.ReadFile(frontend.WindowTexts(), "window.en.json")
	texts := map[string]string{}
	if err == nil {
		err = json.Unmarshal(text, &texts)
	}
	if err != nil {
		t.Fatal(err)
	}
	for key, text := range texts {
		if key != "months" && key != "moment" {
			texts[key] = "[" + text + "]"
		}
	}
	marked, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{"window.en.json": {Data: marked}}
}

func TestNoticeHasNoTextOfItsOwn(t *testing.T) {
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.Local)
	n := &notifier{words: newWords(pseudo(t)), known: recall(""), now: func() time.Time { return now }, logger: slog.New(slog.DiscardHandler)}
	keys := `{"items":[]}`
	n.ask = func(context.Context, string) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(keys))}, nil
	}
	said := 0
	n.send = func(_, title, body string) error {
		for _, text := range []string{title, body} {
			if said++; !strings.HasPrefix(text, "[") || !strings.HasSuffix(text, "]") || strings.Contains(text, "{{") {
				t.Errorf("%q does not come whole from the files of texts", text)
			}
		}
		return nil
	}
	key := func(id, expires string) string { return `{"id":"` + id + `","name":"n","expires":"` + expires + `"}` }
	for _, keys = range []string{
		`{"items":[` + key("a", "2026-11-26T20:00:00Z") + `,` + key("b", "2026-11-29T12:00:00Z") + `]}`,
		`{"items":[` + key("c", "2026-11-29T12:00:00Z") + `,` + key("d", "2026-11-29T12:00:00Z") + `,` + key("e", "2026-11-29T12:00:00Z") + `,` + key("f", "2026-11-29T12:00:00Z") + `]}`,
	} {
		if err := n.look(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if said != 6 {
		t.Errorf("%d texts were looked at, want those of two notices and of one for many", said)
	}
}

// shownFields are those of a dialog, a notice or a window that somebody reads.
var shownFields = map[string]bool{"Title": true, "Subtitle": true, "Body": true, "Message": true, "DisplayName": true, "Buttons": true, "DefaultButton": true, "CancelButton": true}

// elsewhere are those whose sentences come to nobody by way of the window's own
// means: the log and the terminal, and what the page says in its language.
var elsewhere = regexp.MustCompile(`^(Errorf|Invalidf|WithHint|New|Warn|Debug|Error|Info|problem|failOwn|reasonOf|Contains|complain|panic)$`)

// handedOn are sentences of the page's catalogue, which are put together first.
var handedOn = map[string]bool{"the connection to the core was lost": true}

// ownTexts are the texts that a source says to people.
func ownTexts(t *testing.T, name string, source any) []string {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	note := func(n ast.Node, least *regexp.Regexp) {
		ast.Inspect(n, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if text, _ := strconv.Unquote(lit.Value); least.MatchString(text) && text != "Latchkey" && !handedOn[text] {
					found = append(found, set.Position(lit.Pos()).String()+": "+text)
				}
			}
			return true
		})
	}
	word, sentence := regexp.MustCompile(`\pL{2}`), regexp.MustCompile(`^[^<\[{]*\pL{2,},? \pL{2,}`)
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			called := ""
			switch f := n.Fun.(type) {
			case *ast.Ident:
				called = f.Name
			case *ast.SelectorExpr:
				called = f.Sel.Name
			}
			return called != "say" && called != "count" && !elsewhere.MatchString(called)
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && shownFields[key.Name] {
				if call, ok := n.Value.(*ast.CallExpr); !ok || len(call.Args) == 0 {
					note(n.Value, word)
				}
				return false
			}
		case *ast.BasicLit:
			note(n, sentence)
		}
		return true
	})
	return found
}

func TestWindowHasNoTextOfItsOwn(t *testing.T) {
	sources, err := filepath.Glob("*.go")
	if err != nil || len(sources) < 30 {
		t.Fatal(len(sources), err)
	}
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, text := range ownTexts(t, name, nil) {
			if strings.Contains(text, "Latchkey ") && strings.HasPrefix(name, "window") {
				continue // the name and the version
			}
			t.Errorf("%s\nwhat the window says belongs into frontend/src/i18n/window.en.json", text)
		}
	}
	for _, bad := range []string{
		`package x; var o = Options{Title: "Save"}`,
		`package x; var o = Options{Filters: []F{{DisplayName: "All files"}}, Buttons: []string{keep, "Stop"}}`,
		`package x; func f() { send("k", name+" expires in "+days) }`,
	} {
		if len(ownTexts(t, "bad.go", bad)) == 0 {
			t.Errorf("would not be caught: %s", bad)
		}
	}
}

func TestWindowSpeaksThePagesLanguageAtTheNextStart(t *testing.T) {
	c := startCore(t, nil)
	w := newWords(frontend.WindowTexts())
	b, h := able(t, c, Abilities{Speak: func(name string) { w.speak(name) }})
	for _, body := range []string{`{"language":"../../etc"}`, `{"language":""}`, `{}`, `{"language":7}`} {
		if res := ask(h, "PUT", "/window/language", strings.NewReader(body)); res.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %d", body, res.StatusCode)
		}
	}
	if got := w.say("cancel"); got != "Cancel" {
		t.Errorf("before: %q", got)
	}
	if res := ask(h, "PUT", "/window/language", strings.NewReader(`{"language":"de"}`)); res.StatusCode != http.StatusNoContent {
		t.Fatalf("%d %s", res.StatusCode, text(t, res))
	}
	if got := w.say("cancel"); got != "Abbrechen" {
		t.Errorf("after: %q", got)
	}
	t.Setenv("LC_ALL", "fr_FR.UTF-8") // the system's is another one
	if got := newWords(frontend.WindowTexts(), firstLanguages(recall(b.known.path))...).say("cancel"); got != "Abbrechen" {
		t.Errorf("at the next start: %q", got)
	}
}

func TestEveryLanguageOfTheWindowWritesMoments(t *testing.T) {
	files, err := fs.Glob(frontend.WindowTexts(), "window.*.json")
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		w := newWords(frontend.WindowTexts(), strings.Split(name, ".")[1])
		seen := map[string]bool{}
		for month := time.January; month <= time.December; month++ {
			text := w.moment(time.Date(2026, month, 5, 7, 9, 0, 0, time.Local))
			if !strings.Contains(text, "2026") || !strings.Contains(text, "5") || !strings.Contains(text, "07:09") || strings.Contains(text, "{{") || regexp.MustCompile(`\b\d\d\.? 2026`).MatchString(text) {
				t.Errorf("%s: %q", name, text)
			}
			seen[text] = true
		}
		if len(seen) != 12 {
			t.Errorf("%s: %v", name, seen)
		}
	}
}

// TestDesktopEntryIsInEveryLanguage holds the entry of the menus against the
// files of texts.
func TestDesktopEntryIsInEveryLanguage(t *testing.T) {
	entry, err := os.ReadFile("../../build/linux/latchkey-desktop.desktop")
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Glob(frontend.WindowTexts(), "window.*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		language := strings.Split(name, ".")[1]
		w, in := newWords(frontend.WindowTexts(), language), "["+strings.ReplaceAll(language, "-", "_")+"]"
		if language == "en" {
			in = ""
		}
		for field, key := range map[string]string{"GenericName": "entry.kind", "Comment": "entry.comment", "Keywords": "entry.words"} {
			if line := field + in + "=" + w.say(key); !strings.Contains(string(entry), "\n"+line+"\n") {
				t.Errorf("it lacks %s", line)
			}
		}
	}
}
