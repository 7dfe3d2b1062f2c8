//go:build unix

package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A step whose only test falls as often as told, then holds.
func fallsTimes(t *testing.T, times, says string) step {
	t.Helper()
	t.Chdir(t.TempDir())
	if err := os.Mkdir(resultDir, 0o755); err != nil {
		t.Fatal(err)
	}
	script := `echo x >>tries
if [ "$(wc -l <tries)" -le ` + times + ` ]; then
  echo "FAIL slow (3 ms)"; echo "    ` + says + `"; echo "2 passed, 1 failed"; exit 1
fi
echo "3 passed, 0 failed"`
	return step{
		name: "stories", argv: []string{"sh", "-c", script, "sh"}, count: ownSum, again: storyAgain,
	}
}

func TestATestThatHoldsAloneIsToldAsFlaky(t *testing.T) {
	got := fallsTimes(t, "1", "Error: no button").run(t.Context())
	if got.failed() != 0 || got.passed != 3 || len(got.flaky) != 1 {
		t.Fatalf("got %d passed, %d failed, %d flaky, want 3, 0 and 1", got.passed, got.failed(), len(got.flaky))
	}
	var told strings.Builder
	got.tell(&told)
	if want := "\n--- flaky, held when it ran once more alone: slow\n    Error: no button\n"; told.String() != want {
		t.Errorf("told %q, want %q", told.String(), want)
	}
}

func TestATestThatFallsTwiceHasFailed(t *testing.T) {
	got := fallsTimes(t, "2", "Error: no button").run(t.Context())
	if got.failed() != 1 || got.passed != 2 || len(got.flaky) != 0 {
		t.Errorf("got %d passed, %d failed, %d flaky, want 2, 1 and 0", got.passed, got.failed(), len(got.flaky))
	}
}

func TestADataRaceAndAPanicAreNeverLuck(t *testing.T) {
	for _, says := range []string{"WARNING: DATA RACE", "testing.go:1617: race detected during execution of test", "panic: nil map", "fatal error: all goroutines are asleep", "it was skipped: a test runs, or it goes"} {
		t.Run(says, func(t *testing.T) {
			got := fallsTimes(t, "1", says).run(t.Context())
			if got.failed() != 1 || len(got.flaky) != 0 {
				t.Errorf("got %d failed, %d flaky, want 1 and 0", got.failed(), len(got.flaky))
			}
			if tries, _ := os.ReadFile("tries"); len(tries) != len("x\n") {
				t.Error("it was tried again")
			}
		})
	}
}

func TestWhereManyTestsFallNoneIsTriedAgain(t *testing.T) {
	var many tally
	for _, name := range []string{"a", "b", "c", "d"} {
		many.fail(name, "")
	}
	tries := filepath.Join(t.TempDir(), "tries")
	s := step{argv: []string{"touch", tries}, again: func(argv []string, _ failure) []string { return argv }}
	if got := s.forgive(t.Context(), many); got.failed() != 4 {
		t.Errorf("got %d failed, want 4", got.failed())
	}
	if _, err := os.Stat(tries); err == nil {
		t.Error("they were tried again")
	}
}

func TestEachKindOfTestIsRunAgainAlone(t *testing.T) {
	tests := map[string]struct{ got, want []string }{
		"a part of a Go test": {
			goTestAgain([]string{"go", "test", "-json", "./..."}, failure{where: "latchkey/app", test: "TestA/of_one"}),
			[]string{"go", "test", "-json", "-count=1", "-run", "^TestA$", "latchkey/app"},
		},
		"a portal's test": {
			vitestAgain([]string{"npm", "test", "--"}, failure{where: "src/a.test.ts", test: "adds"}),
			[]string{"npm", "test", "--", "src/a.test.ts"},
		},
		"a story": {
			storyAgain([]string{"npm", "run", "e2e"}, failure{test: "keys: one is made"}),
			[]string{"npm", "run", "e2e", "--", "keys: one is made"},
		},
	}
	for name, tt := range tests {
		if !slices.Equal(tt.got, tt.want) {
			t.Errorf("%s: got %q, want %q", name, tt.got, tt.want)
		}
	}
}
