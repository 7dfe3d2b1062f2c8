package server_test

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
	"latchkey/backend/server"
	"latchkey/backend/server/servertest"
	"latchkey/backend/web"
)

var dates = regexp.MustCompile(`Date: [^\r]+`)

// Whoever writes the header, the bytes are those that net/http would send.
func TestAnswersAreThoseOfNetHTTPByteForByte(t *testing.T) {
	w := open(t, server.Config{Portal: dist, PortalOn: true})
	header, err := w.Core.AddAuthHeader(t.Context(), accesstest.Local, access.AuthHeaderSpec{Name: "raw", User: "john.doe"})
	if err != nil {
		t.Fatal(err)
	}
	large := strings.Repeat("large ", 10_000)
	ours := startServing(t, w.Handler, server.Options{})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	plain := &http.Server{Handler: w.Handler}
	go func() { _ = plain.Serve(ln) }()
	t.Cleanup(func() { _ = plain.Close() })
	theirs := &running{addr: ln.Addr().String()}

	request := func(line, headers, body string) string {
		if body != "" {
			headers += fmt.Sprintf("Content-Length: %d\r\n", len(body))
		}
		return line + "\r\nHost: localhost\r\nX-Request-Id: same\r\nConnection: close\r\n" + headers + "\r\n" + body
	}
	wrong := `{"accessKey":"` + servertest.AccessKey + `","secret":"` + strings.Repeat("x", 40) + `"}`
	verify := request("GET /verify HTTP/1.1", "Authorization: "+header.Token+"\r\n", "")
	kept := strings.Replace(verify, "Connection: close\r\n", "", 1)
	for name, raw := range map[string]string{
		"verify":              verify,
		"verify, thrice":      kept + kept + verify,
		"verify, HEAD":        request("HEAD /verify HTTP/1.1", "Authorization: "+header.Token+"\r\n", ""),
		"verify, HTTP/1.0":    request("GET /verify HTTP/1.0", "Authorization: "+header.Token+"\r\n", ""),
		"verify, other":       request("GET /verify?headers=x-auth-request HTTP/1.1", "Authorization: "+header.Token+"\r\n", ""),
		"verify, lacking":     request("GET /verify?role=Nobody HTTP/1.1", "Authorization: "+header.Token+"\r\n", ""),
		"verify, nobody":      request("GET /verify HTTP/1.1", "", ""),
		"verify, bad query":   request("GET /verify?rolle=x HTTP/1.1", "", ""),
		"login, wrong":        request("POST /login HTTP/1.1", "", wrong),
		"login, HTTP/1.0":     request("POST /login HTTP/1.0", "", wrong),
		"login, kept, 1.0":    strings.Replace(request("POST /login HTTP/1.0", "", wrong), "close", "keep-alive", 1) + request("POST /login HTTP/1.0", "", wrong),
		"login, thrice":       strings.Replace(request("POST /login HTTP/1.1", "", wrong), "Connection: close\r\n", "", 1) + kept + request("POST /login HTTP/1.1", "", wrong),
		"login, expecting":    request("POST /login HTTP/1.1", "Expect: 100-continue\r\n", wrong),
		"login, malformed":    request("POST /login HTTP/1.1", "", "{"),
		"login, large":        request("POST /login HTTP/1.1", "", large),
		"login, chunked":      request("POST /login HTTP/1.1", "Transfer-Encoding: chunked\r\n", "") + "1\r\n{\r\n0\r\n\r\n",
		"login, method":       request("PUT /login HTTP/1.1", "", ""),
		"auth login, wrong":   request("POST /auth/login HTTP/1.1", "", strings.NewReplacer("accessKey", "apiKey", "secret", "apiSecret").Replace(wrong)),
		"user login, empty":   request("POST /user/login HTTP/1.1", "", "{}"),
		"auth header, nobody": request("GET /authheader/list HTTP/1.1", "", ""),
		"a document":          request("GET /openapi.yaml HTTP/1.1", "", ""),
		"a document, HEAD":    request("HEAD /openapi.yaml HTTP/1.1", "", ""),
		"the portal":          request("GET /portal/ HTTP/1.1", "", ""),
		"a redirect":          request("GET / HTTP/1.1", "", ""),
		"nothing":             request("GET /nothing HTTP/1.1", "", ""),
		"foreign host":        strings.Replace(request("GET /nothing HTTP/1.1", "", ""), "localhost", "evil.example", 1),
		"alive":               request("GET /livez HTTP/1.1", "", ""),
		"no session":          request("GET /api/v1/keys HTTP/1.1", "", ""),
	} {
		got, want := dates.ReplaceAllString(answers(t, ours, raw), "Date"), dates.ReplaceAllString(answers(t, theirs, raw), "Date")
		if !strings.HasPrefix(want, "HTTP/1.") {
			t.Errorf("%s: %q", name, want)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-net/http +ours):\n%s", name, diff)
		}
	}
}

// Also where a handler goes on after what looked like the whole of its answer.
func TestAnswersThatGoOnAreThoseOfNetHTTP(t *testing.T) {
	handlers := map[string]http.HandlerFunc{
		"one": func(w http.ResponseWriter, _ *http.Request) { web.WriteText(w, http.StatusCreated, "whole") },
		"more": func(w http.ResponseWriter, _ *http.Request) {
			web.WriteText(w, http.StatusCreated, "whole")
			_, _ = io.WriteString(w, ", and more")
		},
		"two": func(w http.ResponseWriter, _ *http.Request) {
			web.WriteText(w, http.StatusCreated, "whole")
			web.Write(w, http.StatusOK, "application/json", []byte("{}"))
		},
		"flush": func(w http.ResponseWriter, _ *http.Request) {
			web.WriteText(w, http.StatusOK, "whole")
			_ = http.NewResponseController(w).Flush()
			_, _ = io.WriteString(w, ", and more")
		},
		"long": func(w http.ResponseWriter, _ *http.Request) {
			web.WriteText(w, http.StatusOK, strings.Repeat("long ", 1000))
		},
		"long, more": func(w http.ResponseWriter, _ *http.Request) {
			web.WriteText(w, http.StatusOK, strings.Repeat("long ", 1000))
			_, _ = io.WriteString(w, ", and more")
		},
		"too long": func(w http.ResponseWriter, _ *http.Request) {
			web.WriteText(w, http.StatusOK, strings.Repeat("long ", 10_000))
		},
		"another header": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Another", "yes")
			web.WriteText(w, http.StatusOK, "whole")
		},
		"a header too late": func(w http.ResponseWriter, _ *http.Request) {
			web.WriteText(w, http.StatusOK, "whole")
			w.Header().Set("X-Another", "yes")
		},
		"guessed":    func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>") },
		"nothing":    func(http.ResponseWriter, *http.Request) {},
		"no body":    func(w http.ResponseWriter, _ *http.Request) { web.WriteText(w, http.StatusOK, "") },
		"no content": func(w http.ResponseWriter, _ *http.Request) { web.WriteText(w, http.StatusNoContent, "") },
		"a bad value": func(w http.ResponseWriter, _ *http.Request) {
			web.Set(w, web.NameOf("Remote-User"), "a\r\nSet-Cookie: b")
			web.WriteText(w, http.StatusOK, "whole")
		},
		"space around": func(w http.ResponseWriter, _ *http.Request) {
			web.Set(w, web.NameOf("Remote-User"), " a ")
			w.WriteHeader(http.StatusOK)
		},
		"early hints": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusEarlyHints)
			web.WriteText(w, http.StatusOK, "whole")
		},
		"aborted": func(w http.ResponseWriter, _ *http.Request) {
			web.WriteText(w, http.StatusOK, "whole")
			panic(http.ErrAbortHandler)
		},
	}
	front := web.Front{Logger: slog.New(slog.DiscardHandler)}
	h := front.Wrap(web.Harden(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handlers[r.URL.Query().Get("as")](w, r) })))
	ours := startServing(t, h, server.Options{})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	plain := &http.Server{Handler: h, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug)}
	go func() { _ = plain.Serve(ln) }()
	t.Cleanup(func() { _ = plain.Close() })
	theirs := &running{addr: ln.Addr().String()}
	for name := range handlers {
		for _, method := range []string{"GET", "HEAD"} {
			one := method + " /?as=" + url.QueryEscape(name) + " HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: same\r\n"
			raw := one + "\r\n" + one + "Connection: close\r\n\r\n"
			got, want := dates.ReplaceAllString(answers(t, ours, raw), "Date"), dates.ReplaceAllString(answers(t, theirs, raw), "Date")
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, %s (-net/http +ours):\n%s", method, name, diff)
			}
			if !strings.HasPrefix(want, "HTTP/1.1 ") && name != "aborted" {
				t.Errorf("%s, %s: %q", method, name, want)
			}
		}
	}
}

// answers sends requests, of which the last has the connection closed, and gives
// all that comes back.
func answers(t *testing.T, s *running, raw string) string {
	t.Helper()
	conn := s.dial(t)
	if _, err := io.WriteString(conn, raw); err != nil {
		t.Fatal(err)
	}
	back, err := io.ReadAll(conn)
	if errors.Is(err, os.ErrDeadlineExceeded) { // any other end is one: what was not read of a request resets the connection
		t.Fatal(err)
	}
	return string(back)
}
