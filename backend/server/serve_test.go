package server_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"latchkey/backend/server"
	"latchkey/backend/web"
)

// patience is how long a busy machine is waited for: it never decides what is right.
const patience = 30 * time.Second

// running is a listener that is served.
type running struct {
	addr    string
	stop    context.CancelFunc
	done    chan error
	entered atomic.Int64
}

func startServing(t *testing.T, h http.Handler, opts server.Options) *running {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	s := &running{addr: ln.Addr().String(), stop: stop, done: make(chan error, 1)}
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	counted := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.entered.Add(1)
		h.ServeHTTP(w, r)
	})
	go func() { s.done <- server.Serve(ctx, ln, counted, opts) }()
	t.Cleanup(func() {
		stop()
		select {
		case <-s.done:
		case <-time.After(patience):
			t.Error("the server does not end")
		}
	})
	return s
}

func (s *running) dial(t *testing.T) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return conn
}

// send writes raw bytes and gives all that comes back until the server closes,
// which the limits of the test see to or the request asks for.
func (s *running) send(t *testing.T, raw string) string {
	t.Helper()
	conn := s.dial(t)
	if _, err := io.WriteString(conn, raw); err != nil {
		t.Fatal(err)
	}
	back, err := io.ReadAll(conn)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("the server does not close: %.60q", raw)
	}
	return string(back)
}

// echo reads the body and answers with its length.
var echo = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	web.WriteText(w, http.StatusOK, fmt.Sprint(len(body)))
})

var short = server.Limits{Header: 500 * time.Millisecond, Body: 500 * time.Millisecond, Answer: 500 * time.Millisecond, Idle: 200 * time.Millisecond, Shutdown: 500 * time.Millisecond}

func TestSlowClientsAreCutAndOthersServedMeanwhile(t *testing.T) {
	s := startServing(t, echo, server.Options{Limits: short})
	slow := map[string]string{
		"silent":                "",
		"header by letters":     "POST / HTTP/1.1\r\nHo",
		"header without an end": "POST / HTTP/1.1\r\nHost: localhost\r\nX: y\r\n",
		"body by letters":       "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc",
		"chunks by letters":     "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
		"idle":                  "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
	}
	type cut struct {
		name string
		err  error
	}
	cuts := make(chan cut, len(slow))
	for name, raw := range slow {
		conn := s.dial(t)
		if _, err := io.WriteString(conn, raw); err != nil {
			t.Fatal(err)
		}
		go func() {
			_, err := io.Copy(io.Discard, conn)
			cuts <- cut{name, err}
		}()
	}
	answer, err := http.Post("http://"+s.addr+"/", "text/plain", strings.NewReader("quick"))
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	for range slow {
		select {
		case c := <-cuts:
			if errors.Is(c.err, os.ErrDeadlineExceeded) {
				t.Errorf("%s was not cut", c.name)
			}
		case <-time.After(2 * patience):
			t.Fatal("a slow client was not cut")
		}
	}
}

func TestAClientThatDoesNotReadIsCut(t *testing.T) {
	big := bytes.Repeat([]byte("x"), 32<<20)
	ended := make(chan struct{})
	h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		web.Write(w, http.StatusOK, "text/plain", big)
		close(ended)
	})
	s := startServing(t, h, server.Options{Limits: short})
	conn := s.dial(t)
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ended:
	case <-time.After(patience):
		t.Fatal("the handler still waits for a client that does not read")
	}
}

func TestConnectionsOverTheLimitAreTurnedAwayAtOnce(t *testing.T) {
	s := startServing(t, echo, server.Options{Limits: server.Limits{Conns: 3}})
	var held []net.Conn
	for range 3 {
		conn := s.dial(t)
		if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		if _, err := bufio.NewReader(conn).ReadString('\n'); err != nil {
			t.Fatalf("connection %d: %v", len(held), err)
		}
		held = append(held, conn)
	}
	const last = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
	if back := s.send(t, last); back != "" {
		t.Errorf("a fourth connection got %q", back)
	}
	held[0].Close()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		if strings.HasPrefix(s.send(t, last), "HTTP/1.1 200") {
			return
		}
	}
	t.Error("a place that became free is not given away")
}

func TestWhatIsUnderWayAtShutdownIsAnswered(t *testing.T) {
	entered, release := make(chan struct{}), make(chan struct{})
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(entered)
		<-release
		if r.Context().Err() != nil {
			t.Error("the request was given up")
		}
		web.WriteText(w, http.StatusOK, "answered")
	})
	s := startServing(t, h, server.Options{})
	got := make(chan string, 1)
	go func() {
		answer, err := http.Get("http://" + s.addr + "/")
		if err != nil {
			got <- err.Error()
			return
		}
		defer answer.Body.Close()
		body, _ := io.ReadAll(answer.Body)
		got <- string(body)
	}()
	<-entered
	s.stop()
	for {
		conn, err := net.Dial("tcp", s.addr)
		if err != nil {
			break // it takes no new ones
		}
		conn.Close()
		time.Sleep(time.Millisecond)
	}
	close(release)
	if body := <-got; body != "answered" {
		t.Error(body)
	}
	if err := <-s.done; err != nil {
		t.Error(err)
	}
	s.done <- nil
}

func TestShutdownDoesNotWaitForEver(t *testing.T) {
	entered, over := make(chan struct{}), make(chan struct{})
	defer close(over)
	h := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		close(entered)
		<-over
	})
	s := startServing(t, h, server.Options{Limits: short})
	go s.get()
	<-entered
	s.stop()
	select {
	case err := <-s.done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(patience):
		t.Error("it waits for a handler that does not end")
	}
	s.done <- nil
}

func (s *running) get() {
	if answer, err := http.Get("http://" + s.addr + "/"); err == nil {
		answer.Body.Close()
	}
}

type ownConn struct{ net.Conn }

type ownListener struct{ net.Listener }

func (l ownListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return &ownConn{c}, err
}

func TestAHandlerLearnsOfTheConnectionItsListenerMade(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	type key struct{}
	seen := make(chan bool, 1)
	h := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen <- r.Context().Value(key{}) == true })
	done := make(chan error, 1)
	go func() {
		done <- server.Serve(ctx, ownListener{ln}, h, server.Options{ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			_, ok := c.(*ownConn)
			return context.WithValue(ctx, key{}, ok)
		}})
	}()
	answer, err := http.Get("http://" + ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if !<-seen {
		t.Error("the listener's own connection was not handed on")
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
