package desktop

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

var testFiles = fstest.MapFS{
	"index.html":         {Data: []byte("<!doctype html>the portal")},
	"assets/main-abc.js": {Data: []byte("export {}")},
}

// core is a real server on a real socket, as the bridge meets it.
type core struct {
	t      *testing.T
	socket string
	server *http.Server
}

func startCore(t *testing.T, h http.HandlerFunc) *core {
	t.Helper()
	c := &core{t: t, socket: filepath.Join(t.TempDir(), "core.sock")}
	c.serve(h)
	t.Cleanup(c.stop)
	return c
}

func (c *core) serve(h http.HandlerFunc) {
	c.t.Helper()
	ln, err := net.Listen("unix", c.socket)
	if err != nil {
		c.t.Fatal(err)
	}
	c.server = &http.Server{Handler: h}
	go func() { _ = c.server.Serve(ln) }()
}

func (c *core) stop() { _ = c.server.Close() }

func (c *core) dial(ctx context.Context) (net.Conn, error) {
	var d net.Dialer
	return d.DialContext(ctx, "unix", c.socket)
}

func (c *core) find(ctx context.Context, _ string) (bool, error) {
	conn, err := c.dial(ctx)
	if err != nil {
		return false, errNoCore().Wrap(err)
	}
	return false, conn.Close()
}

// opened is a bridge whose window has found its core.
func opened(t *testing.T, c *core) http.Handler {
	t.Helper()
	a := newAttachment(c.find)
	if err := a.attach(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	return mounted(a, c.dial)
}

func mounted(a *attachment, dial func(context.Context) (net.Conn, error)) http.Handler {
	b := newBridge(testFiles, a, dial, Abilities{}, recall(""), slog.New(slog.DiscardHandler))
	return b.Middleware(http.FileServerFS(testFiles))
}

// ask puts a request to the bridge the way the webview's asset server does: no
// listener, and a body whose length it does not know.
func ask(h http.Handler, method, target string, body io.Reader, headers ...string) *http.Response {
	r := httptest.NewRequest(method, target, body)
	r.ContentLength = -1
	r.Host = "wails"
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func text(t *testing.T, res *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestRequestsReachTheCoreAsTheyWere(t *testing.T) {
	c := startCore(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Request-Id", "r-1")
		w.Header().Set("Retry-After", "7")
		w.WriteHeader(http.StatusTeapot)
		fmt.Fprintf(w, "%s %s %s %s %s", r.Method, r.Host, r.URL.RequestURI(), r.Header.Get("Content-Type"), body)
	})
	h := opened(t, c)
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
		res := ask(h, method, "/api/v1/keys?search=a%20b&x=1;2", strings.NewReader(`{"name":"é"}`), "Content-Type", "application/json")
		want := method + ` localhost /api/v1/keys?search=a%20b&x=1;2 application/json {"name":"é"}`
		if got := text(t, res); got != want {
			t.Errorf("the core saw %q, want %q", got, want)
		}
		if res.StatusCode != http.StatusTeapot || res.Header.Get("X-Request-Id") != "r-1" || res.Header.Get("Retry-After") != "7" {
			t.Errorf("%s: got %d %v, want the core's status and headers", method, res.StatusCode, res.Header)
		}
	}
}

func TestWhatOnlyABrowserMeansIsDropped(t *testing.T) {
	var seen http.Header
	c := startCore(t, func(w http.ResponseWriter, r *http.Request) {
		seen = r.Header.Clone()
		w.Header().Set("ETag", `"1"`)
		w.Header().Set("Last-Modified", "Sat, 20 Feb 2027 14:03:00 GMT")
		w.Header().Set("Set-Cookie", "a=b")
		w.WriteHeader(http.StatusNoContent)
	})
	res := ask(opened(t, c), "POST", "/login", strings.NewReader("{}"),
		"Origin", "wails://wails", "Referer", "wails://wails/", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "cors",
		"Sec-Ch-Ua", "x", "Cookie", "a=b", "Accept-Encoding", "gzip", "If-None-Match", `"1"`, "If-Modified-Since", "x",
		"If-Range", "x", "Expect", "100-continue", "X-Forwarded-For", "203.0.113.9", "Forwarded", "for=203.0.113.9",
		"Accept", "application/json", "User-Agent", "WebKit")
	want := http.Header{"Accept": {"application/json"}, "User-Agent": {"WebKit"}, "Connection": {"close"}, windowHeader: {"yes"}}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("the core's request has other headers (-want +got):\n%s", diff)
	}
	for _, name := range []string{"ETag", "Last-Modified", "Set-Cookie"} {
		if v := res.Header.Get(name); v != "" {
			t.Errorf("the page was given %s: %s", name, v)
		}
	}
}

func TestFilesAreTheFrontendsAndEverythingElseTheCores(t *testing.T) {
	c := startCore(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "core ", r.Method, " ", r.URL.Path) })
	h := opened(t, c)
	tests := []struct{ method, path, want string }{
		{"GET", "/", "<!doctype html>the portal"},
		{"GET", "/assets/main-abc.js", "export {}"},
		{"GET", "/assets", "core GET /assets"},
		{"GET", "/assets/gone.js", "core GET /assets/gone.js"},
		{"POST", "/", "core POST /"},
		{"POST", "/assets/main-abc.js", "core POST /assets/main-abc.js"},
		{"GET", "/api/v1/status", "core GET /api/v1/status"},
		{"GET", "/verify", "core GET /verify"},
		{"GET", "/windows", "core GET /windows"},
	}
	for _, tt := range tests {
		if got := text(t, ask(h, tt.method, tt.path, nil)); got != tt.want {
			t.Errorf("%s %s gave %q, want %q", tt.method, tt.path, got, tt.want)
		}
	}
	if got := ask(h, "GET", "/", nil).Header.Get("Content-Security-Policy"); got != web.PortalPolicy {
		t.Errorf("the page's policy is %q, want the portal's", got)
	}
	if got := ask(h, "GET", "/../../etc/passwd", nil).StatusCode; got != http.StatusOK {
		t.Errorf("a path that climbs is the core's to refuse, got %d", got)
	}
}

func TestUnconditionalNotModifiedBecomesAnError(t *testing.T) {
	c := startCore(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) })
	if got := ask(opened(t, c), "GET", "/api/v1/status", nil).StatusCode; got != http.StatusBadGateway {
		t.Errorf("got %d, want 502: a 304 hangs the webview", got)
	}
}

func TestBodiesOfAnySizePassBothWays(t *testing.T) {
	c := startCore(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, _ = w.Write(body)
	})
	body := bytes.Repeat([]byte("latchkey"), 1<<20)
	res := ask(opened(t, c), "POST", "/api/v1/seed", bytes.NewReader(body), "Content-Type", "application/octet-stream")
	got, err := io.ReadAll(res.Body)
	if err != nil || !bytes.Equal(got, body) {
		t.Errorf("%d bytes came back of %d, error %v", len(got), len(body), err)
	}
}

func TestLongPollsHoldUpNobody(t *testing.T) {
	release := make(chan struct{})
	var polling sync.WaitGroup
	polling.Add(16)
	c := startCore(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/v1/activity" {
			polling.Done()
			<-release
		}
	})
	h := opened(t, c)
	var done sync.WaitGroup
	for range 16 {
		done.Go(func() { ask(h, "GET", "/api/v1/activity", nil) })
	}
	polling.Wait()
	if got := ask(h, "GET", "/api/v1/status", nil).StatusCode; got != http.StatusOK {
		t.Errorf("beside 16 long-polls got %d, want 200", got)
	}
	close(release)
	done.Wait()
}

func TestBridgeRefusesToServeAListener(t *testing.T) {
	var entered atomic.Int32
	c := startCore(t, func(http.ResponseWriter, *http.Request) { entered.Add(1) })
	s := httptest.NewServer(opened(t, c))
	defer s.Close()
	for _, p := range []string{"/", "/api/v1/status", "/window/core"} {
		res, err := http.Post(s.URL+p, "application/json", strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusMisdirectedRequest {
			t.Errorf("POST %s over TCP gave %d, want 421", p, res.StatusCode)
		}
	}
	if n := entered.Load(); n != 0 {
		t.Errorf("the core was entered %d times", n)
	}
}

// told is what the page learns of a core it cannot reach.
type told struct {
	Title, Detail, Code, Hint, Field string
	Status                           int
}

func problemOf(t *testing.T, res *http.Response) told {
	t.Helper()
	if ct := res.Header.Get("Content-Type"); ct != "application/problem+json" {
		t.Fatalf("got %d of type %q, want a problem", res.StatusCode, ct)
	}
	var p told
	if err := json.NewDecoder(res.Body).Decode(&p); err != nil {
		t.Fatal(err)
	}
	if p.Status != res.StatusCode {
		t.Errorf("the body says %d, the answer %d", p.Status, res.StatusCode)
	}
	return p
}

func TestLostCoreIsNamedAndUsedAgainWhenItIsBack(t *testing.T) {
	ok := func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "here") }
	c := startCore(t, ok)
	h := opened(t, c)
	if got := text(t, ask(h, "GET", "/api/v1/status", nil)); got != "here" {
		t.Fatalf("got %q", got)
	}
	c.stop()
	got := problemOf(t, ask(h, "POST", "/api/v1/keys", strings.NewReader("{}")))
	want := told{Title: "the core is not running", Status: 502, Code: "unavailable",
		Detail: "nothing serves this data folder any more", Hint: "start it again here, or run: latchkey serve"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the page was told something else (-want +got):\n%s", diff)
	}
	c.serve(ok)
	if got := text(t, ask(h, "POST", "/api/v1/keys", strings.NewReader("{}"))); got != "here" {
		t.Errorf("after the core came back: %q", got)
	}
}

func TestCoreLostHalfwayAdvisesToLookFirst(t *testing.T) {
	c := startCore(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	h := opened(t, c)
	if got := problemOf(t, ask(h, "POST", "/api/v1/keys", strings.NewReader("{}"))); got.Status != 502 || !strings.Contains(got.Hint, "look whether it happened") {
		t.Errorf("a change that may have happened: %+v", got)
	}
	if got := problemOf(t, ask(h, "GET", "/api/v1/keys", nil)); got.Status != 502 || strings.Contains(got.Hint, "happened") {
		t.Errorf("a read: %+v", got)
	}
}

func TestRequestsWaitUntilTheCoreIsUp(t *testing.T) {
	c := startCore(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "here") })
	a := newAttachment(c.find)
	h := mounted(a, c.dial)
	answer := make(chan string)
	go func() {
		b, _ := io.ReadAll(ask(h, "GET", "/api/v1/status", nil).Body)
		answer <- string(b)
	}()
	if got := text(t, ask(h, "GET", "/", nil)); !strings.Contains(got, "the portal") {
		t.Errorf("the page itself waited: %q", got)
	}
	select {
	case got := <-answer:
		t.Fatalf("answered %q before there was a core", got)
	case <-time.After(20 * time.Millisecond):
	}
	if err := a.attach(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if got := <-answer; got != "here" {
		t.Errorf("got %q", got)
	}
}

func TestCoreThatMustNotBeUsedIsNotUsed(t *testing.T) {
	var entered atomic.Int32
	c := startCore(t, func(http.ResponseWriter, *http.Request) { entered.Add(1) })
	refusal := access.Errorf(access.CodeConflict, "latchkey 0.1 serves this data folder, and this window is 0.2").
		WithHint("stop it")
	wrong := true
	a := newAttachment(func(context.Context, string) (bool, error) {
		if wrong {
			return false, refusal
		}
		return true, nil
	})
	h := mounted(a, c.dial)
	if err := a.attach(t.Context(), ""); !errors.Is(err, error(refusal)) {
		t.Fatalf("attach gave %v", err)
	}
	for _, ask := range []*http.Response{ask(h, "GET", "/api/v1/status", nil), ask(h, "POST", "/window/core", strings.NewReader("{}"))} {
		if got := problemOf(t, ask); got.Status != 502 || got.Detail != refusal.Public || got.Hint != refusal.Hint {
			t.Errorf("the page was told %+v", got)
		}
	}
	if n := entered.Load(); n != 0 {
		t.Errorf("the wrong core was entered %d times", n)
	}

	wrong = false
	if got := ask(h, "POST", "/window/core", strings.NewReader("{}")).StatusCode; got != http.StatusNoContent {
		t.Errorf("trying again gave %d, want 204", got)
	}
	if got := ask(h, "GET", "/api/v1/status", nil).StatusCode; got != http.StatusOK {
		t.Errorf("afterwards the core answers %d, want 200", got)
	}
	if !a.ours() {
		t.Error("a core that was started now is ours")
	}
}

func TestPassphraseOfThePageOpensTheCoreAndAWrongOneIsNamed(t *testing.T) {
	c := startCore(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("open")) })
	var log bytes.Buffer
	a := newAttachment(func(_ context.Context, unlock string) (bool, error) {
		if unlock == "the right words" {
			return true, nil
		}
		return false, &access.Error{Code: access.CodeUnavailable, Public: "that is not the passphrase", Field: "passphrase"}
	})
	b := newBridge(testFiles, a, c.dial, Abilities{}, recall(""), slog.New(slog.NewTextHandler(&log, nil)))
	h := b.Middleware(http.FileServerFS(testFiles))
	_ = a.attach(t.Context(), "")
	for _, res := range []*http.Response{
		ask(h, "GET", "/api/v1/session", nil), // how the page learns of it
		ask(h, "POST", "/window/core", strings.NewReader(`{"passphrase":"wrong words"}`)),
	} {
		if got := problemOf(t, res); got.Status != 502 || got.Field != "passphrase" || got.Detail != "that is not the passphrase" {
			t.Errorf("the page was told %+v", got)
		}
	}
	if res := ask(h, "POST", "/window/core", strings.NewReader(`{"passphrase":"the right words"}`)); res.StatusCode != 204 {
		t.Errorf("the right one: %d", res.StatusCode)
	}
	if got := text(t, ask(h, "GET", "/api/v1/session", nil)); got != "open" {
		t.Errorf("afterwards: %q", got)
	}
	if strings.Contains(log.String(), "words") {
		t.Errorf("the log has the passphrase:\n%s", log.String())
	}
}

func TestOneAttemptAtATime(t *testing.T) {
	var running, most atomic.Int32
	a := newAttachment(func(context.Context, string) (bool, error) {
		most.Store(max(most.Load(), running.Add(1)))
		time.Sleep(time.Millisecond)
		running.Add(-1)
		return false, nil
	})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { _ = a.attach(t.Context(), "") })
	}
	wg.Wait()
	if most.Load() != 1 {
		t.Errorf("%d attempts at once: two would start two cores", most.Load())
	}
}

var _ fs.FS = testFiles
