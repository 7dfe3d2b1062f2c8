// Package server puts the handlers together: which path is on which plane, what
// stands before every handler, and the listeners with their limits.
//
// It knows paths, planes and connections. It must not know what any handler
// does.
package server

import (
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"path"

	"latchkey/backend/access"
	"latchkey/backend/openapi"
	"latchkey/backend/web"
	"latchkey/backend/wire/apikey"
	"latchkey/backend/wire/forwardauth"
	"latchkey/backend/wire/partner"
	"latchkey/backend/wire/user"
)

// Config is what a Server is made of.
type Config struct {
	Access   *access.Service
	Admin    http.Handler // the admin API for operators' sessions, at /api/v1/; needed where PortalOn
	Portal   fs.FS        // the built frontend; nil or without index.html = it is not built
	PortalOn bool         // the admin plane is on TCP at all
	// PublicURLs are what this server is called from outside (web.ParsePublicURL),
	// CORSOrigins whose pages may call the dialects (web.ParseOrigin).
	PublicURLs  []*url.URL
	CORSOrigins []string
	BehindProxy []netip.Prefix // whose X-Forwarded-For is believed
	Logger      *slog.Logger   // nil = slog.Default()
}

// Server has the handlers of all doors.
type Server struct {
	cfg    Config
	portal http.Handler
	docs   http.Handler
}

// New makes a Server.
func New(cfg Config) *Server {
	return &Server{cfg: cfg, portal: newPortal(cfg.Portal), docs: newDocs(cfg.Portal)}
}

// Handler serves both planes on one listener.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	s.mountLogin(mux)
	if s.cfg.PortalOn {
		s.mountAdmin(mux, s.cfg.Admin)
	}
	return s.guarded(mux)
}

// Login serves the login plane where the admin plane has its own listener.
func (s *Server) Login() http.Handler {
	mux := http.NewServeMux()
	s.mountLogin(mux)
	return s.guarded(mux)
}

// Admin serves the admin plane on a listener of its own.
func (s *Server) Admin() http.Handler {
	mux := http.NewServeMux()
	mountHealth(mux)
	if s.cfg.PortalOn {
		s.mountAdmin(mux, s.cfg.Admin)
	}
	return s.guarded(mux)
}

// Local serves everything to the owner of the data folder: the window's bridge
// and the command line, over the socket. There is no guard by host name or
// origin, since no browser reaches a socket; never serve it on TCP.
func (s *Server) Local(admin http.Handler) http.Handler {
	mux := http.NewServeMux()
	s.mountLogin(mux)
	s.mountAdmin(mux, admin)
	return web.Front{Logger: s.cfg.Logger, Observer: s.cfg.Access}.Wrap(web.Harden(clean(mux)))
}

// guarded puts before a plane what every TCP listener has.
func (s *Server) guarded(mux *http.ServeMux) http.Handler {
	guard := web.Guard{PublicURLs: s.cfg.PublicURLs, CORSOrigins: s.cfg.CORSOrigins}
	front := web.Front{Logger: s.cfg.Logger, BehindProxy: s.cfg.BehindProxy, Observer: s.cfg.Access}
	return front.Wrap(web.Harden(guard.Wrap(clean(mux))))
}

// clean lets through only paths that are written in one way; the mux would
// redirect the others, and a redirect is an answer to a path that is not there.
// What machines ask for all the time goes past the mux.
func clean(mux *http.ServeMux) http.Handler {
	notFound := web.NotFound(web.Problem)
	mux.Handle("/", notFound)
	straight := map[string]http.Handler{}
	for _, route := range loginRoutes {
		if h, pattern := mux.Handler(&http.Request{Method: http.MethodGet, URL: &url.URL{Path: route.path}}); pattern == route.path {
			straight[pattern] = h
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.TransferEncoding) > 0 {
			// net/http drops a Content-Length beside it unseen. Whatever a proxy
			// took for the next request on this connection, nobody reads it.
			w.Header().Set("Connection", "close")
		}
		if r.URL.RawPath == "" {
			if h, ok := straight[r.URL.Path]; ok {
				r.Pattern = r.URL.Path
				h.ServeHTTP(w, r)
				return
			}
		}
		// As it was sent: a name with an escaped slash in it is one segment.
		if p := r.URL.EscapedPath(); p == "" || p[0] != '/' || p != "/" && path.Clean(p) != p && path.Clean(p)+"/" != p {
			notFound.ServeHTTP(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// loginRoutes is the login plane but for its health.
var loginRoutes = []struct {
	path    string
	handler func(core *access.Service) http.Handler
}{
	{"/login", func(core *access.Service) http.Handler { return partner.Login(core) }},
	{"/auth/login", func(core *access.Service) http.Handler { return apikey.Login(core) }},
	{"/user/login", func(core *access.Service) http.Handler { return user.Login(core) }},
	{"/authheader/add", func(core *access.Service) http.Handler { return user.AddAuthHeader(core) }},
	{"/authheader/list", func(core *access.Service) http.Handler { return user.ListAuthHeaders(core) }},
	{"/authheader/delete", func(core *access.Service) http.Handler { return user.DeleteAuthHeader(core) }},
	{"/verify", func(core *access.Service) http.Handler { return forwardauth.Verify(core) }},
	{"/openapi.yaml", document("application/yaml", func() []byte { return openapi.Public().YAML })},
	{"/openapi.json", document("application/json", func() []byte { return openapi.Public().JSON })},
	{"/apikeys/swagger.yaml", document("application/yaml", func() []byte { return openapi.APIKeys().YAML })},
}

func (s *Server) mountLogin(mux *http.ServeMux) {
	mountHealth(mux)
	for _, route := range loginRoutes {
		mux.Handle(route.path, route.handler(s.cfg.Access))
	}
	mux.Handle("/docs/", s.docs)
	mux.Handle("/docs", to("/docs/"))
}

func (s *Server) mountAdmin(mux *http.ServeMux, admin http.Handler) {
	mux.Handle("/api/v1/", web.OffRecord(admin))
	mux.Handle("/api/v1", web.OffRecord(web.NotFound(web.Problem)))
	mux.Handle("/metrics", web.OffRecord(admin))
	mux.Handle("/debug/pprof/", web.OffRecord(admin))
	mux.Handle("/portal/", web.OffRecord(s.portal))
	mux.Handle("/portal", to("/portal/"))
	mux.Handle("/{$}", to("/portal/"))
}

// to sends a browser on to where the pages are.
func to(place string) http.Handler {
	return get(func(w http.ResponseWriter, _ *http.Request) error {
		w.Header().Set("Location", place)
		w.WriteHeader(http.StatusFound)
		return nil
	})
}

// healthPaths answer while the process serves at all: handlers exist only once
// the state is in memory, so alive and ready are one.
var healthPaths = []string{"/livez", "/readyz"}

func mountHealth(mux *http.ServeMux) {
	ok := get(func(w http.ResponseWriter, _ *http.Request) error {
		web.WriteText(w, http.StatusOK, "ok")
		return nil
	})
	for _, path := range healthPaths {
		mux.Handle(path, web.OffRecord(ok)) // a probe every second says nothing
	}
}

func document(contentType string, text func() []byte) func(*access.Service) http.Handler {
	return func(*access.Service) http.Handler {
		return get(func(w http.ResponseWriter, _ *http.Request) error {
			web.Write(w, http.StatusOK, contentType, text())
			return nil
		})
	}
}

func get(h web.Handler) http.Handler {
	return web.Methods(map[string]http.Handler{http.MethodGet: web.Handle(h, web.Problem)}, web.Problem)
}
