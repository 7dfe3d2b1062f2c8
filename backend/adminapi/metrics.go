package adminapi

import (
	"net/http"
	"runtime"
	"strconv"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// MetricsPath is where a monitoring system reads numbers, in the text format of
// Prometheus.
const MetricsPath = "/metrics"

// metrics serves them to whom access lets: by a credential in Authorization
// where there is one, else by the door that was used.
func (a *API) metrics(identify func(*http.Request) (access.Caller, error)) http.Handler {
	refuse := func(w http.ResponseWriter, r *http.Request, err *access.Error) {
		if err.Code == access.CodeUnauthenticated {
			web.Challenge(w)
		}
		fail(w, r, err)
	}
	return web.Methods(map[string]http.Handler{http.MethodGet: web.Handle(func(w http.ResponseWriter, r *http.Request) error {
		c, credential := web.Caller(r), web.Credential(r)
		if credential == "" {
			var err error
			if c, err = identify(r); err != nil {
				return err
			}
		}
		m, err := a.access.Metrics(r.Context(), c, credential)
		if err != nil {
			return err
		}
		w.Header().Set("Cache-Control", "no-store")
		web.Write(w, http.StatusOK, expositionType, exposed(m, a.host.Status()))
		return nil
	}, refuse)}, refuse)
}

// exposed writes the numbers down. A label's value is a text of the program's
// own, never a client's or a user's.
func exposed(m *access.Metrics, s Status) []byte {
	var e exposition
	e.family("latchkey_requests_total", "counter", "Requests to the login plane that were answered, by route, class of the status and reason of the refusal.")
	for _, r := range m.Requests {
		e.sample(float64(r.Count), "route", r.Route, "status", strconv.Itoa(r.Class)+"xx", "reason", string(r.Reason))
	}
	e.family("latchkey_keys", "gauge", "Access keys, by state.")
	for _, k := range m.Keys {
		e.sample(float64(k.Count), "state", string(k.State))
	}
	e.gauge("latchkey_accounts", "Accounts.", float64(m.Accounts))
	e.gauge("latchkey_users", "Users.", float64(m.Users))
	e.gauge("latchkey_auth_headers", "Auth headers that work.", float64(m.Headers))
	e.gauge("latchkey_sessions", "Open sessions of operators.", float64(m.Sessions))
	if m.Health.StoreSize > 0 {
		e.gauge("latchkey_store_size_bytes", "Size of the store's file.", float64(m.Health.StoreSize))
		e.gauge("latchkey_store_epoch", "Groups of changes that the store has seen.", float64(m.Health.StoreEpoch))
	}
	if m.Health.LastBackup != nil {
		e.gauge("latchkey_last_backup_timestamp_seconds", "When the last backup that went well was made.", seconds(*m.Health.LastBackup))
	}
	e.family("latchkey_build_info", "gauge", "1, with the versions as labels.")
	e.sample(1, "version", s.Version, "goversion", runtime.Version())
	e.gauge("process_start_time_seconds", "When the process began.", seconds(s.StartedAt))
	e.process()
	return e.text
}

func seconds(at time.Time) float64 { return float64(at.UnixMilli()) / 1000 }
