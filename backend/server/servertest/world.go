// Package servertest serves a small known world over a real store, and runs
// transcripts against it: files that show a request, byte for byte, and what
// comes back. Only tests import it.
package servertest

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
	"latchkey/backend/server"
)

// The key of the documents' examples. Every other key of the world has the same
// secret, and "-<state>" or "-<why>" after the access key.
const (
	AccessKey = "986d8167a9b9a15e37db4ab4ad50877b01347a94"
	Secret    = "79bPqahzbeYuIgyod1GBjsBy38wN7KuBBNNmN/emwjFCuAfq"
	Password  = "SecurePass123!"
)

// seed is the world: john.doe of the documents with two accounts, and one of
// each that is refused.
const seed = `{
	"accounts": [
		{"name": "Default"},
		{"name": "Partners International", "realm": "Partner", "domain": "/partners-int", "customerId": "29263739-2cf8-483d-af15-6151dc8448b4",
		 "repcode": "R-100", "customerServicePhone": "+49 30 1234", "customerServiceEmail": "help@partners.example", "whitelabelSettings": {"logo": "p.svg", "colours": ["#123456"]}},
		{"name": "Left"}
	],
	"users": [
		{"username": "john.doe", "email": "john.doe@example.com", "firstName": "John", "lastName": "Doe", "password": "SecurePass123!", "passwordExpires": "2027-06-15T18:30:00Z"},
		{"username": "jane.roe", "password": "SecurePass123!"},
		{"username": "expired", "password": "SecurePass123!", "passwordExpires": "30m"},
		{"username": "nopassword"},
		{"username": "disabled", "password": "SecurePass123!"}
	],
	"memberships": [
		{"user": "john.doe", "account": "Partners International", "roles": ["PartnerAdmin", "Partner"], "permissions": ["orders:write", "orders:read"], "accountAdmin": true},
		{"user": "john.doe", "account": "Default", "roles": ["Viewer", "Partner"]},
		{"user": "jane.roe", "account": "Default"},
		{"user": "jane.roe", "account": "Left"},
		{"user": "disabled", "account": "Default"}
	],
	"keys": [
		{"name": "active", "user": "john.doe", "account": "Partners International"},
		{"name": "part", "user": "john.doe", "account": "Partners International", "roles": ["Partner"], "permissions": []},
		{"name": "plain", "user": "jane.roe", "account": "Default"},
		{"name": "short", "user": "jane.roe", "account": "Default", "expires": "2h"},
		{"name": "pending", "user": "john.doe", "account": "Default", "pending": true},
		{"name": "early", "user": "john.doe", "account": "Default", "notBefore": "2027-01-31"},
		{"name": "paused", "user": "john.doe", "account": "Default"},
		{"name": "expired", "user": "john.doe", "account": "Default", "expires": "30m"},
		{"name": "revoked", "user": "john.doe", "account": "Default"},
		{"name": "disabled", "user": "disabled", "account": "Default"},
		{"name": "left", "user": "jane.roe", "account": "Left"}
	]
}`

// World is a served core.
type World struct {
	Core    *accesstest.Core
	Clock   *accesstest.Clock
	Server  *server.Server
	Handler http.Handler // both planes
	Log     *Log

	t testing.TB
}

// Options are what a test may choose of the world.
type Options struct {
	Limits bool // count failures
	Server server.Config
}

// Open makes the world anew. Its clock stands at 15:03 UTC of the 22nd of
// November 2026.
func Open(t testing.TB, opts Options) *World {
	t.Helper()
	w := &World{t: t, Clock: accesstest.NewClock(), Log: &Log{}}
	logger := slog.New(slog.NewJSONHandler(w.Log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	w.Core = accesstest.Open(t, accesstest.Options{Now: w.Clock.Now, Limits: opts.Limits, Logger: logger})
	w.people()
	cfg := opts.Server
	cfg.Access, cfg.Logger = w.Core.Service, logger
	if cfg.Admin == nil {
		cfg.Admin = http.NotFoundHandler()
	}
	w.Server = server.New(cfg)
	w.Handler = w.Server.Handler()
	return w
}

func (w *World) people() {
	w.t.Helper()
	var file access.SeedFile
	if err := json.Unmarshal([]byte(seed), &file); err != nil {
		w.t.Fatal(err)
	}
	for i := range file.Keys {
		file.Keys[i].AccessKey, file.Keys[i].Secret = AccessKey, Secret
		if name := file.Keys[i].Name; name != "active" {
			file.Keys[i].AccessKey += "-" + name
		}
	}
	ctx := w.t.Context()
	if _, err := w.Core.Seed(ctx, accesstest.Local, file); err != nil {
		w.t.Fatal(err)
	}
	w.Clock.Advance(time.Hour) // what was good for half an hour has expired
	w.Do("pause paused")
	w.Do("revoke revoked")
	w.Do("disable disabled")
	w.Do("leave Left jane.roe")
}

// Call sends a request and gives the answer, as if it had come in on
// 127.0.0.1:8417 from that machine.
func (w *World) Call(r *http.Request) *httptest.ResponseRecorder {
	local := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8417}
	r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, local))
	if r.RemoteAddr == "" {
		r.RemoteAddr = "127.0.0.1:50000"
	}
	rec := httptest.NewRecorder()
	w.Handler.ServeHTTP(rec, r)
	return rec
}

// Log keeps what was logged.
type Log struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}
