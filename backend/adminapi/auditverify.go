package adminapi

import (
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// AuditReport is what verifying the audit log came to.
type AuditReport struct {
	Verdict  string         `json:"verdict"`
	Findings []AuditFinding `json:"findings"`
	More     int64          `json:"more"`
	Entries  int64          `json:"entries"`
	Links    int64          `json:"links"`
	Waiting  int64          `json:"waiting"`
	Begun    *Time          `json:"begun"`
	Head     string         `json:"head"`
}

// AuditFinding is one thing wrong with it.
type AuditFinding struct {
	Verdict string `json:"verdict"`
	Entry   string `json:"entry"`
	Link    uint64 `json:"link"`
	At      *Time  `json:"at"`
	What    string `json:"what"`
}

func (a *API) verifyAudit(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	report, err := a.access.VerifyAudit(r.Context(), c, r.FormValue("head"))
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, AuditReport{
		Verdict: string(report.Verdict), Findings: showAll(report.Findings, toAuditFinding), More: report.More,
		Entries: report.Entries, Links: report.Links, Waiting: report.Waiting, Begun: set(report.Begun), Head: report.Head,
	})
}

func toAuditFinding(f *access.AuditFinding) AuditFinding {
	return AuditFinding{Verdict: string(f.Verdict), Entry: f.Entry, Link: f.Link, At: set(f.At), What: f.What}
}
