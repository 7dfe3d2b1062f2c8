//go:build linux

package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// soaked is what a long time under an even load came to.
type soaked struct {
	Lasts     string
	Rate      int // logins a second that were asked for
	Answers   int64
	PerSecond float64
	Errors    int64
	// At the end of the first tenth, and at the end.
	FirstMB, LastMB                   float64
	FirstGoroutines, LastGoroutines   int
	FirstDescriptors, LastDescriptors int
}

// measureSoak logs in at an even rate for a long time. Nothing may fail, and
// nothing may grow.
func measureSoak(ctx context.Context, dir, bin string, o options, report *report) error {
	data := filepath.Join(dir, "soak")
	if err := importKeys(ctx, bin, data, o.keys); err != nil {
		return err
	}
	p, err := startLatchkey(ctx, bin, data, "--pprof")
	if err != nil {
		return err
	}
	defer p.stop()
	w := ownerOf(p, data)
	s := &soaked{Lasts: o.soak.String(), Rate: o.rate}
	report.Soak = s
	ctx, stop := context.WithTimeout(ctx, o.soak)
	defer stop()
	var answers, failures atomic.Int64
	var first error
	var once sync.Once
	var wait sync.WaitGroup
	requests := spread(o.keys)
	began := time.Now()
	for i := range o.conns {
		wait.Go(func() {
			n, err := paced(ctx, p.addr, requests, i, o, &answers)
			if failures.Add(int64(n)); err != nil {
				once.Do(func() { first = err })
			}
		})
	}
	note := func(mb *float64, goroutines, descriptors *int) error {
		ctx := context.WithoutCancel(ctx)
		if _, err := w.collect(ctx); err != nil {
			return err
		}
		var err error
		if *goroutines, err = w.goroutines(ctx); err != nil {
			return err
		}
		*descriptors, err = p.descriptors()
		*mb = p.residentMB()
		return err
	}
	// Both looks are taken while the load runs.
	for left := o.soak; left > o.soak/20; left = o.soak - time.Since(began) {
		say("soak: %s left, %d answers, %d errors, %.0f MB", left.Round(time.Second), answers.Load(), failures.Load(), p.residentMB())
		select {
		case <-ctx.Done():
		case <-time.After(min(left, o.soak/40)):
		}
		if s.FirstMB == 0 && time.Since(began) > o.soak/10 {
			if err := note(&s.FirstMB, &s.FirstGoroutines, &s.FirstDescriptors); err != nil {
				return err
			}
		}
	}
	if err := note(&s.LastMB, &s.LastGoroutines, &s.LastDescriptors); err != nil {
		return err
	}
	wait.Wait()
	s.Answers, s.Errors = answers.Load(), failures.Load()
	s.PerSecond = float64(s.Answers) / time.Since(began).Seconds()
	if first != nil {
		fmt.Printf("the first error of the soak: %v\n", first)
	}
	return nil
}

// paced sends its share of the rate on one connection and gives how many failed.
func paced(ctx context.Context, addr string, requests [][]byte, i int, o options, answers *atomic.Int64) (failed int, err error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return 1, err
	}
	defer conn.Close()
	r := bufio.NewReaderSize(conn, 8<<10)
	every := time.Duration(o.conns) * time.Second / time.Duration(o.rate)
	tick := time.NewTicker(every)
	defer tick.Stop()
	for n := i; ; n++ {
		select {
		case <-ctx.Done():
			return failed, err
		case <-tick.C:
		}
		if _, e := conn.Write(requests[n%len(requests)]); e != nil {
			return failed + 1, e
		}
		status, body, e := readAnswer(r)
		switch {
		case e != nil:
			return failed + 1, e
		case status != http.StatusCreated:
			failed, err = failed+1, fmt.Errorf("status %d: %s", status, body)
		default:
			answers.Add(1)
		}
	}
}
