package apikey_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/server/servertest"
)

func post(w *servertest.World, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", "/auth/login", strings.NewReader(body))
	r.Host, r.RemoteAddr = "localhost:8417", ""
	r.Header.Set("X-Request-Id", "same")
	return w.Call(r)
}

func login(w *servertest.World, apiKey, apiSecret string) *httptest.ResponseRecorder {
	body, _ := json.Marshal(map[string]string{"apiKey": apiKey, "apiSecret": apiSecret})
	return post(w, string(body))
}

func TestEveryReasonOfA401IsAlikeInBodyAndHeaders(t *testing.T) {
	w := servertest.Open(t, servertest.Options{})
	want := login(w, "unknown", servertest.Secret)
	if want.Code != http.StatusUnauthorized {
		t.Fatal(want.Code)
	}
	others := map[string]*httptest.ResponseRecorder{
		"wrong secret": login(w, servertest.AccessKey, "wrong"),
		"empty":        login(w, "", ""),
	}
	for _, name := range []string{"pending", "early", "paused", "expired", "revoked", "disabled", "left"} {
		others[name] = login(w, servertest.AccessKey+"-"+name, servertest.Secret)
	}
	for name, got := range others {
		if got.Code != want.Code || got.Body.String() != want.Body.String() {
			t.Errorf("%s: %d %s", name, got.Code, got.Body)
		}
		if diff := cmp.Diff(want.Header(), got.Header()); diff != "" {
			t.Errorf("%s: headers differ:\n%s", name, diff)
		}
	}
}

// Whatever the body: a problem of the contract, and nothing of the body in it.
func FuzzLogin(f *testing.F) {
	for _, seed := range []string{
		`{"apiKey":"canary","apiSecret":"canary"}`, `{"apiKey":"canary","apiSecret":5}`, `{"apiKey":"canary"`, `["canary"]`, ``, `{"canary":["canary"]}`,
		"{\"apiKey\":\"canary\xff\"}", `{"apiKey":"canary","apiKey":"canary"}`,
	} {
		f.Add([]byte(seed))
	}
	w := servertest.Open(f, servertest.Options{})
	f.Fuzz(func(t *testing.T, body []byte) {
		rec := post(w, string(body))
		switch rec.Code {
		case 400, 401, 413:
		default:
			t.Fatalf("%d %s", rec.Code, rec.Body)
		}
		var problem struct {
			Status int
			Errors []struct{ Path, Code, Message string }
		}
		if err := json.Unmarshal(rec.Body.Bytes(), &problem); err != nil || problem.Status != rec.Code || (rec.Code == 400) != (len(problem.Errors) > 0) {
			t.Fatalf("%d %s", rec.Code, rec.Body)
		}
		if strings.Contains(rec.Body.String(), "canary") {
			t.Fatalf("the answer repeats the body: %s", rec.Body)
		}
	})
}
