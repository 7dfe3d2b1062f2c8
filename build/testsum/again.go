//go:build unix

package main

import (
	"context"
	"regexp"
	"slices"
	"strings"
)

// again gives the command that runs a failed test of a step alone.
type again func(argv []string, f failure) []string

// forgivenAtMost is how many tests of a step may fall and be tried again. Where
// more fall it is not luck.
const forgivenAtMost = 3

// Never a matter of luck, however often it does not show.
var unforgivable = regexp.MustCompile(`DATA RACE|race detected|(?m)^\s*(panic|fatal error):|it was skipped`)

// forgive runs what fell once more, each alone. A test that holds then counts as
// passed and is told as flaky: one browser among a hundred that was slow on a
// machine that does other things says nothing about what is tested, and must
// not cost the run; but somebody has to find out what it waits for.
func (s step) forgive(ctx context.Context, t tally) tally {
	if s.again == nil || t.failed() > forgivenAtMost || t.uncounted > 0 {
		return t
	}
	fallen := t.failures
	t.failures = nil
	for _, f := range fallen {
		if f.test == "" || unforgivable.MatchString(f.output) || !s.holdsAlone(ctx, f) {
			t.failures = append(t.failures, f)
			continue
		}
		t.passed++
		t.flaky = append(t.flaky, f)
	}
	return t
}

func (s step) holdsAlone(ctx context.Context, f failure) bool {
	s.argv = s.again(slices.Clone(s.argv), f)
	s.name += " again"
	t := s.once(ctx)
	return t.failed() == 0 && t.passed > 0
}

// goTestAgain runs the whole test of which f may be a part.
func goTestAgain(argv []string, f failure) []string {
	test, _, _ := strings.Cut(f.test, "/")
	argv[len(argv)-1] = f.where
	return slices.Insert(argv, len(argv)-1, "-count=1", "-run", "^"+regexp.QuoteMeta(test)+"$")
}

// vitestAgain runs the file that f stands in.
func vitestAgain(argv []string, f failure) []string { return append(argv, f.where) }

func storyAgain(argv []string, f failure) []string { return append(argv, "--", f.test) }
