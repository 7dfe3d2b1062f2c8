package adminapi

import (
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// Job is a change of many keys.
type Job struct {
	ID         string   `json:"id"`
	Action     string   `json:"action"`
	StartedAt  Time     `json:"startedAt"`
	StartedBy  string   `json:"startedBy"`
	FinishedAt *Time    `json:"finishedAt"` // null while it goes on
	Stopped    bool     `json:"stopped"`
	Trouble    string   `json:"trouble"` // why it waits, or was stopped by the core
	Total      int      `json:"total"`
	Done       int      `json:"done"`
	Unchanged  int      `json:"unchanged"`
	Refused    int      `json:"refused"`
	Changed    []JobRow `json:"changed"`  // the first of them
	Refusals   []JobRow `json:"refusals"` // the first of them
}

// JobRow is one key of a job.
type JobRow struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Why  string `json:"why"`
	Hint string `json:"hint"`
}

func toJob(v *access.JobView) Job {
	row := func(r *access.JobRow) JobRow { return JobRow(*r) }
	return Job{
		ID: v.ID, Action: v.Action, StartedAt: Time{v.StartedAt}, StartedBy: v.By.Name, FinishedAt: some(v.FinishedAt), Stopped: v.Stopped,
		Trouble: v.Trouble, Total: v.Total, Done: v.Done, Unchanged: v.Unchanged, Refused: v.Refused,
		Changed: showAll(v.Changed, row), Refusals: showAll(v.Refusals, row),
	}
}

type jobCreate struct {
	ID     string      `json:"id"`
	Action string      `json:"action" must:"be there"`
	Keys   []string    `json:"keys"`
	Filter *jobFilter  `json:"filter"`
	Span   access.When `json:"span"`
	Reason string      `json:"reason"`
	Add    []string    `json:"add"`
	Remove []string    `json:"remove"`
}

// jobFilter is the filter of a list of keys.
type jobFilter struct {
	Search   string         `json:"search"`
	State    []access.State `json:"state"`
	User     string         `json:"user"`
	Account  string         `json:"account"`
	Label    string         `json:"label"`
	Expiring bool           `json:"expiring"`
	Rotating bool           `json:"rotating"`
	Unused   bool           `json:"unused"`
}

func (f *jobFilter) query() (*access.KeyQuery, error) {
	if f == nil {
		return nil, nil
	}
	for _, state := range f.State {
		if err := knownState(state, access.KeyStates()); err != nil {
			return nil, err
		}
	}
	return &access.KeyQuery{
		Search: f.Search, States: f.State, User: f.User, Account: f.Account, Label: f.Label,
		Expiring: f.Expiring, Rotating: f.Rotating, Unused: f.Unused,
	}, nil
}

func (a *API) startJob(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[jobCreate](w, r)
	if err != nil {
		return err
	}
	filter, err := body.Filter.query()
	if err != nil {
		return err
	}
	v, err := a.access.StartBulk(r.Context(), c, access.Bulk{
		ID: body.ID, Action: body.Action, Keys: body.Keys, Filter: filter,
		BulkChange: access.BulkChange{Span: body.Span, Reason: body.Reason, Add: body.Add, Remove: body.Remove},
	})
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusAccepted, toJob(v))
}

func (a *API) listJobs(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	jobs, err := a.access.Jobs(r.Context(), c)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toWhole(jobs, toJob))
}

func (a *API) getJob(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	v, err := a.access.Job(r.Context(), c, r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toJob(v))
}

func (a *API) stopJob(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	v, err := a.access.StopJob(r.Context(), c, r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toJob(v))
}
