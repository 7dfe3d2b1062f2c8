// Package forwardauth is /verify: a proxy or a service asks whether a
// credential is good and gets the answer as a status and headers.
//
// It knows the names of the headers and the query. It must not know when a
// credential is good.
package forwardauth

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// Verifier is the part of the core this dialect speaks for.
type Verifier interface {
	Verify(ctx context.Context, c access.Caller, credential string, need access.Requirement) (*access.Identity, error)
}

// family is whose names the identity headers bear.
type family struct {
	user   []string // who it is
	name   string   // what people call them; "" where the family has no name for it
	email  string
	groups string
}

// A preferred username is a username: services take it for who somebody is, and
// people's names are not unique.
var families = map[string]family{
	"remote": {user: []string{"Remote-User"}, name: "Remote-Name", email: "Remote-Email", groups: "Remote-Groups"},
	"x-auth-request": {
		user:  []string{"X-Auth-Request-User", "X-Auth-Request-Preferred-Username"},
		email: "X-Auth-Request-Email", groups: "X-Auth-Request-Groups",
	},
}

// Verify serves /verify, whatever the method.
func Verify(verifier Verifier) http.Handler {
	return web.Handle(func(w http.ResponseWriter, r *http.Request) error {
		need, names, err := parse(r.URL.RawQuery)
		if err != nil {
			return err
		}
		id, err := verifier.Verify(r.Context(), web.Caller(r), web.Credential(r), need)
		if err != nil {
			return err
		}
		h := w.Header()
		for _, name := range names.user {
			h.Set(name, id.Username)
		}
		if names.name != "" {
			h.Set(names.name, id.Name)
		}
		h.Set(names.email, id.Email)
		h.Set(names.groups, strings.Join(id.Roles, ","))
		h.Set("X-Latchkey-Permissions", strings.Join(id.Permissions, ","))
		h.Set("X-Latchkey-Account", id.AccountID)
		h.Set("X-Latchkey-Key", id.CredentialID)
		writeStatus(w, http.StatusOK)
		return nil
	}, Fail)
}

// parse reads the query. A name it does not know is refused: somebody meant it
// to be a requirement, and a requirement that is not asked lets everybody in.
func parse(query string) (access.Requirement, family, error) {
	values, err := url.ParseQuery(query)
	if err != nil {
		return access.Requirement{}, family{}, access.Errorf(access.CodeInvalid, "the query cannot be read").Wrap(err)
	}
	need, names := access.Requirement{}, families["remote"]
	for name, given := range values {
		switch name {
		case "role":
			need.Roles = given
		case "permission":
			need.Permissions = given
		case "headers":
			known, ok := families[given[0]]
			if !ok || len(given) > 1 {
				return need, names, access.Invalidf("headers", "headers is one of remote, x-auth-request")
			}
			names = known
		default:
			return need, names, access.Errorf(access.CodeInvalid, "the query asks for something this path does not know").
				WithHint("it knows role, permission and headers")
		}
	}
	return need, names, nil
}

func writeStatus(w http.ResponseWriter, status int) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Length", "0")
	w.WriteHeader(status)
}
