package backend_test

import (
	"go/ast"
	"go/token"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// asksLeave are the functions that are told what an action is called: a literal
// among their arguments that looks like one is one.
var asksLeave = []string{"allow", "allowSelf", "denied", "Permit", "Record", "audit", "auditChanges", "entryOf"}

// actions of one word, which look like anything else.
var oneWord = []string{"first-run", "import", "seed", "setup"}

var (
	actionText = regexp.MustCompile(`^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)+$`)
	wordsText  = regexp.MustCompile(`(?m)^    '?([a-z/-]+)'?: '[^']+',$`)
)

// TestEveryActionOfTheAuditLogHasWords: the log in the portal says "Revoke
// access key"; an action without words stands there as key.revoke.
func TestEveryActionOfTheAuditLogHasWords(t *testing.T) {
	source, err := os.ReadFile("../frontend/src/features/audit/audit.en.ts")
	if err != nil {
		t.Fatal(err)
	}
	_, does, found := strings.Cut(string(source), "\n  does: {\n")
	if !found {
		t.Fatal("the texts of the audit log name no actions")
	}
	said := map[string]bool{}
	for _, match := range wordsText.FindAllStringSubmatch(does, -1) {
		said[match[1]] = true
	}
	actions := auditActions(t)
	if len(actions) < 60 {
		t.Fatalf("found only %d actions: the test looks at the wrong places", len(actions))
	}
	for _, action := range actions {
		key := strings.ReplaceAll(action, ".", "/")
		if !said[key] {
			t.Errorf("%s has no words in audit.en.ts, does: '%s'", action, key)
		}
		delete(said, key)
	}
	for key := range said {
		t.Errorf("audit.en.ts has words for '%s', which nothing does", key)
	}
}

// auditActions are those that are named where leave is asked, and every other
// name of the same kinds: some go through a variable.
func auditActions(t *testing.T) []string {
	kinds, texts := map[string]bool{}, map[string]bool{}
	eachFile(t, func(file string, f *ast.File, _ *token.FileSet) {
		if strings.HasSuffix(file, "_test.go") || !strings.HasPrefix(file, "backend/access/") && !strings.HasPrefix(file, "backend/vault/") && !strings.HasPrefix(file, "backend/adminapi/") {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if slices.Contains(asksLeave, called(n)) {
					for _, arg := range n.Args {
						if kind, _, dotted := strings.Cut(literal(arg), "."); dotted && actionText.MatchString(literal(arg)) {
							kinds[kind] = true
						}
					}
				}
			case *ast.BasicLit:
				texts[literal(n)] = true
			}
			return true
		})
	})
	actions := slices.Clone(oneWord)
	for text := range maps.Keys(texts) {
		if kind, _, _ := strings.Cut(text, "."); kinds[kind] && actionText.MatchString(text) {
			actions = append(actions, text)
		}
	}
	slices.Sort(actions)
	return actions
}

func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

func literal(n ast.Expr) string {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return ""
	}
	text, err := strconv.Unquote(lit.Value)
	if err != nil {
		return ""
	}
	return text
}
