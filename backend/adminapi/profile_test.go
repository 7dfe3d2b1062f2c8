package adminapi_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"latchkey/backend/access"
	"latchkey/backend/adminapi"
	"latchkey/backend/web"
)

func TestProfilesAreForOwnersOfAProcessThatWasAskedForThem(t *testing.T) {
	w := newWorld(t)
	for _, asked := range []bool{true, false} {
		api := adminapi.New(adminapi.Config{Access: w.core.Service, Host: w.host, Profiles: asked})
		sessions := web.Front{}.Wrap(api.Sessions())
		socket := web.Front{}.Wrap(api.Local(func(r *http.Request) access.Caller {
			c := web.Caller(r)
			c.Kind, c.Name, c.Role = access.CallerLocal, "local:tester", access.RoleOwner
			return c
		}))
		for who, want := range map[string]int{local: 200, owner: 200, admin: 403, viewer: 403, nobody: 401} {
			if !asked {
				want = 404
			}
			for _, name := range []string{"", "goroutine?debug=1", "heap?gc=1"} {
				r, door := httptest.NewRequest("GET", adminapi.ProfilePath+name, nil), sessions
				if who == local {
					door = socket
				}
				if b, ok := w.signedIn[who]; ok {
					r.AddCookie(b.cookie)
					r.Header.Set("Latchkey-Session", b.header)
				}
				rec := httptest.NewRecorder()
				door.ServeHTTP(rec, r)
				if rec.Code != want {
					t.Errorf("asked %t, %s, %q: status %d, want %d", asked, who, name, rec.Code, want)
				}
				if want == 200 && name == "goroutine?debug=1" && !strings.HasPrefix(rec.Body.String(), "goroutine profile: total ") {
					t.Errorf("%s: %.80s", who, rec.Body)
				}
			}
		}
	}
}
