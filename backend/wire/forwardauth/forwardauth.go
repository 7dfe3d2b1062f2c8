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
	user   []web.Name // who it is
	name   []web.Name // what people call them; none where the family has no name for it
	email  web.Name
	groups web.Name
}

// A preferred username is a username: services take it for who somebody is, and
// people's names are not unique.
var families = map[string]*family{
	"remote": remote,
	"x-auth-request": {
		user:  []web.Name{web.NameOf("X-Auth-Request-User"), web.NameOf("X-Auth-Request-Preferred-Username")},
		email: web.NameOf("X-Auth-Request-Email"), groups: web.NameOf("X-Auth-Request-Groups"),
	},
}

var (
	remote = &family{
		user: []web.Name{web.NameOf("Remote-User")}, name: []web.Name{web.NameOf("Remote-Name")},
		email: web.NameOf("Remote-Email"), groups: web.NameOf("Remote-Groups"),
	}
	permissions = web.NameOf("X-Latchkey-Permissions")
	account     = web.NameOf("X-Latchkey-Account")
	key         = web.NameOf("X-Latchkey-Key")
	caching     = web.NameOf("Cache-Control")
	length      = web.NameOf("Content-Length")
)

// write sets the headers that say who it is.
func (f *family) write(w http.ResponseWriter, id *access.Identity) {
	for _, name := range f.user {
		web.Set(w, name, id.Username)
	}
	for _, name := range f.name {
		web.Set(w, name, id.Name)
	}
	web.Set(w, f.email, id.Email)
	web.Set(w, f.groups, strings.Join(id.Roles, ","))
	web.Set(w, permissions, strings.Join(id.Permissions, ","))
	web.Set(w, account, id.AccountID)
	web.Set(w, key, id.CredentialID)
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
		names.write(w, id)
		writeStatus(w, r, http.StatusOK)
		return nil
	}, Fail)
}

// parse reads the query. A name it does not know is refused: somebody meant it
// to be a requirement, and a requirement that is not asked lets everybody in.
func parse(query string) (access.Requirement, *family, error) {
	if query == "" {
		return access.Requirement{}, remote, nil
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return access.Requirement{}, nil, access.Errorf(access.CodeInvalid, "the query cannot be read").Wrap(err)
	}
	need, names := access.Requirement{}, remote
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

func writeStatus(w http.ResponseWriter, r *http.Request, status int) {
	web.Set(w, caching, "no-store")
	if r.Method == http.MethodHead { // of all others net/http writes it, for less
		web.Set(w, length, "0")
	}
	w.WriteHeader(status)
}
