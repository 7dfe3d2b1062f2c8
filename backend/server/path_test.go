package server_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
	"latchkey/backend/server"
	"latchkey/backend/server/servertest"
	"latchkey/backend/web"
)

// path is one request over and over through all that stands before a handler,
// without a connection: what is counted is ours.
type path struct {
	handler http.Handler
	request *http.Request
	body    *bytes.Reader
	answer  plainWriter
	head    web.Head
}

var statusLine = []byte("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

// plainWriter keeps the status and forgets the rest.
type plainWriter struct {
	header http.Header
	status int
}

func (w *plainWriter) Header() http.Header         { return w.header }
func (w *plainWriter) WriteHeader(status int)      { w.status = status }
func (w *plainWriter) Write(b []byte) (int, error) { return len(b), nil }

func newPath(h http.Handler, method, target, body string) *path {
	p := &path{handler: h, body: bytes.NewReader([]byte(body)), answer: plainWriter{header: http.Header{}}}
	p.request = httptest.NewRequest(method, target, nil)
	p.request.Host, p.request.RemoteAddr, p.request.ContentLength = "localhost:8417", "127.0.0.1:50000", int64(len(body))
	p.request.Header.Set("User-Agent", "bench/1")
	if body != "" {
		p.request.Header.Set("Content-Type", "application/json")
		p.request.Body = io.NopCloser(p.body)
	}
	local := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8417}
	p.request = p.request.WithContext(web.WithPeer(context.WithValue(p.request.Context(), http.LocalAddrContextKey, local), p.request.RemoteAddr, &p.head))
	return p
}

func (p *path) serve() int {
	_, _ = p.body.Seek(0, io.SeekStart)
	clear(p.answer.header)
	p.answer.status = 0
	p.handler.ServeHTTP(&p.answer, p.request)
	if sent, err := p.head.Into(statusLine); err == nil && len(sent) > len(statusLine) {
		p.head.Sent()
	}
	return p.answer.status
}

// paths are the hot ones, over a world that logs as a server does by default
// and counts failures.
func paths(t testing.TB) map[string]*path {
	w := servertest.Open(t, servertest.Options{Limits: true})
	h := server.New(server.Config{Access: w.Core.Service, Logger: slog.New(slog.NewTextHandler(io.Discard, nil))}).Handler()
	login := fmt.Sprintf(`{"accessKey":%q,"secret":%q}`, servertest.AccessKey, servertest.Secret)
	granted, err := w.Core.LoginKey(t.Context(), accesstest.Client, servertest.AccessKey, servertest.Secret)
	if err != nil {
		t.Fatal(err)
	}
	header, err := w.Core.AddAuthHeader(t.Context(), accesstest.Local, access.AuthHeaderSpec{Name: "bench", User: "john.doe"})
	if err != nil {
		t.Fatal(err)
	}
	verify := func(credential string) *path {
		p := newPath(h, "GET", "/verify", "")
		p.request.Header.Set("Authorization", "Bearer "+credential)
		return p
	}
	return map[string]*path{
		"login":       newPath(h, "POST", "/login", login),
		"auth-login":  newPath(h, "POST", "/auth/login", strings.NewReplacer("accessKey", "apiKey", "secret", "apiSecret").Replace(login)),
		"verify-jwt":  verify(granted.Token),
		"auth-header": verify(header.Token),
	}
}

// A count, not a time: it is the same on every machine. What a path may take is
// what it takes; a change that needs more has to say so here.
func TestHotPathsAllocateNoMore(t *testing.T) {
	all := paths(t)
	for name, most := range map[string]float64{"login": 5, "auth-login": 20, "verify-jwt": 7, "auth-header": 6} {
		p := all[name]
		if status := p.serve(); status >= 300 {
			t.Fatalf("%s: status %d", name, status)
		}
		n := math.Inf(1)
		for try := 0; try < 20 && n > most+poolMisses; try++ { // what is written once a second counts too where it falls into one
			n = min(n, testing.AllocsPerRun(50, func() { p.serve() }))
		}
		if n > most+poolMisses {
			t.Errorf("%s allocates %.0f times a request, at most %.0f", name, n, most)
		}
	}
}

func BenchmarkPath(b *testing.B) {
	all := paths(b)
	for _, name := range []string{"login", "auth-login", "verify-jwt", "auth-header"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if status := all[name].serve(); status >= 300 {
					b.Fatal(status)
				}
			}
		})
	}
}
