package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestEveryModuleOfBothProgramsIsNamedWithItsLicence: an upgrade or a new module
// is not in the file before it was written anew.
func TestEveryModuleOfBothProgramsIsNamedWithItsLicence(t *testing.T) {
	t.Chdir("../..")
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	parts, err := goParts()
	if err != nil {
		t.Fatal(err)
	}
	if len(parts) < 20 {
		t.Fatalf("only %d modules were found: the test looks at the wrong place", len(parts))
	}
	named := map[string]bool{}
	for _, p := range parts {
		named[p.title()] = true
		if !strings.Contains(text, "\n"+p.title()+"\n") {
			t.Errorf("%s is not in %s: run go run ./build/licences", p.title(), file)
		}
		licence, err := licenceOf(p.dir)
		if err != nil {
			t.Error(err)
		} else if !strings.Contains(text, licence) {
			t.Errorf("the licence of %s is not in %s", p.name, file)
		}
	}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); strings.HasSuffix(line, "(Go module)") && !named[line] {
			t.Errorf("%s names %s, which is in no program", file, line)
		}
	}
}

func TestPartsUnderTheSameTextStandTogether(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a": "The licence \r\n", "b": "The licence\n\n", "c": "Another"} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name, "LICENSE.md"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := written([]part{
		{name: "b", version: "v2", kind: "Go module", dir: filepath.Join(dir, "b")},
		{name: "a", version: "v1", kind: "Go module", dir: filepath.Join(dir, "a")},
		{name: "c", version: "v3", kind: "npm package", dir: filepath.Join(dir, "c")},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := head + "\n" + rule + "\na v1 (Go module)\nb v2 (Go module)\n" + rule + "\n\nThe licence\n\n" + rule + "\nc v3 (npm package)\n" + rule + "\n\nAnother\n"
	if got != want {
		t.Errorf("got\n%s", got)
	}
	if _, err := written([]part{{name: "d", version: "v1", kind: "Go module", dir: t.TempDir()}}); err == nil {
		t.Error("a part without a licence was passed over")
	}
}
