//go:build unix

// Command testsum runs the project's checks and tests and adds them up.
//
//	go run ./build/testsum check    what needs no system package but gcc
//	go run ./build/testsum test     and everything else
//
// It knows which commands there are, which of them may run side by side, and
// how to count what each reports. Its last line is "N passed, N failed", with ",
// N not run here" where tests need what this machine does not give and said so.
// It exits 1 unless everything else ran and passed: a test that is skipped
// without such a reason counts as failed. One that falls runs once more alone, and
// is told as flaky where it then holds. It must not know what any test is about.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

func main() {
	if len(os.Args) != 2 || plans[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: testsum check | test")
		os.Exit(2)
	}
	if err := os.MkdirAll(resultDir, 0o755); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	var total tally
	for _, stage := range plans[os.Args[1]]() {
		total.add(runStage(ctx, stage))
	}
	total.tell(os.Stdout)
	fmt.Println(total.sum())
	if total.failed() > 0 || total.passed == 0 {
		os.Exit(1)
	}
}

// A stage is a set of lanes that run side by side, each a sequence of steps. A
// failed step stops nothing: one run shows everything that is wrong.
type stage [][]step

func runStage(ctx context.Context, s stage) tally {
	var (
		mu    sync.Mutex
		total tally
		wg    sync.WaitGroup
	)
	for _, lane := range s {
		wg.Go(func() {
			for _, st := range lane {
				began := time.Now()
				t := st.run(ctx)
				mu.Lock()
				report(st.name, t, time.Since(began))
				for i := range t.failures {
					t.failures[i].step = st.name
				}
				for i := range t.flaky {
					t.flaky[i].step = st.name
				}
				total.add(t)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return total
}

func report(name string, t tally, took time.Duration) {
	word := "ok  "
	if t.failed() > 0 {
		word = "FAIL"
	}
	rest := ""
	if t.notRun > 0 {
		rest = fmt.Sprintf("  %d not run here", t.notRun)
	}
	// Somebody who looks on wants to know at once; the rest is told at the end,
	// where a log that is cut in its middle still has it.
	for _, f := range t.flaky {
		rest += "\n      flaky: " + f.name()
	}
	for _, f := range t.failures {
		rest += "\n      " + f.name()
	}
	fmt.Printf("%s  %-28s %5d passed %3d failed %7.1fs%s\n", word, name, t.passed, t.failed(), took.Seconds(), rest)
}
