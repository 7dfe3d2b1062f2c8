//go:build linux

package main

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// scaled is what a number of keys costs.
type scaled struct {
	Keys        int
	ImportS     float64 // to bring them in, from a file
	StartMS     float64 // from starting the program to its first token, verified
	StartCPUMS  float64 // of that on the processors
	ResidentMB  float64 // once it listens
	CollectMS   float64 // a full garbage collection
	LoginCPU    float64 // microseconds a login, median of the rounds
	LoginRatio  float64 // to the smallest number of keys, median of the rounds' own
	loginRounds []float64
}

// listed is one list of keys, as the portal asks for it.
type listed struct {
	Keys        int
	What        string
	MS, WorstMS float64
}

// lists are what is asked of the largest number of keys: 200 of them, or what a
// page or a scraper asks for every few seconds, by its whole path.
var lists = []struct{ what, query string }{
	{"the first 200", "limit=200"},
	{"200 from the middle", "limit=200&offset=HALF"},
	{"by moment of creation, newest first", "limit=200&sort=created&desc=true"},
	{"by user, from the middle", "limit=200&sort=user&offset=HALF"},
	{"by state", "limit=200&sort=state"},
	{"by expiry", "limit=200&sort=expires"},
	{"by last use", "limit=200&sort=lastUsed"},
	{"of one user", "limit=200&user=user-003"},
	{"active ones, by account", "limit=200&state=active&sort=account"},
	{"search: one of all", "limit=200&search=key%20LAST"},
	{"search: many", "limit=200&search=77"},
	{"search: none", "limit=200&search=zebra"},
	{"search: a username", "limit=200&search=user-01"},
	{"no rows: the overview", "/api/v1/overview"},
	{"no rows: the metrics", "/metrics"},
}

func (o options) sizes() ([]int, error) {
	var sizes []int
	for text := range strings.SplitSeq(o.scale, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("-sizes %s: %q is no number of keys", o.scale, text)
		}
		sizes = append(sizes, n)
	}
	return sizes, nil
}

// measureScale fills the part of the report that goes by numbers of keys.
func measureScale(ctx context.Context, dir, bin string, o options, report *report) error {
	sizes, err := o.sizes()
	if err != nil {
		return err
	}
	var owners []*owner
	defer func() {
		for _, w := range owners {
			w.stop()
		}
	}()
	for _, n := range sizes {
		say("%d keys: import", n)
		data := filepath.Join(dir, fmt.Sprint("keys-", n))
		began := time.Now()
		if err := importKeys(ctx, bin, data, n); err != nil {
			return err
		}
		s := &scaled{Keys: n, ImportS: time.Since(began).Seconds()}
		w, err := startScaled(ctx, bin, data, o, s)
		if err != nil {
			return err
		}
		owners = append(owners, w)
		report.Scale = append(report.Scale, s)
	}
	for round := range o.rounds {
		for i, s := range report.Scale {
			say("round %d of %d: /login at %d keys", round+1, o.rounds, s.Keys)
			t := turn{server: owners[i].process, load: load{addr: owners[i].addr, conns: o.conns, requests: spread(s.Keys), status: http.StatusCreated}}
			m, err := t.measure(ctx, o.duration)
			if err != nil {
				return err
			}
			s.loginRounds = append(s.loginRounds, m.TotalCPU)
		}
	}
	for _, s := range report.Scale {
		var ratios []float64
		for i, cpu := range s.loginRounds {
			ratios = append(ratios, cpu/report.Scale[0].loginRounds[i])
		}
		s.LoginCPU, s.LoginRatio = median(s.loginRounds), median(ratios)
	}
	last := len(owners) - 1
	return measureLists(ctx, owners[last], report.Scale[last].Keys, report)
}

// startScaled starts a server some times, and leaves the last one running.
func startScaled(ctx context.Context, bin, data string, o options, s *scaled) (*owner, error) {
	var started, cpu, resident []float64
	for i := 0; ; i++ {
		say("%d keys: start %d of %d", s.Keys, i+1, o.starts)
		p, err := startLatchkey(ctx, bin, data, "--pprof")
		if err != nil {
			return nil, err
		}
		_, err = ask(p.addr, loginRequest(accessKey(0), secretOf(0)), http.StatusCreated)
		started = append(started, time.Since(p.started).Seconds()*1000)
		if err != nil {
			p.stop()
			return nil, err
		}
		used, err := p.usage()
		if err != nil {
			p.stop()
			return nil, err
		}
		cpu, resident = append(cpu, (used.user+used.system).Seconds()*1000), append(resident, p.residentMB())
		if i+1 < o.starts {
			p.stop()
			continue
		}
		w := ownerOf(p, data)
		s.StartMS, s.StartCPUMS, s.ResidentMB = median(started), median(cpu), median(resident)
		if s.CollectMS, err = w.collect(ctx); err != nil {
			p.stop()
			return nil, err
		}
		return w, nil
	}
}

// measureLists asks for each list some times.
func measureLists(ctx context.Context, w *owner, keys int, report *report) error {
	const times = 15
	for _, l := range lists {
		say("list: %s", l.what)
		query := strings.NewReplacer("HALF", fmt.Sprint(keys/2), "LAST", fmt.Sprint(keys-1)).Replace(l.query)
		path := query
		if !strings.HasPrefix(path, "/") {
			path = "/api/v1/keys?" + query
		}
		var took []float64
		for i := range times + 1 {
			_, d, err := w.get(ctx, path)
			if err != nil {
				return err
			}
			if i > 0 { // the first finds the names unsorted
				took = append(took, d.Seconds()*1000)
			}
		}
		worst := 0.0
		for _, ms := range took {
			worst = max(worst, ms)
		}
		report.Lists = append(report.Lists, listed{Keys: keys, What: l.what, MS: median(took), WorstMS: worst})
	}
	return nil
}

// spread is logins of keys from all over a number of them.
func spread(keys int) [][]byte {
	n := min(keys, 10_000)
	out := make([][]byte, 0, n)
	for i := range n {
		at := i * (keys / n)
		out = append(out, loginRequest(accessKey(at), secretOf(at)))
	}
	return out
}

// importKeys makes a data folder with that many keys.
func importKeys(ctx context.Context, bin, data string, keys int) error {
	path := data + ".jsonl"
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer os.Remove(path)
	w := bufio.NewWriter(file)
	fmt.Fprintln(w, `{"type":"account","name":"Acme","realm":"Partner","domain":"/partners-int"}`)
	for i := range passwordUsers {
		fmt.Fprintf(w, "{\"type\":\"user\",\"username\":%q,\"email\":\"%s@example.com\"}\n", username(i), username(i))
		fmt.Fprintf(w, "{\"type\":\"membership\",\"user\":%q,\"account\":\"Acme\",\"roles\":[\"PartnerAdmin\"],\"permissions\":[\"read\",\"write\"]}\n", username(i))
	}
	for i := range keys {
		fmt.Fprintf(w, "{\"name\":\"key %d\",\"user\":%q,\"account\":\"Acme\",\"accessKey\":%q,\"secret\":%q}\n", i, username(i%passwordUsers), accessKey(i), secretOf(i))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	if out, err := exec.CommandContext(ctx, bin, "import", path, "--weak", "--data", data).CombinedOutput(); err != nil {
		return fmt.Errorf("import: %w\n%s", err, out)
	}
	return nil
}
