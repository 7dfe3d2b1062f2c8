package adminapi

import (
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// AuditEntry is one entry of the audit log.
type AuditEntry struct {
	ID         string `json:"id"`
	At         Time   `json:"at"`
	Actor      string `json:"actor"`
	Action     string `json:"action"`
	Object     string `json:"object"` // a kind, such as "key"
	ObjectID   string `json:"objectId"`
	ObjectName string `json:"objectName"`
	Result     string `json:"result"`
	Detail     string `json:"detail"`
	Address    string `json:"address"`
	RequestID  string `json:"requestId"`
}

// AuditPage is one page of the audit log, newest first.
type AuditPage struct {
	Items []AuditEntry `json:"items"`
}

func toAuditEntry(e *access.AuditEntry) AuditEntry {
	return AuditEntry{
		ID: e.ID, At: Time{e.At}, Actor: e.Actor, Action: e.Action, Object: e.Object, ObjectID: e.ObjectID, ObjectName: e.ObjectName,
		Result: e.Result, Detail: e.Detail, Address: e.Addr, RequestID: e.RequestID,
	}
}

func (a *API) listAudit(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	p, err := page(r)
	if err != nil {
		return err
	}
	entries, err := a.access.Audit(r.Context(), c, access.AuditQuery{After: r.FormValue("after"), Limit: p.Limit})
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, AuditPage{Items: showAll(entries, toAuditEntry)})
}
