package backend_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// askTheTime lists who may look at the machine's clock, and what for. Everybody
// else is given the time, so that a test can say what time it is.
var askTheTime = map[string]string{
	"backend/access/service.go": "the one clock of the core, where Config.Now is nil",
	"backend/web":               "deadlines of connections, and how long a request took, for the log",
	"backend/server":            "deadlines of connections",
	"backend/adminapi":          "deadlines of connections that wait on purpose",
	"backend/kv/boltkv":         "how long it waits for the lock",
	"app":                       "how long it waits for a core; when this process began",
	"build/testsum":             "how long a test took",
	"build/bench":               "how long everything takes",
	"build/torture":             "when a run began",
	"build/torture/suite":       "how long a hurt store takes, and when to give up on it",
}

// print lists who may write to standard output: the command line, nobody else,
// because what a server says goes to its log, redacted.
var print = map[string]string{
	"app":           "the command line answers on it",
	"build/testsum": "it is a command",
	"build/bench":   "it is a command",
	"build/torture": "it is a command",
}

// mayGuess lists who may use randomness that can be repeated, and what for.
var mayGuess = map[string]string{
	"backend/access/readers.go": "which of several locks a reader takes",
	"backend/token/claims.go":   "ids of tokens, which nobody has to be unable to guess",
	"backend/web/front.go":      "ids of requests, which nobody has to be unable to guess",
	"build/torture":             "a run that broke a promise is repeated by its seed",
	"build/torture/disk":        "a run that broke a promise is repeated by its seed",
	"build/torture/ledger":      "a run that broke a promise is repeated by its seed",
	"build/torture/suite":       "a run that broke a promise is repeated by its seed",
}

// badNames say nothing about what is inside.
var badNames = []string{"util", "utils", "common", "helper", "helpers", "model", "models"}

// topLevel is everything a clone or a build may put at the top.
var topLevel = map[string]bool{
	// in git
	".ci": true, ".gitattributes": true, ".gitignore": true,
	"CHANGELOG.md": true, "CONTRIBUTING.md": true, "LICENSE": true, "Makefile": true, "README.md": true, "SECURITY.md": true, "THIRD_PARTY.txt": true,
	"app": true, "backend": true, "build": true, "docs": true, "frontend": true,
	"go.mod": true, "go.sum": true, "main.go": true, "wails.json": true,
	// not in git
	".git": true, ".deps": true, "bin": true, "test-results": true,
}

func TestOnlyTheClockIsAskedForTheTime(t *testing.T) {
	eachUse(t, "time", []string{"Now", "Since", "Until"}, func(file, use string) {
		if !allowed(askTheTime, file) {
			t.Errorf("%s uses %s: the time comes from access.Config.Now", file, use)
		}
	})
}

func TestOnlyTheCommandLinePrints(t *testing.T) {
	eachUse(t, "fmt", []string{"Print", "Printf", "Println"}, func(file, use string) {
		if !allowed(print, file) {
			t.Errorf("%s uses %s: what a package has to say is returned or logged", file, use)
		}
	})
}

func TestNoRandomnessThatCanBeGuessed(t *testing.T) {
	eachFile(t, func(file string, f *ast.File, _ *token.FileSet) {
		for _, imp := range f.Imports {
			if p := strings.Trim(imp.Path.Value, `"`); within(p, "math/rand") && !isTest(file) && !allowed(mayGuess, file) {
				t.Errorf("%s imports %s: one day somebody makes a secret with it", file, p)
			}
		}
	})
}

// A test runs, or it goes; one that needs what a machine may not give says so
// in the words that build/testsum counts.
func TestNoTestCanBeSkipped(t *testing.T) {
	eachFile(t, func(file string, f *ast.File, fset *token.FileSet) {
		if !strings.HasSuffix(file, "_test.go") {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if sel, ok := call.Fun.(*ast.SelectorExpr); ok && slices.Contains([]string{"Skip", "Skipf", "SkipNow", "Short"}, sel.Sel.Name) && !saysNotRunHere(call) {
					t.Errorf("%s calls %s: a test runs, or it goes", fset.Position(call.Pos()), sel.Sel.Name)
				}
			}
			return true
		})
	})
}

// saysNotRunHere reports whether what a call says first begins with those words.
func saysNotRunHere(call *ast.CallExpr) bool {
	if len(call.Args) == 0 {
		return false
	}
	said := call.Args[0]
	if sum, ok := said.(*ast.BinaryExpr); ok {
		said = sum.X
	}
	text, ok := said.(*ast.BasicLit)
	return ok && strings.HasPrefix(text.Value, `"not run here: `)
}

func TestNamesSayWhatIsInside(t *testing.T) {
	eachEntry(t, func(name string, _ fs.DirEntry) {
		base, _, _ := strings.Cut(path.Base(name), ".")
		if slices.Contains(badNames, strings.ToLower(base)) {
			t.Errorf("%s: a name like %q says nothing about what is inside", name, base)
		}
	})
}

func TestTopLevelIsAsDrawn(t *testing.T) {
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !topLevel[e.Name()] {
			t.Errorf("%s lies at the top level, where only the parts of the design do", e.Name())
		}
	}
}

// isTest reports whether a file is in tests only: theirs, or of a kit for them.
func isTest(file string) bool {
	return strings.HasSuffix(file, "_test.go") || strings.HasSuffix(path.Dir(file), "test")
}

// allowed reports whether a table names the file, or a folder the file is in.
func allowed(table map[string]string, file string) bool {
	for name := range table {
		if file == name || path.Dir(file) == name {
			return true
		}
	}
	return false
}

// eachUse calls found for each use of pkg.name outside tests, however the
// package is called in that file.
func eachUse(t *testing.T, pkg string, names []string, found func(file, use string)) {
	t.Helper()
	eachFile(t, func(file string, f *ast.File, fset *token.FileSet) {
		if isTest(file) {
			return
		}
		local := ""
		for _, imp := range f.Imports {
			if strings.Trim(imp.Path.Value, `"`) == pkg {
				local = path.Base(pkg)
				if imp.Name != nil {
					local = imp.Name.Name
				}
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && slices.Contains(names, sel.Sel.Name) {
				if id, ok := sel.X.(*ast.Ident); ok && local != "" && id.Name == local && id.Obj == nil {
					found(file, pkg+"."+sel.Sel.Name)
				}
			}
			return true
		})
	})
}

// eachFile parses every Go file of the tree, whatever its build tags.
func eachFile(t *testing.T, visit func(file string, f *ast.File, fset *token.FileSet)) {
	t.Helper()
	fset := token.NewFileSet()
	eachEntry(t, func(name string, e fs.DirEntry) {
		if e.IsDir() || path.Ext(name) != ".go" {
			return
		}
		f, err := parser.ParseFile(fset, filepath.Join("..", name), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		visit(name, f, fset)
	})
}

// eachEntry walks what is ours of the tree: names are relative to the top, with
// slashes.
func eachEntry(t *testing.T, visit func(name string, e fs.DirEntry)) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(".."), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch name {
		case ".git", ".deps", "bin", "test-results", "frontend/node_modules", "frontend/dist", "frontend/test-results":
			if e.IsDir() { // in a work tree of git, .git is a file, and skipping it would skip everything
				return fs.SkipDir
			}
			return nil
		}
		visit(name, e)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
