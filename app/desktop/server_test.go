package desktop

import (
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"latchkey/backend/access"
)

// portalServer is a team's server, as far as the bridge speaks to it.
func portalServer(t *testing.T) *httptest.Server {
	t.Helper()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Request-Id", "1")
		cookie, _ := r.Cookie(sessionCookie)
		in := cookie != nil && cookie.Value == "the-cookie" && r.Header.Get(sessionHeader) == "the-other-half"
		switch {
		case r.Method == "POST" && r.URL.Path == "/api/v1/session":
			http.SetCookie(w, &http.Cookie{Name: sessionCookie, Value: "the-cookie", HttpOnly: true})
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusCreated)
			_, _ = w.Write([]byte(`{"session":"the-other-half","operator":{"username":"ada"}}`))
		case !in:
			problem(w, http.StatusUnauthorized, "Unauthorized", access.Errorf(access.CodeUnauthenticated, "nobody is signed in"))
		case r.Method == "DELETE":
			http.SetCookie(w, &http.Cookie{Name: sessionCookie, MaxAge: -1})
			w.WriteHeader(http.StatusNoContent)
		default:
			_, _ = w.Write([]byte("of the server, for " + r.Host + " origin " + r.Header.Get("Origin")))
		}
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // of the connections that the bridge gives up
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func TestServerIsSeenBeforeItIsTrustedAndPinnedAfter(t *testing.T) {
	c := startCore(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("of this machine")) })
	_, h := able(t, c, Abilities{Version: "1.2.3"})
	server := portalServer(t)

	res := ask(h, "POST", "/window/probe", strings.NewReader(`{"address":"`+server.URL+`"}`))
	var seen probed
	if err := json.Unmarshal([]byte(text(t, res)), &seen); err != nil || res.StatusCode != 200 {
		t.Fatal(res.StatusCode, err)
	}
	want := fingerprint(server.Certificate().Raw)
	if seen.Trusted || seen.Known || seen.Changed || seen.Certificate.Fingerprint != want || seen.Certificate.Why != "signer" {
		t.Errorf("%+v %+v", seen, seen.Certificate)
	}
	// Without the fingerprint, or with another, nothing is sent.
	for _, pin := range []string{"", strings.Repeat("00:", 31) + "00"} {
		if res := ask(h, "PUT", "/window/server", strings.NewReader(`{"address":"`+server.URL+`","fingerprint":"`+pin+`"}`)); res.StatusCode != 502 {
			t.Errorf("pin %q: %d", pin, res.StatusCode)
		}
	}
	if got := text(t, ask(h, "GET", "/api/v1/status", nil)); got != "of this machine" {
		t.Errorf("after a refused connection: %q", got)
	}
	res = ask(h, "PUT", "/window/server", strings.NewReader(`{"address":"`+server.URL+`","fingerprint":"`+want+`"}`))
	if got := text(t, res); res.StatusCode != 200 || !strings.Contains(got, `"server":{"address":"`+server.URL+`"`) {
		t.Fatalf("%d %s", res.StatusCode, got)
	}
	res = ask(h, "POST", "/window/probe", strings.NewReader(`{"address":"`+server.URL+`"}`))
	if got := text(t, res); !strings.Contains(got, `"known":true,"changed":false`) {
		t.Errorf("a server that is known: %s", got)
	}
}

func TestBridgeHoldsBothHalvesOfAServersSession(t *testing.T) {
	c := startCore(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("of this machine")) })
	_, h := able(t, c, Abilities{})
	server := portalServer(t)
	pin := fingerprint(server.Certificate().Raw)
	if res := ask(h, "PUT", "/window/server", strings.NewReader(`{"address":"`+server.URL+`","fingerprint":"`+pin+`"}`)); res.StatusCode != 200 {
		t.Fatal(res.StatusCode)
	}
	if res := ask(h, "GET", "/api/v1/status", nil); res.StatusCode != 401 {
		t.Errorf("before sign-in: %d", res.StatusCode)
	}
	res := ask(h, "POST", "/api/v1/session", strings.NewReader(`{"username":"ada","password":"x"}`), "Content-Type", "application/json")
	got := text(t, res)
	if res.StatusCode != 201 || strings.Contains(got, "the-other-half") || !strings.Contains(got, heldHere) || res.Header.Get("Set-Cookie") != "" {
		t.Errorf("%d %s", res.StatusCode, got)
	}
	got = text(t, ask(h, "GET", "/api/v1/status", nil, "Latchkey-Session", heldHere, "Cookie", "latchkey_session=of-the-page", "Origin", "wails://wails"))
	if got != "of the server, for "+strings.TrimPrefix(server.URL, "https://")+" origin " {
		t.Errorf("signed in: %q", got)
	}
	if res := ask(h, "DELETE", "/window/server", nil); res.StatusCode != 200 {
		t.Errorf("%d", res.StatusCode)
	}
	if got := text(t, ask(h, "GET", "/api/v1/status", nil)); got != "of this machine" {
		t.Errorf("switched back: %q", got)
	}
}

func TestServerAddressesThatAreRefused(t *testing.T) {
	c := startCore(t, func(http.ResponseWriter, *http.Request) {})
	_, h := able(t, c, Abilities{})
	for _, address := range []string{"", "ftp://x", "http://keys.example.com", "https://user:pass@keys.example.com", "https://"} {
		body, _ := json.Marshal(serverAddress{Address: address})
		if res := ask(h, "POST", "/window/probe", strings.NewReader(string(body))); res.StatusCode != 400 {
			t.Errorf("%q: %d", address, res.StatusCode)
		}
	}
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	res := ask(h, "POST", "/window/probe", strings.NewReader(`{"address":"`+other.URL+`"}`))
	if got := text(t, res); res.StatusCode != 502 || !strings.Contains(got, "no portal of Latchkey") {
		t.Errorf("something else that answers: %d %s", res.StatusCode, got)
	}
}
