//go:build linux

// Command bench measures what Latchkey's hot paths cost beside bare HTTP servers
// that do as little, on this machine, in one run.
//
//	go run ./build/bench                          all but the soak, about ten minutes
//	go run ./build/bench -parts paths -rounds 1 -turns 'login|verify'
//	go run ./build/bench -parts scale -sizes 100,100000
//	go run ./build/bench -parts soak              ten minutes of it
//	go run ./build/bench -parts profile           build/bench/login.pgo anew
//	go run ./build/bench -parts profile -turns '^/login$' -profile /tmp/cpu.pb
//	                                              where the time of one path goes
//	go run ./build/bench -parts paths -turns 'login|verify' -against /tmp/latchkey
//	                                              beside another build
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
	"regexp"
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
	parts    string
	turns    *regexp.Regexp
	scale    string
	soak     time.Duration
	rate     int
	json     string
	against  string
	profile  string
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
	flag.StringVar(&o.parts, "parts", "paths,scale", "what to measure, comma between: paths, scale (with starts and lists), soak, profile")
	turns := flag.String("turns", "", "of the paths only the turns whose names match this expression, as '^/login$|verify'")
	flag.StringVar(&o.scale, "sizes", "100,10000,100000,1000000", "numbers of keys to measure at")
	flag.DurationVar(&o.soak, "soak", 10*time.Minute, "how long the soak lasts")
	flag.IntVar(&o.rate, "rate", 5000, "logins a second of the soak")
	flag.StringVar(&o.json, "json", filepath.Join("test-results", "bench.json"), "where the figures are written")
	flag.StringVar(&o.against, "against", "", "another build of latchkey, a file, whose paths are measured in the same turns")
	flag.StringVar(&o.profile, "profile", pgoFile, "where -parts profile writes what it took")
	flag.Parse()
	var err error
	if o.turns, err = regexp.Compile(*turns); err != nil {
		fatal(fmt.Errorf("-turns: %w", err))
	}
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
	bin := filepath.Join(dir, "latchkey")
	if err := buildLatchkey(ctx, bin); err != nil {
		return err
	}
	report := newReport(o)
	for part := range strings.SplitSeq(o.parts, ",") {
		measure := parts[part]
		if measure == nil {
			return fmt.Errorf("-parts %s: there is no part %q", o.parts, part)
		}
		if err := measure(ctx, dir, bin, o, report); err != nil {
			return err
		}
	}
	say("")
	report.print(os.Stdout)
	return report.write(o.json)
}

// parts are what can be measured.
var parts = map[string]func(ctx context.Context, dir, bin string, o options, report *report) error{
	"paths": measurePaths, "scale": measureScale, "soak": measureSoak, "profile": takeProfile,
}

// measurePaths measures every path beside the bare servers.
func measurePaths(ctx context.Context, dir, bin string, o options, report *report) error {
	w, err := openWorld(ctx, dir, bin, o)
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
			say("round %d of %d: %s", round+1, o.rounds, turns[i].name)
			m, err := turns[i].measure(ctx, o.duration)
			if err != nil {
				return fmt.Errorf("%s: %w", turns[i].name, err)
			}
			report.add(turns[i], m)
		}
	}
	report.LoadedMB = w.latchkey.residentMB()
	return nil
}

// say shows how far it has come, on one line.
func say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "\r%-78.78s\r", fmt.Sprintf(format, args...))
}

// wants reports whether a turn is asked for.
func (o options) wants(name string) bool { return o.turns.MatchString(name) }

func fatal(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench: error:", err)
		os.Exit(1)
	}
}
