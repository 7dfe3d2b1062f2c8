package web_test

import (
	"bufio"
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"latchkey/backend/web"
)

// guarded is a listener bound to 127.0.0.1, with a public URL and one listed
// origin. entered counts the requests that reached a handler.
type guarded struct {
	h       http.Handler
	bound   string
	local   string
	entered int
}

func newGuarded(t *testing.T) *guarded {
	t.Helper()
	g := &guarded{bound: "127.0.0.1", local: "127.0.0.1"}
	var urls []*url.URL
	for _, s := range []string{"https://keys.example.com", "http://bastion:9000", "https://[2001:DB8::5]/"} {
		u, err := web.ParsePublicURL(s)
		if err != nil {
			t.Fatal(err)
		}
		urls = append(urls, u)
	}
	guard := web.Guard{PublicURLs: urls, CORSOrigins: []string{"https://app.example", "http://localhost:3000"}}
	g.h = web.Front{Logger: slog.New(slog.DiscardHandler)}.Wrap(guard.Wrap(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		g.entered++
		web.WriteText(w, http.StatusOK, "in")
	})))
	return g
}

// ask sends a request line and headers as they stand.
func (g *guarded) ask(t *testing.T, lines ...string) *httptest.ResponseRecorder {
	t.Helper()
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(strings.Join(lines, "\r\n") + "\r\n\r\n")))
	if err != nil {
		t.Fatalf("%q: %v", lines, err)
	}
	ctx := context.WithValue(r.Context(), http.LocalAddrContextKey, &net.TCPAddr{IP: net.ParseIP(g.local), Port: 8417})
	rec := httptest.NewRecorder()
	g.h.ServeHTTP(rec, r.WithContext(web.WithBound(ctx, g.bound)))
	return rec
}

var ourHosts = []string{
	"127.0.0.1", "127.0.0.1:8417", "127.0.0.1:1", "127.0.0.1:65535", "localhost", "localhost:8417", "LOCALHOST:8417", "LocalHost", "localhost:80",
	"keys.example.com", "keys.example.com:443", "KEYS.example.COM", "keys.example.com:9443", "bastion", "bastion:9000", "bastion:1234",
	"[2001:db8::5]", "[2001:db8::5]:443", "[2001:DB8:0:0::5]", "[::ffff:127.0.0.1]",
}

var foreignHosts = []string{
	"evil.example", "evil.example:8417", "localhost.evil.example", "evil.localhost", "localhost.", "localhost.:8417", "127.0.0.1.", "127.0.0.1.evil.example",
	"127.0.0.1.nip.io", "127.1", "127.1:8417", "127.0.1", "0x7f.1", "0x7f.0.0.1", "0x7f000001", "2130706433", "017700000001", "0177.0.0.1", "127.000.000.001",
	"0", "0:8417", "0.0.0.0", "0.0.0.0:8417", "[::]", "[::]:8417", "::", "::1", "[::1]", "[::1]:8417", "127.0.0.2", "127.0.0.2:8417", "127.255.255.255",
	"192.168.0.10", "10.0.0.1:8417", "169.254.169.254", "[fe80::1%25eth0]", "[::1%25lo]", "[::1]:", "[::1", "::1]", "[127.0.0.1]", "[localhost]",
	"localhost:", "localhost:0", "localhost:65536", "localhost:99999", "localhost:08417x", "localhost:-1", "localhost:+80", "localhost:8417:8417", "localhost:http",
	"user@localhost", "user:pw@localhost:8417", "localhost@evil.example", "evil.example@localhost", "localhost/evil", "localhost%2eevil", "localhost%00",
	"keys.example.com.", "keys.example.com.evil.example", "evilkeys.example.com", "example.com", "xkeys.example.com", "keys-example.com",
	"bücher.example", "xn--bcher-kva.example", "ⓛocalhost", "locaIhost", "bastion.", "[2001:db8::6]", "2001:db8::5", "*", "null", "file", "_", "-",
}

func TestOnlyOurHostNamesAreAnswered(t *testing.T) {
	if n := len(ourHosts) + len(foreignHosts); n < 60 {
		t.Fatalf("%d hosts, want at least 60", n)
	}
	g := newGuarded(t)
	for _, path := range []string{"/login", "/", "/portal/", "/openapi.yaml", "/api/v1/keys", "/nothing"} {
		for _, host := range ourHosts {
			if rec := g.ask(t, "GET "+path+" HTTP/1.1", "Host: "+host); rec.Code != http.StatusOK {
				t.Errorf("%s under %q: %d %s", path, host, rec.Code, rec.Body)
			}
		}
		before := g.entered
		for _, host := range foreignHosts {
			rec := g.ask(t, "GET "+path+" HTTP/1.1", "Host: "+host)
			if rec.Code != http.StatusMisdirectedRequest || rec.Header().Get("Content-Type") != "application/problem+json" || !strings.Contains(rec.Body.String(), "--public-url") {
				t.Errorf("%s under %q: %d %s", path, host, rec.Code, rec.Body)
			}
		}
		if g.entered != before {
			t.Errorf("%s: %d foreign requests entered the handler", path, g.entered-before)
		}
	}
	for _, host := range append(slices.Clone(ourHosts), foreignHosts...) {
		if rec := g.ask(t, "GET /verify HTTP/1.1", "Host: "+host); rec.Code != http.StatusOK {
			t.Errorf("/verify under %q: %d", host, rec.Code)
		}
	}
}

func TestARequestWithoutAHostOrWithOneInItsTargetIsRefused(t *testing.T) {
	g := newGuarded(t)
	for _, lines := range [][]string{
		{"GET /login HTTP/1.0"},
		{"GET /login HTTP/1.1", "Host:"},
		{"GET http://localhost:8417/login HTTP/1.1", "Host: localhost:8417"},
		{"GET http://localhost:8417/login HTTP/1.1", "Host: evil.example"},
		{"GET http://evil.example/login HTTP/1.1", "Host: localhost:8417"},
		{"CONNECT localhost:8417 HTTP/1.1", "Host: localhost:8417"},
	} {
		if rec := g.ask(t, lines...); rec.Code != http.StatusMisdirectedRequest {
			t.Errorf("%q: %d", lines, rec.Code)
		}
	}
	if g.entered != 0 {
		t.Errorf("%d entered", g.entered)
	}
}

func TestTheAddressAConnectionCameInOnIsOurs(t *testing.T) {
	g := newGuarded(t)
	for _, test := range []struct {
		bound, local, host string
		want               int
	}{
		{"0.0.0.0", "192.168.0.10", "192.168.0.10:8417", 200},
		{"0.0.0.0", "192.168.0.10", "192.168.0.11:8417", 421},
		{"0.0.0.0", "192.168.0.10", "0.0.0.0:8417", 421},
		{"::", "::1", "[::1]:8417", 200},
		{"::", "fd00::7", "[fd00:0::7]", 200},
		{"files.lan", "192.168.0.10", "files.lan:8417", 200},
		{"Files.LAN", "192.168.0.10", "files.lan", 200},
		{"", "127.0.0.1", "127.0.0.1", 200},
		{"", "::ffff:127.0.0.1", "127.0.0.1", 200},
	} {
		g.bound, g.local = test.bound, test.local
		if rec := g.ask(t, "GET /login HTTP/1.1", "Host: "+test.host); rec.Code != test.want {
			t.Errorf("bound to %s, came in on %s, asked as %s: %d, want %d", test.bound, test.local, test.host, rec.Code, test.want)
		}
	}
}

// browserRequest is what a browser says of who asks.
type browserRequest struct {
	name    string
	headers []string
	// Whether it is let in at a document, and at everything else.
	document, other bool
}

var browserRequests = []browserRequest{
	{"no browser", nil, true, true},
	{"typed in", []string{"Sec-Fetch-Site: none", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"}, true, true},
	{"own page", []string{"Origin: http://localhost:8417", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: cors"}, true, true},
	{"own page, older browser", []string{"Origin: http://localhost:8417"}, true, true},
	{"own page through TLS in front", []string{"Origin: https://localhost:8417", "Sec-Fetch-Site: same-origin"}, true, true},
	{"own page's script", []string{"Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: script"}, true, true},
	{"link from another site", []string{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"}, true, false},
	{"link from another port", []string{"Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: navigate"}, true, false},
	{"form from another site", []string{"Origin: https://evil.example", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"}, true, false},
	{"form from a sandbox", []string{"Origin: null", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"}, true, false},
	{"frame in another site", []string{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"}, true, false},
	{"image in another site", []string{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: image"}, false, false},
	{"script in another site", []string{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: script"}, false, false},
	{"fetch from another site", []string{"Origin: https://evil.example", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: cors"}, false, false},
	{"fetch from another site, older browser", []string{"Origin: https://evil.example"}, false, false},
	{"fetch from another port", []string{"Origin: http://localhost:8418", "Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: cors"}, false, false},
	{"fetch from another port, older browser", []string{"Origin: http://localhost:8418"}, false, false},
	{"fetch from the address for the name", []string{"Origin: http://127.0.0.1:8417"}, false, false},
	{"fetch from a sandbox", []string{"Origin: null"}, false, false},
	{"fetch from a file", []string{"Origin: file://"}, false, false},
	{"fetch from an extension", []string{"Origin: chrome-extension://abcdef"}, false, false},
	{"empty origin", []string{"Origin:"}, false, false},
	{"two origins", []string{"Origin: http://localhost:8417", "Origin: https://evil.example"}, false, false},
	{"two origins in one", []string{"Origin: http://localhost:8417 https://evil.example"}, false, false},
	{"origin with a path", []string{"Origin: http://localhost:8417/"}, false, false},
	{"origin that ends in ours", []string{"Origin: http://evil.localhost:8417"}, false, false},
	{"origin that begins like ours", []string{"Origin: http://localhost:8417.evil.example"}, false, false},
	{"own origin from elsewhere", []string{"Origin: http://localhost:8417", "Sec-Fetch-Site: cross-site"}, false, false},
	{"unknown site value", []string{"Sec-Fetch-Site: somewhere"}, false, false},
	{"two site values", []string{"Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: cross-site"}, false, false},
	{"listed origin", []string{"Origin: https://app.example", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: cors"}, true, true},
	{"listed origin on another port", []string{"Origin: http://localhost:3000", "Sec-Fetch-Site: same-site"}, true, true},
	{"listed origin, older browser", []string{"Origin: https://app.example"}, true, true},
	{"listed origin in another case", []string{"Origin: HTTPS://APP.EXAMPLE"}, false, false},
	{"listed host, other scheme", []string{"Origin: http://app.example"}, false, false},
	{"listed host, other port", []string{"Origin: https://app.example:8443"}, false, false},
	{"below a listed host", []string{"Origin: https://x.app.example"}, false, false},
	{"listed origin and another", []string{"Origin: https://app.example", "Origin: https://evil.example"}, false, false},
}

func TestPagesOfOtherOriginsEnterNoHandler(t *testing.T) {
	g := newGuarded(t)
	documents := []string{
		"GET /", "HEAD /", "GET /portal/", "GET /portal/assets/index.js", "GET /portal", "GET /openapi.yaml", "GET /openapi.json",
		"GET /apikeys/swagger.yaml", "GET /docs", "GET /docs/x", "GET /.well-known/jwks.json",
	}
	others := []string{
		"POST /login", "GET /login", "POST /auth/login", "POST /user/login", "GET /authheader/list", "POST /authheader/delete", "GET /api/v1/keys",
		"POST /api/v1/session", "DELETE /api/v1/keys/1", "POST /", "POST /portal/", "PUT /openapi.yaml", "GET /livez", "GET /metrics", "GET /nothing",
		"GET /portalx", "GET /openapi.yaml/x", "GET //portal/", "OPTIONS /login",
	}
	check := func(line string, b browserRequest, want bool) {
		t.Helper()
		before := g.entered
		rec := g.ask(t, append([]string{line + " HTTP/1.1", "Host: localhost:8417"}, b.headers...)...)
		if in := g.entered > before; in != want {
			t.Errorf("%s, %s: let in is %v, want %v", line, b.name, in, want)
		}
		if !want && (rec.Code != http.StatusForbidden || !strings.Contains(rec.Body.String(), "--cors-origin")) {
			t.Errorf("%s, %s: %d %s", line, b.name, rec.Code, rec.Body)
		}
		listed := strings.HasPrefix(b.name, "listed origin") && want
		for name, values := range rec.Header() {
			if strings.HasPrefix(name, "Access-Control-") && !listed {
				t.Errorf("%s, %s: %s: %s", line, b.name, name, values)
			}
		}
		if allow := rec.Header().Get("Access-Control-Allow-Origin"); listed && allow != "https://app.example" && allow != "http://localhost:3000" {
			t.Errorf("%s, %s: Access-Control-Allow-Origin is %q", line, b.name, allow)
		}
	}
	for _, b := range browserRequests {
		for _, line := range documents {
			check(line, b, b.document)
		}
		for _, line := range others {
			check(line, b, b.other)
		}
	}
	for _, b := range browserRequests {
		before := g.entered
		rec := g.ask(t, append([]string{"GET /verify HTTP/1.1", "Host: app.internal"}, b.headers...)...)
		if g.entered != before+1 {
			t.Errorf("/verify, %s: refused", b.name)
		}
		if rec.Header().Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("/verify, %s: answers for another service", b.name)
		}
	}
}

func TestPreflightsAreAnsweredForListedOriginsOnly(t *testing.T) {
	g := newGuarded(t)
	preflight := func(path, origin string) *httptest.ResponseRecorder {
		return g.ask(t, "OPTIONS "+path+" HTTP/1.1", "Host: localhost:8417", "Origin: "+origin, "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: content-type")
	}
	rec := preflight("/login", "https://app.example")
	if rec.Code != http.StatusNoContent || rec.Header().Get("Access-Control-Allow-Origin") != "https://app.example" || rec.Header().Get("Vary") != "Origin" {
		t.Errorf("%d %v", rec.Code, rec.Header())
	}
	for name := range rec.Header() {
		if name == "Access-Control-Allow-Credentials" || name == "Access-Control-Allow-Private-Network" {
			t.Errorf("%s is answered", name)
		}
	}
	if g.entered != 0 {
		t.Error("a preflight entered the handler")
	}
	if rec := preflight("/login", "https://evil.example"); rec.Code != http.StatusForbidden {
		t.Errorf("a foreign preflight: %d", rec.Code)
	}
	// A 2xx here would tell a proxy to let another service's preflight in.
	if rec := preflight("/verify", "https://app.example"); rec.Code == http.StatusNoContent || g.entered != 1 {
		t.Errorf("a preflight that a proxy passes on to /verify: %d, %d entered", rec.Code, g.entered)
	}
}

func TestARefusalNeverRepeatsWhatIsNotAName(t *testing.T) {
	g := newGuarded(t)
	for _, host := range []string{`<script>alert(1)</script>`, `a"b`, "a\\b", strings.Repeat("a", 500), "x y"} {
		rec := g.ask(t, "GET /login HTTP/1.1", "Host: "+host)
		if rec.Code != http.StatusMisdirectedRequest || strings.Contains(rec.Body.String(), host) {
			t.Errorf("%q: %d %s", host, rec.Code, rec.Body)
		}
		rec = g.ask(t, "GET /login HTTP/1.1", "Host: localhost", "Origin: https://"+host)
		if rec.Code != http.StatusForbidden || strings.Contains(rec.Body.String(), host) {
			t.Errorf("origin %q: %d %s", host, rec.Code, rec.Body)
		}
	}
}

// Whatever a Host header says: let in are only the names of the list, in any
// case and with any port.
func FuzzHost(f *testing.F) {
	for _, host := range append(slices.Clone(ourHosts), foreignHosts...) {
		f.Add(host)
	}
	f.Fuzz(func(t *testing.T, host string) {
		entered := false
		guard := web.Guard{}.Wrap(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { entered = true }))
		r := httptest.NewRequest("POST", "/login", nil)
		r.Host = host
		r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}))
		guard.ServeHTTP(httptest.NewRecorder(), r)
		name := strings.ToLower(host)
		if i := strings.LastIndexByte(name, ':'); i > 0 && name[len(name)-1] != ']' {
			name = name[:i]
		}
		ours := name == "localhost" || name == "127.0.0.1" || strings.HasPrefix(name, "[") && strings.Contains(name, "ffff:") && strings.HasSuffix(name, "]")
		if entered && !ours {
			t.Fatalf("%q was let in", host)
		}
	})
}

func TestPublicURLsAndOriginsAreReadExactly(t *testing.T) {
	for in, want := range map[string]string{
		"https://keys.example.com": "https://keys.example.com", "https://Keys.Example.com/": "https://keys.example.com",
		"http://localhost:8417": "http://localhost:8417", "https://keys.example.com:443": "https://keys.example.com", "http://[::1]:80": "http://[::1]",
	} {
		u, err := web.ParsePublicURL(in)
		if err != nil || u.String() != want {
			t.Errorf("%s: %v, %v", in, u, err)
		}
	}
	for _, bad := range []string{"", "keys.example.com", "ftp://keys.example.com", "https://", "https://a/b", "https://a?b", "https://a?", "https://a#b", "https://u@a", "https://*.example.com", "*", "null", "https://bücher.example", "https://a b", "https://a:99999", "javascript:alert(1)"} {
		if u, err := web.ParsePublicURL(bad); err == nil {
			t.Errorf("%q became %v", bad, u)
		}
		if o, err := web.ParseOrigin(bad); err == nil {
			t.Errorf("%q became the origin %s", bad, o)
		}
	}
	if _, err := web.ParseOrigin("https://app.example/"); err == nil {
		t.Error("an origin with a path was taken")
	}
}

func TestStrictTransportSecurityIsForPublicNamesUnderTLSOnly(t *testing.T) {
	h := web.Harden(http.NotFoundHandler())
	for target, want := range map[string]bool{
		"https://keys.example.com/": true, "http://keys.example.com/": false, "https://localhost:8417/": false, "https://127.0.0.1/": false, "https://[::1]/": false,
	} {
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequest("GET", target, nil))
		if got := rec.Header().Get("Strict-Transport-Security") != ""; got != want {
			t.Errorf("%s: %v, want %v", target, got, want)
		}
	}
}
