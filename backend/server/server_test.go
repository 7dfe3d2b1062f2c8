package server_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/getkin/kin-openapi/openapi3"

	"latchkey/backend/openapi"
	"latchkey/backend/server"
	"latchkey/backend/server/servertest"
	"latchkey/backend/web"
)

var dist = fstest.MapFS{
	"index.html":                {Data: []byte(`<!doctype html><script type="module" src="./assets/index-BqT5x.js"></script>`)},
	"favicon.svg":               {Data: []byte(`<svg/>`)},
	"assets/index-BqT5x.js":     {Data: []byte(`console.log(1)`)},
	"assets/index-C1aZ.css":     {Data: []byte(`a{}`)},
	"assets/font-Aa1.woff2":     {Data: []byte("wOF2")},
	"assets/secret.unknown":     {Data: []byte("x")},
	".gitkeep":                  {Data: nil},
	"assets/sub/deep-Xy.json":   {Data: []byte(`{}`)},
	"docs/index.html":           {Data: []byte("<!doctype html><title>Latchkey API</title>")},
	"docs/swagger-ui-bundle.js": {Data: []byte("void 0")},
	"docs/assets/docs-A1.js":    {Data: []byte("void 0")},
}

var admin = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { web.WriteText(w, http.StatusOK, "admin "+r.URL.Path) })

func open(t *testing.T, cfg server.Config) *servertest.World {
	t.Helper()
	if cfg.Admin == nil {
		cfg.Admin = admin
	}
	return servertest.Open(t, servertest.Options{Server: cfg})
}

func ask(w *servertest.World, h http.Handler, method, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	r.Host, r.RemoteAddr = "localhost:8417", "127.0.0.1:5000"
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return rec
}

// The description and the routes name the same paths: what is described is
// served, and what is served is described.
func TestEveryDescribedPathIsServedAndNoOther(t *testing.T) {
	w := open(t, server.Config{Portal: dist, PortalOn: true})
	spec, err := openapi3.NewLoader().LoadFromData(openapi.Public().JSON)
	if err != nil {
		t.Fatal(err)
	}
	described := map[string]bool{}
	for path, item := range spec.Paths.Map() {
		described[path] = true
		for method := range item.Operations() {
			if rec := ask(w, w.Handler, method, path); rec.Code == http.StatusNotFound || rec.Code == http.StatusMethodNotAllowed {
				t.Errorf("%s %s is described and answers %d", method, path, rec.Code)
			}
		}
		if path == "/verify" {
			continue
		}
		for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
			rec := ask(w, w.Handler, method, path)
			if served := rec.Code != http.StatusMethodNotAllowed; served != (item.GetOperation(method) != nil) {
				t.Errorf("%s %s: served is %v", method, path, served)
			}
		}
	}
	for _, path := range server.LoginPaths() {
		if !described[path] {
			t.Errorf("%s is served and not described", path)
		}
		delete(described, path)
	}
	for path := range described {
		t.Errorf("%s is described and not in the table of routes", path)
	}
}

func TestUnknownPathsAreProblems(t *testing.T) {
	w := open(t, server.Config{Portal: dist, PortalOn: true})
	for _, path := range []string{
		"/nothing", "/login/", "/Login", "/LOGIN", "/login/x", "//login", "/./login", "/x/../login", "/login//", "/auth", "/auth/", "/authheader", "/api", "/api/v1",
		"/api/v2/keys", "/verify/", "/portalx", "/portal//", "/portal/../login", "/portal/nothing.js", "/portal/assets/", "/portal/assets", "/portal/%2e%2e/login", "/portal/..%2flogin",
		"/openapi.yml", "/swagger.yaml", "/apikeys/", "/.git/config", "/.env", "/metrics/", "/metrics/x", "/debug/", "/favicon.ico", "/%00", "/login%00", "/login%2f",
	} {
		rec := ask(w, w.Handler, "GET", path)
		if rec.Code != http.StatusNotFound || rec.Header().Get("Content-Type") != "application/problem+json" || rec.Header().Get("X-Request-Id") == "" {
			t.Errorf("%s: %d %s", path, rec.Code, rec.Body)
		}
		var problem map[string]any
		if err := json.Unmarshal(rec.Body.Bytes(), &problem); err != nil || problem["code"] != "not_found" {
			t.Errorf("%s: %s", path, rec.Body)
		}
	}
	if rec := ask(w, w.Handler, "OPTIONS", "/nothing"); rec.Code != http.StatusNotFound {
		t.Errorf("OPTIONS of an unknown path: %d", rec.Code)
	}
}

func TestThePlanesAreServedWhereTheyBelong(t *testing.T) {
	on := open(t, server.Config{Portal: dist, PortalOn: true})
	off := open(t, server.Config{Portal: dist, PortalOn: false})
	local := on.Server.Local(admin)
	localOff := off.Server.Local(admin)
	tests := []struct {
		path                                                        string
		both, login, adminOnly, bothOff, adminOff, socket, sockeOff int
	}{
		{"/", 302, 404, 302, 404, 404, 302, 302},
		{"/portal", 302, 404, 302, 404, 404, 302, 302},
		{"/portal/", 200, 404, 200, 404, 404, 200, 200},
		{"/portal/assets/index-BqT5x.js", 200, 404, 200, 404, 404, 200, 200},
		{"/api/v1/keys", 200, 404, 200, 404, 404, 200, 200},
		{"/metrics", 200, 404, 200, 404, 404, 200, 200},
		{"/debug/pprof/", 200, 404, 200, 404, 404, 200, 200},
		{"/login", 405, 405, 404, 405, 404, 405, 405},
		{"/verify", 401, 401, 404, 401, 404, 401, 401},
		{"/openapi.yaml", 200, 200, 404, 200, 404, 200, 200},
		{"/apikeys/swagger.yaml", 200, 200, 404, 200, 404, 200, 200},
		{"/docs", 302, 302, 404, 302, 404, 302, 302},
		{"/docs/", 200, 200, 404, 200, 404, 200, 200},
		{"/docs/swagger-ui-bundle.js", 200, 200, 404, 200, 404, 200, 200},
		{"/livez", 200, 200, 200, 200, 200, 200, 200},
		{"/readyz", 200, 200, 200, 200, 200, 200, 200},
	}
	for _, test := range tests {
		for _, at := range []struct {
			name string
			w    *servertest.World
			h    http.Handler
			want int
		}{
			{"both planes", on, on.Server.Handler(), test.both}, {"the login plane", on, on.Server.Login(), test.login}, {"the admin plane", on, on.Server.Admin(), test.adminOnly},
			{"both planes, portal off", off, off.Server.Handler(), test.bothOff}, {"the admin plane, portal off", off, off.Server.Admin(), test.adminOff},
			{"the socket", on, local, test.socket}, {"the socket, portal off", off, localOff, test.sockeOff},
		} {
			if rec := ask(at.w, at.h, "GET", test.path); rec.Code != at.want {
				t.Errorf("%s on %s: %d, want %d", test.path, at.name, rec.Code, at.want)
			}
		}
	}
	if location := ask(on, on.Handler, "GET", "/").Header().Get("Location"); location != "/portal/" {
		t.Errorf("/ leads to %q", location)
	}
}

func TestANameWithSlashesInItIsOneSegment(t *testing.T) {
	w := open(t, server.Config{Portal: dist, PortalOn: true})
	if rec := ask(w, w.Handler, "GET", "/api/v1/accounts/a%2F%2Fb"); rec.Body.String() != "admin /api/v1/accounts/a//b" {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
}

// The socket is reached by no browser, so no name is foreign there.
func TestTheSocketAsksForNoHostName(t *testing.T) {
	w := open(t, server.Config{Portal: dist})
	r := httptest.NewRequest("GET", "/api/v1/keys", nil)
	r.Host, r.RemoteAddr = "latchkey", "@"
	r.Header.Set("Origin", "wails://wails")
	rec := httptest.NewRecorder()
	w.Server.Local(admin).ServeHTTP(rec, r)
	if rec.Code != http.StatusOK {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
}

func TestThePortalsFiles(t *testing.T) {
	w := open(t, server.Config{Portal: dist, PortalOn: true})
	for path, want := range map[string]struct{ contentType, cache string }{
		"/portal/":                        {"text/html; charset=utf-8", "no-store"},
		"/portal/index.html":              {"text/html; charset=utf-8", "no-store"},
		"/portal/favicon.svg":             {"image/svg+xml", "no-store"},
		"/portal/assets/index-BqT5x.js":   {"text/javascript; charset=utf-8", "public, max-age=31536000, immutable"},
		"/portal/assets/index-C1aZ.css":   {"text/css; charset=utf-8", "public, max-age=31536000, immutable"},
		"/portal/assets/font-Aa1.woff2":   {"font/woff2", "public, max-age=31536000, immutable"},
		"/portal/assets/sub/deep-Xy.json": {"application/json", "public, max-age=31536000, immutable"},
		"/docs/":                          {"text/html; charset=utf-8", "no-store"},
		"/docs/swagger-ui-bundle.js":      {"text/javascript; charset=utf-8", "no-store"},
		"/docs/assets/docs-A1.js":         {"text/javascript; charset=utf-8", "public, max-age=31536000, immutable"},
	} {
		r := httptest.NewRequest("GET", path, nil)
		r.Host = "localhost"
		r.Header.Set("If-None-Match", "*")
		r.Header.Set("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT")
		r.Header.Set("Range", "bytes=0-1")
		rec := httptest.NewRecorder()
		w.Handler.ServeHTTP(rec, r)
		h := rec.Header()
		if rec.Code != http.StatusOK || h.Get("Content-Type") != want.contentType || h.Get("Cache-Control") != want.cache {
			t.Errorf("%s: %d %q %q", path, rec.Code, h.Get("Content-Type"), h.Get("Cache-Control"))
		}
		if h.Get("ETag") != "" || h.Get("Last-Modified") != "" || h.Get("Accept-Ranges") != "" {
			t.Errorf("%s can be revalidated: %v", path, h)
		}
		if got := h.Get("Content-Security-Policy"); got != web.PortalPolicy {
			t.Errorf("%s: policy %q", path, got)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: %v", path, h)
		}
	}
	for _, path := range []string{"/portal/.gitkeep", "/portal/assets/secret.unknown", "/portal/nothing.html", "/docs/nothing.html", "/docs/../index.html", "/docs/x/"} {
		if rec := ask(w, w.Handler, "GET", path); rec.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, rec.Code)
		}
	}
	if strings.Contains(web.PortalPolicy, "script-src 'self' 'unsafe") || !strings.Contains(web.PortalPolicy, "frame-ancestors 'none'") {
		t.Error(web.PortalPolicy)
	}
}

func TestAPortalThatIsNotBuiltSaysHowToBuildIt(t *testing.T) {
	for name, cfg := range map[string]server.Config{"none": {PortalOn: true}, "empty": {PortalOn: true, Portal: fstest.MapFS{".gitkeep": {}}}} {
		w := open(t, cfg)
		rec := ask(w, w.Handler, "GET", "/portal/")
		if rec.Code != http.StatusServiceUnavailable || !strings.Contains(rec.Body.String(), "make run") || !strings.Contains(rec.Body.String(), "make frontend") {
			t.Errorf("%s: %d %s", name, rec.Code, rec.Body)
		}
		if rec := ask(w, w.Handler, "GET", "/docs/"); rec.Code != http.StatusServiceUnavailable {
			t.Errorf("%s: /docs/ answers %d", name, rec.Code)
		}
		if rec := ask(w, w.Handler, "GET", "/livez"); rec.Code != http.StatusOK {
			t.Errorf("%s: the rest does not work: %d", name, rec.Code)
		}
	}
}

func TestTheDescriptionsAreServedWithoutTheAdminAPI(t *testing.T) {
	w := open(t, server.Config{Portal: dist, PortalOn: true})
	for path, want := range map[string]string{"/openapi.yaml": "application/yaml", "/apikeys/swagger.yaml": "application/yaml", "/openapi.json": "application/json"} {
		rec := ask(w, w.Handler, "GET", path)
		if rec.Code != http.StatusOK || rec.Header().Get("Content-Type") != want {
			t.Errorf("%s: %d %s", path, rec.Code, rec.Header().Get("Content-Type"))
		}
		if _, err := openapi3.NewLoader().LoadFromData(rec.Body.Bytes()); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		if strings.Contains(rec.Body.String(), "/api/v1/") {
			t.Errorf("%s describes the admin API", path)
		}
	}
}

func TestEveryAnswerHasTheHeadersThatEveryAnswerHas(t *testing.T) {
	w := open(t, server.Config{Portal: dist, PortalOn: true})
	for _, path := range []string{"/", "/login", "/verify", "/portal/", "/portal/x", "/api/v1/keys", "/nothing", "/openapi.yaml", "/livez", "//"} {
		h := ask(w, w.Handler, "GET", path).Header()
		for _, name := range []string{"X-Request-Id", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Resource-Policy", "Content-Security-Policy", "Cache-Control"} {
			if len(h.Values(name)) != 1 {
				t.Errorf("%s: %s is %q", path, name, h.Values(name))
			}
		}
		for name := range h {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("%s: %s", path, name)
			}
		}
	}
}
