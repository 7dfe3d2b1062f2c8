package adminapi_test

import (
	"testing"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
)

func tellSettings(t *testing.T) *world {
	w := openWorld(t, accesstest.Options{Given: map[string]access.Given{"session-idle": {Value: "5m", Origin: "LATCHKEY_SESSION_IDLE"}}})
	for _, role := range []string{owner, admin} {
		w.must(local, "POST", "/api/v1/users", `{"username":"`+role+`","password":"`+passwordOf(role)+`","operator":"`+role+`"}`)
		w.signIn(role)
	}
	find := func(name string) map[string]any {
		for _, item := range w.must(admin, "GET", "/api/v1/settings", "")["items"].([]any) {
			if item := item.(map[string]any); item["name"] == name {
				return item
			}
		}
		t.Fatalf("no setting %s", name)
		return nil
	}
	want := func(name, value, origin string, editable bool, version float64) {
		t.Helper()
		s := find(name)
		if s["value"] != value || s["origin"] != origin || s["editable"] != editable || s["version"] != version {
			t.Errorf("%s: %v", name, s)
		}
	}
	want("token-life", "1h", "default", true, 1)
	want("session-idle", "5m", "LATCHKEY_SESSION_IDLE", false, 1)
	change := func(changes string) string { return `{"changes":[` + changes + `]}` }
	w.tell(
		step{"changed", owner, "PATCH", "/settings", change(`{"name":"token-life","value":"15m","version":1},{"name":"password-length","value":"12","version":1}`), 200, ""},
		step{"written down with before and after", admin, "GET", "/audit?limit=1", "", 200, `{"items":[{"action":"setting.change","objectId":"password-length","detail":"from 10 to 12"}]}`},
		step{"on a version that is gone", owner, "PATCH", "/settings", change(`{"name":"token-life","value":"5m","version":1}`), 409, `{"code":"conflict","field":"token-life","detail":"the setting token-life was changed by owner in the meantime"}`},
		step{"beyond its bounds", owner, "PATCH", "/settings", change(`{"name":"token-life","value":"25h"}`), 400, `{"field":"token-life","detail":"token-life is a span such as 90d, 12h or 30m from 1m to 24h"}`},
		step{"weaker than the contract", owner, "PATCH", "/settings", change(`{"name":"password-length","value":"9"}`), 400, `{"field":"password-length"}`},
		step{"costs go upwards only", owner, "PATCH", "/settings", change(`{"name":"password-memory","value":"18"}`), 400, ""},
		step{"never, where there must be an end", owner, "PATCH", "/settings", change(`{"name":"session-life","value":"never"}`), 400, ""},
		step{"a choice that is none", owner, "PATCH", "/settings", change(`{"name":"operator-second-factor","value":"maybe"}`), 400, `{"detail":"operator-second-factor is one of optional, required"}`},
		step{"twice at once", owner, "PATCH", "/settings", change(`{"name":"token-life","value":"2m"},{"name":"token-life","value":"3m"}`), 400, ""},
		step{"one that is set above", owner, "PATCH", "/settings", change(`{"name":"session-idle","value":"1h"}`), 409, `{"code":"conflict","field":"session-idle","detail":"session-idle is set by LATCHKEY_SESSION_IDLE, which wins over what is kept here"}`},
		step{"none there is", owner, "PATCH", "/settings", change(`{"name":"listener","value":"x"}`), 404, ""},
		step{"one of two is wrong, so neither", owner, "PATCH", "/settings", change(`{"name":"token-life","value":"3m"},{"name":"password-age","value":"soon"}`), 400, ""},
		step{"by an admin", admin, "PATCH", "/settings", change(`{"name":"token-life","value":"3m"}`), 403, ""},
		step{"a name that is none", owner, "PATCH", "/settings", `{"settings":[]}`, 400, ""},
	)
	want("token-life", "15m", "portal", true, 2)
	w.restart()
	want("token-life", "15m", "portal", true, 2)
	w.tell(step{"the default again", owner, "PATCH", "/settings", change(`{"name":"token-life","value":null}`), 200, ""})
	want("token-life", "1h", "default", true, 3)
	return w
}
