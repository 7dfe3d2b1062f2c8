package adminapi

import (
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// FirstRun is all that is needed to try every login.
type FirstRun struct {
	Account  Account       `json:"account"`
	User     User          `json:"user"`
	Password string        `json:"password"`
	Key      KeyWithSecret `json:"key"`
}

type firstRunRequest struct {
	KeyName string      `json:"keyName"`
	Expires access.When `json:"expires"`
}

func (a *API) firstRun(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := readOptional[firstRunRequest](w, r)
	if err != nil {
		return err
	}
	made, err := a.access.FirstRun(r.Context(), c, access.FirstRunSpec{KeyName: body.KeyName, Expires: body.Expires})
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusCreated, FirstRun{
		Account: toAccount(&made.Account), User: toUser(&made.User), Password: made.Password,
		Key: KeyWithSecret{Key: toKey(&made.Key), Secret: made.Secret},
	})
}
