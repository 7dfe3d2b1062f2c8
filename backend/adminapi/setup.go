package adminapi

import (
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// SetupLink is the page that makes the first owner.
type SetupLink struct {
	URL     string `json:"url"`
	Expires Time   `json:"expires"`
}

func (a *API) createSetupLink(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	token, expires, err := a.access.NewSetupToken(r.Context(), c)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, SetupLink{URL: a.host.SetupURL(token), Expires: Time{expires}})
}

type setupRequest struct {
	Token     string `json:"token" must:"be there"`
	Username  string `json:"username" must:"be there"`
	Password  string `json:"password" must:"be there"`
	FirstName string `json:"firstName"`
	LastName  string `json:"lastName"`
	Email     string `json:"email"`
}

func (a *API) setUp(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[setupRequest](w, r)
	if err != nil {
		return err
	}
	s, err := a.access.Setup(r.Context(), c, body.Token, access.UserSpec{
		Username: body.Username, Password: body.Password,
		FirstName: body.FirstName, LastName: body.LastName, Email: body.Email,
	})
	if err != nil {
		return err
	}
	return a.writeNewSession(w, r, s)
}
