package user_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/server/servertest"
)

func call(w *servertest.World, method, path, token, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host, r.RemoteAddr = "localhost:8417", ""
	r.Header.Set("X-Request-Id", "same")
	if token != "" {
		r.Header.Set("Authorization", token)
	}
	return w.Call(r)
}

func credentials(username, password string) string {
	body, _ := json.Marshal(map[string]string{"username": username, "password": password})
	return string(body)
}

func tokenOf(t testing.TB, w *servertest.World, username string) string {
	t.Helper()
	var answer struct{ Token string }
	rec := call(w, "POST", "/user/login", "", credentials(username, servertest.Password))
	if err := json.Unmarshal(rec.Body.Bytes(), &answer); err != nil || answer.Token == "" {
		t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	return answer.Token
}

func alike(t *testing.T, name string, want, got *httptest.ResponseRecorder) {
	t.Helper()
	if got.Code != want.Code || got.Body.String() != want.Body.String() {
		t.Errorf("%s: %d %s, want %d %s", name, got.Code, got.Body, want.Code, want.Body)
	}
	if diff := cmp.Diff(want.Header(), got.Header()); diff != "" {
		t.Errorf("%s: headers differ:\n%s", name, diff)
	}
}

func TestEveryReasonOfALoginRefusedIsAlikeInBodyAndHeaders(t *testing.T) {
	w := servertest.Open(t, servertest.Options{})
	want := call(w, "POST", "/user/login", "", credentials("nobody", servertest.Password))
	if want.Code != http.StatusUnauthorized {
		t.Fatal(want.Code)
	}
	for _, test := range [][2]string{
		{"john.doe", "wrong"}, {"disabled", servertest.Password}, {"disabled", "wrong"}, {"nopassword", servertest.Password},
		{"expired", "wrong"}, {"\u0000", servertest.Password}, {"john\u200bdoe", servertest.Password}, {strings.Repeat("a", 2000), "x"},
		{"john.doe", strings.Repeat("a", 2000)}, {"john.doe", servertest.Password + " "},
	} {
		alike(t, test[0], want, call(w, "POST", "/user/login", "", credentials(test[0], test[1])))
	}
}

func TestEveryBadTokenIsAlikeInBodyAndHeaders(t *testing.T) {
	w := servertest.Open(t, servertest.Options{})
	want := call(w, "GET", "/authheader/list", "", "")
	if want.Code != http.StatusUnauthorized {
		t.Fatal(want.Code)
	}
	john, jane := tokenOf(t, w, "john.doe"), tokenOf(t, w, "jane.roe")
	w.Do("disable john.doe")
	w.Do("password jane.roe AnotherPass456!")
	for name, token := range map[string]string{
		"nonsense": "nonsense", "altered": jane[:len(jane)-2] + "xx", "cut": jane[:len(jane)/2], "none": "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.e30.",
		"disabled": john, "older password": jane, "long": strings.Repeat("a", 5000), "basic": "Basic am9objpkb2U=",
	} {
		alike(t, name, want, call(w, "GET", "/authheader/list", token, ""))
	}
}

func TestNoPasswordOrTokenIsLogged(t *testing.T) {
	w := servertest.Open(t, servertest.Options{})
	token := tokenOf(t, w, "john.doe")
	var made struct{ Token string }
	if err := json.Unmarshal(call(w, "POST", "/authheader/add", token, `{"name":"one"}`).Body.Bytes(), &made); err != nil {
		t.Fatal(err)
	}
	call(w, "POST", "/user/login", "", credentials("john.doe", "wr0ng-passw0rd"))
	call(w, "POST", "/authheader/delete", token, `{"text":"`+made.Token+`"}`)
	call(w, "GET", "/authheader/list", made.Token, "")
	for _, secret := range []string{servertest.Password, "wr0ng-passw0rd", token, made.Token} {
		if strings.Contains(w.Log.String(), secret) {
			t.Errorf("the log has %q", secret)
		}
	}
}

// Whatever the body: a status and a message of the contract, and nothing of the
// body in it.
func FuzzBodies(f *testing.F) {
	for _, seed := range []string{
		`{"username":"canary","password":"canary"}`, `{"name":5,"canary":1}`, `{"text":"canary"}`, `["canary"]`, `{"name":"canary`, ``, `null`,
		"{\"text\":\"canary\xff\"}", `{"username":"canary","username":"canary"}`, `{"username":{"canary":1},"password":"x"}`,
	} {
		for path := range 3 {
			f.Add(path, []byte(seed))
		}
	}
	w := servertest.Open(f, servertest.Options{})
	token := tokenOf(f, w, "john.doe")
	f.Fuzz(func(t *testing.T, path int, body []byte) {
		paths := []string{"/user/login", "/authheader/delete", "/authheader/add"}
		rec := call(w, "POST", paths[uint(path)%3], token, string(body))
		switch rec.Code {
		case 200:
			if paths[uint(path)%3] != "/authheader/add" {
				t.Fatalf("%s let in %q", paths[uint(path)%3], body)
			}
			return // it shows the name it was given
		case 400, 401, 404, 413:
		default:
			t.Fatalf("%d %s", rec.Code, rec.Body)
		}
		var answer map[string]string
		if err := json.Unmarshal(rec.Body.Bytes(), &answer); err != nil || len(answer) != 1 || answer["message"] == "" {
			t.Fatalf("%d %s", rec.Code, rec.Body)
		}
		if strings.Contains(answer["message"], "canary") {
			t.Fatalf("the answer repeats the body: %s", rec.Body)
		}
	})
}

// A token that leaked does not fill the store with others.
func TestAUsersAuthHeadersAreBounded(t *testing.T) {
	w := servertest.Open(t, servertest.Options{})
	token := tokenOf(t, w, "jane.roe")
	for n := range 250 {
		if rec := call(w, "POST", "/authheader/add", token, `{"name":"one"}`); rec.Code != http.StatusOK {
			t.Fatalf("%d: %d %s", n, rec.Code, rec.Body)
		}
	}
	rec := call(w, "POST", "/authheader/add", token, `{"name":"one"}`)
	if want := `{"message":"the user has 250 auth headers that work, and may have no more"}`; rec.Code != http.StatusConflict || rec.Body.String() != want {
		t.Errorf("one too many: %d %s", rec.Code, rec.Body)
	}
	var list []struct{ Token string }
	if err := json.Unmarshal(call(w, "GET", "/authheader/list", token, "").Body.Bytes(), &list); err != nil || len(list) != 250 {
		t.Fatalf("%d are listed: %v", len(list), err)
	}
	if rec := call(w, "POST", "/authheader/delete", token, `{"text":"`+list[0].Token+`"}`); rec.Code != http.StatusOK {
		t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	if rec := call(w, "POST", "/authheader/add", token, `{"name":"one"}`); rec.Code != http.StatusOK {
		t.Errorf("one was deleted, and another is refused: %d %s", rec.Code, rec.Body)
	}
	if rec := call(w, "POST", "/authheader/add", tokenOf(t, w, "john.doe"), `{"name":"one"}`); rec.Code != http.StatusOK {
		t.Errorf("somebody else's: %d %s", rec.Code, rec.Body)
	}
}
