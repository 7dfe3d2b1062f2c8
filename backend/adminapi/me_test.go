package adminapi_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"latchkey/backend/access/accesstest"
)

// enrol sets a second factor up as somebody and gives its secret and recovery
// codes.
func (w *world) enrol(as string) (secret string, recovery []string) {
	w.t.Helper()
	begun := w.must(as, "POST", "/api/v1/me/second-factor", `{"password":"`+passwordOf(as)+`"}`)
	secret = begun["secret"].(string)
	if uri := begun["uri"].(string); !strings.HasPrefix(uri, "otpauth://totp/Latchkey:"+as+"?") || !strings.Contains(uri, "secret="+secret) {
		w.t.Errorf("the URI is %s", strings.ReplaceAll(uri, secret, "SECRET"))
	}
	checkQR(w.t, begun["qr"].([]any))
	for _, code := range w.must(as, "POST", "/api/v1/me/second-factor/confirm", `{"code":"`+w.code(secret)+`"}`)["recoveryCodes"].([]any) {
		recovery = append(recovery, code.(string))
	}
	return secret, recovery
}

// code is what the app shows now.
func (w *world) code(secret string) string {
	w.t.Helper()
	code, err := totp.GenerateCode(secret, w.clock.Now())
	if err != nil {
		w.t.Fatal(err)
	}
	return code
}

// checkQR asks for the three corners every QR code has.
func checkQR(t *testing.T, rows []any) {
	t.Helper()
	n := len(rows)
	for _, corner := range []struct{ row, column int }{{0, 0}, {0, n - 7}, {n - 7, 0}} {
		for i, want := range []string{"1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"} {
			if row := rows[corner.row+i].(string); len(row) != n || row[corner.column:corner.column+7] != want {
				t.Fatalf("no corner of a QR code at %v", corner)
			}
		}
	}
}

func signInBody(as, code string) string {
	return `{"username":"` + as + `","password":"` + passwordOf(as) + `","code":"` + code + `"}`
}

func tellOwnAccount(t *testing.T) *world {
	w := openWorld(t, accesstest.Options{Limits: true})
	for _, role := range []string{owner, viewer} {
		w.must(local, "POST", "/api/v1/users", `{"username":"`+role+`","password":"`+passwordOf(role)+`","operator":"`+role+`"}`)
		w.signIn(role)
	}
	w.tell(
		step{"own account", viewer, "GET", "/me", "", 200, `{"user":{"username":"viewer","sessions":1,"secondFactor":false},"factorSince":null,"recoveryLeft":0,"mustEnrol":false}`},
		step{"the local operator has none", local, "GET", "/me", "", 404, ""},
		step{"nor a password", local, "PUT", "/me/password", `{"current":"x","password":"some-password"}`, 404, ""},
		step{"wrong password", viewer, "PUT", "/me/password", `{"current":"not-my-password","password":"next-password"}`, 400, `{"field":"current"}`},
		step{"the same again", viewer, "PUT", "/me/password", `{"current":"viewer-password","password":"viewer-password"}`, 400, `{"field":"password"}`},
		step{"too short", viewer, "PUT", "/me/password", `{"current":"viewer-password","password":"short"}`, 400, `{"field":"password"}`},
	)
	other := w.signedIn[viewer]
	w.signIn(viewer)
	w.tell(
		step{"new password", viewer, "PUT", "/me/password", `{"current":"viewer-password","password":"a-new-password"}`, 204, ""},
		step{"this session goes on", viewer, "GET", "/me", "", 200, `{"user":{"sessions":1}}`},
		step{"the old password is none", nobody, "POST", "/session", `{"username":"viewer","password":"viewer-password"}`, 401, `{"code":"unauthenticated"}`},
	)
	if x := w.send(false, &other, "GET", "/api/v1/me", ""); x.status != http.StatusUnauthorized {
		t.Errorf("another session of the old password: %d", x.status)
	}

	w.tell(
		step{"no second factor to confirm", owner, "POST", "/me/second-factor/confirm", `{"code":"123456"}`, 409, ""},
		step{"nor to replace codes of", owner, "POST", "/me/second-factor/recovery-codes", `{"code":"123456"}`, 409, ""},
		step{"nor to remove", owner, "POST", "/me/second-factor/remove", `{"password":"owner-password","code":"123456"}`, 409, ""},
		step{"begun without the password", owner, "POST", "/me/second-factor", `{"password":"not-my-password"}`, 400, `{"field":"password"}`},
		step{"begun by nobody's account", local, "POST", "/me/second-factor", `{"password":"x"}`, 404, ""},
		step{"confirmed by nobody's account", local, "POST", "/me/second-factor/confirm", `{"code":"x"}`, 404, ""},
		step{"replaced by nobody's account", local, "POST", "/me/second-factor/recovery-codes", `{"code":"x"}`, 404, ""},
		step{"removed by nobody's account", local, "POST", "/me/second-factor/remove", `{"password":"x","code":"x"}`, 404, ""},
	)
	secret, recovery := w.enrol(owner)
	used := w.code(secret)
	w.tell(
		step{"set up", owner, "GET", "/me", "", 200, `{"recoveryLeft":10,"factorSince":"2026-11-22T14:03:00Z","user":{"secondFactor":true}}`},
		step{"first step, right password", nobody, "POST", "/session", `{"username":"owner","password":"owner-password"}`, 401, `{"code":"second_factor"}`},
		step{"first step, wrong password: no difference", nobody, "POST", "/session", `{"username":"owner","password":"not-the-password"}`, 401, `{"code":"second_factor"}`},
		step{"the code that confirmed, again", nobody, "POST", "/session", signInBody(owner, used), 401, `{"code":"unauthenticated"}`},
	)
	w.clock.Advance(time.Minute)
	code := w.code(secret)
	w.tell(
		step{"right code, wrong password", nobody, "POST", "/session", `{"username":"owner","password":"not-the-password","code":"` + code + `"}`, 401, `{"code":"unauthenticated"}`},
		step{"right code", nobody, "POST", "/session", signInBody(owner, code), 201, ""},
		step{"the same code again", nobody, "POST", "/session", signInBody(owner, code), 401, `{"code":"unauthenticated"}`},
		step{"a recovery code, typed loosely", nobody, "POST", "/session", signInBody(owner, " "+strings.ToUpper(strings.ReplaceAll(recovery[3], "-", ""))), 201, ""},
		step{"the same recovery code again", nobody, "POST", "/session", signInBody(owner, recovery[3]), 401, `{"code":"unauthenticated"}`},
		step{"one less", owner, "GET", "/me", "", 200, `{"recoveryLeft":9}`},
		step{"new ones without a code", owner, "POST", "/me/second-factor/recovery-codes", `{"code":"000000"}`, 400, `{"field":"code"}`},
	)
	w.clock.Advance(10 * time.Minute)
	w.must(owner, "POST", "/api/v1/me/second-factor/recovery-codes", `{"code":"`+w.code(secret)+`"}`)
	w.clock.Advance(10 * time.Minute)
	w.tell(
		step{"an old recovery code", nobody, "POST", "/session", signInBody(owner, recovery[0]), 401, ""},
		step{"required of all", owner, "PATCH", "/settings", `{"changes":[{"name":"operator-second-factor","value":"required"}]}`, 200, ""},
		step{"so it cannot be taken away", owner, "POST", "/me/second-factor/remove", `{"password":"owner-password","code":"` + w.code(secret) + `"}`, 409, ""},
		step{"optional again", owner, "PATCH", "/settings", `{"changes":[{"name":"operator-second-factor","value":null}]}`, 200, ""},
		step{"removed with a wrong code", owner, "POST", "/me/second-factor/remove", `{"password":"owner-password","code":"000000"}`, 400, ""},
	)
	w.clock.Advance(10 * time.Minute)
	w.tell(
		step{"removed", owner, "POST", "/me/second-factor/remove", `{"password":"owner-password","code":"` + w.code(secret) + `"}`, 204, ""},
		step{"signs in without", nobody, "POST", "/session", `{"username":"owner","password":"owner-password"}`, 201, ""},
	)
	for path, body := range map[string]string{
		"/me/password": `{"current":"not-my-password","password":"next-password"}`, "/me/second-factor": `{"password":"not-my-password"}`,
		"/me/second-factor/confirm": `{"code":"000000"}`, "/me/second-factor/recovery-codes": `{"code":"000000"}`,
		"/me/second-factor/remove": `{"password":"not-my-password","code":"000000"}`,
	} {
		method := "POST"
		if path == "/me/password" {
			method = "PUT"
		}
		w.clock.Advance(20 * time.Minute)
		w.signedIn[owner] = sessionOf(t, w.do(nobody, "POST", "/api/v1/session", `{"username":"owner","password":"owner-password"}`))
		limited := false
		for range 20 {
			if x := w.do(owner, method, "/api/v1"+path, body); x.status == http.StatusTooManyRequests {
				limited = true
				break
			}
		}
		if !limited {
			t.Errorf("%s takes twenty wrong tries in a row", path)
		}
	}
	return w
}

func tellOpenSessions(t *testing.T) *world {
	w := newWorld(t)
	list := func(as string) []any { return w.must(as, "GET", "/api/v1/sessions", "")["items"].([]any) }
	if got := list(owner); len(got) != 3 {
		t.Errorf("an owner sees %d sessions, want 3", len(got))
	}
	mine := list(viewer)
	if len(mine) != 1 {
		t.Fatalf("a viewer sees %d sessions, want their own", len(mine))
	}
	x, _ := json.Marshal(mine[0])
	checkAnswer(t, x, `{"user":{"username":"viewer"},"createdAt":"2026-11-22T14:03:00Z","lastSeen":"2026-11-22T14:03:00Z","expires":"2026-11-23T02:03:00Z","current":true}`)
	id := func(session any) string { return session.(map[string]any)["id"].(string) }
	old := w.signedIn[viewer]
	w.clock.Advance(time.Minute)
	w.signIn(viewer)
	w.tell(
		step{"another's, by somebody who is no owner", admin, "DELETE", "/sessions/" + id(mine[0]), "", 404, ""},
		step{"another's, by an owner", owner, "DELETE", "/sessions/" + id(mine[0]), "", 204, ""},
		step{"one that is ended", owner, "DELETE", "/sessions/" + id(mine[0]), "", 404, ""},
	)
	if x := w.send(false, &old, "GET", "/api/v1/session", ""); x.status != http.StatusUnauthorized {
		t.Errorf("an ended session: %d", x.status)
	}
	first := w.signedIn[viewer]
	w.signIn(viewer)
	w.tell(
		step{"all others", viewer, "POST", "/sessions/end-others", "", 200, `{"ended":1}`},
		step{"this one goes on", viewer, "GET", "/sessions", "", 200, `{"total":1}`},
	)
	if x := w.send(false, &first, "GET", "/api/v1/session", ""); x.status != http.StatusUnauthorized {
		t.Errorf("the other session: %d", x.status)
	}
	w.tell(
		step{"all of a user", owner, "POST", "/users/viewer/end-sessions", "", 200, `{"ended":1}`},
		step{"of nobody", owner, "POST", "/users/nobody/end-sessions", "", 404, ""},
		step{"refused at once", viewer, "GET", "/session", "", 401, ""},
		step{"by the local operator, who has none", local, "POST", "/sessions/end-others", "", 200, `{"ended":0}`},
	)
	return w
}

func tellUserSecurity(t *testing.T) *world {
	w := openWorld(t, accesstest.Options{Limits: true})
	for _, role := range []string{owner, admin, viewer} {
		w.must(local, "POST", "/api/v1/users", `{"username":"`+role+`","password":"`+passwordOf(role)+`","operator":"`+role+`"}`)
	}
	w.must(local, "POST", "/api/v1/users", `{"username":"john","password":"john-password"}`)
	w.must(local, "POST", "/api/v1/users", `{"username":"bare"}`)
	w.signIn(owner)
	w.signIn(admin)
	for range 11 {
		w.do(nobody, "POST", "/api/v1/session", `{"username":"viewer","password":"a-wrong-password"}`)
	}
	w.tell(
		step{"locked", admin, "GET", "/users/viewer", "", 200, `{"locked":"2026-11-22T14:03:30Z"}`},
		step{"right, and not taken", nobody, "POST", "/session", `{"username":"viewer","password":"viewer-password"}`, 429, ""},
		step{"an operator, by an admin", admin, "POST", "/users/viewer/unlock", "", 403, ""},
		step{"unlocked", owner, "POST", "/users/viewer/unlock", "", 200, `{"locked":null}`},
		step{"nobody", owner, "POST", "/users/nobody/unlock", "", 404, ""},
		step{"taken", nobody, "POST", "/session", `{"username":"viewer","password":"viewer-password"}`, 201, ""},

		step{"forced to change", owner, "POST", "/users/viewer/expire-password", "", 200, `{"passwordExpires":"2026-11-22T14:03:00Z"}`},
		step{"of a user without one", owner, "POST", "/users/bare/expire-password", "", 409, ""},
		step{"of an operator, by an admin", admin, "POST", "/users/viewer/expire-password", "", 403, ""},
		step{"of nobody", admin, "POST", "/users/nobody/expire-password", "", 404, ""},
		step{"a user, by an admin", admin, "POST", "/users/john/expire-password", "", 200, ""},
		step{"too old", nobody, "POST", "/session", `{"username":"viewer","password":"viewer-password"}`, 403, `{"code":"password_expired"}`},
		step{"too old, and wrong: not told", nobody, "POST", "/session", `{"username":"viewer","password":"a-wrong-password"}`, 401, `{"code":"unauthenticated"}`},
		step{"the same again", nobody, "POST", "/session", `{"username":"viewer","password":"viewer-password","newPassword":"viewer-password"}`, 400, `{"field":"newPassword"}`},
		step{"too short", nobody, "POST", "/session", `{"username":"viewer","password":"viewer-password","newPassword":"short"}`, 400, `{"field":"newPassword"}`},
		step{"replaced", nobody, "POST", "/session", `{"username":"viewer","password":"viewer-password","newPassword":"the-next-password"}`, 201, `{"operator":{"username":"viewer"}}`},
		step{"which is the one from then on", nobody, "POST", "/session", `{"username":"viewer","password":"the-next-password"}`, 201, ""},

		step{"no second factor to reset", owner, "POST", "/users/admin/reset-second-factor", "", 409, ""},
		step{"nor a user", owner, "POST", "/users/nobody/reset-second-factor", "", 404, ""},
	)
	w.enrol(admin)
	w.tell(
		step{"reset by the one who lost it", admin, "POST", "/users/admin/reset-second-factor", "", 403, ""},
		step{"reset", owner, "POST", "/users/admin/reset-second-factor", "", 200, `{"secondFactor":false,"sessions":0}`},
		step{"signed out", admin, "GET", "/session", "", 401, ""},
		step{"signs in without", nobody, "POST", "/session", `{"username":"admin","password":"admin-password"}`, 201, ""},
		step{"in the audit log", owner, "GET", "/audit?limit=2", "", 200, `{"items":[{"action":"session.begin"},{"action":"second-factor.reset","actor":"owner","objectName":"admin"}]}`},
	)

	// Required: there is a grace, and after it nothing else can be done.
	w.signIn(admin)
	w.tell(
		step{"required", owner, "PATCH", "/settings", `{"changes":[{"name":"operator-second-factor","value":"required"},{"name":"session-life","value":"30d"},{"name":"session-idle","value":"24h"}]}`, 200, ""},
		step{"by when", owner, "GET", "/users/admin", "", 200, `{"secondFactorDue":"2026-11-29T14:03:00Z"}`},
		step{"in the grace", admin, "GET", "/users", "", 200, ""},
	)
	w.clock.Advance(7 * 24 * time.Hour)
	w.signIn(admin)
	w.tell(
		step{"after the grace", admin, "POST", "/accounts", `{"name":"Acme"}`, 403, `{"code":"denied"}`},
		step{"which is said", admin, "GET", "/session", "", 200, `{"operator":{"mustEnrol":true}}`},
	)
	w.enrol(admin)
	w.tell(step{"and again all of it", admin, "POST", "/accounts", `{"name":"Acme"}`, 201, ""})
	return w
}
