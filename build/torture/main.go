// Command torture hurts a store in every way there is and holds it against what
// it promised: nothing acknowledged is lost, nothing wrong is ever answered,
// and what is damaged is refused by name.
//
//	make torture                    every way, as long as the figures in docs/operations.md ask for
//	make torture ONLY=kill          one
//	make torture SEED=7 ONLY=crash  the very same again
//
// It prints a table, writes test-results/torture.json and exits 1 where a promise
// was broken. What it found, if ever, is listed in track-record.md beside it,
// each with the command that shows it.
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"latchkey/build/torture/suite"
)

const resultFile = "test-results/torture.json"

func main() {
	suite.Child()
	seed := flag.Uint64("seed", 0, "repeat the run of this `N`; 0 = a new one")
	only := flag.String("only", "", "run the ways of these `names`, parted by commas")
	rounds := flag.Int("rounds", 0, "as often as `N`; 0 = as often as the way is meant to")
	subject := flag.String("subject", "", "the `folder` of a store that an earlier run has damaged, as its message names it")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	code, err := run(ctx, suite.Options{Seed: cmp.Or(*seed, rand.Uint64()), Rounds: *rounds, Subject: *subject}, *only)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// report is what is written down of a run.
type report struct {
	Seed    uint64                  `json:"seed"`
	Began   time.Time               `json:"began"`
	Results map[string]suite.Result `json:"results"`
}

func run(ctx context.Context, asked suite.Options, only string) (code int, err error) {
	ways := suite.Ways()
	if only != "" {
		names := strings.Split(only, ",")
		ways = slices.DeleteFunc(ways, func(w suite.Way) bool { return !slices.Contains(names, w.Name) })
		if len(ways) != len(names) {
			return 2, fmt.Errorf("torture: %s names a way that is none", only)
		}
	}
	dir, err := os.MkdirTemp("", "latchkey-torture-")
	if err != nil {
		return 1, err
	}
	program := filepath.Join(dir, "latchkey")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		return 1, fmt.Errorf("build the program: %w\n%s", err, out)
	}
	fmt.Printf("SEED=%d\n", asked.Seed)
	rep := report{asked.Seed, time.Now().UTC(), map[string]suite.Result{}}
	broken := 0
	for _, w := range ways {
		o := asked
		o.Rounds, o.Dir, o.Program = cmp.Or(asked.Rounds, w.Long), filepath.Join(dir, w.Name), program
		o.Say = func(format string, args ...any) { fmt.Fprintf(os.Stderr, w.Name+": "+format+"\n", args...) }
		if err := os.Mkdir(o.Dir, 0o700); err != nil {
			return 1, err
		}
		fmt.Printf("\n%s: %s\n", w.Name, w.What)
		r, err := w.Run(ctx, o)
		if err != nil {
			r.Problems = append(r.Problems, err.Error())
		}
		show(r)
		broken += len(r.Problems)
		rep.Results[w.Name] = r
	}
	if err := write(rep); err != nil {
		return 1, err
	}
	if broken > 0 {
		fmt.Printf("\n%d promises broken; what was left is in %s\n", broken, dir)
		return 1, nil
	}
	fmt.Println("\nno promise broken")
	return 0, os.RemoveAll(dir)
}

func show(r suite.Result) {
	if r.NotRun != "" {
		fmt.Printf("  not run here: %s\n", r.NotRun)
		return
	}
	for _, f := range r.Figures {
		fmt.Printf("  %12.10g %-3s %s\n", f.Value, f.Unit, f.What)
	}
	fmt.Printf("  %12.1f s   in all\n", r.Took.Seconds())
	for _, p := range r.Problems {
		fmt.Printf("  BROKEN: %s\n", p)
	}
}

func write(rep report) error {
	text, err := json.MarshalIndent(rep, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(resultFile), 0o755); err != nil {
		return err
	}
	return os.WriteFile(resultFile, append(text, '\n'), 0o644)
}
