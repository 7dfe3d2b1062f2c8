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

// write sets the headers that say who it is. Their names are canonical, and
// the values of all of them share one piece of memory.
func (f *family) write(h http.Header, id *access.Identity) {
	values := [...]string{id.Username, id.Name, id.Email, strings.Join(id.Roles, ","), strings.Join(id.Permissions, ","), id.AccountID, id.CredentialID}
	for _, name := range f.user {
		h[name] = values[0:1:1]
	}
	if f.name != "" {
		h[f.name] = values[1:2:2]
	}
	h[f.email] = values[2:3:3]
	h[f.groups] = values[3:4:4]
	h["X-Latchkey-Permissions"] = values[4:5:5]
	h["X-Latchkey-Account"] = values[5:6:6]
	h["X-Latchkey-Key"] = values[6:7:7]
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
		names.write(w.Header(), id)
		writeStatus(w, r, http.StatusOK)
		return nil
	}, Fail)
}

// parse reads the query. A name it does not know is refused: somebody meant it
// to be a requirement, and a requirement that is not asked lets everybody in.
func parse(query string) (access.Requirement, family, error) {
	if query == "" {
		return access.Requirement{}, families["remote"], nil
	}
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

// Values that all answers share; nobody changes one in place.
var noStore, empty = []string{"no-store"}, []string{"0"}

func writeStatus(w http.ResponseWriter, r *http.Request, status int) {
	h := w.Header()
	h["Cache-Control"] = noStore
	if r.Method == http.MethodHead { // of all others net/http writes it, for less
		h["Content-Length"] = empty
	}
	w.WriteHeader(status)
}
