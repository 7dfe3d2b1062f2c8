// Package user is the dialect of /user/login and /authheader/*: people log in
// with a password, and keep named tokens that last.
//
// It knows the dialect's requests, answers and messages. It must not know when
// a login is good or whose an auth header is.
package user

import (
	"context"
	"net/http"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/openapi"
	"latchkey/backend/web"
)

// Logins is the part of the core this dialect speaks for.
type Logins interface {
	LoginUser(ctx context.Context, c access.Caller, username, password string) (*access.UserLogin, error)
	UserByToken(ctx context.Context, c access.Caller, bearer string) (access.Caller, error)
	AddAuthHeader(ctx context.Context, c access.Caller, spec access.AuthHeaderSpec) (*access.AuthHeader, error)
	OwnAuthHeaders(ctx context.Context, c access.Caller) ([]*access.AuthHeader, error)
	DeleteOwnAuthHeader(ctx context.Context, c access.Caller, token string) error
}

type loginRequest struct {
	Username string `json:"username"`
	Password string `json:"password"`
}

type loginResponse struct {
	ID                 string  `json:"Id"`
	Created            string  `json:"Created"`
	Username           string  `json:"Username"`
	Email              string  `json:"Email"`
	Firstname          string  `json:"Firstname"`
	Lastname           string  `json:"Lastname"`
	Token              string  `json:"Token"`
	PasswordExpiration *string `json:"PasswordExpiration"`
}

// Login serves POST /user/login.
func Login(logins Logins) http.Handler {
	read := bodyOf("UserLogin")
	login := func(w http.ResponseWriter, r *http.Request) error {
		var req loginRequest
		if err := read(w, r, &req); err != nil {
			return err
		}
		granted, err := logins.LoginUser(r.Context(), web.Caller(r), req.Username, req.Password)
		if err != nil {
			return err
		}
		u := granted.User
		answer := loginResponse{
			ID: u.ID, Created: moment(u.CreatedAt), Username: u.Username, Email: u.Email, Firstname: u.FirstName, Lastname: u.LastName,
			Token: granted.Token,
		}
		if u.PasswordExpires != nil {
			expires := moment(*u.PasswordExpires)
			answer.PasswordExpiration = &expires
		}
		return web.WriteJSON(w, http.StatusOK, answer)
	}
	return web.Methods(map[string]http.Handler{http.MethodPost: web.Handle(login, failLogin)}, failLogin)
}

// bodyOf gives the reader of a request body with that schema.
func bodyOf(schema string) func(w http.ResponseWriter, r *http.Request, into any) error {
	options := web.ReadOptions{Limit: web.DialectLimit, Schema: openapi.RequestSchema(schema)}
	return func(w http.ResponseWriter, r *http.Request, into any) error { return web.ReadJSON(w, r, into, options) }
}

// moment is how this dialect writes times: UTC, to the second.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }
