package adminapi_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// lockedWindow is a world whose window asks for an operator.
func lockedWindow(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.must(owner, "PATCH", "/api/v1/settings", `{"changes":[{"name":"window-lock","value":"on"},{"name":"window-lock-after","value":"5m"}]}`)
	return w
}

// open signs an operator in at the window.
func (w *world) open(username string) {
	w.t.Helper()
	x := w.do(window, "POST", "/api/v1/session", `{"username":"`+username+`","password":"`+passwordOf(username)+`"}`)
	if x.status != http.StatusCreated {
		w.t.Fatalf("sign-in of %s at the window: %d %s", username, x.status, x.body)
	}
	w.signedIn[window] = sessionOf(w.t, x)
}

func TestWindowThatDoesNotLockHasTheOwnersRights(t *testing.T) {
	w := newWorld(t)
	if got := w.must(window, "GET", "/api/v1/session", ""); got["locksAfter"] != nil || got["operator"].(map[string]any)["via"] != "local" {
		t.Errorf("%v", got)
	}
	w.must(window, "POST", "/api/v1/session/touch", "")
}

func TestLockedWindowIsServedNothingOfThePortal(t *testing.T) {
	w := lockedWindow(t)
	for _, route := range w.api.Routes() {
		promise := promised[route.Method+" "+route.Pattern[len("/api/v1"):]]
		if promise.least == nobody {
			continue // what it takes is its own proof
		}
		if x := w.do(window, route.Method, "/api/v1"+promise.path, promise.body); x.status != http.StatusUnauthorized {
			t.Errorf("%s %s: %d %s", route.Method, promise.path, x.status, x.body)
		}
	}
	r := httptest.NewRequest("GET", "/metrics", nil)
	r.Header.Set("Latchkey-Window", "yes")
	rec := httptest.NewRecorder()
	w.local.ServeHTTP(rec, r)
	if rec.Code != http.StatusUnauthorized {
		t.Errorf("GET /metrics: %d", rec.Code)
	}
	w.must(local, "GET", "/api/v1/status", "") // the command line, at the same socket
}

func TestLockedWindowIsOpenedByAnOperatorWhoseRoleHolds(t *testing.T) {
	w := lockedWindow(t)
	w.open(viewer)
	got := w.must(window, "GET", "/api/v1/session", "")
	if operator := got["operator"].(map[string]any); got["locksAfter"] != float64(300) || operator["username"] != viewer || operator["via"] != "session" {
		t.Errorf("%v", got)
	}
	w.must(window, "GET", "/api/v1/keys", "")
	if x := w.do(window, "POST", "/api/v1/accounts", `{"name":"Acme"}`); x.status != http.StatusForbidden {
		t.Errorf("a viewer makes an account: %d", x.status)
	}
	w.must(window, "DELETE", "/api/v1/session", "")
	if x := w.do(window, "GET", "/api/v1/keys", ""); x.status != http.StatusUnauthorized {
		t.Errorf("locked again: %d", x.status)
	}
	w.open(owner)
	w.must(window, "POST", "/api/v1/accounts", `{"name":"Acme"}`)
	w.tell(step{"whoever did it is named", owner, "GET", "/audit?limit=1", "", 200, `{"items":[{"action":"account.create","actor":"owner"}]}`})
}

func TestOnlyATouchKeepsAWindowOpen(t *testing.T) {
	w := lockedWindow(t)
	w.open(admin)
	for range 4 { // longer than it stays open alone
		w.clock.Advance(4 * time.Minute)
		w.must(window, "POST", "/api/v1/session/touch", "")
	}
	for range 4 { // a page asks by itself
		w.clock.Advance(time.Minute)
		w.must(window, "GET", "/api/v1/status", "")
	}
	w.clock.Advance(time.Minute)
	for _, path := range []string{"/api/v1/status", "/api/v1/session/touch"} {
		method := map[bool]string{true: "GET", false: "POST"}[path == "/api/v1/status"]
		if x := w.do(window, method, path, ""); x.status != http.StatusUnauthorized {
			t.Errorf("%s after five minutes without a touch: %d", path, x.status)
		}
	}
	// In a browser every request counts, as before.
	w.signIn(viewer)
	w.clock.Advance(29 * time.Minute)
	w.must(viewer, "GET", "/api/v1/status", "")
	w.clock.Advance(29 * time.Minute)
	w.must(viewer, "GET", "/api/v1/status", "")
}

func TestRestartOfTheCoreLocksAWindowThatWasLeftAlone(t *testing.T) {
	w := lockedWindow(t)
	w.open(admin)
	w.restart()
	w.must(window, "GET", "/api/v1/status", "")
	w.clock.Advance(5 * time.Minute)
	w.restart()
	if x := w.do(window, "GET", "/api/v1/status", ""); x.status != http.StatusUnauthorized {
		t.Errorf("%d", x.status)
	}
}

func TestBrowserIsNoWindowWhateverItSays(t *testing.T) {
	w := lockedWindow(t)
	w.must(owner, "PATCH", "/api/v1/settings", `{"changes":[{"name":"window-lock-after","value":"12h"},{"name":"session-idle","value":"1m"}]}`)
	r := httptest.NewRequest("POST", "/api/v1/session", strings.NewReader(`{"username":"viewer","password":"viewer-password"}`))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Latchkey-Window", "yes")
	rec := httptest.NewRecorder()
	w.sessions.ServeHTTP(rec, r)
	if rec.Code != http.StatusCreated {
		t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	w.signedIn[viewer] = sessionOf(t, exchange{header: rec.Header(), body: rec.Body.Bytes()})
	w.clock.Advance(time.Minute)
	if x := w.do(viewer, "GET", "/api/v1/status", ""); x.status != http.StatusUnauthorized {
		t.Errorf("idle for longer than a browser may be: %d", x.status)
	}
}

func TestLockThatNobodyCouldOpenIsRefused(t *testing.T) {
	w := emptyWorld(t)
	const on = `{"changes":[{"name":"window-lock","value":"on"}]}`
	refused := func(why string) {
		t.Helper()
		x := w.do(local, "PATCH", "/api/v1/settings", on)
		if x.status != http.StatusConflict {
			t.Errorf("%s: %d %s", why, x.status, x.body)
		}
		checkAnswer(t, x.body, `{"code":"conflict","field":"window-lock"}`)
	}
	refused("nobody at all")
	w.must(local, "POST", "/api/v1/users", `{"username":"ada","password":"ada-password","operator":"admin"}`)
	refused("an admin")
	w.must(local, "POST", "/api/v1/users", `{"username":"bob","password":"bob-password","operator":"owner"}`)
	w.must(local, "PATCH", "/api/v1/settings", on)
	// Who forgot the password takes the lock away where they may: in a terminal.
	w.must(local, "PATCH", "/api/v1/settings", `{"changes":[{"name":"window-lock","value":"off"}]}`)
	w.must(window, "GET", "/api/v1/keys", "")
}
