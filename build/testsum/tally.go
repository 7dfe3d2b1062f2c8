//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// tally is what a step came to.
type tally struct {
	passed    int
	failures  []failure
	flaky     []failure // of those that passed: what fell first, and held when it ran alone
	uncounted int       // failures that are only a number, because the step did not name them
	notRun    int       // tests that need what this machine does not give, and say so
}

// A failure is a test that did not hold, and what it said.
type failure struct {
	step   string // the step it is of; set when the steps are added up
	where  string // the package or file the test stands in, where it has one
	test   string // empty: the package or file as a whole
	output string
}

// name is what the failure is told by.
func (f failure) name() string {
	name := strings.TrimSpace(f.where + " " + f.test)
	if f.step != "" {
		name = f.step + ": " + name
	}
	return name
}

func (t *tally) failed() int { return len(t.failures) + t.uncounted }

func (t *tally) add(o tally) {
	t.passed += o.passed
	t.uncounted += o.uncounted
	t.notRun += o.notRun
	t.failures = append(t.failures, o.failures...)
	t.flaky = append(t.flaky, o.flaky...)
}

// tell writes what each failure said, those last that count.
func (t *tally) tell(w io.Writer) {
	for _, f := range t.flaky {
		fmt.Fprintf(w, "\n--- flaky, held when it ran once more alone: %s\n%s\n", f.name(), f.output)
	}
	for _, f := range t.failures {
		fmt.Fprintf(w, "\n--- %s\n%s\n", f.name(), f.output)
	}
}

func (t *tally) fail(name, output string) { t.failIn("", name, output) }

func (t *tally) failIn(where, test, output string) {
	t.failures = append(t.failures, failure{where: where, test: test, output: strings.TrimRight(output, "\n")})
}

// A counter turns the output of a finished command into a tally. The exit code
// is judged by the caller. A step without one is one test: it holds or it does
// not.
type counter func(output []byte) tally

// silent counts a command that exits 0 and names what is wrong.
func silent(output []byte) tally {
	var t tally
	if text := string(bytes.TrimSpace(output)); text != "" {
		t.fail("findings", text)
	} else {
		t.passed = 1
	}
	return t
}

// notRunHere begins the reason of a test that cannot run on this machine, such
// as one that needs root. It is counted as that, and is no failure; any other
// skipped test is.
const notRunHere = "not run here: "

// goTests counts the leaves of a `go test -json` stream: a test with subtests
// is not one more test. Whatever fails without a test of its own (a package
// that does not compile, a panic, a time-out) counts as one.
func goTests(output []byte) tally {
	type event struct{ Action, Package, ImportPath, FailedBuild, Test, Output string }
	type id struct{ pkg, test string }
	var (
		t        tally
		text     = map[id]*strings.Builder{}
		result   = map[id]string{}
		order    []id
		parents  = map[id]bool{}
		builds   = map[string]*strings.Builder{}
		failedIn = map[string]bool{} // packages whose failure has been told
	)
	for line := range bytes.Lines(output) {
		var e event
		if json.Unmarshal(line, &e) != nil {
			continue // what go itself prints between the events; a failure of it shows in the exit code
		}
		if e.Action == "build-output" {
			if builds[e.ImportPath] == nil {
				builds[e.ImportPath] = new(strings.Builder)
			}
			builds[e.ImportPath].WriteString(e.Output)
			continue
		}
		key := id{e.Package, e.Test}
		if text[key] == nil {
			text[key] = new(strings.Builder)
			order = append(order, key)
			if i := strings.LastIndexByte(e.Test, '/'); i > 0 {
				parents[id{e.Package, e.Test[:i]}] = true
			}
		}
		switch e.Action {
		case "output":
			text[key].WriteString(e.Output)
		case "pass", "fail", "skip":
			result[key] = e.Action
			if e.FailedBuild != "" {
				failedIn[e.Package] = true // told under the build
			}
		}
	}
	for _, key := range order {
		if key.test == "" || parents[key] {
			continue
		}
		switch result[key] {
		case "pass":
			t.passed++
		case "skip":
			if strings.Contains(text[key].String(), notRunHere) {
				t.notRun++
				continue
			}
			failedIn[key.pkg] = true
			t.failIn(key.pkg, key.test, text[key].String()+"it was skipped: a test runs, or it goes")
		default: // failed, or never ended
			failedIn[key.pkg] = true
			t.failIn(key.pkg, key.test, text[key].String())
		}
	}
	for _, key := range order {
		if key.test != "" || result[key] != "fail" || failedIn[key.pkg] {
			continue
		}
		// No leaf to blame: a parent that failed on its own, or the package.
		out := text[key].String()
		for _, p := range order {
			if p.pkg == key.pkg && parents[p] && result[p] == "fail" {
				out = text[p].String() + out
			}
		}
		t.failIn(key.pkg, "", out)
	}
	for _, pkg := range slices.Sorted(maps.Keys(builds)) {
		t.fail("build of "+pkg, builds[pkg].String())
	}
	return t
}

// vitest counts the JSON report that vitest wrote to the file.
func vitest(file string) counter {
	return func(output []byte) tally {
		var (
			t      tally
			report struct {
				TestResults []struct {
					Name, Message, Status string
					AssertionResults      []struct {
						FullName, Status string
						FailureMessages  []string
					}
				}
			}
		)
		text, err := os.ReadFile(file)
		if err == nil {
			err = json.Unmarshal(text, &report)
		}
		if err != nil {
			t.fail("no report", fmt.Sprintf("%v\n%s", err, output))
			return t
		}
		for _, suite := range report.TestResults {
			for _, test := range suite.AssertionResults {
				switch test.Status {
				case "passed":
					t.passed++
				case "failed":
					t.failIn(suite.Name, test.FullName, strings.Join(test.FailureMessages, "\n"))
				default:
					t.failIn(suite.Name, test.FullName, "it was skipped: a test runs, or it goes")
				}
			}
			if suite.Status == "failed" && len(suite.AssertionResults) == 0 {
				t.failIn(suite.Name, "", suite.Message)
			}
		}
		return t
	}
}

var sumLine = regexp.MustCompile(`^(\d+) passed, (\d+) failed(?:, (\d+) not run here)?$`)

// sum is the line that says what everything came to.
func (t tally) sum() string {
	line := fmt.Sprintf("%d passed, %d failed", t.passed, t.failed())
	if t.notRun > 0 {
		line += fmt.Sprintf(", %d not run here", t.notRun)
	}
	return line
}

// A failure as our own runners tell it: its name, with what it took, and what
// was wrong in the indented lines below.
var failLine = regexp.MustCompile(`^FAIL (.*?)(?: \(\d+ ms\))?$`)

// ownSum counts a command that ends with the same line as this one, and tells of
// every failure by a line that begins with FAIL.
func ownSum(output []byte) tally {
	var t tally
	var last string
	var failed []failure
	open := false // the last line was part of a failure
	for line := range strings.Lines(string(output)) {
		line = strings.TrimRight(line, "\r\n")
		if text := strings.TrimSpace(line); text != "" {
			last = text
		}
		switch m := failLine.FindStringSubmatch(line); {
		case m != nil:
			failed = append(failed, failure{test: m[1]})
			open = true
		case open && (line == "" || strings.HasPrefix(line, " ")):
			failed[len(failed)-1].output += line + "\n"
		default:
			open = false
		}
	}
	m := sumLine.FindStringSubmatch(last)
	if m == nil {
		t.fail("no sum", "its last line is not \"N passed, N failed\":\n"+string(output))
		return t
	}
	t.passed, _ = strconv.Atoi(m[1])
	t.notRun, _ = strconv.Atoi(m[3])
	n, _ := strconv.Atoi(m[2])
	if len(failed) != n {
		t.fail(fmt.Sprintf("%d of its tests, %d of them told", n, len(failed)), string(output))
		t.uncounted = max(n, 1) - 1
		return t
	}
	for _, f := range failed {
		t.fail(f.test, f.output)
	}
	return t
}
