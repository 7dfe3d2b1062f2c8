// Package backend_test holds the architecture: what each package may know, and
// why. It reads the source tree and asks `go list`; it runs nothing of it.
package backend_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
)

const (
	module  = "latchkey"
	jwt     = "github.com/golang-jwt/jwt/v5"
	bbolt   = "go.etcd.io/bbolt"
	etcd    = "go.etcd.io/etcd"
	wails   = "github.com/wailsapp/wails/v2"
	desktop = "desktop,production,webkit2_41"
)

// mayNotReach lists what a package may not depend on, directly or through
// others, and why. A name stands for itself and everything below it.
var mayNotReach = []struct{ pkg, dep, why string }{
	{"backend/access", "net/http", "the rules must hold behind any door, so they know none"},
	{"backend/access", bbolt, "the core speaks to the storage port; which engine stands behind it is the process's choice"},
	{"backend/access", etcd, "the core speaks to the storage port; which engine stands behind it is the process's choice"},
	{"backend/access", wails, "the window is one door among many"},
	{"backend/access", module + "/app", "the process knows the core, not the other way round"},
	{"backend/access", module + "/backend/web", "a status code is the business of a door"},
	{"backend/access", module + "/backend/kv/boltkv", "the core speaks to the storage port only"},
	{"backend/access", module + "/backend/kv/seal", "the core is handed a store and a subkey; it must not be able to open one"},
	{"backend/kv", module + "/backend/access", "a store keeps bytes: records are encoded and versioned in access"},
	{"backend/kv", "net/http", "a store is no door"},
	{"backend/activity", module, "what is kept of a request is plain data, so that the core and the doors may both hold it"},
	{"backend/activity", "net/http", "what is kept of a request is plain data, so that the core and the doors may both hold it"},
	{"backend/secret", module, "hashing and redacting stand on the standard library alone, so that anybody may use them"},
	{"backend/token", module + "/backend/access", "a token knows claims, not accounts"},
	{"backend/token", "net/http", "signing and checking need no network"},
	{"backend/wire", bbolt, "a dialect parses, makes one call into access, and writes"},
	{"backend/wire", etcd, "a dialect parses, makes one call into access, and writes"},
	{"backend/wire", module + "/backend/adminapi", "dialects are thin and know nothing of each other's doors"},
	{"backend/wire", module + "/backend/server", "a dialect is mounted by the server and does not know where"},
	{"backend/adminapi", bbolt, "the admin API makes one call into access"},
	{"backend/adminapi", "github.com/prometheus", "its client library costs memory and every command's start; see docs/decisions/0005-libraries.md"},
	{"backend/adminapi", module + "/backend/wire", "the portal's API is no dialect"},
	{"backend/adminapi", module + "/app", "what only the process can do comes in as an interface"},
	{"backend/server", module + "/app", "the server is configured by the process, and knows nothing of it"},
	{"backend/server", module + "/backend/kv/boltkv", "a listener opens no store"},
	{"app", module + "/app/desktop", "main hands the window to the process; the plain program must not carry it"},
}

// mayNotImport lists direct imports that are wrong even where the package
// reaches the other one through somebody else.
var mayNotImport = []struct{ pkg, dep, why string }{
	{"backend/wire", module + "/backend/kv", "a dialect that touches the store has a rule of its own somewhere"},
	{"backend/adminapi", module + "/backend/kv", "a route that touches the store goes round the rules and the audit"},
	{"backend/wire", module + "/backend/token", "a dialect that signs or checks a token itself goes round the state"},
	{"backend/adminapi", module + "/backend/token", "a route that signs a token itself goes round the state"},
	{"backend/web", module + "/backend/kv", "plumbing that every door shares knows no storage"},
	{"app/desktop", module + "/backend/kv", "the window holds no keys and opens no store"},
	{"app/desktop", module + "/backend/server", "the bridge must never be mounted on a listener"},
}

// onlyImporter names the one package that may import a module, so that a change
// of that module is a change of one package.
var onlyImporter = map[string]string{
	jwt:   "backend/token",
	bbolt: "backend/kv/boltkv",
	etcd:  "backend/kv/etcdkv",
	wails: "app/desktop",
}

// yardstick is measured against the libraries themselves, so it imports them.
const yardstick = module + "/build/bench"

// importsToo are the exceptions from that.
var importsToo = []struct{ pkg, dep, why string }{
	{"build/bench", jwt, "it measures us beside a server that uses the library as its examples do; nothing of it is shipped"},
}

// builds are the two programs of the module: with the window's tags everything
// of the plain one is there too, and the rules hold for both.
var builds = map[string]string{"latchkey": "", "latchkey-desktop": desktop}

func TestPackagesReachOnlyWhatTheyMay(t *testing.T) {
	for program, tags := range builds {
		t.Run(program, func(t *testing.T) {
			tree := listed(t, tags)
			for _, rule := range mayNotReach {
				for _, p := range tree.below(module + "/" + rule.pkg) {
					if p.isKit() {
						continue
					}
					for _, dep := range p.Deps {
						if within(dep, rule.dep) && !within(dep, p.ImportPath) {
							t.Errorf("%s reaches %s, and may not: %s", p.ImportPath, dep, rule.why)
						}
					}
				}
			}
			for _, rule := range mayNotImport {
				for _, p := range tree.below(module + "/" + rule.pkg) {
					for _, dep := range p.Imports {
						if within(dep, rule.dep) {
							t.Errorf("%s imports %s, and may not: %s", p.ImportPath, dep, rule.why)
						}
					}
				}
			}
		})
	}
}

func TestEachModuleHasOneImporter(t *testing.T) {
	for program, tags := range builds {
		t.Run(program, func(t *testing.T) {
			for _, p := range listed(t, tags).own() {
				if p.ImportPath == yardstick {
					continue
				}
				for _, dep := range p.Imports {
					for mod, only := range onlyImporter {
						excepted := slices.ContainsFunc(importsToo, func(e struct{ pkg, dep, why string }) bool {
							return e.dep == mod && p.ImportPath == module+"/"+e.pkg
						})
						if within(dep, mod) && p.ImportPath != module+"/"+only && !excepted {
							t.Errorf("%s imports %s: only %s does", p.ImportPath, dep, only)
						}
					}
				}
			}
		})
	}
}

func TestPlainProgramCarriesNoWindow(t *testing.T) {
	tree := listed(t, "")
	for _, p := range tree.own() {
		for _, dep := range p.Deps {
			if within(dep, wails) {
				t.Errorf("%s reaches %s without the tag: plain builds need neither GTK nor cgo", p.ImportPath, dep)
			}
			if within(module, p.ImportPath) && dep == "C" {
				t.Errorf("%s needs cgo without the tag", p.ImportPath)
			}
		}
	}
	if !slices.ContainsFunc(listed(t, desktop).own(), func(p pkg) bool {
		return slices.Contains(p.Imports, wails)
	}) {
		t.Errorf("nothing imports %s under the tags %s: this test no longer looks where the window is", wails, desktop)
	}
}

func TestProgramsCarryNoTestKit(t *testing.T) {
	for program, tags := range builds {
		t.Run(program, func(t *testing.T) {
			tree := listed(t, tags)
			for _, dep := range tree[module].Deps {
				if within(dep, module) && tree[dep].isKit() {
					t.Errorf("the program carries %s: a kit opens stores and makes secrets as no program may", dep)
				}
			}
		})
	}
}

func TestRulesNameWhatIsThere(t *testing.T) {
	tree := listed(t, "")
	var named []string
	for _, r := range mayNotReach {
		named = append(named, module+"/"+r.pkg, r.dep)
	}
	for _, r := range mayNotImport {
		named = append(named, module+"/"+r.pkg, r.dep)
	}
	for _, name := range named {
		if within(name, module) && len(tree.below(name)) == 0 {
			t.Errorf("a rule names %s, which is not there: it was moved, and the rule guards nothing", name)
		}
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	for program, tags := range builds {
		t.Run(program, func(t *testing.T) {
			for _, p := range listed(t, tags).own() {
				if p.Doc == "" && len(p.GoFiles) > 0 {
					t.Errorf("%s has no package comment", p.ImportPath)
				}
			}
		})
	}
}

// pkg is what go list tells of a package.
type pkg struct {
	ImportPath, Dir, Doc   string
	GoFiles, Imports, Deps []string
}

// isKit reports whether the package is for tests to import: it sets up what they
// stand on, so the rules of the package it is for do not bind it.
func (p pkg) isKit() bool { return strings.HasSuffix(p.ImportPath, "test") }

// tree is the module and everything it depends on, by import path.
type tree map[string]pkg

// below lists the module's packages at and below an import path.
func (t tree) below(root string) []pkg {
	var out []pkg
	for _, p := range t.own() {
		if within(p.ImportPath, root) {
			out = append(out, p)
		}
	}
	return out
}

// own lists the module's own packages.
func (t tree) own() []pkg {
	return slices.SortedFunc(func(yield func(pkg) bool) {
		for p := range maps.Values(t) {
			if within(p.ImportPath, module) && !yield(p) {
				return
			}
		}
	}, func(a, b pkg) int { return cmp.Compare(a.ImportPath, b.ImportPath) })
}

// within reports whether an import path is the root or below it.
func within(name, root string) bool {
	return name == root || strings.HasPrefix(name, root+"/")
}

var lists sync.Map // by tags: go list is asked once

func listed(t *testing.T, tags string) tree {
	t.Helper()
	ask, _ := lists.LoadOrStore(tags, sync.OnceValues(func() (tree, error) {
		cmd := exec.Command("go", "list", "-e", "-deps", "-json=ImportPath,Dir,Doc,GoFiles,Imports,Deps", "-tags="+tags, "./...")
		cmd.Dir = ".."
		var stderr strings.Builder
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		if err != nil {
			return nil, errors.New(stderr.String() + err.Error())
		}
		tree := tree{}
		for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
			var p pkg
			switch err := dec.Decode(&p); {
			case errors.Is(err, io.EOF):
				return tree, nil
			case err != nil:
				return nil, err
			}
			tree[p.ImportPath] = p
		}
	}))
	tree, err := ask.(func() (tree, error))()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	return tree
}
