//go:build linux

// Command bench measures what Latchkey's hot paths cost beside bare HTTP servers
// that do as little, on this machine, in one run.
//
//	go run ./build/bench                     the whole table, about four minutes
//	go run ./build/bench -rounds 1 -only login,verify
//
// The figure that counts is the server's CPU time per request. Everything is
// measured in turns, so that a busy neighbour slows all of it, and what is
// printed is the median of the rounds.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

type options struct {
	rounds   int
	duration time.Duration
	conns    int
	keys     int
	starts   int
	only     string
	json     string
}

func main() {
	if len(os.Args) == 4 && os.Args[1] == bareCommand {
		fatal(serveBare(os.Args[2], os.Args[3]))
		return
	}
	var o options
	flag.IntVar(&o.rounds, "rounds", 5, "how often everything is measured, in turns")
	flag.DurationVar(&o.duration, "for", 2*time.Second, "how long each turn lasts")
	flag.IntVar(&o.conns, "conns", 64, "connections, all kept alive")
	flag.IntVar(&o.keys, "keys", 1000, "access keys in the store")
	flag.IntVar(&o.starts, "starts", 5, "how often the server is started for the time to its first token")
	flag.StringVar(&o.only, "only", "", "measure only the turns whose names hold one of these words, comma between")
	flag.StringVar(&o.json, "json", filepath.Join("test-results", "bench.json"), "where the figures are written")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	fatal(run(ctx, o))
}

func run(ctx context.Context, o options) error {
	dir, err := os.MkdirTemp("", "latchkey-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	report := newReport(o)
	w, err := openWorld(ctx, dir, o)
	if err != nil {
		return err
	}
	defer w.close()
	report.StartMS, report.IdleMB = w.startMS, w.idleMB
	turns := w.turns(o)
	for round := range o.rounds {
		for i := range turns {
			if !o.wants(turns[i].name) {
				continue
			}
			fmt.Fprintf(os.Stderr, "\rround %d of %d: %-40s", round+1, o.rounds, turns[i].name)
			m, err := turns[i].measure(ctx, o.duration)
			if err != nil {
				return fmt.Errorf("%s: %w", turns[i].name, err)
			}
			report.add(turns[i], m)
		}
	}
	fmt.Fprintf(os.Stderr, "\r%-70s\r", "")
	report.LoadedMB = w.latchkey.residentMB()
	report.print(os.Stdout)
	return report.write(o.json)
}

func (o options) wants(name string) bool {
	if o.only == "" {
		return true
	}
	for word := range strings.SplitSeq(o.only, ",") {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

func fatal(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench: error:", err)
		os.Exit(1)
	}
}
