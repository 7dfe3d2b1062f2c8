//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestGoTestsAreCountedByTheirLeaves(t *testing.T) {
	got := goTests([]byte(`
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"run","Package":"p","Test":"TestA/one"}
{"Action":"pass","Package":"p","Test":"TestA/one"}
{"Action":"run","Package":"p","Test":"TestA/two"}
{"Action":"pass","Package":"p","Test":"TestA/two"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p","Test":"TestB"}
{"Action":"pass","Package":"p"}
{"Action":"skip","Package":"no test files here"}
`))
	if got.passed != 3 || got.failed() != 0 {
		t.Errorf("got %d passed, %d failed, want 3 and 0", got.passed, got.failed())
	}
}

func TestNothingThatWentWrongIsLost(t *testing.T) {
	tests := map[string]struct {
		stream string
		failed int
		shows  string
	}{
		"a failed test": {`
{"Action":"output","Package":"p","Test":"TestA","Output":"got 1, want 2\n"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"fail","Package":"p"}`, 1, "got 1, want 2"},
		"a skipped test": {`
{"Action":"skip","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p"}`, 1, "it was skipped"},
		"a test that never ended": {`
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"panic: test timed out\n"}
{"Action":"fail","Package":"p"}`, 1, "timed out"},
		"a parent that fails after its subtests": {`
{"Action":"pass","Package":"p","Test":"TestA/one"}
{"Action":"output","Package":"p","Test":"TestA","Output":"left something behind\n"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"fail","Package":"p"}`, 1, "left something behind"},
		"a package that dies before its first test": {`
{"Action":"output","Package":"p","Output":"panic in init\n"}
{"Action":"fail","Package":"p"}`, 1, "panic in init"},
		"a package that does not compile": {`
{"ImportPath":"p [p.test]","Action":"build-output","Output":"undefined: x\n"}
{"ImportPath":"p [p.test]","Action":"build-fail"}
{"Action":"fail","Package":"p","FailedBuild":"p [p.test]"}`, 1, "undefined: x"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := goTests([]byte(tt.stream))
			if got.failed() != tt.failed {
				t.Errorf("got %d failed, want %d: %v", got.failed(), tt.failed, got.failures)
			}
			var all strings.Builder
			for _, f := range got.failures {
				all.WriteString(f.output)
			}
			if !strings.Contains(all.String(), tt.shows) {
				t.Errorf("nothing shows %q:\n%s", tt.shows, all.String())
			}
		})
	}
}

func TestVitestReportIsCounted(t *testing.T) {
	file := filepath.Join(t.TempDir(), "report.json")
	report := `{"testResults":[
		{"name":"a.test.ts","status":"failed","assertionResults":[
			{"fullName":"adds","status":"passed"},
			{"fullName":"subtracts","status":"failed","failureMessages":["expected 1 to be 2"]},
			{"fullName":"divides","status":"todo"}]},
		{"name":"b.test.ts","status":"failed","message":"cannot find module","assertionResults":[]}]}`
	if err := os.WriteFile(file, []byte(report), 0o600); err != nil {
		t.Fatal(err)
	}
	got := vitest(file)(nil)
	if got.passed != 1 || got.failed() != 3 {
		t.Errorf("got %d passed, %d failed, want 1 and 3", got.passed, got.failed())
	}
	if got := vitest(file + ".absent")([]byte("boom")); got.failed() != 1 {
		t.Errorf("a missing report counts %d failed, want 1", got.failed())
	}
}

func TestOwnSumIsReadFromTheLastLineOnly(t *testing.T) {
	tests := []struct {
		output         string
		passed, failed int
	}{
		{"1 passed, 5 failed\nmore\n12 passed, 0 failed\n", 12, 0},
		{"not ok\n3 passed, 2 failed\n\n", 3, 2},
		{"FAIL one (12 ms)\n    why\n3 passed, 1 failed\n", 3, 1},
		{"12 passed, 0 failed\nError: gone\n", 0, 1},
		{"", 0, 1},
	}
	for _, tt := range tests {
		if got := ownSum([]byte(tt.output)); got.passed != tt.passed || got.failed() != tt.failed {
			t.Errorf("%q: got %d passed, %d failed, want %d and %d", tt.output, got.passed, got.failed(), tt.passed, tt.failed)
		}
	}
}

func TestStepIsJudgedByItsExitCodeToo(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.Mkdir(resultDir, 0o755); err != nil {
		t.Fatal(err)
	}
	sum := "echo 4 passed, 0 failed; exit "
	tests := []struct {
		name           string
		step           step
		passed, failed int
	}{
		{"holds", step{argv: []string{"true"}}, 1, 0},
		{"does not hold", step{argv: []string{"false"}}, 0, 1},
		{"counts and exits 0", step{argv: []string{"sh", "-c", sum + "0"}, count: ownSum}, 4, 0},
		{"counts and exits 1", step{argv: []string{"sh", "-c", sum + "1"}, count: ownSum}, 4, 1},
		{"is silent", step{argv: []string{"true"}, count: silent}, 1, 0},
		{"names what is wrong", step{argv: []string{"echo", "a.go"}, count: silent}, 0, 1},
		{"is no program", step{argv: []string{"./absent"}}, 0, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.step.name = tt.name
			got := tt.step.run(t.Context())
			if got.passed != tt.passed || got.failed() != tt.failed {
				t.Errorf("got %d passed, %d failed, want %d and %d", got.passed, got.failed(), tt.passed, tt.failed)
			}
		})
	}
}

func TestWhatCannotRunHereIsCountedApart(t *testing.T) {
	got := goTests([]byte(`
{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:7: not run here: needs root\n"}
{"Action":"skip","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p","Test":"TestB"}
{"Action":"pass","Package":"p"}
`))
	if got.passed != 1 || got.failed() != 0 || got.notRun != 1 {
		t.Errorf("got %d passed, %d failed, %d not run, want 1, 0 and 1", got.passed, got.failed(), got.notRun)
	}
	if line := got.sum(); line != "1 passed, 0 failed, 1 not run here" {
		t.Errorf("the sum is %q", line)
	}
	if again := ownSum([]byte(got.sum() + "\n")); again.notRun != 1 || again.passed != 1 || again.failed() != 0 {
		t.Errorf("read back: %+v", again)
	}
	if line := (&tally{passed: 3}).sum(); line != "3 passed, 0 failed" {
		t.Errorf("the sum is %q", line)
	}
}

// A log that is cut in its middle keeps its end: what failed stands there, with
// nothing around it.
func TestWhatAStoryFailedOfIsToldWithoutTheStoriesThatHeld(t *testing.T) {
	got := ownSum([]byte("ok   first (3 ms)\nFAIL second: in 200 % (41 ms)\n    Error: no button\n\n    at x\n  log of the program:\n    line\nok   third (2 ms)\n2 passed, 1 failed\n"))
	var text strings.Builder
	got.tell(&text)
	want := "\n--- second: in 200 %\n    Error: no button\n\n    at x\n  log of the program:\n    line\n"
	if text.String() != want {
		t.Errorf("told %q, want %q", text.String(), want)
	}
}
