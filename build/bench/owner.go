//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// owner asks a server for what only the owner of its data folder is told, by
// the socket in that folder.
type owner struct {
	*process
	http *http.Client
}

func ownerOf(p *process, data string) *owner {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", filepath.Join(data, "latchkey.sock"))
	}
	return &owner{p, &http.Client{Transport: &http.Transport{DialContext: dial}}}
}

// get gives the body of an answer and how long it took to come whole.
func (o *owner) get(ctx context.Context, path string) ([]byte, time.Duration, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://latchkey"+path, nil)
	if err != nil {
		return nil, 0, err
	}
	began := time.Now()
	answer, err := o.http.Do(r)
	if err != nil {
		return nil, 0, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	took := time.Since(began)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: status %d: %s", path, answer.StatusCode, body)
	}
	return body, took, err
}

// goroutines is how many there are.
func (o *owner) goroutines(ctx context.Context) (int, error) {
	body, _, err := o.get(ctx, "/debug/pprof/goroutine?debug=1")
	if err != nil {
		return 0, err
	}
	line, _, _ := strings.Cut(string(body), "\n")
	return strconv.Atoi(line[strings.LastIndexByte(line, ' ')+1:])
}

// descriptors is how many files and connections the process has open.
func (p *process) descriptors() (int, error) {
	list, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", p.cmd.Process.Pid))
	return len(list), err
}

// collect runs the garbage collector and gives how long it took, in
// milliseconds, as GODEBUG=gctrace=1 has it: "gc 9 @1.2s 1%: 0.01+1.5+0.02 ms
// clock, … (forced)".
func (o *owner) collect(ctx context.Context) (float64, error) {
	before := len(o.forced())
	if _, _, err := o.get(ctx, "/debug/pprof/heap?gc=1"); err != nil {
		return 0, err
	}
	for range 100 {
		if lines := o.forced(); len(lines) > before {
			_, rest, _ := strings.Cut(lines[before], "%: ")
			clock, _, _ := strings.Cut(rest, " ms clock")
			took := 0.0
			for part := range strings.SplitSeq(clock, "+") {
				ms, err := strconv.ParseFloat(part, 64)
				if err != nil {
					return 0, err
				}
				took += ms
			}
			return took, nil
		}
		time.Sleep(20 * time.Millisecond) // the line is on its way
	}
	return 0, errors.New("the garbage collector did not say how long it took")
}

// forced are the lines of the collections that were asked for.
func (o *owner) forced() (lines []string) {
	for line := range strings.Lines(o.stderr.String()) {
		if strings.HasPrefix(line, "gc ") && strings.Contains(line, "(forced)") {
			lines = append(lines, line)
		}
	}
	return lines
}
