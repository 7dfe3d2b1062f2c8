package adminapi_test

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/access/accesstest"
	"latchkey/backend/adminapi"
)

func tellSessions(t *testing.T) *world {
	w := emptyWorld(t)
	link := w.must(local, "POST", "/api/v1/setup-link", "")["url"].(string)
	_, token, _ := strings.Cut(link, "#/setup?t=")
	w.tell(
		step{"wrong set-up token", nobody, "POST", "/setup", `{"token":"wrong","username":"boss","password":"boss-password"}`, 401, `{"code":"unauthenticated"}`},
		step{"short password", nobody, "POST", "/setup", `{"token":"` + token + `","username":"boss","password":"short"}`, 400, `{"field":"password"}`},
		step{"no token", nobody, "POST", "/setup", `{"username":"boss","password":"boss-password"}`, 400, `{"field":"token"}`},
	)
	set := w.do(nobody, "POST", "/api/v1/setup", `{"token":"`+token+`","username":"boss","password":"boss-password","firstName":"The","lastName":"Boss","email":"boss@example.org"}`)
	checkAnswer(t, set.body, `{"operator":{"name":"boss","username":"boss","role":"owner","via":"session"},"expires":"2026-11-23T02:03:00Z"}`)
	w.signedIn["boss"] = sessionOf(t, set)
	w.tell(
		step{"set up already", nobody, "POST", "/setup", `{"token":"` + token + `","username":"boss2","password":"boss-password"}`, 401, `{"code":"unauthenticated"}`},
		step{"no link any more", local, "POST", "/setup-link", "", 409, `{"code":"conflict"}`},
		step{"who is signed in", "boss", "GET", "/session", "", 200, `{"operator":{"name":"boss","username":"boss","role":"owner","via":"session"},"expires":"2026-11-23T02:03:00Z"}`},
		step{"who is local", local, "GET", "/session", "", 200, `{"operator":{"name":"local:tester","username":"","role":"owner","via":"local"},"expires":null,"locksAfter":null}`},
		step{"the user that was made", "boss", "GET", "/users/boss", "", 200, `{"firstName":"The","lastName":"Boss","email":"boss@example.org","operator":"owner","hasPassword":true}`},

		step{"users", local, "POST", "/users", `{"username":"viewer","password":"viewer-password","operator":"viewer","passwordExpires":"1h"}`, 201, ""},
		step{"who may not operate", local, "POST", "/users", `{"username":"plain","password":"plain-password"}`, 201, ""},
		step{"and a disabled one", local, "POST", "/users", `{"username":"gone","password":"gone-password","operator":"admin"}`, 201, ""},
		step{"that is disabled", local, "POST", "/users/gone/disable", "", 200, ""},
		step{"sign-in", nobody, "POST", "/session", `{"username":"VIEWER","password":"viewer-password"}`, 201, `{"operator":{"username":"viewer","role":"viewer","via":"session"}}`},
		step{"no password", nobody, "POST", "/session", `{"username":"viewer"}`, 400, `{"field":"password"}`},
		step{"null for a password", nobody, "POST", "/session", `{"username":"viewer","password":null}`, 400, `{"field":"password"}`},
	)
	var refused []exchange
	for _, body := range []string{
		`{"username":"unknown","password":"viewer-password"}`, `{"username":"viewer","password":"a-wrong-password"}`,
		`{"username":"plain","password":"plain-password"}`, `{"username":"gone","password":"gone-password"}`,
	} {
		x := w.do(nobody, "POST", "/api/v1/session", body)
		problem := object(t, x)
		delete(problem, "requestId")
		if x.status != http.StatusUnauthorized {
			t.Errorf("sign-in with %s: %d", body, x.status)
		}
		if len(refused) > 0 {
			first := object(t, refused[0])
			delete(first, "requestId")
			if diff := cmp.Diff(first, problem); diff != "" {
				t.Errorf("refusals can be told apart:\n%s", diff)
			}
		}
		refused = append(refused, x)
	}
	w.tell(step{"somebody is there", "boss", "POST", "/session/touch", "", 204, ""},
		step{"somebody is there", nobody, "POST", "/session/touch", "", 401, ""})
	w.tell(step{"signed out", "boss", "DELETE", "/session", "", 204, ""},
		step{"signed out already", "boss", "DELETE", "/session", "", 401, ""},
		step{"local has nothing to end", local, "DELETE", "/session", "", 401, ""},
	)
	w.clock.Advance(time.Hour)
	w.tell(step{"password expired", nobody, "POST", "/session", `{"username":"viewer","password":"viewer-password"}`, 403, `{"code":"password_expired"}`})
	return w
}

func TestSessionNeedsCookieAndHeader(t *testing.T) {
	w := newWorld(t)
	whole, other := w.signedIn[owner], w.signedIn[viewer]
	for _, c := range []struct {
		name    string
		browser browser
		status  int
	}{
		{"both", whole, 200},
		{"the header of another session", browser{cookie: whole.cookie, header: other.header}, 401},
		{"the cookie of another session", browser{cookie: other.cookie, header: whole.header}, 401},
		{"no header", browser{cookie: whole.cookie}, 401},
		{"no cookie", browser{cookie: &http.Cookie{Name: "other", Value: whole.cookie.Value}, header: whole.header}, 401},
		{"the header's value in both", browser{cookie: &http.Cookie{Name: "latchkey_session", Value: whole.header}, header: whole.header}, 401},
		{"the cookie's value in both", browser{cookie: whole.cookie, header: whole.cookie.Value}, 401},
		{"nothing in both", browser{cookie: &http.Cookie{Name: "latchkey_session"}}, 401},
	} {
		t.Run(c.name, func(t *testing.T) {
			if x := w.send(false, &c.browser, "GET", "/api/v1/session", ""); x.status != c.status {
				t.Errorf("status %d, want %d", x.status, c.status)
			}
		})
	}
}

func TestSessionCookieIsKeptFromScriptsAndOtherSites(t *testing.T) {
	w := newWorld(t)
	signIn := func(h http.Handler, secure bool) *http.Cookie {
		r := httptest.NewRequest("POST", "/api/v1/session", strings.NewReader(`{"username":"owner","password":"owner-password"}`))
		if secure {
			r.TLS = &tls.ConnectionState{}
		}
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		cookies := rec.Result().Cookies()
		if len(cookies) != 1 {
			t.Fatalf("%d %s sets %d cookies", rec.Code, rec.Body, len(cookies))
		}
		return cookies[0]
	}
	behindProxy := adminapi.New(adminapi.Config{Access: w.core.Service, Host: w.host, SecureCookie: true}).Sessions()
	for _, c := range []struct {
		name   string
		cookie *http.Cookie
		secure bool
	}{
		{"plain", signIn(w.sessions, false), false},
		{"TLS", signIn(w.sessions, true), true},
		{"behind a proxy that does TLS", signIn(behindProxy, false), true},
	} {
		got := c.cookie
		if got.Name != "latchkey_session" || !got.HttpOnly || got.SameSite != http.SameSiteStrictMode || got.Path != "/api/v1" || got.Domain != "" || got.Secure != c.secure {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

func TestSignOutEndsTheSession(t *testing.T) {
	w := newWorld(t)
	x := w.do(viewer, "DELETE", "/api/v1/session", "")
	if x.status != http.StatusNoContent {
		t.Fatalf("sign-out: %d %s", x.status, x.body)
	}
	cookie := (&http.Response{Header: x.header}).Cookies()[0]
	if cookie.Name != "latchkey_session" || cookie.MaxAge >= 0 || cookie.Value != "" {
		t.Errorf("the cookie stays: %s", cookie)
	}
	if x := w.do(viewer, "GET", "/api/v1/status", ""); x.status != http.StatusUnauthorized {
		t.Errorf("after sign-out: %d", x.status)
	}
	if x := w.do(owner, "GET", "/api/v1/status", ""); x.status != http.StatusOK {
		t.Errorf("somebody else's session: %d", x.status)
	}
}

func TestSessionEndsAfterThirtyIdleMinutes(t *testing.T) {
	w := newWorld(t)
	w.clock.Advance(29 * time.Minute)
	w.must(owner, "GET", "/api/v1/status", "")
	w.clock.Advance(29 * time.Minute)
	w.must(owner, "GET", "/api/v1/status", "")
	if x := w.do(viewer, "GET", "/api/v1/status", ""); x.status != http.StatusUnauthorized {
		t.Errorf("58 minutes idle: %d", x.status)
	}
	w.clock.Advance(30 * time.Minute)
	if x := w.do(owner, "GET", "/api/v1/status", ""); x.status != http.StatusUnauthorized {
		t.Errorf("30 minutes idle: %d", x.status)
	}
}

func TestSessionEndsAfterTwelveHoursHoweverBusy(t *testing.T) {
	w := newWorld(t)
	for range 36 {
		w.must(owner, "GET", "/api/v1/status", "")
		w.clock.Advance(20*time.Minute - time.Second)
	}
	w.must(owner, "GET", "/api/v1/status", "")
	w.clock.Advance(36 * time.Second)
	if x := w.do(owner, "GET", "/api/v1/status", ""); x.status != http.StatusUnauthorized {
		t.Errorf("after twelve hours: %d", x.status)
	}
}

func TestSessionOutlivesARestart(t *testing.T) {
	w := newWorld(t)
	w.restart()
	w.must(owner, "GET", "/api/v1/status", "")
	w.must(owner, "DELETE", "/api/v1/session", "")
	w.restart()
	if x := w.do(owner, "GET", "/api/v1/status", ""); x.status != http.StatusUnauthorized {
		t.Errorf("signed out before the restart: %d", x.status)
	}
}

func TestSessionFollowsWhatBecomesOfItsUser(t *testing.T) {
	for _, c := range []struct {
		name, method, path, body string
		status                   int // of the admin's next request to make an account
	}{
		{"disabled", "POST", "/users/admin/disable", "", 401},
		{"no longer an operator", "PATCH", "/users/admin", `{"operator":"none"}`, 401},
		{"only a viewer now", "PATCH", "/users/admin", `{"operator":"viewer"}`, 403},
		{"new password", "PATCH", "/users/admin", `{"password":"another-passphrase"}`, 401},
		{"removed", "DELETE", "/users/admin", "", 401},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.must(admin, "POST", "/api/v1/accounts", `{"name":"before"}`)
			w.must(owner, c.method, "/api/v1"+c.path, c.body)
			if x := w.do(admin, "POST", "/api/v1/accounts", `{"name":"after"}`); x.status != c.status {
				t.Errorf("status %d, want %d", x.status, c.status)
			}
		})
	}
}

func TestSetupTokenLivesOneHour(t *testing.T) {
	w := emptyWorld(t)
	made := w.must(local, "POST", "/api/v1/setup-link", "")
	_, token, _ := strings.Cut(made["url"].(string), "#/setup?t=")
	if made["expires"] != "2026-11-22T15:03:00Z" {
		t.Errorf("expires %v", made["expires"])
	}
	w.clock.Advance(time.Hour)
	w.tell(step{"too old", nobody, "POST", "/setup", `{"token":"` + token + `","username":"boss","password":"boss-password"}`, 401, `{"code":"unauthenticated"}`})
}

// tellLimits fails often enough to be asked to wait.
func tellLimits(t *testing.T) *world {
	w := openWorld(t, accesstest.Options{Limits: true})
	for _, attempt := range []struct{ path, body string }{
		{"/api/v1/setup", `{"token":"a-wrong-set-up-token","username":"boss","password":"boss-password"}`},
		{"/api/v1/session", `{"username":"boss","password":"a-wrong-password"}`},
	} {
		limited := false
		for range 200 {
			x := w.do(nobody, "POST", attempt.path, attempt.body)
			if x.status == http.StatusTooManyRequests {
				limited = true
				if x.header.Get("Retry-After") == "" {
					t.Errorf("%s: no Retry-After", attempt.path)
				}
				break
			}
			if x.status != http.StatusUnauthorized {
				t.Fatalf("%s: %d %s", attempt.path, x.status, x.body)
			}
		}
		if !limited {
			t.Errorf("%s takes 200 failures in a row", attempt.path)
		}
		w.clock.Advance(24 * time.Hour)
	}
	return w
}
