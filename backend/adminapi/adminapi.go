// Package adminapi is the portal's REST under /api/v1: a table of routes and a
// file a resource. A handler decodes the request, makes one call of access, and
// writes the answer.
//
// It knows the JSON of that API, which is described in backend/openapi. It must
// not know who may do what, which is the business of access, nor the store, nor
// how the process around it listens and stops, which is behind Host.
package adminapi

import (
	"context"
	"net/http"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// Config is what an API is made of.
type Config struct {
	Access *access.Service
	Host   Host  // what only the process around it can do
	Vault  Vault // the store as a whole
	// SecureCookie marks the session cookie Secure on plain connections too:
	// for a portal that browsers reach by HTTPS through a proxy.
	SecureCookie bool
	Profiles     bool // serve the process's own profiles at ProfilePath
}

// Host is the process around the API. Its methods are called after access has
// allowed it, and may be called at once.
type Host interface {
	// Status is the state of the process.
	Status() Status
	// Listen moves the listener to addr: the new address is bound first, and
	// nothing changes where that fails. Codes: invalid, conflict.
	Listen(ctx context.Context, addr string) error
	// StartListener, StopListener and RestartListener serve the address of
	// before, give it up, and bind it anew. What is asked for already is no
	// error. Codes: conflict, unavailable.
	StartListener(ctx context.Context) error
	StopListener(ctx context.Context) error
	RestartListener(ctx context.Context) error
	// ProbeListener tries whether Listen would work.
	ProbeListener(ctx context.Context, addr string) Probe
	// Networks are the addresses of this machine that can be listened on.
	Networks() ([]Network, error)
	// SetupURL is the page that takes a set-up token.
	SetupURL(token string) string
	// Stop begins to end the process and returns at once; requests under way
	// are answered first.
	Stop()
}

// Status is what a Host says of its process.
type Status struct {
	Version    string
	StartedAt  time.Time
	DataFolder string
	PID        int
	KeySource  string // where the master key comes from, such as "master.key"
	Listener   ListenerStatus
	Portal     bool // whether the portal is on the listener too
	Settings   []Setting
}

// ListenerStatus is what a Host says of its listener.
type ListenerStatus struct {
	Listening  bool
	Address    string // host and port it is bound to, or was to be
	URL        string
	Since      time.Time // zero while it does not listen
	Error      string    // why it does not listen; "" where there is nothing to say
	Suggestion string    // the next free address where the port was taken
	Loopback   bool      // only this machine reaches it
	PlainHTTP  bool      // it serves plain HTTP beyond loopback, as it was told to
	Portal     bool      // browsers reach the portal by this very listener
}

// API is the admin API. Its doors differ in how they know the caller.
type API struct {
	access  *access.Service
	host    Host
	vault   Vault
	secure  bool
	profile bool
}

// New makes the API.
func New(cfg Config) *API {
	return &API{access: cfg.Access, host: cfg.Host, vault: cfg.Vault, secure: cfg.SecureCookie, profile: cfg.Profiles}
}

// Sessions is the door for browsers: the caller is whoever the session cookie
// and the Latchkey-Session header together name.
func (a *API) Sessions() http.Handler {
	return a.door(web.Caller, a.bySession)
}

func (a *API) bySession(r *http.Request, c access.Caller) (access.Caller, error) {
	cookie := ""
	if half, err := r.Cookie(sessionCookie); err == nil {
		cookie = half.Value
	}
	return a.access.CallerBySession(r.Context(), c, cookie, r.Header.Get(sessionHeader))
}

// Local is the door for the owner of the data folder, by the socket or in the
// same process: whoever mounts it knows the caller. It must never be reached by
// TCP. To a window that locks it is the door of the sessions.
func (a *API) Local(caller func(*http.Request) access.Caller) http.Handler {
	arrive := func(r *http.Request) access.Caller {
		c := web.Caller(r)
		c.Window = r.Header.Get(windowHeader) != ""
		return c
	}
	return a.door(arrive, func(r *http.Request, c access.Caller) (access.Caller, error) {
		if c.Window && a.access.WindowLocks() {
			return a.bySession(r, c)
		}
		return caller(r), nil
	})
}

// identify gives who a request is of. The caller it is given knows only by which
// door it came.
type identify = func(*http.Request, access.Caller) (access.Caller, error)

// door serves the route table to callers known by identify.
func (a *API) door(arrive func(*http.Request) access.Caller, identify identify) http.Handler {
	byPattern := map[string]map[string]http.Handler{}
	for _, route := range a.routes() {
		if byPattern[route.pattern] == nil {
			byPattern[route.pattern] = map[string]http.Handler{}
		}
		byPattern[route.pattern][route.method] = web.Handle(route.handler(arrive, identify), fail)
	}
	mux := http.NewServeMux()
	for pattern, methods := range byPattern {
		mux.Handle(pattern, web.Methods(methods, fail))
	}
	known := func(r *http.Request) (access.Caller, error) { return identify(r, arrive(r)) }
	mux.Handle(MetricsPath, a.metrics(known))
	if a.profile {
		mux.Handle(ProfilePath, a.profiles(known))
	}
	mux.Handle("/", web.NotFound(fail))
	return mux
}
