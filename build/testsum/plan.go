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

const windowTags = "desktop,production,webkit2_41,smoke"

// check is the part that needs no system package but gcc: Go beside frontend.
// All of its Go steps build with the race detector, so that what one of them has
// compiled serves the others. The tests wait for disks more than they compute,
// hence one package more than there are usually processors; vet has its own step.
func check() stage {
	// What links with the detector waits a second at its end, unless it is told not to.
	race := []string{"CGO_ENABLED=1", "GOFLAGS=" + os.Getenv("GOFLAGS") + " -race", "GORACE=atexit_sleep_ms=0"}
	return stage{
		{
			{name: "gofmt", argv: []string{"gofmt", "-l", "-s", "app", "backend", "build", "frontend/embed.go", "main.go"}, count: silent},
			{name: "go vet", argv: []string{"go", "vet", "./..."}, env: race},
			{name: "go test", argv: []string{"go", "test", "-json", "-shuffle=on", "-vet=off", "-ldflags=-w", "-p=3", "-timeout=20m", "./..."}, env: race, count: goTests, again: goTestAgain},
			{name: "staticcheck", argv: []string{"bin/tools/staticcheck", "./..."}, env: race},
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
		again: vitestAgain,
	}
}

// test is everything. The frontend is built first, because Go tests embed it and
// must not meet it half built; the programs while the tests run; and what drives
// them has the machine for itself.
func test() []stage {
	// Wails is plain Go on Windows, so the window's code and the core's files for
	// it can be held against their types there without anything installed.
	windows := []string{"GOOS=windows", "CGO_ENABLED=0"}
	first := check()
	const frontendLane = 1
	first[frontendLane] = append(first[frontendLane],
		step{name: "frontend sizes", dir: "frontend", argv: []string{"npm", "run", "--silent", "size"}},
		step{name: "build", argv: []string{"make", "--no-print-directory", "build", "smoke-window"}},
		step{name: "go vet for windows", argv: []string{"go", "vet", "-tags", "desktop,production", "./..."}, env: windows},
	)
	return []stage{
		{{{name: "frontend build", argv: []string{"make", "--no-print-directory", "frontend"}}}},
		first,
		{{
			{name: "go vet of the window", argv: []string{"go", "vet", "-tags", windowTags, "./app/desktop", "./build/smoke"}},
			{name: "end to end", dir: "frontend", argv: []string{"npm", "run", "--silent", "e2e"}, count: ownSum, again: storyAgain},
			{name: "window", argv: []string{"go", "test", "-json", "-tags", "smoke", "-count=1", "-timeout=20m", "./build/smoke"}, count: goTests, again: goTestAgain},
		}},
	}
}
