package adminapi

import (
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// OpenSession is one of the sessions that are open.
type OpenSession struct {
	ID        string  `json:"id"`
	User      UserRef `json:"user"`
	CreatedAt Time    `json:"createdAt"`
	LastSeen  Time    `json:"lastSeen"`
	Expires   Time    `json:"expires"`
	Address   string  `json:"address"`
	Agent     string  `json:"agent"`
	Current   bool    `json:"current"`
}

func toOpenSession(v *access.SessionView) OpenSession {
	return OpenSession{
		ID: v.ID, User: UserRef{v.UserID, v.Username}, CreatedAt: Time{v.CreatedAt}, LastSeen: Time{v.LastSeen}, Expires: Time{v.Expires},
		Address: v.Addr, Agent: v.Agent, Current: v.Current,
	}
}

func (a *API) listSessions(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	list, err := a.access.Sessions(r.Context(), c)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toWhole(list, toOpenSession))
}

func (a *API) endSession(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	if err := a.access.EndSession(r.Context(), c, r.PathValue("id")); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// Ended is how many sessions were ended.
type Ended struct {
	Ended int `json:"ended"`
}

func (a *API) endOtherSessions(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	n, err := a.access.EndOtherSessions(r.Context(), c)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, Ended{n})
}

func (a *API) endSessionsOf(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	n, err := a.access.EndSessionsOf(r.Context(), c, r.PathValue("ref"))
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, Ended{n})
}
