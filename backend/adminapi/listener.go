package adminapi

import (
	"net/http"

	"latchkey/backend/access"
)

// Listener is where logins are served.
type Listener struct {
	State      string `json:"state"` // "listening" or "stopped"
	Address    string `json:"address"`
	URL        string `json:"url"`
	Since      *Time  `json:"since"`
	Error      string `json:"error"`
	Suggestion string `json:"suggestion"`
	Loopback   bool   `json:"loopback"`
	PlainHTTP  bool   `json:"plainHttp"`
}

func toListener(l ListenerStatus) Listener {
	out := Listener{
		State: "stopped", Address: l.Address, URL: l.URL, Since: set(l.Since), Error: l.Error,
		Suggestion: l.Suggestion, Loopback: l.Loopback, PlainHTTP: l.PlainHTTP,
	}
	if l.Listening {
		out.State = "listening"
	}
	return out
}

type listenerChange struct {
	Address string `json:"address" must:"be there"`
}

func (a *API) setListener(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[listenerChange](w, r)
	if err != nil {
		return err
	}
	if err := a.access.Permit(r.Context(), c, "listener.change"); err != nil {
		return err
	}
	if err := a.host.Listen(r.Context(), body.Address); err != nil {
		return err
	}
	if err := a.access.Record(r.Context(), c, "listener.change", body.Address); err != nil {
		return err
	}
	return a.writeStatus(w, r, c)
}
