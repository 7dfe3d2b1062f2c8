package adminapi

import (
	"context"
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/web"
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
	Portal     bool   `json:"portal"`
}

func toListener(l ListenerStatus) Listener {
	out := Listener{
		State: "stopped", Address: l.Address, URL: l.URL, Since: set(l.Since), Error: l.Error,
		Suggestion: l.Suggestion, Loopback: l.Loopback, PlainHTTP: l.PlainHTTP, Portal: l.Portal,
	}
	if l.Listening {
		out.State = "listening"
	}
	return out
}

// Network is an address of this machine.
type Network struct {
	Interface string `json:"interface"`
	Address   string `json:"address"`
	Network   string `json:"network"` // as a CIDR: who shares it
	Loopback  bool   `json:"loopback"`
}

// Probe is whether the listener could be moved to an address.
type Probe struct {
	Address    string `json:"address"`
	Free       bool   `json:"free"`
	Error      string `json:"error"`      // why not, naming who has it where the system tells
	Suggestion string `json:"suggestion"` // the next free one, "" where there is none near
}

// ListenerChoices is where the listener could be.
type ListenerChoices struct {
	Networks []Network `json:"networks"`
	Probe    *Probe    `json:"probe"` // of the address that was asked about, null where none was
}

func (a *API) getListener(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	if err := a.access.Permit(r.Context(), c, "listener.read"); err != nil {
		return err
	}
	networks, err := a.host.Networks()
	if err != nil {
		return err
	}
	choices := ListenerChoices{Networks: networks}
	if address := r.URL.Query().Get("address"); address != "" {
		probe := a.host.ProbeListener(r.Context(), address)
		choices.Probe = &probe
	}
	return web.WriteJSON(w, http.StatusOK, choices)
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

func (a *API) startListener(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	return a.turn(w, r, c, "listener.start", a.host.StartListener)
}

func (a *API) stopListener(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	return a.turn(w, r, c, "listener.stop", a.host.StopListener)
}

func (a *API) restartListener(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	return a.turn(w, r, c, "listener.restart", a.host.RestartListener)
}

// turn starts, stops or restarts the listener. Who came by it may not saw off
// their own branch: if it did not come back nobody could mend that from there.
func (a *API) turn(w http.ResponseWriter, r *http.Request, c access.Caller, action string, act func(context.Context) error) error {
	if err := a.access.Permit(r.Context(), c, action); err != nil {
		return err
	}
	status := a.host.Status().Listener
	if c.Kind == access.CallerOperator && status.Portal {
		return access.Errorf(access.CodeConflict, "this browser reaches the portal by that very listener and would lose it").
			WithHint("move it to another address instead, or do it on its machine, in the window or with: latchkey listener")
	}
	if err := act(r.Context()); err != nil {
		return err
	}
	if err := a.access.Record(r.Context(), c, action, status.Address); err != nil {
		return err
	}
	return a.writeStatus(w, r, c)
}
