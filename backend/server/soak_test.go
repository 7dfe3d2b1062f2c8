package server_test

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime"
	"sync"
	"testing"
	"time"

	"latchkey/backend/server"
	"latchkey/backend/server/servertest"
)

// The short form of "make soak": two seconds of logins over connections that
// stay and over new ones. Nothing may fail, and nothing may be left.
func TestASoakLeavesNothingBehindAndNothingFails(t *testing.T) {
	w := servertest.Open(t, servertest.Options{Limits: true})
	h := server.New(server.Config{Access: w.Core.Service, Logger: slog.New(slog.DiscardHandler)}).Handler()
	s := startServing(t, h, server.Options{})
	body := fmt.Sprintf(`{"accessKey":%q,"secret":%q}`, servertest.AccessKey, servertest.Secret)
	request := fmt.Sprintf("POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	soak := func(lasts time.Duration) (answers int) {
		var wait sync.WaitGroup
		var mu sync.Mutex
		over := time.Now().Add(lasts)
		for i := range 16 {
			wait.Go(func() {
				n, err := logIn(s.addr, request, 1+99*(i%2), over)
				mu.Lock()
				defer mu.Unlock()
				if answers += n; err != nil {
					t.Errorf("after %d answers: %v", n, err)
				}
			})
		}
		wait.Wait()
		return answers
	}
	soak(200 * time.Millisecond)
	goroutines, files := settled(t, 0, 0)
	if n := soak(2 * time.Second); n < 100 {
		t.Errorf("only %d answers", n)
	}
	if g, f := settled(t, goroutines, files); g > goroutines || f > files {
		t.Errorf("%d goroutines and %d descriptors, before there were %d and %d", g, f, goroutines, files)
	}
}

// logIn sends the request until it is over, so many on each connection.
func logIn(addr, request string, each int, over time.Time) (answers int, err error) {
	for time.Now().Before(over) {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			return answers, err
		}
		r := bufio.NewReader(conn)
		for n := 0; n < each && time.Now().Before(over); n++ {
			if _, err = io.WriteString(conn, request); err != nil {
				break
			}
			var answer *http.Response
			if answer, err = http.ReadResponse(r, nil); err != nil {
				break
			}
			if _, err = io.Copy(io.Discard, answer.Body); err != nil {
				break
			}
			if answer.StatusCode != http.StatusCreated {
				err = fmt.Errorf("status %d", answer.StatusCode)
				break
			}
			answers++
		}
		conn.Close()
		if err != nil {
			return answers, err
		}
	}
	return answers, nil
}

// settled counts goroutines and descriptors once they are no more than these,
// or do not get fewer. Where the system does not list descriptors they are 0.
func settled(t *testing.T, goroutines, files int) (int, int) {
	t.Helper()
	var g, f int
	for range 100 {
		open, _ := os.ReadDir("/proc/self/fd")
		before := g
		if g, f = runtime.NumGoroutine(), len(open); g <= goroutines && f <= files {
			break
		}
		if goroutines == 0 && g == before {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	return g, f
}
