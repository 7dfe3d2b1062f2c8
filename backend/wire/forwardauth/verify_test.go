package forwardauth_test

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/server/servertest"
)

func verify(w *servertest.World, query, credential string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", "/verify", nil)
	r.URL.RawQuery, r.Host, r.RemoteAddr = query, "any.example", ""
	r.Header.Set("X-Request-Id", "same")
	if credential != "" {
		r.Header.Set("Authorization", credential)
	}
	return w.Call(r)
}

func token(t testing.TB, w *servertest.World, accessKey string) string {
	t.Helper()
	r := httptest.NewRequest("POST", "/login", strings.NewReader(`{"accessKey":"`+accessKey+`","secret":"`+servertest.Secret+`"}`))
	r.Host, r.RemoteAddr = "localhost", ""
	rec := w.Call(r)
	if rec.Code != 201 {
		t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	return rec.Body.String()
}

func TestEveryReasonOfA401IsAlikeInBodyAndHeaders(t *testing.T) {
	w := servertest.Open(t, servertest.Options{})
	active, plain, short := token(t, w, servertest.AccessKey), token(t, w, servertest.AccessKey+"-plain"), token(t, w, servertest.AccessKey+"-short")
	w.Do("pause active")
	w.Do("revoke short")
	w.Do("leave Default jane.roe")
	want := verify(w, "", "")
	if want.Code != 401 {
		t.Fatal(want.Code)
	}
	for name, credential := range map[string]string{
		"nonsense": "nonsense", "paused": active, "revoked": short, "left": plain, "altered": active[:len(active)-2] + "xx", "basic": "Basic eDp5",
		"long": strings.Repeat("a", 7000), "access key": servertest.AccessKey,
	} {
		got := verify(w, "role=Partner", credential)
		if got.Code != 401 || got.Body.Len() > 0 {
			t.Errorf("%s: %d %s", name, got.Code, got.Body)
		}
		if diff := cmp.Diff(want.Header(), got.Header()); diff != "" {
			t.Errorf("%s: headers differ:\n%s", name, diff)
		}
	}
}

// Whatever the query: nobody gets through without carrying every role and
// permission that stands in it.
func FuzzQuery(f *testing.F) {
	for _, query := range []string{"role=Partner", "role=Owner", "Role=Owner", "role=Partner&permission=x", "headers=remote", "role", "&&", "role=%zz", "a=b", "role[]=Owner", "role=Partner;role=Owner"} {
		f.Add(query)
	}
	w := servertest.Open(f, servertest.Options{})
	credential := token(f, w, servertest.AccessKey)
	carried := map[string]bool{"Partner": true, "PartnerAdmin": true}
	permitted := map[string]bool{"orders:read": true, "orders:write": true}
	f.Fuzz(func(t *testing.T, query string) {
		rec := verify(w, query, credential)
		switch rec.Code {
		case 400, 403:
			return
		case 200:
		default:
			t.Fatalf("%d %s", rec.Code, rec.Body)
		}
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatalf("let in with a query that cannot be read: %q", query)
		}
		for name, list := range values {
			for _, value := range list {
				if name == "role" && !carried[value] || name == "permission" && !permitted[value] || name != "role" && name != "permission" && name != "headers" {
					t.Fatalf("let in without %s=%s", name, value)
				}
			}
		}
	})
}
