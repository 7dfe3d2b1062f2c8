//go:build unix

package main

import (
	"os"
	"path/filepath"
)

// plans says what "check" and "test" consist of.
var plans = map[string]func() []stage{
	"check": func() []stage { return []stage{check()} },
	"test":  test,
}

const (
	windowTags = "desktop,production,webkit2_41,smoke"
	lint       = "-modfile=build/tools.mod"
)

// check is the part that needs no system package but gcc: Go beside frontend.
func check() stage {
	// Wails is plain Go on Windows, so the window's code can be held against
	// its types without GTK, and the core's Windows files with it.
	windows := []string{"GOOS=windows", "CGO_ENABLED=0"}
	return stage{
		{
			{name: "gofmt", argv: []string{"gofmt", "-l", "-s", "app", "backend", "build", "frontend/embed.go", "main.go"}, count: silent},
			{name: "go vet", argv: []string{"go", "vet", "./..."}},
			{name: "go vet for windows", argv: []string{"go", "vet", "-tags", "desktop,production", "./..."}, env: windows},
			{name: "staticcheck", argv: []string{"go", "tool", lint, "staticcheck", "./..."}},
			{name: "go test", argv: []string{"go", "test", "-json", "-race", "-shuffle=on", "-timeout=6m", "./..."}, env: []string{"CGO_ENABLED=1"}, count: goTests},
		},
		{
			{name: "frontend check", dir: "frontend", argv: []string{"npm", "run", "--silent", "check"}},
			frontendTests(),
		},
	}
}

func frontendTests() step {
	// npm runs it elsewhere, so the report needs its whole path.
	report, err := filepath.Abs(filepath.Join(resultDir, "vitest.json"))
	if err != nil {
		panic(err)
	}
	_ = os.Remove(report) // an old one must not be counted
	return step{
		name: "frontend tests", dir: "frontend",
		argv:  []string{"npm", "test", "--silent", "--", "--reporter=default", "--reporter=json", "--outputFile.json=" + report},
		count: vitest(report),
	}
}

// test is everything. The programs are built while the tests run; what drives
// them has the machine for itself.
func test() []stage {
	first := check()
	const frontendLane = 1
	first[frontendLane] = append(first[frontendLane],
		step{name: "build", argv: []string{"make", "--no-print-directory", "build", "smoke-window"}})
	return []stage{
		first,
		{{
			{name: "go vet of the window", argv: []string{"go", "vet", "-tags", windowTags, "./app/desktop", "./build/smoke"}},
			{name: "end to end", dir: "frontend", argv: []string{"npm", "run", "--silent", "e2e"}, count: ownSum},
			{name: "window", argv: []string{"go", "test", "-json", "-tags", "smoke", "-count=1", "-timeout=4m", "./build/smoke"}, count: goTests},
		}},
	}
}
