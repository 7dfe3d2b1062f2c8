package adminapi

import (
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/openapi"
	"latchkey/backend/web"
)

// StatusAnswer is the state of the core.
type StatusAnswer struct {
	Version    string   `json:"version"`
	StartedAt  Time     `json:"startedAt"`
	Now        Time     `json:"now"`
	DataFolder *string  `json:"dataFolder"`
	PID        *int     `json:"pid"`
	KeySource  string   `json:"keySource"`
	Listener   Listener `json:"listener"`
	Portal     bool     `json:"portal"`
	Issuer     string   `json:"issuer"`
	FirstRun   bool     `json:"firstRun"`
	Setup      bool     `json:"setup"`
	Counts     Counts   `json:"counts"`
	// Settings are null for callers that are neither local nor owner.
	Settings *[]Setting `json:"settings"`
}

// Setting is what the process runs with, and where it comes from.
type Setting struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Origin string `json:"origin"` // "--listen", "LATCHKEY_LISTEN", "latchkey.yaml" or "default"
}

// Counts is how many of everything there are.
type Counts struct {
	Accounts    int `json:"accounts"`
	Users       int `json:"users"`
	Keys        int `json:"keys"`
	AuthHeaders int `json:"authHeaders"`
	Operators   int `json:"operators"`
}

func (a *API) getStatus(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	return a.writeStatus(w, r, c)
}

func (a *API) writeStatus(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	sum, err := a.access.Summary(r.Context(), c)
	if err != nil {
		return err
	}
	host := a.host.Status()
	answer := StatusAnswer{
		Version: host.Version, StartedAt: Time{host.StartedAt}, Now: Time{sum.Now}, KeySource: host.KeySource,
		Listener: toListener(host.Listener), Portal: host.Portal, Issuer: sum.Issuer,
		FirstRun: sum.FirstRun, Setup: sum.Setup,
		Counts: Counts{sum.Accounts, sum.Users, sum.Keys, sum.AuthHeaders, sum.Operators},
	}
	if c.Role == access.RoleOwner {
		answer.DataFolder, answer.PID, answer.Settings = &host.DataFolder, &host.PID, &host.Settings
	}
	return web.WriteJSON(w, http.StatusOK, answer)
}

func (a *API) stop(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	if err := a.access.Permit(r.Context(), c, "core.stop"); err != nil {
		return err
	}
	if err := a.access.Record(r.Context(), c, "core.stop", ""); err != nil {
		return err
	}
	w.WriteHeader(http.StatusAccepted)
	a.host.Stop()
	return nil
}

func (a *API) getOpenAPI(w http.ResponseWriter, _ *http.Request, _ access.Caller) error {
	w.Header().Set("Content-Type", "application/yaml")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(openapi.Whole().YAML)
	return nil
}
