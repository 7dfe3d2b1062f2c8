package adminapi

import (
	"net/http"
	"net/http/pprof"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// ProfilePath is where the process's own profiles are, in the form that
// "go tool pprof" reads. They are no part of the API: what they hold changes
// with the toolchain.
const ProfilePath = "/debug/pprof/"

// profiles serves them to owners, where the process was started with --pprof.
// They name functions and never what a function was called with.
func (a *API) profiles(identify func(*http.Request) (access.Caller, error)) http.Handler {
	return web.Methods(map[string]http.Handler{http.MethodGet: web.Handle(func(w http.ResponseWriter, r *http.Request) error {
		c, err := identify(r)
		if err != nil {
			return err
		}
		if err := a.access.Permit(r.Context(), c, "core.profile"); err != nil {
			return err
		}
		switch r.URL.Path {
		case ProfilePath + "profile":
			pprof.Profile(w, r)
		case ProfilePath + "trace":
			pprof.Trace(w, r)
		default:
			pprof.Index(w, r)
		}
		return nil
	}, fail)}, fail)
}
