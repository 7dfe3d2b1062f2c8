//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"text/tabwriter"
	"time"
)

// report is what a run came to: printed as a table, written as JSON.
type report struct {
	At       time.Time
	Command  string
	Machine  string
	Versions string
	Rounds   int
	Lasts    string
	Conns    int
	Keys     int
	StartMS  float64 // from starting the program to its first token
	IdleMB   float64 // resident once it listens
	LoadedMB float64 // and after all of this
	Rows     []*row
	Scale    []*scaled `json:",omitempty"`
	Lists    []listed  `json:",omitempty"`
	Soak     *soaked   `json:",omitempty"`
	Goals    []goal
}

// row is a turn with all its rounds.
type row struct {
	Name   string
	Median measured
	Rounds []measured
}

// goal is a figure that is held against what it should be at most.
type goal struct {
	Name    string
	Is, Max float64
	Unit    string // "" = a ratio
	Met     bool
}

func newReport(o options) *report {
	return &report{
		At: time.Now().UTC().Truncate(time.Second), Command: "go run ./build/bench " + strings.Join(os.Args[1:], " "),
		Machine: machine(), Versions: versions(), Rounds: o.rounds, Lasts: o.duration.String(), Conns: o.conns, Keys: o.keys,
	}
}

func (r *report) add(t turn, m measured) {
	for _, row := range r.Rows {
		if row.Name == t.name {
			row.Rounds = append(row.Rounds, m)
			return
		}
	}
	r.Rows = append(r.Rows, &row{Name: t.name, Rounds: []measured{m}})
}

// goals are the ratios that docs/performance.md promises.
var goals = []struct {
	turn, to string
	of       func(measured) float64
	what     string
	max      float64
}{
	{loginTurn, librariesTurn, cpu, "CPU", 0.65},
	{loginTurn, staticTurn, cpu, "CPU", 1.4},
	{loginTurn, staticTurn, p99, "p99", 1.3},
	{jwtTurn, emptyTurn, cpu, "CPU", 1.3},
	{jwtsTurn, emptyTurn, cpu, "CPU", 1.3},
	{"/verify, auth header", emptyTurn, cpu, "CPU", 1.3},
	{"/login, unknown key", unlimitedTurn, cpu, "CPU", 1.2},
	{"/login, wrong secret", unlimitedTurn, cpu, "CPU", 1.2},
	{"/login, malformed body", unlimitedTurn, cpu, "CPU", 1.2},
	{"/login, body without secret", unlimitedTurn, cpu, "CPU", 1.2},
	{"/verify, altered JWT", jwtOffTurn, cpu, "CPU", 1.2},
	{"/verify, unknown auth header", jwtOffTurn, cpu, "CPU", 1.2},
	{besideTurn, loginTurn, p99, "p99", 3},
}

func cpu(m measured) float64 { return m.TotalCPU }
func p99(m measured) float64 { return m.P99 }

func (r *report) row(name string) *row {
	for _, row := range r.Rows {
		if row.Name == name {
			return row
		}
	}
	return nil
}

// ratio is the median of the rounds' own ratios: what stood beside each other
// in time is compared with each other.
func ratio(a, b *row, of func(measured) float64) float64 {
	var out []float64
	for i := range min(len(a.Rounds), len(b.Rounds)) {
		out = append(out, of(a.Rounds[i])/of(b.Rounds[i]))
	}
	return median(out)
}

func (r *row) median() measured {
	pick := func(of func(measured) float64) float64 {
		var values []float64
		for _, m := range r.Rounds {
			values = append(values, of(m))
		}
		return median(values)
	}
	return measured{
		PerSecond:  pick(func(m measured) float64 { return m.PerSecond }),
		P50:        pick(func(m measured) float64 { return m.P50 }),
		P99:        pick(p99),
		P999:       pick(func(m measured) float64 { return m.P999 }),
		UserCPU:    pick(func(m measured) float64 { return m.UserCPU }),
		SystemCPU:  pick(func(m measured) float64 { return m.SystemCPU }),
		TotalCPU:   pick(cpu),
		ResidentMB: pick(func(m measured) float64 { return m.ResidentMB }),
	}
}

// print writes the table in Markdown, as docs/performance.md has it.
func (r *report) print(out io.Writer) {
	fmt.Fprintf(out, "\n%s\n%s\n%s; %d rounds of %s each in turns, %d connections, %d keys; medians\n\n", r.Machine, r.Versions, r.Command, r.Rounds, r.Lasts, r.Conns, r.Keys)
	var table bytes.Buffer
	w := tabwriter.NewWriter(&table, 0, 0, 1, ' ', tabwriter.Debug)
	fmt.Fprintln(w, "\t what\t CPU µs\t user\t sys\t per s\t p50 µs\t p99\t p99.9\t MB\t")
	fmt.Fprintln(w, "\t ---\t ---:\t ---:\t ---:\t ---:\t ---:\t ---:\t ---:\t ---:\t")
	for _, row := range r.Rows {
		row.Median = row.median()
		m := row.Median
		cpu := fmt.Sprintf("%.1f\t %.1f\t %.1f", m.TotalCPU, m.UserCPU, m.SystemCPU)
		if row.Name == besideTurn {
			cpu = "\t\t" // the server did something else besides
		}
		fmt.Fprintf(w, "\t %s\t %s\t %.0f\t %.0f\t %.0f\t %.0f\t %.0f\t\n", row.Name, cpu, m.PerSecond, m.P50, m.P99, m.P999, m.ResidentMB)
	}
	w.Flush()
	r.hold()
	fmt.Fprintln(&table)
	fmt.Fprintln(w, "\t figure\t is\t at most\t\t")
	fmt.Fprintln(w, "\t ---\t ---:\t ---:\t ---\t")
	for _, g := range r.Goals {
		fmt.Fprintf(w, "\t %s\t %s\t %s\t %s\t\n", g.Name, figure(g.Is, g.Unit), figure(g.Max, g.Unit), map[bool]string{true: "met", false: "**missed**"}[g.Met])
	}
	w.Flush()
	_, _ = out.Write(table.Bytes())
	if len(r.Rows) > 0 {
		fmt.Fprintf(out, "\nstart to first token %.0f ms; resident %.0f MB idle, %.0f MB at the end\n", r.StartMS, r.IdleMB, r.LoadedMB)
	}
	r.printScale(out)
	if s := r.Soak; s != nil {
		fmt.Fprintf(out, "\n%s at %d logins/s asked for: %d answers (%.0f/s), %d errors; resident %.0f to %.0f MB, goroutines %d to %d, descriptors %d to %d\n",
			s.Lasts, s.Rate, s.Answers, s.PerSecond, s.Errors, s.FirstMB, s.LastMB, s.FirstGoroutines, s.LastGoroutines, s.FirstDescriptors, s.LastDescriptors)
	}
}

func figure(n float64, unit string) string {
	if unit == "" {
		return fmt.Sprintf("%.2f", n)
	}
	return fmt.Sprintf("%.0f %s", n, unit)
}

func (r *report) printScale(out io.Writer) {
	if len(r.Scale) == 0 {
		return
	}
	var table bytes.Buffer
	w := tabwriter.NewWriter(&table, 0, 0, 1, ' ', tabwriter.Debug)
	fmt.Fprintln(w, "\t keys\t import s\t start to first token ms\t of that CPU\t resident MB\t full collection ms\t /login CPU µs\t to the first\t")
	fmt.Fprintln(w, "\t ---:\t ---:\t ---:\t ---:\t ---:\t ---:\t ---:\t ---:\t")
	for _, s := range r.Scale {
		fmt.Fprintf(w, "\t %d\t %.1f\t %.0f\t %.0f\t %.0f\t %.1f\t %.1f\t %.2f\t\n", s.Keys, s.ImportS, s.StartMS, s.StartCPUMS, s.ResidentMB, s.CollectMS, s.LoginCPU, s.LoginRatio)
	}
	w.Flush()
	fmt.Fprintln(&table)
	fmt.Fprintf(w, "\t 200 rows of %d keys\t ms\t worst\t\n", r.Lists[0].Keys)
	fmt.Fprintln(w, "\t ---\t ---:\t ---:\t")
	for _, l := range r.Lists {
		fmt.Fprintf(w, "\t %s\t %.1f\t %.1f\t\n", l.What, l.MS, l.WorstMS)
	}
	w.Flush()
	fmt.Fprintf(out, "\n%s", table.Bytes())
}

// hold holds what was measured against what is promised.
func (r *report) hold() {
	at := func(name string, is, most float64, unit string) {
		r.Goals = append(r.Goals, goal{name, is, most, unit, is <= most})
	}
	for _, g := range goals {
		if a, b := r.row(g.turn), r.row(g.to); a != nil && b != nil {
			at(fmt.Sprintf("%s: %s to %s", g.what, g.turn, g.to), ratio(a, b, g.of), g.max, "")
		}
	}
	for _, row := range r.Rows {
		if other := r.row(row.Name + otherBuild); other != nil {
			at("CPU: "+row.Name+" to that of the other build", ratio(row, other, cpu), 1, "")
			at("p99: "+row.Name+" to that of the other build", ratio(row, other, p99), 1, "")
		}
	}
	if r.StartMS > 0 {
		at(fmt.Sprintf("start to first token at %d keys", r.Keys), r.StartMS, 50, "ms")
		at("resident idle", r.IdleMB, 20, "MB")
	}
	for _, s := range r.Scale {
		if s.Keys != 1_000_000 {
			continue
		}
		at("/login CPU at 1000000 keys to that at the fewest", s.LoginRatio, 1.15, "")
		at("resident at 1000000 keys", s.ResidentMB, 600, "MB")
		at("full collection at 1000000 keys", s.CollectMS, 5, "ms")
		at("start to first token at 1000000 keys", s.StartMS, 5000, "ms")
	}
	for _, l := range r.Lists {
		if l.Keys == 1_000_000 {
			at("200 rows of 1000000 keys: "+l.What, l.MS, 20, "ms")
		}
	}
	if s := r.Soak; s != nil {
		at("errors of the soak", float64(s.Errors), 0, "")
		at("memory at the end of the soak to that at its tenth", s.LastMB/s.FirstMB, 1.1, "")
		at("goroutines alike", float64(s.LastGoroutines)/float64(s.FirstGoroutines), 1.1, "")
		at("descriptors alike", float64(s.LastDescriptors)/float64(s.FirstDescriptors), 1.1, "")
	}
}

func (r *report) write(path string) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, append(text, '\n'), 0o644)
}

// machine is the processor and how much of it there is.
func machine() string {
	name := runtime.GOARCH
	text, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(text)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
			name = strings.TrimSpace(value)
			break
		}
	}
	kernel, _ := os.ReadFile("/proc/sys/kernel/osrelease")
	return fmt.Sprintf("%s, %d cores for servers and load together, Linux %s, loopback, keep-alive", name, runtime.NumCPU(), strings.TrimSpace(string(kernel)))
}

func versions() string {
	commit, err := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	text := runtime.Version()
	if err == nil {
		text += ", latchkey " + strings.TrimSpace(string(commit))
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dep := range info.Deps {
			if strings.Contains(dep.Path, "golang-jwt") {
				text += ", golang-jwt " + dep.Version
			}
		}
	}
	return text
}
