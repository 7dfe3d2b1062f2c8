// Package suite is the torture itself: each way to hurt a store, with the
// promises it must keep. A way runs long from the command and short from go
// test, with the same assertions. It knows the store by the doors of package
// app alone, so that what is tortured is the program.
package suite

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"latchkey/app"
)

// Options are how long and from which seed a way runs.
type Options struct {
	Seed    uint64
	Rounds  int    // as the way counts them
	Dir     string // an empty folder of its own
	Program string // the latchkey to torture; "" = this program, which carries its code
	Subject string // a store that an earlier run has damaged; "" = a new one
	Say     func(format string, args ...any)
}

func (o Options) say(format string, args ...any) {
	if o.Say != nil {
		o.Say(format, args...)
	}
}

// rand gives the numbers of one part of a way: the same for the same seed.
func (o Options) rand(part uint64) *rand.Rand { return rand.New(rand.NewPCG(o.Seed, part)) }

// Result is what a way came to.
type Result struct {
	Figures  []Figure      `json:"figures"`
	Problems []string      `json:"problems"` // broken promises, each with what repeats it
	NotRun   string        `json:"notRun,omitempty"`
	Took     time.Duration `json:"took"`
}

// Figure is one number of a result.
type Figure struct {
	What  string  `json:"what"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit,omitempty"`
}

func (r *Result) figure(what string, value float64, unit string) {
	r.Figures = append(r.Figures, Figure{what, value, unit})
}

func (r *Result) problem(format string, args ...any) {
	r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
}

// maxProblems is how many broken promises end a way: the first say it all.
const maxProblems = 20

// Way is one way to hurt a store.
type Way struct {
	Name  string
	What  string // in a few words
	Long  int    // rounds of the command
	Short int    // rounds of go test
	Run   func(context.Context, Options) (Result, error)
}

// Ways lists them all.
func Ways() []Way {
	return []Way{
		{"kill", "SIGKILL while clients change things", 1000, 6, Kill},
		{"crash", "the power fails: unsynced writes and names, in any combination", 40_000, 400, Crash},
		{"flip", "flipped bits, cut files, pages zeroed, swapped and of before", 10_000, 150, Flip},
		{"eio", "each call to the disk fails, once and from then on", 10_000, 16, IOError},
		{"full", "a disk that fills up, over and over", 100, 2, Full},
		{"upgrade", "the power fails, or SIGKILL comes, while a store of an earlier schema is migrated", 4000, 60, Upgrade},
		{"backup", "backups of a core that is in use, each restored and served", 1000, 6, Backup},
		{"restore", "flipped bits, cuts and scribbles over a backup, keys that are not its own, and power failures while it is restored", 5000, 40, Restore},
	}
}

// What a process of this program is when it is not the torturer: the variables
// that say so, see Child.
const (
	envCore   = "LATCHKEY_TORTURE_CORE"
	envVictim = "LATCHKEY_TORTURE_VICTIM"
)

// Child plays the part of a process under torture where the environment asks
// for that, and does not return then. Whoever has ways call it first.
func Child() {
	switch {
	case os.Getenv(envCore) != "":
		os.Unsetenv(envCore)
		os.Exit(app.Main(os.Args[1:], nil))
	case os.Getenv(envVictim) != "":
		os.Exit(victim(os.Getenv(envVictim)))
	}
}
