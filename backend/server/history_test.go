package server_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// history is a program that lives through what chance brings: everything that
// makes, uses, changes or refuses a secret.
type history struct {
	*program
	rand *rand.Rand

	users, accounts []string
	passwords       map[string]string // by username
	keys            []pair
	tokens          []string // of every kind, good or not
	operators       []session
	learned         []string // secrets that are in no request and no answer
	made            int
}

// session is both halves of an operator's.
type session struct{ cookie, value string }

// live makes that many random steps, after a beginning that every history has.
func (h *history) live(steps int) {
	h.t.Helper()
	h.passwords = map[string]string{}
	h.setUp()
	h.addAccount()
	h.addUser()
	h.join()
	h.addKey()
	choices := []func(){
		h.addAccount, h.addUser, h.addUser, h.join, h.join, h.addKey, h.addKey, h.importKey, h.changeKey, h.changeKey,
		h.addAuthHeader, h.changePassword, h.logIn, h.logIn, h.logInAsUser, h.logInAsUser, h.ownAuthHeaders, h.verify, h.verify,
		h.failToLogIn, h.sendNonsense, h.signIn, h.signOut, h.signingKeys, h.seed, h.look, h.look, h.restart,
	}
	for range steps {
		choices[h.rand.IntN(len(choices))]()
	}
	h.look()
}

func one[T any](h *history, list []T) (T, bool) {
	if len(list) == 0 {
		var none T
		return none, false
	}
	return list[h.rand.IntN(len(list))], true
}

func (h *history) name(kind string) string {
	h.made++
	return fmt.Sprintf("%s-%d", kind, h.made)
}

// secret makes one that is hard to miss, with what encodings change.
func (h *history) secret() string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/+=&%<>\"\\"
	var b strings.Builder
	for range 48 {
		b.WriteByte(letters[h.rand.IntN(len(letters))])
	}
	return b.String()
}

func (h *history) setUp() {
	h.owner("POST", "/api/v1/setup-link", "")
	password := h.secret()
	h.client("POST", "/api/v1/setup", `{"token":"`+h.link+`-wrong","username":"boss","password":`+quoted(password)+`}`)
	x := h.client("POST", "/api/v1/setup", `{"token":"`+h.link+`","username":"boss","password":`+quoted(password)+`}`)
	if x.status != 201 {
		h.t.Fatalf("set-up: %d %s", x.status, x.received)
	}
	h.passwords["boss"] = password
	h.keep(x)
	h.must("POST", "/api/v1/first-run", "")
}

func (h *history) keep(x exchange) {
	cookie, _, _ := strings.Cut(strings.TrimPrefix(x.header.Get("Set-Cookie"), "latchkey_session="), ";")
	h.operators = append(h.operators, session{cookie: cookie, value: x.text("session")})
}

func (h *history) addAccount() {
	name := h.name("account")
	h.must("POST", "/api/v1/accounts", `{"name":`+quoted(name)+`}`)
	h.accounts = append(h.accounts, name)
}

func (h *history) addUser() {
	name, password := h.name("user"), h.secret()
	h.must("POST", "/api/v1/users", `{"username":`+quoted(name)+`,"password":`+quoted(password)+`}`)
	h.users, h.passwords[name] = append(h.users, name), password
}

func (h *history) join() {
	user, _ := one(h, h.users)
	account, _ := one(h, h.accounts)
	h.must("PUT", "/api/v1/accounts/"+account+"/members/"+user, `{"roles":["Partner"],"permissions":["orders:read"],"primary":false,"accountAdmin":false}`)
}

func (h *history) addKey() { h.makeKey("") }

func (h *history) importKey() {
	h.makeKey(`,"accessKey":` + quoted(h.name("legacy")) + `,"secret":` + quoted(h.secret()))
}

func (h *history) makeKey(more string) {
	user, _ := one(h, h.users)
	account, _ := one(h, h.accounts)
	x := h.owner("POST", "/api/v1/keys", `{"name":`+quoted(h.name("key"))+`,"user":`+quoted(user)+`,"account":`+quoted(account)+more+`}`)
	if x.status == 201 { // else the user is no member of that account
		h.keys = append(h.keys, pair{id: x.text("id"), accessKey: x.text("accessKey"), secret: x.text("secret")})
	}
}

func (h *history) changeKey() {
	if k, ok := one(h, h.keys); ok {
		action, _ := one(h, []string{"pause", "resume", "activate", "pause", "resume", "revoke"})
		h.owner("POST", "/api/v1/keys/"+k.id+"/"+action, "")
		h.owner("PATCH", "/api/v1/keys/"+k.id, `{"note":"changed","version":1}`)
	}
}

func (h *history) addAuthHeader() {
	user, _ := one(h, h.users)
	made := h.must("POST", "/api/v1/authheaders", `{"name":"ci","user":`+quoted(user)+`}`)
	h.tokens = append(h.tokens, made["token"].(string))
	if h.rand.IntN(3) == 0 {
		h.must("DELETE", "/api/v1/authheaders/"+made["id"].(string), "")
	}
}

func (h *history) changePassword() {
	if user, ok := one(h, h.users); ok {
		password := h.secret()
		h.must("PATCH", "/api/v1/users/"+user, `{"password":`+quoted(password)+`}`)
		h.passwords[user] = password
	}
}

func (h *history) logIn() {
	if k, ok := one(h, h.keys); ok {
		h.tokens = append(h.tokens, h.login(k), h.profile(k).text("token"))
	}
}

func (h *history) logInAsUser() {
	if user, ok := one(h, h.users); ok {
		h.tokens = append(h.tokens, h.userLogin(user, h.passwords[user]).text("Token"))
	}
}

// ownAuthHeaders makes, reads and sometimes deletes a user's own.
func (h *history) ownAuthHeaders() {
	user, _ := one(h, h.users)
	token := h.userLogin(user, h.passwords[user]).text("Token")
	made := h.client("POST", "/authheader/add", `{"name":"own"}`, "Authorization", token).text("token")
	h.client("GET", "/authheader/list", "", "Authorization", "Bearer "+token)
	h.tokens = append(h.tokens, token, made)
	if h.rand.IntN(2) == 0 {
		h.client("POST", "/authheader/delete", `{"text":`+quoted(made)+`}`, "Authorization", token)
	}
}

func (h *history) verify() {
	if token, ok := one(h, h.tokens); ok {
		h.client("GET", "/verify?role=Partner", "", "Authorization", "Bearer "+token)
		h.client("POST", "/verify", "", "Authorization", token+"x")
		h.client("GET", "/authheader/list", "", "Authorization", token)
	}
}

func (h *history) failToLogIn() {
	k, _ := one(h, h.keys)
	user, _ := one(h, h.users)
	h.login(pair{accessKey: k.accessKey, secret: h.secret()})
	h.profile(pair{accessKey: h.name("nothing"), secret: h.secret()})
	h.userLogin(user, h.secret())
	h.client("POST", "/api/v1/session", `{"username":"boss","password":`+quoted(h.secret())+`}`)
}

// sendNonsense puts a secret where none belongs.
func (h *history) sendNonsense() {
	s := quoted(h.secret())
	h.learned = append(h.learned, unquoted(s))
	for _, path := range []string{"/login", "/auth/login", "/user/login", "/authheader/add", "/api/v1/session", "/nothing/here"} {
		body, _ := one(h, []string{
			`{"secret":` + s + `,`, `{"secret":[` + s + `]}`, `{` + s + `:1}`, `[` + s + `]`, s, `{"secret":` + s + `,"secret":` + s + `}`, `{"username":1,"password":` + s + `}`,
		})
		h.client("POST", path, body)
		h.client("PUT", path, body)
		h.client("POST", path, body, "Content-Type", "text/plain")
	}
	for _, path := range []string{"/api/v1/keys", "/api/v1/users", "/api/v1/seed", "/api/v1/signing-keys", "/api/v1/authheaders"} {
		h.owner("POST", path, `{"name":"x","user":"nobody","secret":`+s+`,"password":`+s+`}`)
		h.owner("POST", path, `{`+s+`:`+s+`}`)
		h.owner("POST", path, `{"secret":`+s)
	}
}

func (h *history) signIn() {
	x := h.client("POST", "/api/v1/session", `{"username":"boss","password":`+quoted(h.passwords["boss"])+`}`)
	if x.status != 201 {
		h.t.Fatalf("sign-in: %d %s", x.status, x.received)
	}
	h.keep(x)
}

func (h *history) signOut() {
	if s, ok := one(h, h.operators); ok {
		h.browse(s, "GET", "/api/v1/session", "")
		h.browse(s, "DELETE", "/api/v1/session", "")
		h.browse(s, "GET", "/api/v1/keys", "")
	}
}

func (h *history) browse(s session, method, path, body string) exchange {
	return h.client(method, path, body, "Cookie", "latchkey_session="+s.cookie, "Latchkey-Session", s.value)
}

func (h *history) signingKeys() {
	switch h.rand.IntN(3) {
	case 0:
		h.must("POST", "/api/v1/signing-keys/rotate", `{"use":"machine"}`)
	case 1:
		h.must("POST", "/api/v1/signing-keys", `{"use":"user","secret":`+quoted(h.secret())+`}`)
	case 2:
		for _, item := range h.must("GET", "/api/v1/signing-keys", "")["items"].([]any) {
			h.must("POST", "/api/v1/signing-keys/"+item.(map[string]any)["id"].(string)+"/reveal", "")
		}
	}
}

func (h *history) seed() {
	name := h.name("seeded")
	file := `{"users":[{"username":` + quoted(name) + `,"password":` + quoted(h.secret()) + `}],"accounts":[{"name":"Seeded"}],
		"memberships":[{"user":` + quoted(name) + `,"account":"Seeded"}],
		"keys":[{"name":"made","user":` + quoted(name) + `},{"name":"brought","user":` + quoted(name) + `,"accessKey":` + quoted(name) + `,"secret":` + quoted(h.secret()) + `}],
		"authHeaders":[{"name":"ci","user":` + quoted(name) + `}]}`
	h.must("POST", "/api/v1/seed", file)
	h.must("POST", "/api/v1/seed", file)
}

func (h *history) look() {
	for _, path := range []string{"/status", "/session", "/accounts", "/users", "/keys", "/authheaders", "/signing-keys", "/audit?limit=1000"} {
		h.must("GET", "/api/v1"+path, "")
	}
	if s, ok := one(h, h.operators); ok {
		h.browse(s, "GET", "/api/v1/keys?search=key", "")
	}
}
