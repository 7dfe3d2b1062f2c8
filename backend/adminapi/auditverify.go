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
	report, err := a.access.VerifyAudit(r.Context(), c, param(r, "head"))
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toAuditReport(report))
}

func toAuditReport(r *access.AuditReport) *AuditReport {
	if r == nil {
		return nil
	}
	return &AuditReport{
		Verdict: string(r.Verdict), Findings: showAll(r.Findings, toAuditFinding), More: r.More,
		Entries: r.Entries, Links: r.Links, Waiting: r.Waiting, Begun: set(r.Begun), Head: r.Head,
	}
}

func toAuditFinding(f *access.AuditFinding) AuditFinding {
	return AuditFinding{Verdict: string(f.Verdict), Entry: f.Entry, Link: f.Link, At: set(f.At), What: f.What}
}
