package frontend

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// saying are the packages and files whose errors a portal shows: the core's, and
// those of a core that does not start, which the window tells.
var saying = []string{
	"../backend/access", "../backend/adminapi", "../backend/web", "../backend/vault", "../backend/backup",
	"../backend/kv/seal", "../backend/kv/boltkv", "../backend/kv/safefile",
	"../app/desktop", "../app/hostlistener.go", "../app/listener.go",
	"../app/attach.go", "../app/client.go", "../app/connect.go", "../app/serve.go", "../app/store.go", "../app/unlock.go",
	"../app/folder.go", "../app/folder_unix.go", "../app/folder_windows.go", "../app/socket.go",
}

var verb = regexp.MustCompile(`%[sdvq]`)

// coreSentences are the sentences in which the core refuses, as its source has
// them: what Errorf, Invalidf and WithHint are given, and what an Error is
// written with. One that is nothing but a verb says what it is filled in with.
func coreSentences(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, path := range saying {
		files := []string{path}
		if !strings.HasSuffix(path, ".go") {
			files, _ = filepath.Glob(filepath.Join(path, "*.go"))
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if text := sentenceIn(n); strings.TrimSpace(verb.ReplaceAllString(text, "")) != "" {
					found[text] = name
				}
				return true
			})
		}
	}
	return found
}

func sentenceIn(n ast.Node) string {
	switch n := n.(type) {
	case *ast.CallExpr:
		name, from := "", ""
		switch f := n.Fun.(type) {
		case *ast.Ident:
			name = f.Name
		case *ast.SelectorExpr:
			name = f.Sel.Name
			if x, ok := f.X.(*ast.Ident); ok {
				from = x.Name
			}
		}
		at, known := map[string]int{"Errorf": 1, "Invalidf": 1, "WithHint": 0}[name]
		if !known || from == "fmt" || len(n.Args) <= at {
			return ""
		}
		return literal(n.Args[at])
	case *ast.KeyValueExpr:
		if key, ok := n.Key.(*ast.Ident); ok && (key.Name == "Public" || key.Name == "Hint") {
			return literal(n.Value)
		}
	}
	return ""
}

func literal(e ast.Expr) string {
	if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		text, _ := strconv.Unquote(lit.Value)
		return text
	}
	return ""
}

func TestEveryLanguageSaysWhatTheCoreSays(t *testing.T) {
	sentences := coreSentences(t)
	if len(sentences) < 300 {
		t.Fatalf("only %d sentences were found: the core no longer writes them as this test reads them", len(sentences))
	}
	languages, err := filepath.Glob("src/i18n/said.*.json")
	if err != nil || len(languages) == 0 {
		t.Fatalf("no language: %v", err)
	}
	for _, path := range languages {
		t.Run(filepath.Base(path), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var file struct{ Said, Besides map[string]string }
			if err := json.Unmarshal(text, &file); err != nil {
				t.Fatal(err)
			}
			for sentence, where := range sentences {
				if file.Said[sentence] == "" {
					t.Errorf("%s says %q, which is not translated", where, sentence)
				}
			}
			for sentence, theirs := range file.Said {
				if sentences[sentence] == "" {
					t.Errorf("%q is translated, and nothing says it", sentence)
				}
				checkFilled(t, sentence, theirs)
			}
			for sentence, theirs := range file.Besides {
				checkFilled(t, sentence, theirs)
			}
		})
	}
}

// TestPortalsHintsAreOfTheCore holds the hints that the portal says in English in
// its own way against what the core says.
func TestPortalsHintsAreOfTheCore(t *testing.T) {
	text, err := os.ReadFile("src/i18n/hints.en.json")
	if err != nil {
		t.Fatal(err)
	}
	var hints map[string]string
	if err := json.Unmarshal(text, &hints); err != nil {
		t.Fatal(err)
	}
	sentences := coreSentences(t)
	for hint, ours := range hints {
		if sentences[hint] == "" {
			t.Errorf("nothing says %q", hint)
		}
		if strings.Contains(ours, "latchkey ") {
			t.Errorf("%q names a command", ours)
		}
		checkFilled(t, hint, ours)
	}
}

// checkFilled holds that a translation is filled in with exactly what the
// sentence is.
func checkFilled(t *testing.T, sentence, theirs string) {
	t.Helper()
	var want []string
	for i := range verb.FindAllString(sentence, -1) {
		want = append(want, "{"+strconv.Itoa(i+1)+"}")
	}
	got := regexp.MustCompile(`\{\d\}`).FindAllString(theirs, -1)
	slices.Sort(got)
	if !slices.Equal(slices.Compact(got), want) {
		t.Errorf("%q is filled in with %v, and its translation %q with %v", sentence, want, theirs, got)
	}
}
