package adminapi

import (
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// Overview is what the start page shows.
type Overview struct {
	Now        Time         `json:"now"`
	ActiveKeys int          `json:"activeKeys"`
	Keys       int          `json:"keys"`
	Usage      Usage        `json:"usage"`
	Attention  []Attention  `json:"attention"`
	Changes    []AuditEntry `json:"changes"`
}

// Attention is one thing that needs somebody to look at it.
type Attention struct {
	Kind    access.AttentionKind `json:"kind"`
	Subject *Subject             `json:"subject"`
	Count   int                  `json:"count"`
	At      *Time                `json:"at"`
	Last    *Use                 `json:"lastUsed"`
	Logins  Tally                `json:"logins"`
	Detail  string               `json:"detail"`
}

func toAttention(a *access.Attention) Attention {
	return Attention{
		Kind: a.Kind, Subject: toSubject(a.Subject), Count: a.Count, At: some(a.At), Last: toUse(a.Last), Logins: Tally(a.Logins), Detail: a.Detail,
	}
}

func (a *API) getOverview(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	o, err := a.access.Overview(r.Context(), c)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, Overview{
		Now: Time{o.Now}, ActiveKeys: o.ActiveKeys, Keys: o.Keys, Usage: toUsage(o.Usage),
		Attention: showAll(o.Attention, toAttention), Changes: showAll(o.Changes, toAuditEntry),
	})
}
