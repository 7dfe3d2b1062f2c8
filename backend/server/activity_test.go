package server_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
	"latchkey/backend/server/servertest"
)

// call sends a request as a client on the network would.
func call(w *servertest.World, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Host, r.RemoteAddr = "localhost:8417", "10.0.0.9:50000"
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return w.Call(r)
}

func login(w *servertest.World, key, secret string) *httptest.ResponseRecorder {
	return call(w, "POST", "/login", fmt.Sprintf(`{"accessKey":%q,"secret":%q}`, key, secret))
}

// newest is the request answered last, and how it was decided.
func newest(t *testing.T, w *servertest.World) *access.Trace {
	t.Helper()
	page, err := w.Core.Activity(t.Context(), accesstest.Local, access.ActivityQuery{Limit: 1})
	if err != nil || len(page.Items) == 0 {
		t.Fatalf("the feed is empty: %v", err)
	}
	trace, err := w.Core.Explain(t.Context(), accesstest.Local, page.Items[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	return trace
}

func failed(trace *access.Trace) (first string, would []string) {
	for _, c := range trace.Checks {
		switch {
		case c.Result == "failed":
			first = c.Check
		case c.Would == "fail":
			would = append(would, c.Check)
		}
	}
	return first, would
}

// Whatever the client was told, which was always the same, the trace names the
// check that failed, the others that would have, and the way out.
func TestTraceOfARefusedLoginNamesWhatFailed(t *testing.T) {
	w := servertest.Open(t, servertest.Options{})
	for _, c := range []struct {
		key, secret  string
		first, mend  string
		name, reason string
	}{
		{servertest.AccessKey + "-expired", servertest.Secret, "expiry", "renew", "expired", "expired"},
		{servertest.AccessKey + "-paused", servertest.Secret, "paused", "resume", "paused", "paused"},
		{servertest.AccessKey + "-pending", servertest.Secret, "pending", "activate", "pending", "pending"},
		{servertest.AccessKey + "-early", servertest.Secret, "start", "activate", "early", "pending"},
		{servertest.AccessKey + "-revoked", servertest.Secret, "revoked", "replace", "revoked", "revoked"},
		{servertest.AccessKey + "-disabled", servertest.Secret, "user", "enable", "disabled", "user_disabled"},
		{servertest.AccessKey + "-left", servertest.Secret, "account", "member", "left", "no_membership"},
		{servertest.AccessKey, "wrong" + servertest.Secret, "secret", "rotate", "active", "secret"},
		{"no-such-key", servertest.Secret, "found", "", "", "unknown"},
	} {
		if status := login(w, c.key, c.secret).Code; status != 401 {
			t.Fatalf("%s: status %d", c.key, status)
		}
		trace := newest(t, w)
		first, would := failed(trace)
		action := ""
		if trace.Mend != nil {
			action = trace.Mend.Action
		}
		if first != c.first || action != c.mend || trace.Entry.Subject.Name != c.name || trace.Entry.Verdict.Reason != c.reason || len(would) > 0 {
			t.Errorf("%s: failed %q (and %q), mend %q, about %q, reason %q; want %q, %q, %q, %q",
				c.key, first, would, action, trace.Entry.Subject.Name, trace.Entry.Verdict.Reason, c.first, c.mend, c.name, c.reason)
		}
	}
}

// One mend is not enough where two things are wrong, and the trace says so
// before anybody tries.
func TestTraceNamesEveryCheckThatWouldFail(t *testing.T) {
	w := servertest.Open(t, servertest.Options{})
	ctx := t.Context()
	if _, err := w.Core.PauseKey(ctx, accesstest.Local, "short"); err != nil {
		t.Fatal(err)
	}
	w.Clock.Advance(3 * time.Hour) // it has expired too
	login(w, servertest.AccessKey+"-short", "wrong"+servertest.Secret)
	first, would := failed(newest(t, w))
	if first != "secret" || fmt.Sprint(would) != "[expiry paused]" {
		t.Errorf("failed %q, would have failed %q", first, would)
	}
	id := newest(t, w).Entry.ID
	if _, err := w.Core.RenewKey(ctx, accesstest.Local, "short", "90d"); err != nil {
		t.Fatal(err)
	}
	trace, err := w.Core.Explain(ctx, accesstest.Local, id)
	if err != nil {
		t.Fatal(err)
	}
	if first, would := failed(trace); first != "secret" || len(would) != 2 || fmt.Sprint(trace.Now) != "[paused]" {
		t.Errorf("after it was renewed the trace says %q %q, and now %q", first, would, trace.Now)
	}
}

func TestTracesOfTheOtherDialects(t *testing.T) {
	w := servertest.Open(t, servertest.Options{Limits: true})
	header, err := w.Core.AddAuthHeader(t.Context(), accesstest.Local, access.AuthHeaderSpec{Name: "ci", User: "john.doe", Expires: "1h"})
	if err != nil {
		t.Fatal(err)
	}
	token := login(w, servertest.AccessKey, servertest.Secret).Body.String()
	if trace := newest(t, w); trace.Refused || trace.Entry.Subject.Name != "active" || trace.Entry.Status != 201 {
		t.Errorf("a login that was let in shows as %+v", trace.Entry)
	}
	call(w, "GET", "/verify?role=Nobody", "", "Authorization", "Bearer "+token)
	if first, _ := failed(newest(t, w)); first != "need" {
		t.Errorf("a token without the role failed %q", first)
	}
	call(w, "GET", "/authheader/list", "", "Authorization", "Bearer "+token)
	if first, _ := failed(newest(t, w)); first != "kind" {
		t.Errorf("a machine token at /authheader/list failed %q", first)
	}
	call(w, "GET", "/verify", "", "Authorization", "Bearer nonsense")
	if first, _ := failed(newest(t, w)); first != "token" {
		t.Errorf("nonsense failed %q", first)
	}
	call(w, "GET", "/verify", "", "Authorization", "Bearer "+header.Token)
	if trace := newest(t, w); trace.Refused || trace.Entry.Subject.Name != "ci" || trace.Entry.Subject.Kind != "authheader" {
		t.Errorf("a good auth header shows as %+v", trace.Entry.Subject)
	}
	w.Clock.Advance(2 * time.Hour)
	call(w, "GET", "/verify", "", "Authorization", header.Token)
	if first, _ := failed(newest(t, w)); first != "expiry" {
		t.Errorf("an expired auth header failed %q", first)
	}
	call(w, "GET", "/verify", "", "Authorization", "Bearer "+token)
	if first, _ := failed(newest(t, w)); first != "life" {
		t.Errorf("an old token failed %q", first)
	}
	for user, want := range map[string]string{"expired": "expiry", "disabled": "user", "nobody": "found"} {
		call(w, "POST", "/user/login", fmt.Sprintf(`{"username":%q,"password":%q}`, user, servertest.Password))
		if first, _ := failed(newest(t, w)); first != want {
			t.Errorf("/user/login of %s failed %q, want %q", user, first, want)
		}
	}
	for range 15 {
		call(w, "POST", "/user/login", `{"username":"jane.roe","password":"not the one"}`)
	}
	trace := newest(t, w)
	if first, _ := failed(trace); first != "rate" || trace.Entry.Status != 429 {
		t.Errorf("the sixteenth try failed %q with %d", first, trace.Entry.Status)
	}
}

// What the portal asks is not in the feed, nor what only asks whether we live.
func TestFeedShowsTheLoginPlaneOnly(t *testing.T) {
	w := servertest.Open(t, servertest.Options{})
	for _, path := range []string{"/livez", "/readyz"} {
		call(w, "GET", path, "")
	}
	call(w, "GET", "/no/such/path-with-a-secret", "")
	page, err := w.Core.Activity(t.Context(), accesstest.Local, access.ActivityQuery{})
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Items) != 1 || page.Items[0].Route != "-" || page.Items[0].Status != http.StatusNotFound {
		t.Errorf("the feed holds %+v", page.Items)
	}
}

// TestNoSecretInTheActivityFeed sends secrets in every place of every dialect,
// those where they belong and those where people put them, while bodies are
// captured, and looks for them in everything the feed gives.
func TestNoSecretInTheActivityFeed(t *testing.T) {
	const canary = "canary-9f8e7d6c5b4a39281706f5e4d3c2b1a0-secret"
	w := servertest.Open(t, servertest.Options{})
	if _, err := w.Core.CaptureBodies(t.Context(), accesstest.Local, true); err != nil {
		t.Fatal(err)
	}
	secrets := []string{canary, servertest.Secret, servertest.Password}
	token := login(w, servertest.AccessKey, servertest.Secret).Body.String()
	secrets = append(secrets, token)
	signedIn := call(w, "POST", "/user/login", fmt.Sprintf(`{"username":"john.doe","password":%q}`, servertest.Password))
	_, rest, _ := strings.Cut(signedIn.Body.String(), `"Token":"`)
	userToken, _, _ := strings.Cut(rest, `"`)
	added := call(w, "POST", "/authheader/add", `{"name":"ci"}`, "Authorization", userToken)
	_, rest, _ = strings.Cut(added.Body.String(), `"token":"`)
	header, _, _ := strings.Cut(rest, `"`)
	if len(userToken) < 20 || len(header) < 20 {
		t.Fatal("the test found no tokens to look for")
	}
	secrets = append(secrets, userToken, header)

	bodies := []string{
		`{"accessKey":"` + canary + `","secret":"` + canary + `"}`,
		`{"apiKey":"` + canary + `","apiSecret":"` + canary + `"}`,
		`{"username":"` + canary + `","password":"` + canary + `"}`,
		`{"` + canary + `":"x","secret":{"deep":["` + canary + `"]}}`,
		`{"accessKey":{"` + canary + `":1},"secret":7}`,
		`{"name":"` + canary + `","text":"` + canary + `","note":"` + canary + `"}`,
		`"` + canary + `"`, `["` + canary + `"]`, `{"secret":"` + canary, canary,
	}
	for _, path := range []string{"/login", "/auth/login", "/user/login", "/authheader/add", "/authheader/delete"} {
		for _, body := range bodies {
			call(w, "POST", path, body)
			call(w, "POST", path, body, "Authorization", "Bearer "+userToken)
			call(w, "POST", path, body, "Content-Type", "text/plain")
		}
		call(w, "POST", path+"/"+canary, "{}")
		call(w, "POST", path+"?secret="+canary, "{}")
	}
	basic := base64.StdEncoding.EncodeToString([]byte(servertest.AccessKey + ":" + canary))
	secrets = append(secrets, basic)
	for _, credential := range []string{canary, "Bearer " + canary, "Basic " + basic, canary + " x", "Bearer " + header, "Bearer " + token, userToken} {
		call(w, "GET", "/verify?role="+canary, "", "Authorization", credential, "Cookie", "session="+canary, "X-Forwarded-Uri", "/?token="+canary)
		call(w, "GET", "/authheader/list", "", "Authorization", credential)
	}
	r := httptest.NewRequest("GET", "/authheader/list", nil) // which is refused: the name is not ours
	r.Host, r.RemoteAddr = canary+".example.com", "10.0.0.9:50000"
	w.Call(r)

	page, err := w.Core.Activity(t.Context(), accesstest.Local, access.ActivityQuery{After: 1})
	if err != nil {
		t.Fatal(err)
	}
	seen, captured := 0, 0
	for {
		for _, item := range page.Items {
			trace, err := w.Core.Explain(t.Context(), accesstest.Local, item.ID)
			if err != nil {
				t.Fatal(err)
			}
			seen++
			all := fmt.Sprintf("%+v %+v", trace, trace.Mend)
			if b := trace.Entry.Bodies; b != nil {
				captured++
				all += b.Request + b.Answer
			}
			for i, secret := range secrets {
				if strings.Contains(all, secret) {
					t.Errorf("%s %s %d holds secret %d of the test", item.Method, item.Route, item.Status, i)
				}
			}
		}
		if !page.More {
			break
		}
		if page, err = w.Core.Activity(t.Context(), accesstest.Local, access.ActivityQuery{After: page.Next}); err != nil {
			t.Fatal(err)
		}
	}
	if seen < 100 || captured < 100 {
		t.Errorf("only %d requests with %d bodies were looked at", seen, captured)
	}
}

// What is harmless in a captured body stays, or capturing it would be of no use.
func TestCapturedBodiesShowTheirShape(t *testing.T) {
	w := servertest.Open(t, servertest.Options{})
	if _, err := w.Core.CaptureBodies(t.Context(), accesstest.Local, true); err != nil {
		t.Fatal(err)
	}
	call(w, "POST", "/login", fmt.Sprintf(`{"accessKey":%q,"secret":7,"extra":true}`, servertest.AccessKey))
	bodies := newest(t, w).Entry.Bodies
	if want := `{"accessKey":"` + servertest.AccessKey + `","secret":"(a number, hidden)","(hidden)":"(true or false, hidden)"}`; bodies.Request != want {
		t.Errorf("the request shows as %s", bodies.Request)
	}
	if !strings.Contains(bodies.Answer, `"path":"/secret","code":"type","message":"must be string"`) {
		t.Errorf("the answer shows as %s", bodies.Answer)
	}
	w.Clock.Advance(16 * time.Minute)
	login(w, servertest.AccessKey, servertest.Secret)
	if newest(t, w).Entry.Bodies != nil {
		t.Error("bodies are still captured after a quarter of an hour")
	}
}
