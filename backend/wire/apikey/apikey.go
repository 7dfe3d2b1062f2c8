// Package apikey is the dialect of POST /auth/login: the same access key and
// secret as /login under other names, for a token and all about its user.
//
// It knows the dialect's request, answer and error texts. It must not know when
// a login is good.
package apikey

import (
	"context"
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/openapi"
	"latchkey/backend/web"
)

// Logins is the part of the core this dialect speaks for.
type Logins interface {
	LoginProfile(ctx context.Context, c access.Caller, apiKey, apiSecret string) (*access.Profile, error)
}

type request struct {
	APIKey    string `json:"apiKey"`
	APISecret string `json:"apiSecret"`
}

var pair = web.Pair{"apiKey", "apiSecret"}

func full() (into any, apiKey, apiSecret *string) {
	req := new(request)
	return req, &req.APIKey, &req.APISecret
}

// Login serves POST /auth/login.
func Login(logins Logins) http.Handler {
	options := web.ReadOptions{Limit: web.DialectLimit, Schema: openapi.RequestSchema("ApiKeyLogin")}
	login := func(w http.ResponseWriter, r *http.Request) error {
		apiKey, apiSecret, err := pair.Read(w, r, full, options)
		if err != nil {
			return err
		}
		profile, err := logins.LoginProfile(r.Context(), web.Caller(r), apiKey, apiSecret)
		if err != nil {
			return err
		}
		return web.WriteJSON(w, http.StatusOK, answer(profile))
	}
	return web.Methods(map[string]http.Handler{http.MethodPost: web.Handle(login, Fail)}, Fail)
}
