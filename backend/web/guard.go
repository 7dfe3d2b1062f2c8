package web

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"latchkey/backend/access"
)

// Guard is the table of who may call what from a browser: the Host header
// stops DNS rebinding, Origin and Sec-Fetch-Site stop pages of other origins.
// A refused request enters no handler.
//
//	path                       Host   Origin, Sec-Fetch-*
//	/verify                    any    any
//	documents (GET, HEAD)      ours   any where Sec-Fetch-Mode is navigate; else as below
//	everything else            ours   Origin absent, our own, or listed; Sec-Fetch-Site
//	                                  absent, none, same-origin, or any with a listed Origin
//
// Ours is "localhost", the address the listener is bound to (WithBound), the
// address the connection came in on, and the hosts of PublicURLs, whatever the
// port: tunnels and containers map it.
type Guard struct {
	PublicURLs  []*url.URL // of ParsePublicURL
	CORSOrigins []string   // of ParseOrigin
}

// Wrap puts the table before next.
func (g Guard) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		class := classify(r)
		if class == classVerify {
			// Proxies pass the browser's headers on. A preflight among them is the
			// other service's: a 2xx from here would tell the proxy to let it in.
			next.ServeHTTP(w, r)
			return
		}
		if !g.ours(r) {
			refuse(record(w), r, foreignHost(r), Problem)
			return
		}
		origin, listed := g.origin(r)
		if len(g.CORSOrigins) > 0 {
			w.Header().Add("Vary", "Origin")
		}
		if !listed && !sameOrigin(r, origin) && !(class == classDocument && r.Header.Get("Sec-Fetch-Mode") == "navigate") {
			refuse(record(w), r, foreignOrigin(origin), Problem)
			return
		}
		if listed {
			w.Header().Set("Access-Control-Allow-Origin", origin)
			w.Header().Set("Access-Control-Expose-Headers", "Retry-After, WWW-Authenticate, X-Request-Id")
			if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
				preflight(w)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// preflight answers a listed origin. Credentials are never allowed: the one
// cookie there is belongs to the portal's own pages.
func preflight(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Access-Control-Allow-Methods", "GET, POST")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, X-Request-Id")
	h.Set("Access-Control-Max-Age", "600")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
}

type class int

const (
	classOther class = iota
	classVerify
	classDocument
)

func classify(r *http.Request) class {
	path := r.URL.Path
	switch {
	case path == "/verify":
		return classVerify
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		return classOther
	case path == "/", path == "/openapi.yaml", path == "/openapi.json", path == "/apikeys/swagger.yaml",
		path == "/portal", strings.HasPrefix(path, "/portal/"),
		path == "/docs", strings.HasPrefix(path, "/docs/"), strings.HasPrefix(path, "/.well-known/"):
		return classDocument
	}
	return classOther
}

// ours reports whether the request was made under a name of ours. A request
// target with a host of its own is for proxies and never is: net/http drops the
// Host header beside it, so that a mismatch could not be seen.
func (g Guard) ours(r *http.Request) bool {
	if !strings.HasPrefix(r.RequestURI, "/") && r.RequestURI != "*" {
		return false
	}
	peer := scopePeer(r)
	if known := peer.host.Load(); known != nil && *known == r.Host {
		return true
	}
	if !g.isOurs(r) {
		return false
	}
	host := r.Host
	peer.host.Store(&host)
	return true
}

func (g Guard) isOurs(r *http.Request) bool {
	name, ok := canonicalHost(r.Host)
	if !ok {
		return false
	}
	if name == "localhost" {
		return true
	}
	if bound, _ := r.Context().Value(boundKey{}).(string); name == bound {
		return true
	}
	for _, u := range g.PublicURLs {
		if name == u.Hostname() {
			return true
		}
	}
	local, ok := localAddr(r)
	return ok && name == local
}

// canonicalHost is the name or address of a Host header in the one form that
// names are compared in.
func canonicalHost(host string) (string, bool) {
	name, ok := hostname(host)
	if !ok {
		return "", false
	}
	name = strings.ToLower(name)
	if last := name[len(name)-1]; (last < '0' || last > '9') && strings.IndexByte(name, ':') < 0 {
		return name, true // no address ends so
	}
	addr, err := netip.ParseAddr(name)
	if err != nil {
		return name, true
	}
	if addr.Zone() != "" || addr.IsUnspecified() {
		return "", false
	}
	return addr.Unmap().String(), true
}

// origin gives the request's Origin and whether it is on the list. Two of them
// are one nobody listed.
func (g Guard) origin(r *http.Request) (origin string, listed bool) {
	values := r.Header["Origin"]
	if len(values) == 0 {
		return "", false
	}
	origin = strings.Join(values, ", ")
	for _, o := range g.CORSOrigins {
		if origin == o {
			return origin, true
		}
	}
	return origin, false
}

// sameOrigin reports whether the request comes from no page, or from one of
// this very host and port.
func sameOrigin(r *http.Request, origin string) bool {
	for _, site := range r.Header["Sec-Fetch-Site"] {
		if site != "none" && site != "same-origin" {
			return false
		}
	}
	if len(r.Header["Origin"]) == 0 {
		return true
	}
	scheme, host, ok := strings.Cut(strings.ToLower(origin), "://")
	if !ok || scheme != "http" && scheme != "https" {
		return false
	}
	return host != "" && withoutDefaultPort(scheme, host) == withoutDefaultPort(scheme, strings.ToLower(r.Host))
}

func withoutDefaultPort(scheme, host string) string {
	if scheme == "https" {
		return strings.TrimSuffix(host, ":443")
	}
	return strings.TrimSuffix(host, ":80")
}

// hostname cuts the port off a Host header: "name", "name:port", "[v6]",
// "[v6]:port", and nothing else.
func hostname(host string) (string, bool) {
	name, port, hasPort := host, "", false
	if inner, ok := strings.CutPrefix(host, "["); ok {
		v6, rest, closed := strings.Cut(inner, "]")
		if addr, err := netip.ParseAddr(v6); !closed || err != nil || !addr.Is6() {
			return "", false
		}
		name = v6
		if rest != "" {
			if port, hasPort = strings.CutPrefix(rest, ":"); !hasPort {
				return "", false
			}
		}
	} else if name, port, hasPort = strings.Cut(host, ":"); strings.ContainsAny(name, "[]@/%") {
		return "", false
	}
	if name == "" || hasPort && !isPort(port) {
		return "", false
	}
	return name, true
}

func isPort(s string) bool {
	if s == "" || len(s) > 5 {
		return false
	}
	n := 0
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
		n = n*10 + int(c-'0')
	}
	return n >= 1 && n <= 65535
}

func foreignHost(r *http.Request) *access.Error {
	e := access.Errorf(access.CodeForeignHost, "this server does not answer under that host name")
	name, ok := hostname(r.Host)
	if !ok || !printable(name) {
		return e.WithHint("ask under localhost, the address it listens on, or a name given with --public-url")
	}
	if strings.Contains(name, ":") {
		name = "[" + name + "]"
	}
	e.Public = "this server does not answer under the host name " + name
	return e.WithHint("start it with --public-url https://%s, or ask under localhost or the address it listens on", name)
}

func foreignOrigin(origin string) *access.Error {
	e := access.Errorf(access.CodeForeignOrigin, "a page of another origin may not call this")
	if _, host, ok := strings.Cut(origin, "://"); !ok || !printable(host) || !printable(origin) {
		return e.WithHint("pages may call it from the origins given with --cors-origin")
	}
	e.Public = "a page of " + origin + " may not call this"
	return e.WithHint("start the server with --cors-origin %s to allow it", origin)
}

// printable reports whether a name from the client is fit to be named in an
// error: short, and of the characters that names and origins are made of.
func printable(s string) bool {
	if s == "" || len(s) > 120 {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && !strings.ContainsRune(".-_:/[]", rune(c)) {
			return false
		}
	}
	return true
}
