package adminapi

import (
	"context"
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// AuthHeader is a named, long-lived token of one user, never with the token.
type AuthHeader struct {
	ID        string        `json:"id"`
	Name      string        `json:"name"`
	User      UserRef       `json:"user"`
	Hint      string        `json:"hint"`
	State     access.State  `json:"state"`
	Blocked   access.Reason `json:"blocked"`
	Expires   *Time         `json:"expires"`
	DeletedAt *Time         `json:"deletedAt"`
	DeletedBy string        `json:"deletedBy"`
	LastUsed  *Use          `json:"lastUsed"`
	Stamp
}

// AuthHeaderWithToken is an auth header just made.
type AuthHeaderWithToken struct {
	AuthHeader
	Token string `json:"token"`
}

func toAuthHeader(v *access.AuthHeaderView) AuthHeader {
	return AuthHeader{
		ID: v.ID, Name: v.Name, User: UserRef{v.UserID, v.Username}, Hint: v.Hint, State: v.State, Blocked: v.Blocked,
		Expires: some(v.Expires), DeletedAt: some(v.DeletedAt), DeletedBy: v.DeletedBy,
		LastUsed: toUse(v.LastUsed), Stamp: toStamp(v.Stamp),
	}
}

// headerFilters are the parameters that choose auth headers.
var headerFilters = []string{"search", "state", "user"}

func headerQuery(r *http.Request) (access.AuthHeaderQuery, error) {
	in, err := states(r, []access.State{access.StateActive, access.StateExpired, access.StateDeleted})
	return access.AuthHeaderQuery{Search: param(r, "search"), States: in, User: param(r, "user")}, err
}

func (a *API) listAuthHeaders(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	p, err := page(r, "name", "state", "user", "expires", "lastUsed", "created")
	if err != nil {
		return err
	}
	q, err := headerQuery(r)
	if err != nil {
		return err
	}
	q.Page = p
	list, err := a.access.AuthHeaders(r.Context(), c, q)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toList(list, p, toAuthHeader))
}

func (a *API) getAuthHeader(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	return a.oneAuthHeader(w, r, c, a.access.AuthHeader)
}

type authHeaderCreate struct {
	Name    string      `json:"name" must:"be there"`
	User    string      `json:"user" must:"be there"`
	Expires access.When `json:"expires"`
}

func (a *API) createAuthHeader(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[authHeaderCreate](w, r)
	if err != nil {
		return err
	}
	made, err := a.access.AddAuthHeader(r.Context(), c, access.AuthHeaderSpec{Name: body.Name, User: body.User, Expires: body.Expires})
	if err != nil {
		return err
	}
	v, err := a.access.AuthHeader(r.Context(), c, made.ID)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusCreated, AuthHeaderWithToken{AuthHeader: toAuthHeader(v), Token: made.Token})
}

type authHeaderPatch struct {
	Name    *string      `json:"name"`
	Expires *access.When `json:"expires"`
	Version int64        `json:"version"`
}

func (a *API) editAuthHeader(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[authHeaderPatch](w, r)
	if err != nil {
		return err
	}
	v, err := a.access.EditAuthHeader(r.Context(), c, r.PathValue("ref"), access.AuthHeaderPatch(body))
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toAuthHeader(v))
}

func (a *API) deleteAuthHeader(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	return a.oneAuthHeader(w, r, c, a.access.DeleteAuthHeader)
}

// oneAuthHeader answers with what an operation on the auth header of the path
// gives.
func (a *API) oneAuthHeader(w http.ResponseWriter, r *http.Request, c access.Caller, do func(context.Context, access.Caller, string) (*access.AuthHeaderView, error)) error {
	v, err := do(r.Context(), c, r.PathValue("ref"))
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toAuthHeader(v))
}
