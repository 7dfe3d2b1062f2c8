package adminapi_test

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
	"time"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
	"latchkey/backend/adminapi"
	"latchkey/backend/vault"
	"latchkey/backend/web"
)

// Who may call: the local operator, one of each role, and nobody.
const (
	local  = "local"
	owner  = "owner"
	admin  = "admin"
	viewer = "viewer"
	nobody = ""
	// window is the local operator's window, signed in where w.signedIn has it.
	window = "window"
)

// world is a core over a real store, and both doors of the admin API before it.
type world struct {
	t     *testing.T
	core  *accesstest.Core
	clock *accesstest.Clock
	host  *host
	spec  *spec
	log   *buffer

	api      *adminapi.API
	sessions http.Handler
	local    http.Handler

	signedIn map[string]browser // by username
	seen     []exchange
	restarts int             // that the vault asked for
	secrets  map[string]bool // all that only a revealing answer may hold
}

// exchange is a request and its answer.
type exchange struct {
	route  string // method and pattern
	status int
	header http.Header
	body   []byte
}

// browser holds both halves of a session.
type browser struct {
	cookie *http.Cookie
	header string
}

// newWorld makes a store with one operator of each role, each with the password
// "<name>-password", and nothing else.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := emptyWorld(t)
	for _, role := range []string{owner, admin, viewer} {
		w.must(local, "POST", "/api/v1/users", `{"username":"`+role+`","password":"`+passwordOf(role)+`","operator":"`+role+`"}`)
	}
	for _, role := range []string{owner, admin, viewer} {
		w.signIn(role)
	}
	return w
}

func passwordOf(username string) string { return username + "-password" }

// emptyWorld makes a store with nothing in it.
func emptyWorld(t *testing.T) *world { return openWorld(t, accesstest.Options{}) }

func openWorld(t *testing.T, opts accesstest.Options) *world {
	t.Helper()
	w := &world{
		t: t, clock: accesstest.NewClock(), host: newHost(), spec: loadSpec(t), log: &buffer{},
		signedIn: map[string]browser{}, secrets: map[string]bool{},
	}
	opts.Now = w.clock.Now
	opts.Logger = slog.New(slog.NewJSONHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	w.core = accesstest.Open(t, opts)
	w.serve(opts.Logger)
	t.Cleanup(w.checkSecretsStayed)
	return w
}

// serve puts both doors before the core.
func (w *world) serve(logger *slog.Logger) {
	w.api = adminapi.New(adminapi.Config{Access: w.core.Service, Host: w.host, Vault: w.core.Vault(func(vault.Work) { w.restarts++ })})
	front := web.Front{Logger: logger}
	w.sessions = front.Wrap(w.api.Sessions())
	w.local = front.Wrap(w.api.Local(func(r *http.Request) access.Caller {
		c := web.Caller(r)
		c.Kind, c.Name, c.Role = access.CallerLocal, "local:tester", access.RoleOwner
		return c
	}))
}

// restart closes the store and opens it again.
func (w *world) restart() {
	w.t.Helper()
	w.core.Reopen()
	w.serve(slog.New(slog.NewJSONHandler(w.log, nil)))
}

// signIn signs an operator in and keeps both halves of the session.
func (w *world) signIn(username string) {
	w.t.Helper()
	x := w.do(nobody, "POST", "/api/v1/session", `{"username":"`+username+`","password":"`+passwordOf(username)+`"}`)
	if x.status != http.StatusCreated {
		w.t.Fatalf("sign-in of %s: %d %s", username, x.status, x.body)
	}
	w.signedIn[username] = sessionOf(w.t, x)
}

func sessionOf(t *testing.T, x exchange) browser {
	t.Helper()
	var body struct{ Session string }
	if err := json.Unmarshal(x.body, &body); err != nil {
		t.Fatal(err)
	}
	cookies := (&http.Response{Header: x.header}).Cookies()
	if len(cookies) != 1 {
		t.Fatalf("the answer sets %d cookies", len(cookies))
	}
	return browser{cookie: cookies[0], header: body.Session}
}

// do sends a request as somebody, holds request and answer against the
// description, and remembers what may be secret.
func (w *world) do(as, method, path, body string) exchange {
	w.t.Helper()
	var b *browser
	if signed, ok := w.signedIn[as]; as == window && ok {
		b = &signed
	} else if as != local && as != nobody && as != window {
		signed, ok := w.signedIn[as]
		if !ok {
			w.t.Fatalf("%s is not signed in", as)
		}
		b = &signed
	}
	return w.sendBy(as, b, method, path, body)
}

func (w *world) send(byLocal bool, b *browser, method, path, body string) exchange {
	w.t.Helper()
	by := nobody
	if byLocal {
		by = local
	}
	return w.sendBy(by, b, method, path, body)
}

func (w *world) sendBy(door string, b *browser, method, path, body string) exchange {
	w.t.Helper()
	r := httptest.NewRequest(method, path, nil)
	if body != "" {
		r = httptest.NewRequest(method, path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		if op := w.spec.object("paths", r.URL.Path, strings.ToLower(method), "requestBody", "content"); op["application/octet-stream"] != nil {
			r.Header.Set("Content-Type", "application/octet-stream")
		}
	}
	if b != nil {
		r.AddCookie(b.cookie)
		r.Header.Set("Latchkey-Session", b.header)
	}
	rec := httptest.NewRecorder()
	if door == window {
		r.Header.Set("Latchkey-Window", "yes")
	}
	if door == local || door == window {
		w.local.ServeHTTP(rec, r)
	} else {
		w.sessions.ServeHTTP(rec, r)
	}
	x := exchange{route: w.routeOf(r), status: rec.Code, header: rec.Header(), body: rec.Body.Bytes()}
	w.spec.check(w.t, r, body, x)
	w.seen = append(w.seen, x)
	w.learn(body, x)
	return x
}

// must sends a request that cannot fail and gives its answer.
func (w *world) must(as, method, path, body string) map[string]any {
	w.t.Helper()
	x := w.do(as, method, path, body)
	if x.status >= 300 {
		w.t.Fatalf("%s %s as %q: %d %s", method, path, as, x.status, x.body)
	}
	return object(w.t, x)
}

func object(t *testing.T, x exchange) map[string]any {
	t.Helper()
	if len(x.body) == 0 {
		return nil
	}
	var out map[string]any
	if err := json.Unmarshal(x.body, &out); err != nil {
		t.Fatalf("%s: %v in %s", x.route, err, x.body)
	}
	return out
}

// routeOf finds the route a request belongs to.
func (w *world) routeOf(r *http.Request) string {
	mux := http.NewServeMux()
	for _, route := range w.api.Routes() {
		mux.Handle(route.Method+" "+route.Pattern, http.NotFoundHandler())
	}
	_, pattern := mux.Handler(r)
	return pattern
}

// host is a process that only remembers what it was asked to do.
type host struct {
	mu      sync.Mutex
	address string
	taken   string // an address that cannot be bound
	silent  bool   // the listener is stopped
	apart   bool   // the portal has a listener of its own
	stopped bool
}

func newHost() *host { return &host{address: "127.0.0.1:8417", taken: "127.0.0.1:9999"} }

func (h *host) Status() adminapi.Status {
	h.mu.Lock()
	defer h.mu.Unlock()
	started := time.Date(2026, 11, 22, 13, 0, 0, 0, time.UTC)
	return adminapi.Status{
		Version: "1.2.3", StartedAt: started, DataFolder: "/var/lib/latchkey", PID: 4711, KeySource: "master.key", Portal: true,
		Listener: adminapi.ListenerStatus{Listening: !h.silent, Address: h.address, URL: "http://" + h.address, Since: started, Loopback: true, Portal: !h.apart},
	}
}

func (h *host) Listen(_ context.Context, addr string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if addr == h.taken {
		return access.Errorf(access.CodeConflict, "port 9999 is in use by another program").WithHint("choose 127.0.0.1:8418 or stop that program")
	}
	h.address = addr
	return nil
}

func (h *host) StartListener(context.Context) error   { return h.turn(false) }
func (h *host) StopListener(context.Context) error    { return h.turn(true) }
func (h *host) RestartListener(context.Context) error { return h.turn(false) }

func (h *host) turn(silent bool) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.silent = silent
	return nil
}

// alone gives the portal a listener of its own.
func (h *host) alone() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.apart = true
}

func (h *host) Networks() ([]adminapi.Network, error) {
	return []adminapi.Network{{Interface: "lo", Address: "127.0.0.1", Network: "127.0.0.0/8", Loopback: true}}, nil
}

func (h *host) ProbeListener(_ context.Context, addr string) adminapi.Probe {
	if addr == h.taken {
		return adminapi.Probe{Address: addr, Error: "port 9999 is taken by nginx (process 42)", Suggestion: "127.0.0.1:10000"}
	}
	return adminapi.Probe{Address: addr, Free: true}
}

func (h *host) SetupURL(token string) string {
	return "http://" + h.address + "/portal/#/setup?t=" + token
}

func (h *host) Stop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.stopped = true
}

// buffer takes the log.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}
