package adminapi

import (
	"io"
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// importLines takes a file of any size as it comes. The report is the answer;
// its format is access's, for the wire and the command line alike.
func (a *API) importLines(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	q := r.URL.Query()
	opts := access.ImportOptions{User: q.Get("user"), Account: q.Get("account"), ID: q.Get("id")}
	for name, into := range map[string]*bool{"weak": &opts.Weak, "dryRun": &opts.DryRun} {
		switch q.Get(name) {
		case "true":
			*into = true
		case "", "false":
		default:
			return access.Invalidf(name, "%s must be true or false", name)
		}
	}
	first, err := number(q, "firstLine", 1, 1, 1<<31-1)
	if err != nil {
		return err
	}
	if err := a.access.Permit(r.Context(), c, "import"); err != nil {
		return err
	}
	body, err := web.ReadStream(w, r)
	if err != nil {
		return err
	}
	report, err := a.importFrom(r, c, opts, body, first)
	web.ReadRest(body) // of a file that was stopped, or refused for its heading
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, report)
}

func (a *API) importFrom(r *http.Request, c access.Caller, opts access.ImportOptions, body io.Reader, first int) (*access.ImportReport, error) {
	lines, err := readLines(body, first)
	if err != nil {
		return nil, err
	}
	return a.access.Import(r.Context(), c, opts, lines)
}

// ImportProgress is how far an import is.
type ImportProgress struct {
	Lines int  `json:"lines"`
	Over  bool `json:"over"`
}

func (a *API) getImport(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	p, err := a.access.ImportProgress(r.Context(), c, r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, ImportProgress(*p))
}

func (a *API) stopImport(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	p, err := a.access.StopImport(r.Context(), c, r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, ImportProgress(*p))
}
