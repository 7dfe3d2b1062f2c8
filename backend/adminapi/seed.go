package adminapi

import (
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// seed takes the seed file as access declares it: there is one definition of
// that format, for the file and for the wire.
func (a *API) seed(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	file, err := read[access.SeedFile](w, r)
	if err != nil {
		return err
	}
	report, err := a.access.Seed(r.Context(), c, file)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, report)
}
