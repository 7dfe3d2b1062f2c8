package adminapi_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// revealing are the routes whose answers may hold a secret: their own.
var revealing = []string{
	"POST /api/v1/keys", "POST /api/v1/authheaders", "POST /api/v1/first-run", "POST /api/v1/signing-keys/{id}/reveal",
	"POST /api/v1/keys/{ref}/rotate", "POST /api/v1/keys/{ref}/token", "POST /api/v1/seed", "POST /api/v1/setup-link", "POST /api/v1/session", "POST /api/v1/setup",
	"POST /api/v1/me/second-factor", "POST /api/v1/me/second-factor/confirm", "POST /api/v1/me/second-factor/recovery-codes",
}

// secretMembers are the members that hold one, wherever they stand.
var secretMembers = []string{"secret", "token", "password", "passwordHash", "session", "current", "newPassword", "uri"}

// learn remembers every secret of a request and its answer. What is shorter
// than a secret can be is none.
func (w *world) learn(request string, x exchange) {
	for _, text := range []string{request, string(x.body)} {
		var value any
		if json.Unmarshal([]byte(text), &value) == nil {
			for _, s := range secretsIn(value) {
				w.secrets[s] = true
			}
		}
	}
	for _, c := range (&http.Response{Header: x.header}).Cookies() {
		if len(c.Value) >= minSecret {
			w.secrets[c.Value] = true
		}
	}
}

const minSecret = 10

func secretsIn(value any) []string {
	var found []string
	switch value := value.(type) {
	case []any:
		for _, v := range value {
			found = append(found, secretsIn(v)...)
		}
	case map[string]any:
		for name, v := range value {
			text, ok := v.(string)
			switch {
			case ok && slices.Contains(secretMembers, name) && len(text) >= minSecret:
				found = append(found, text)
			case ok && name == "url" && strings.Contains(text, "?t="):
				_, token, _ := strings.Cut(text, "?t=")
				found = append(found, token)
			case name == "recoveryCodes":
				for _, code := range v.([]any) {
					found = append(found, code.(string))
				}
			case !ok:
				found = append(found, secretsIn(v)...)
			}
		}
	}
	return found
}

// checkSecretsStayed asks whether any answer but the one that reveals a secret
// held it, and whether the log did.
func (w *world) checkSecretsStayed() {
	for _, x := range w.seen {
		var own []string
		if x.status < 300 && slices.Contains(revealing, x.route) {
			var value any
			_ = json.Unmarshal(x.body, &value)
			own = secretsIn(value)
		}
		if strings.Contains(string(x.body), "$argon2") {
			w.t.Errorf("%s: %d holds a password hash", x.route, x.status)
		}
		for s := range w.secrets {
			if strings.Contains(string(x.body), s) && !slices.Contains(own, s) {
				w.t.Errorf("%s: %d holds a secret that it does not reveal", x.route, x.status)
			}
		}
	}
	for s := range w.secrets {
		if strings.Contains(w.log.String(), s) {
			w.t.Error("the log holds a secret")
		}
	}
}

// TestNoAnswerHoldsASecretButTheOneThatRevealsIt puts known secrets in and asks
// for everything afterwards; the check itself follows every test of a world.
func TestNoAnswerHoldsASecretButTheOneThatRevealsIt(t *testing.T) {
	w := withAlice(t)
	w.must(owner, "POST", "/api/v1/keys", `{"name":"canary","user":"alice","accessKey":"canary-access-key","secret":"canary.secret.0123456789.ABCDEFGHIJ"}`)
	w.must(owner, "POST", "/api/v1/signing-keys", `{"use":"machine","secret":"canary.signing.0123456789.ABCDEFGHIJ.abcdefghij.0123456789"}`)
	w.must(owner, "POST", "/api/v1/authheaders", `{"name":"canary","user":"alice"}`)
	w.must(owner, "PATCH", "/api/v1/users/alice", `{"password":"canary-password-of-alice"}`)
	if len(w.secrets) < 10 {
		t.Fatalf("only %d secrets are known", len(w.secrets))
	}
	for _, r := range w.api.Routes() {
		name := r.Method + " " + strings.TrimPrefix(r.Pattern, "/api/v1")
		p := promised[name]
		path := strings.NewReplacer("/x", "/canary", "users/x", "users/alice").Replace(p.path)
		w.do(owner, r.Method, "/api/v1"+path, p.body)
		if r.Pattern == "/api/v1/session" {
			w.signIn(owner)
		}
	}
	for _, x := range []string{"/keys", "/users", "/authheaders", "/accounts", "/audit", "/signing-keys", "/status", "/keys/canary", "/users/alice", "/authheaders"} {
		w.must(owner, "GET", "/api/v1"+x, "")
	}
	// Refusals quote nothing of what was sent.
	for _, body := range []string{
		`{"name":"x","user":"alice","accessKey":"canary-access-key","secret":"canary.other.0123456789.ABCDEFGHIJ"}`,
		`{"name":"x","user":"alice","secret":["canary.other.0123456789.ABCDEFGHIJ"]}`,
		`{"name":"x","user":"nobody","secret":"canary.other.0123456789.ABCDEFGHIJ"}`,
		`{"secret":"canary.other.0123456789.ABCDEFGHIJ","canary.other.0123456789.ABCDEFGHIJ":1}`,
		`{"secret":"canary.other.0123456789.ABCDEFGHIJ"`,
	} {
		if x := w.do(owner, "POST", "/api/v1/keys", body); x.status < 400 {
			t.Errorf("%s was taken", body)
		}
	}
	w.secrets["canary.other.0123456789.ABCDEFGHIJ"] = true
}
