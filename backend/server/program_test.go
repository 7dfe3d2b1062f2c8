package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
	"latchkey/backend/adminapi"
	"latchkey/backend/server"
	"latchkey/backend/web"
)

// program is all of it but the process: a core over a real store, the doors of
// the dialects and of the admin API, and the log.
type program struct {
	t     *testing.T
	core  *accesstest.Core
	clock *accesstest.Clock
	log   *logBuffer
	link  string // the last set-up token that was made into a link

	listener http.Handler // what clients and browsers reach
	socket   http.Handler // what the owner of the folder reaches

	exchanges []exchange
}

// exchange is a request and its answer.
type exchange struct {
	request  *http.Request
	sent     string // the request's body
	status   int
	header   http.Header
	received string
}

func start(t *testing.T) *program {
	t.Helper()
	p := &program{t: t, clock: accesstest.NewClock(), log: &logBuffer{}}
	p.core = accesstest.Open(t, accesstest.Options{Now: p.clock.Now, Logger: p.logger()})
	p.serve()
	return p
}

func (p *program) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(p.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func (p *program) serve() {
	api := adminapi.New(adminapi.Config{Access: p.core.Service, Host: p})
	srv := server.New(server.Config{Access: p.core.Service, Admin: api.Sessions(), PortalOn: true, Logger: p.logger()})
	p.listener = srv.Handler()
	p.socket = srv.Local(api.Local(func(r *http.Request) access.Caller {
		c := web.Caller(r)
		c.Kind, c.Name, c.Role = access.CallerLocal, "local:tester", access.RoleOwner
		return c
	}))
}

// restart is what ending and starting the process does to the store.
func (p *program) restart() {
	p.t.Helper()
	p.core.Reopen()
	p.serve()
}

// owner sends a request by the socket.
func (p *program) owner(method, path, body string) exchange {
	p.t.Helper()
	return p.send(p.socket, method, path, body, nil)
}

// must is owner for what cannot fail; it gives the answer's members.
func (p *program) must(method, path, body string) map[string]any {
	p.t.Helper()
	x := p.owner(method, path, body)
	if x.status >= 300 {
		p.t.Fatalf("%s %s: %d %s", method, path, x.status, x.received)
	}
	return x.members()
}

// client sends a request to the listener.
func (p *program) client(method, path, body string, header ...string) exchange {
	p.t.Helper()
	h := http.Header{}
	for i := 0; i+1 < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	return p.send(p.listener, method, path, body, h)
}

func (p *program) send(door http.Handler, method, path, body string, header http.Header) exchange {
	p.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host = "localhost:8417"
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for name, values := range header {
		r.Header[name] = values
	}
	rec := httptest.NewRecorder()
	door.ServeHTTP(rec, r)
	x := exchange{request: r, sent: body, status: rec.Code, header: rec.Header(), received: rec.Body.String()}
	p.exchanges = append(p.exchanges, x)
	return x
}

func (x exchange) members() map[string]any {
	var members map[string]any
	_ = json.Unmarshal([]byte(x.received), &members)
	return members
}

func (x exchange) text(name string) string {
	text, _ := x.members()[name].(string)
	return text
}

// quoted is text as a JSON string.
func quoted(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// The process, as far as the admin API asks for it.

func (p *program) Status() adminapi.Status               { return adminapi.Status{Version: "test"} }
func (p *program) Listen(context.Context, string) error  { return nil }
func (p *program) Stop()                                 {}
func (p *program) StartListener(context.Context) error   { return nil }
func (p *program) StopListener(context.Context) error    { return nil }
func (p *program) RestartListener(context.Context) error { return nil }
func (p *program) Networks() ([]adminapi.Network, error) { return nil, nil }
func (p *program) ProbeListener(_ context.Context, address string) adminapi.Probe {
	return adminapi.Probe{Address: address, Free: true}
}
func (p *program) SetupURL(token string) string {
	p.link = token
	return "http://localhost:8417/portal/#/setup?t=" + token
}

// logBuffer takes the log.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *logBuffer) bytes() []byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	return bytes.Clone(b.b.Bytes())
}

func unquoted(text string) string {
	var s string
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		panic(err)
	}
	return s
}
