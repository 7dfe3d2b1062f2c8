//go:build linux

package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net"
	"slices"
	"strconv"
	"sync"
	"time"
)

// load is requests sent over and over on connections that are kept alive. It
// writes and reads HTTP/1.1 itself: a client library would take more of the
// machine than the server that is measured.
type load struct {
	addr     string
	conns    int
	requests [][]byte // in turns
	status   int      // what every answer must have
}

// request makes the bytes of one.
func request(method, path, header, body string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench/1\r\n", method, path)
	if body != "" {
		fmt.Fprintf(&b, "Content-Type: application/json\r\nContent-Length: %d\r\n", len(body))
	}
	b.WriteString(header + "\r\n" + body)
	return b.Bytes()
}

// send runs the load for a while and gives how long each request took, sorted.
func (l load) send(ctx context.Context, lasts time.Duration) ([]time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, lasts)
	defer cancel()
	took, errs := make([][]time.Duration, l.conns), make([]error, l.conns)
	var wait sync.WaitGroup
	for i := range l.conns {
		wait.Go(func() { took[i], errs[i] = l.sendOn(ctx, i) })
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	all := slices.Concat(took...)
	if len(all) == 0 {
		return nil, fmt.Errorf("no request was answered within %s", lasts)
	}
	slices.Sort(all)
	return all, nil
}

func (l load) sendOn(ctx context.Context, i int) ([]time.Duration, error) {
	conn, err := net.Dial("tcp", l.addr)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	r := bufio.NewReaderSize(conn, 8<<10)
	took := make([]time.Duration, 0, 1<<12)
	// Apart from each other, so that no two send the same at the same time.
	for n := i * len(l.requests) / l.conns; ctx.Err() == nil; n++ {
		began := time.Now()
		if _, err := conn.Write(l.requests[n%len(l.requests)]); err != nil {
			return nil, err
		}
		status, body, err := readAnswer(r)
		if err != nil {
			return nil, err
		}
		if status != l.status {
			return nil, fmt.Errorf("status %d, want %d: %s", status, l.status, body)
		}
		took = append(took, time.Since(began))
	}
	return took, nil
}

// readAnswer reads one answer that has a Content-Length. The body is good until
// the next read.
func readAnswer(r *bufio.Reader) (status int, body []byte, err error) {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return 0, nil, err
	}
	if len(line) < 12 {
		return 0, nil, fmt.Errorf("an answer that begins with %q", line)
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, nil, err
	}
	length := -1
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return 0, nil, err
		}
		if len(line) <= 2 {
			break
		}
		const name = "Content-Length: "
		if len(line) > len(name) && string(line[:len(name)]) == name {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(line[len(name):]))); err != nil {
				return 0, nil, err
			}
		}
	}
	if length < 0 {
		return 0, nil, fmt.Errorf("an answer of status %d without Content-Length", status)
	}
	if length <= r.Size() {
		if body, err = r.Peek(length); err != nil {
			return 0, nil, err
		}
	}
	_, err = r.Discard(length)
	return status, body, err
}
