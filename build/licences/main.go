// Command licences writes THIRD_PARTY.txt: whose work is in the two programs and
// in the portal, and under which licence.
//
//	go run ./build/licences
//
// It needs what building needs, the module cache and frontend/node_modules, and
// no network. Tests hold the file against go.mod and the lockfile.
package main

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// part is one work of others.
type part struct {
	name, version, kind string
	dir                 string // where its licence is
	says                string // of its licence, where it brings no text of it
}

func (p part) title() string { return fmt.Sprintf("%s %s (%s)", p.name, p.version, p.kind) }

const (
	file = "THIRD_PARTY.txt"
	rule = "================================================================================"
	head = `Latchkey is licensed under the Apache License 2.0 (see LICENSE). Its two programs
and its portal contain the work of others, named here with their licences.
Written by "go run ./build/licences"; do not edit.
`
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

func run() error {
	parts, err := goParts()
	if err != nil {
		return err
	}
	packages, err := npmParts("frontend")
	if err != nil {
		return err
	}
	text, err := written(append(parts, packages...))
	if err != nil {
		return err
	}
	return os.WriteFile(file, []byte(text), 0o644)
}

// written gives the whole file. Parts under the very same text stand together.
func written(parts []part) (string, error) {
	titles := map[string][]string{}
	for _, p := range parts {
		text := p.says
		if text == "" {
			var err error
			if text, err = licenceOf(p.dir); err != nil {
				return "", fmt.Errorf("%s: %w", p.name, err)
			}
		}
		titles[text] = append(titles[text], p.title())
	}
	type section struct {
		titles []string
		text   string
	}
	var sections []section
	for text, of := range titles {
		slices.SortFunc(of, byName)
		sections = append(sections, section{slices.Compact(of), text})
	}
	slices.SortFunc(sections, func(a, b section) int { return byName(a.titles[0], b.titles[0]) })
	var out strings.Builder
	out.WriteString(head)
	for _, s := range sections {
		fmt.Fprintf(&out, "\n%s\n%s\n%s\n\n%s\n", rule, strings.Join(s.titles, "\n"), rule, s.text)
	}
	return out.String(), nil
}

func byName(a, b string) int {
	return cmp.Or(strings.Compare(strings.ToLower(a), strings.ToLower(b)), strings.Compare(a, b))
}

// licenceOf reads every licence and notice a folder has.
func licenceOf(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	var texts []string
	for _, e := range entries {
		name := strings.ToUpper(e.Name())
		known := slices.ContainsFunc([]string{"LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE", "PATENTS"}, func(word string) bool {
			return strings.HasPrefix(name, word)
		})
		if e.IsDir() || !known || strings.HasSuffix(name, ".GO") || strings.HasSuffix(name, ".JS") {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return "", err
		}
		texts = append(texts, tidy(string(b)))
	}
	if len(texts) == 0 {
		return "", fmt.Errorf("there is no licence in %s", dir)
	}
	return strings.Join(texts, "\n\n"), nil
}

// tidy takes away what says nothing, so that the same licence is the same text.
func tidy(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(strings.TrimPrefix(line, "\ufeff"), " \t\f")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// builds are what is shipped: each program on each system.
var builds = []struct{ os, tags string }{
	{"linux", ""}, {"darwin", ""}, {"windows", ""},
	{"linux", "desktop,production,webkit2_41"}, {"darwin", "desktop,production"}, {"windows", "desktop,production"},
}

// goParts are the modules that are linked into a program, and Go itself.
func goParts() ([]part, error) {
	root, err := output(nil, "go", "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	found := map[string]part{}
	for _, b := range builds {
		list, err := output([]string{"GOOS=" + b.os, "GOARCH=amd64", "CGO_ENABLED=1"}, "go", "list", "-deps", "-tags", b.tags,
			"-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}", ".")
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(list) {
			if cells := strings.Split(strings.TrimSpace(line), "\t"); len(cells) == 3 {
				found[cells[0]] = part{name: cells[0], version: cells[1], kind: "Go module", dir: cells[2]}
			}
		}
	}
	goLine, err := output(nil, "go", "list", "-m", "-f", "{{.GoVersion}}")
	if err != nil {
		return nil, err
	}
	parts := []part{{name: "The Go standard library", version: "from " + strings.TrimSpace(goLine), kind: "Go", dir: strings.TrimSpace(root)}}
	for _, p := range found {
		parts = append(parts, p)
	}
	return parts, nil
}

func output(env []string, name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Env, cmd.Stderr = append(os.Environ(), env...), os.Stderr
	out, err := cmd.Output()
	return string(out), err
}
