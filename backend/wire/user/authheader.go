package user

import (
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

type authHeader struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Token   string `json:"token"`
	Created string `json:"created"`
}

func authHeaderOf(h *access.AuthHeader) authHeader {
	return authHeader{ID: h.ID, Name: h.Name, Token: h.Token, Created: moment(h.CreatedAt)}
}

// AddAuthHeader serves POST /authheader/add.
func AddAuthHeader(logins Logins) http.Handler {
	read := bodyOf("AuthHeaderAdd")
	return forUser(logins, http.MethodPost, func(w http.ResponseWriter, r *http.Request, c access.Caller) error {
		var req struct {
			Name string `json:"name"`
		}
		if err := read(w, r, &req); err != nil {
			return err
		}
		h, err := logins.AddAuthHeader(r.Context(), c, access.AuthHeaderSpec{Name: req.Name})
		if err != nil {
			return err
		}
		return web.WriteJSON(w, http.StatusOK, authHeaderOf(h))
	})
}

// ListAuthHeaders serves GET /authheader/list.
func ListAuthHeaders(logins Logins) http.Handler {
	return forUser(logins, http.MethodGet, func(w http.ResponseWriter, r *http.Request, c access.Caller) error {
		own, err := logins.OwnAuthHeaders(r.Context(), c)
		if err != nil {
			return err
		}
		list := make([]authHeader, 0, len(own))
		for _, h := range own {
			list = append(list, authHeaderOf(h))
		}
		return web.WriteJSON(w, http.StatusOK, list)
	})
}

// DeleteAuthHeader serves POST /authheader/delete.
func DeleteAuthHeader(logins Logins) http.Handler {
	read := bodyOf("AuthHeaderDelete")
	return forUser(logins, http.MethodPost, func(w http.ResponseWriter, r *http.Request, c access.Caller) error {
		var req struct {
			Text string `json:"text"`
		}
		if err := read(w, r, &req); err != nil {
			return err
		}
		if err := logins.DeleteOwnAuthHeader(r.Context(), c, req.Text); err != nil {
			return err
		}
		return web.WriteJSON(w, http.StatusOK, message{"Success"})
	})
}

// forUser serves one method to the bearer of a token of /user/login. The token
// is judged before the body is read.
func forUser(logins Logins, method string, h func(w http.ResponseWriter, r *http.Request, c access.Caller) error) http.Handler {
	authenticated := func(w http.ResponseWriter, r *http.Request) error {
		c, err := logins.UserByToken(r.Context(), web.Caller(r), web.Credential(r))
		if err != nil {
			return err
		}
		return h(w, r, c)
	}
	return web.Methods(map[string]http.Handler{method: web.Handle(authenticated, failAuthHeader)}, failAuthHeader)
}
