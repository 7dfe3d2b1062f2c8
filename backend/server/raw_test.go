package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"latchkey/backend/server"
)

func TestAHeaderOverTheLimitIsRefused(t *testing.T) {
	s := startServing(t, echo, server.Options{Limits: short})
	back := s.send(t, "GET / HTTP/1.1\r\nHost: localhost\r\nX: "+strings.Repeat("a", 16<<10)+"\r\n\r\n")
	if !strings.HasPrefix(back, "HTTP/1.1 431 ") || s.entered.Load() != 0 {
		t.Errorf("%.80q, %d entered", back, s.entered.Load())
	}
	back = s.send(t, "GET / HTTP/1.1\r\nHost: localhost\r\nX: "+strings.Repeat("a", 7<<10)+"\r\n\r\n")
	if !strings.HasPrefix(back, "HTTP/1.1 200 ") {
		t.Errorf("%.80q", back)
	}
}

// Two ways to see where a request ends are one way to hide another in it. Each
// of these is refused, or read in one way only and the connection closed after
// it: the hidden request is never served.
func TestNoRequestHidesInAnother(t *testing.T) {
	w := open(t, server.Config{Portal: dist, PortalOn: true})
	const hidden = "GET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n"
	length := fmt.Sprint(len(hidden))
	tests := map[string]string{
		"two lengths":             "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nContent-Length: " + length + "\r\n\r\n" + hidden,
		"two lengths in one":      "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0, " + length + "\r\n\r\n" + hidden,
		"length and chunked":      "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
		"chunked and length":      "POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + hidden,
		"length with a sign":      "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: +0\r\n\r\n" + hidden,
		"negative length":         "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n" + hidden,
		"length in hex":           "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0x0\r\n\r\n" + hidden,
		"empty length":            "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: \r\n\r\n" + hidden,
		"huge length":             "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n" + hidden,
		"two encodings":           "POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + hidden,
		"two encodings in one":    "POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + hidden,
		"unknown encoding":        "POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + hidden,
		"gzip encoding":           "POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + hidden,
		"space before the colon":  "POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + hidden,
		"folded header":           "POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" + hidden,
		"control in the encoding": "POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n" + hidden,
		"bare CR":                 "POST /login HTTP/1.1\r\nHost: localhost\r\nX: a\rContent-Length: 5\r\n\r\n" + hidden,
		"null in a header":        "POST /login HTTP/1.1\r\nHost: localhost\r\nX: a\x00b\r\n\r\n" + hidden,
		"no colon":                "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length 5\r\n\r\n" + hidden,
		"two hosts":               "POST /login HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n" + hidden,
		"no host":                 "POST /login HTTP/1.1\r\n\r\n" + hidden,
		"host with a space":       "POST /login HTTP/1.1\r\nHost: local host\r\n\r\n" + hidden,
		"bad chunk size":          "POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n" + hidden,
		"negative chunk size":     "POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n" + hidden,
		"huge chunk size":         "POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n" + hidden,
		"chunk longer than said":  "POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n" + hidden,
		"chunked in HTTP/1.0":     "POST /login HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
		"HTTP/0.9":                "GET /login\r\n" + hidden,
		"unknown version":         "GET /login HTTP/3.0\r\nHost: localhost\r\n\r\n" + hidden,
		"h2 preface":              "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + hidden,
		"bad method":              "GE T /login HTTP/1.1\r\nHost: localhost\r\n\r\n" + hidden,
		"space in the target":     "GET /log in HTTP/1.1\r\nHost: localhost\r\n\r\n" + hidden,
		"upgrade to h2c":          "GET /login HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\nContent-Length: " + length + "\r\n\r\n" + hidden,
	}
	if len(tests) < 30 {
		t.Errorf("%d requests, want at least 30", len(tests))
	}
	var reached atomic.Int64
	s := startServing(t, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/hidden" {
			reached.Add(1)
		}
		w.Handler.ServeHTTP(rw, r)
	}), server.Options{Host: "127.0.0.1", Limits: short})
	for name, raw := range tests {
		back := s.send(t, raw)
		if reached.Swap(0) > 0 {
			t.Errorf("%s: the hidden request was served:\n%s", name, back)
		}
		if strings.HasPrefix(back, "HTTP/1.1 2") || strings.HasPrefix(back, "HTTP/1.1 101") {
			t.Errorf("%s: %.60q", name, back)
		}
	}
	// The same with one way to see it is served, one after the other.
	back := s.send(t, "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}"+hidden)
	if reached.Load() != 1 || strings.Count(back, "HTTP/1.1 ") != 2 {
		t.Errorf("two plain requests on one connection: %d, %q", reached.Load(), back)
	}
}

// OPTIONS * and the like are answered like every path that is not there.
func TestOddTargetsOverTheWire(t *testing.T) {
	w := open(t, server.Config{Portal: dist, PortalOn: true})
	s := startServing(t, w.Handler, server.Options{Host: "127.0.0.1", Limits: short})
	for raw, want := range map[string]string{
		"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n":                     "HTTP/1.1 404 ",
		"GET http://localhost/livez HTTP/1.1\r\nHost: localhost\r\n\r\n":    "HTTP/1.1 421 ",
		"GET http://evil.example/livez HTTP/1.1\r\nHost: localhost\r\n\r\n": "HTTP/1.1 421 ",
		"CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\n\r\n":       "HTTP/1.1 421 ",
		"GET /livez HTTP/1.0\r\n\r\n":                                       "HTTP/1.0 421 ",
		"GET /livez HTTP/1.0\r\nHost: localhost\r\n\r\n":                    "HTTP/1.0 200 ",
		"TRACE /livez HTTP/1.1\r\nHost: localhost\r\n\r\n":                  "HTTP/1.1 405 ",
		"GET /livez HTTP/1.1\r\nHost: 127.0.0.1:8417\r\n\r\n":               "HTTP/1.1 200 ",
		"GET /livez HTTP/1.1\r\nHost: 127.0.0.2\r\n\r\n":                    "HTTP/1.1 421 ",
		"HEAD /livez HTTP/1.1\r\nHost: localhost\r\n\r\n":                   "HTTP/1.1 200 ",
	} {
		if back := s.send(t, raw); !strings.HasPrefix(back, want) {
			t.Errorf("%q: %.60q, want %s", raw, back, want)
		}
	}
}

func TestABodyOverTheLimitIsAnsweredAndTheConnectionClosed(t *testing.T) {
	w := open(t, server.Config{})
	s := startServing(t, w.Handler, server.Options{Limits: short})
	for name, raw := range map[string]string{
		"said":    "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1073741824\r\n\r\n" + strings.Repeat(" ", 20<<10),
		"chunked": "POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n8000\r\n" + strings.Repeat(" ", 0x8000) + "\r\n",
	} {
		back := s.send(t, raw)
		if !strings.HasPrefix(back, "HTTP/1.1 413 ") || !strings.Contains(back, "RequestTooLargeError") || !strings.Contains(back, "Connection: close") {
			t.Errorf("%s: %.200q", name, back)
		}
	}
}
