package adminapi

import (
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// AuditEntry is one entry of the audit log.
type AuditEntry struct {
	ID         string        `json:"id"`
	At         Time          `json:"at"`
	Actor      string        `json:"actor"`
	Action     string        `json:"action"`
	Object     string        `json:"object"` // a kind, such as "key"
	ObjectID   string        `json:"objectId"`
	ObjectName string        `json:"objectName"`
	Result     string        `json:"result"`
	Detail     string        `json:"detail"`
	Address    string        `json:"address"`
	RequestID  string        `json:"requestId"`
	Changes    []AuditChange `json:"changes"`
}

// AuditChange is what a member was and became.
type AuditChange struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// AuditPage is one page of the audit log, newest first.
type AuditPage struct {
	Items []AuditEntry `json:"items"`
	// Next continues after this page; "" = there is no more.
	Next string `json:"next"`
	// Through is how far back was looked; null where nothing was.
	Through *Time `json:"through"`
}

func toAuditEntry(e *access.AuditEntry) AuditEntry {
	return AuditEntry{
		ID: e.ID, At: Time{e.At}, Actor: e.Actor, Action: e.Action, Object: e.Object, ObjectID: e.ObjectID, ObjectName: e.ObjectName,
		Result: e.Result, Detail: e.Detail, Address: e.Addr, RequestID: e.RequestID,
		Changes: showAll(e.Changes, func(c *access.Change) AuditChange { return AuditChange(*c) }),
	}
}

// auditFilters are the parameters that choose entries.
var auditFilters = []string{"actor", "action", "object", "objectId", "result", "search", "from", "to"}

func auditQuery(r *http.Request) (access.AuditQuery, error) {
	q := access.AuditQuery{
		Actor: param(r, "actor"), Action: param(r, "action"), Object: param(r, "object"), ObjectID: param(r, "objectId"),
		Result: param(r, "result"), Search: param(r, "search"),
	}
	if q.Result != "" && q.Result != "done" && q.Result != "denied" {
		return q, access.Invalidf("result", "result is done or denied")
	}
	var err error
	if q.From, err = moment(r, "from"); err != nil {
		return q, err
	}
	q.To, err = moment(r, "to")
	return q, err
}

func (a *API) listAudit(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	p, err := page(r)
	if err != nil {
		return err
	}
	q, err := auditQuery(r)
	if err != nil {
		return err
	}
	q.After, q.Limit = param(r, "after"), p.Limit
	log, err := a.access.Audit(r.Context(), c, q)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, AuditPage{Items: showAll(log.Entries, toAuditEntry), Next: log.Next, Through: set(log.Through)})
}
