// Package partner is the dialect of POST /login: an access key and its secret
// for a token, which is the whole body of the answer.
//
// It knows the dialect's request, answer and error envelope. It must not know
// when a login is good.
package partner

import (
	"context"
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/openapi"
	"latchkey/backend/web"
)

// Logins is the part of the core this dialect speaks for.
type Logins interface {
	LoginKey(ctx context.Context, c access.Caller, accessKey, secret string) (access.KeyLogin, error)
}

type request struct {
	AccessKey string `json:"accessKey"`
	Secret    string `json:"secret"`
}

var pair = web.Pair{"accessKey", "secret"}

func full() (into any, accessKey, secret *string) {
	req := new(request)
	return req, &req.AccessKey, &req.Secret
}

// Login serves POST /login.
func Login(logins Logins) http.Handler {
	options := web.ReadOptions{Limit: web.DialectLimit, Schema: openapi.RequestSchema("PartnerLogin")}
	login := func(w http.ResponseWriter, r *http.Request) error {
		accessKey, secret, err := pair.Read(w, r, full, options)
		if err != nil {
			return err
		}
		granted, err := logins.LoginKey(r.Context(), web.Caller(r), accessKey, secret)
		if err != nil {
			return err
		}
		web.WriteText(w, http.StatusCreated, granted.Token)
		return nil
	}
	return web.Methods(map[string]http.Handler{http.MethodPost: web.Handle(login, Fail)}, Fail)
}
