package adminapi_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/access"
	"latchkey/backend/activity"
)

// observed is a login with an access key as the listener would report it.
func (w *world) observed(accessKey, secret string) {
	e := activity.Entry{Method: "POST", Route: "/login", Status: 201, Took: 2500 * time.Microsecond, In: 90, Out: 400, Addr: "10.0.0.9", Agent: "etl/2", RequestID: "r1"}
	e.Headers[0] = activity.Header{Name: "Content-Type", Value: "application/json"}
	e.Headers[1] = activity.Header{Name: "Authorization", Value: "Bearer", Hidden: true}
	e.Headers[2] = activity.Header{Name: "Content-Type", Value: "text/plain", Answer: true}
	if _, err := w.core.LoginKey(w.t.Context(), access.Caller{Addr: e.Addr, Agent: e.Agent, Verdict: &e.Verdict}, accessKey, secret); err != nil {
		e.Status, e.Code = 401, string(access.CodeUnauthenticated)
	}
	if w.core.Capturing() {
		e.Bodies = &activity.Bodies{Request: `{"secret":"•"}`, Answer: "(hidden)"}
	}
	w.core.Observe(&e)
}

func tellActivity(t *testing.T) *world {
	w := newWorld(t)
	w.must(admin, "POST", "/api/v1/accounts", `{"name":"Acme"}`)
	w.must(admin, "POST", "/api/v1/users", `{"username":"ada"}`)
	w.must(admin, "PUT", "/api/v1/accounts/Acme/members/ada", `{"roles":[],"permissions":[],"primary":true,"accountAdmin":false}`)
	key := w.must(admin, "POST", "/api/v1/keys", `{"name":"partner-x","user":"ada","expires":"1h"}`)
	w.observed(key["accessKey"].(string), key["secret"].(string))
	w.clock.Advance(2 * time.Hour)
	for _, role := range []string{owner, admin, viewer} {
		w.signIn(role)
	}
	w.observed(key["accessKey"].(string), key["secret"].(string))
	w.observed("nobody", key["secret"].(string))

	page := w.must(viewer, "GET", "/api/v1/activity", "")
	ids := make([]string, 0, 3)
	for _, item := range page["items"].([]any) {
		ids = append(ids, fmt.Sprintf("%.0f", item.(map[string]any)["id"]))
	}
	if len(ids) != 3 {
		t.Fatalf("%d requests in the feed, want 3", len(ids))
	}
	w.tell(
		step{"the newest, oldest first", viewer, "GET", "/activity", "", 200, `{"dropped":0,"more":false,"size":5000,"capture":null,"items":[
			{"method":"POST","path":"/login","status":201,"ms":2.5,"reason":"","subject":{"kind":"key","name":"partner-x","user":"ada"},"address":"10.0.0.9","agent":"etl/2"},
			{"status":401,"reason":"expired","subject":{"name":"partner-x"}},
			{"status":401,"reason":"unknown","subject":null}]}`},
		step{"filtered", viewer, "GET", "/activity?filter=status:4xx+key:partner+addr:10.0.0.0/8", "", 200, `{"items":[{"reason":"expired"}]}`},
		step{"by the beginning of a status", viewer, "GET", "/activity?filter=status:20", "", 200, `{"items":[{"status":201}]}`},
		step{"by a status", viewer, "GET", "/activity?filter=status:401+key:partner", "", 200, `{"items":[{"reason":"expired"}]}`},
		step{"turned round", viewer, "GET", "/activity?filter=-reason:expired+status:refused", "", 200, `{"items":[{"reason":"unknown"}]}`},
		step{"after one", viewer, "GET", "/activity?after=" + ids[1] + "&wait=1s", "", 200, `{"items":[{"reason":"unknown"}],"next":` + ids[2] + `}`},
		step{"a page of one", viewer, "GET", "/activity?after=" + ids[0] + "&limit=1", "", 200, `{"items":[{"reason":"expired"}],"more":true,"next":` + ids[1] + `}`},
		step{"nothing more", viewer, "GET", "/activity?after=" + ids[2], "", 200, `{"items":[],"next":` + ids[2] + `}`},
		step{"the newest one, with more behind it", viewer, "GET", "/activity?limit=1", "", 200, `{"items":[{"reason":"unknown"}],"more":true}`},
		step{"what came before one", viewer, "GET", "/activity?limit=1&before=" + ids[2], "", 200, `{"items":[{"reason":"expired"}],"more":true}`},
		step{"the rest, oldest first", viewer, "GET", "/activity?before=" + ids[2], "", 200, `{"items":[{"status":201},{"reason":"expired"}],"more":false}`},
		step{"what came before, filtered", viewer, "GET", "/activity?filter=status:ok&before=" + ids[2], "", 200, `{"items":[{"status":201}],"more":false}`},
		step{"nothing before the first", viewer, "GET", "/activity?before=" + ids[0], "", 200, `{"items":[],"more":false}`},
		step{"before and after at once", viewer, "GET", "/activity?before=5&after=3", "", 400, `{"field":"before"}`},
		step{"a wait for what has been", viewer, "GET", "/activity?before=5&wait=1s", "", 400, `{"field":"before"}`},
		step{"before something that is none", viewer, "GET", "/activity?before=x", "", 400, `{"field":"before"}`},
		step{"a term that is none", viewer, "GET", "/activity?filter=stat:4xx", "", 400, `{"field":"filter"}`},
		step{"a status that is none", viewer, "GET", "/activity?filter=status:9xx", "", 400, `{"field":"filter"}`},
		step{"a wait too long", viewer, "GET", "/activity?after=1&wait=60s", "", 400, `{"field":"wait"}`},
		step{"an id that is none", viewer, "GET", "/activity?after=x", "", 400, `{"field":"after"}`},
		step{"how it was decided", viewer, "GET", "/activity/" + ids[1], "", 200, `{"refused":true,"refusals":1,"now":["expiry"],"mend":{"action":"renew"},
			"checks":[{"check":"rate","result":"passed"},{"check":"found","result":"passed"},{"check":"secret","result":"passed"},{"check":"revoked","result":"passed"},
				{"check":"expiry","result":"failed","at":"2026-11-22T15:03:00Z"},{"check":"paused","result":"not_reached","would":"pass"},{"check":"pending","result":"not_reached","would":"pass"},
				{"check":"start","result":"not_reached","would":"pass"},{"check":"address","result":"not_reached","would":"pass"},{"check":"user","result":"not_reached","would":"pass"},
				{"check":"account","result":"not_reached","would":"pass"}],
			"requestHeaders":[{"name":"Content-Type","value":"application/json","hidden":false},{"name":"Authorization","value":"Bearer","hidden":true}],
			"answerHeaders":[{"name":"Content-Type","value":"text/plain"}],"bodies":null}`},
		step{"of nobody known", viewer, "GET", "/activity/" + ids[2], "", 200, `{"refused":true,"mend":null,"checks":[{"check":"rate","result":"passed"},{"check":"found","result":"failed"},{"check":"secret","result":"not_reached","would":"unknown"}]}`},
		step{"one that was let in", viewer, "GET", "/activity/" + ids[0], "", 200, `{"refused":false,"now":[],"mend":null}`},
		step{"one that is gone", viewer, "GET", "/activity/7", "", 404, ""},
		step{"counted", viewer, "GET", "/usage?range=24h", "", 200, `{"stepSeconds":900,"total":{"ok":1,"refused":2},"before":{"ok":0,"refused":0},"checks":{"ok":0,"refused":0},
			"reasons":[{"reason":"expired","count":1},{"reason":"unknown","count":1}],"keys":[{"subject":{"kind":"key","name":"partner-x"},"ok":1,"refused":1}],
			"users":[{"subject":{"name":"ada"},"ok":1,"refused":1}],"addresses":[{"address":"10.0.0.9","ok":1,"refused":2}],"authHeaders":[]}`},
		step{"counted of the key", viewer, "GET", "/usage?range=7d&key=partner-x", "", 200, `{"stepSeconds":3600,"total":{"ok":1,"refused":1},"reasons":[{"reason":"expired","count":1}]}`},
		step{"a span of its own", viewer, "GET", "/usage?from=2026-11-22T14:00:00Z&to=2026-11-22T14:10:00Z", "", 200, `{"stepSeconds":60,"total":{"ok":1,"refused":0}}`},
		step{"a range that is none", viewer, "GET", "/usage?range=2h", "", 400, `{"field":"range"}`},
		step{"a moment that is none", viewer, "GET", "/usage?from=yesterday", "", 400, `{"field":"from"}`},
		step{"a moment before all others", viewer, "GET", "/usage?from=0001-01-01T00:00:00Z&to=2026-11-22T14:10:00Z", "", 400, `{"field":"from"}`},
		step{"a key that is none", viewer, "GET", "/usage?key=nobody", "", 404, ""},
		step{"a table that is none", viewer, "GET", "/usage.csv?table=x", "", 400, `{"field":"table"}`},
		step{"the table of nobody", viewer, "GET", "/usage.csv?key=nobody", "", 404, ""},
		step{"what needs attention", viewer, "GET", "/overview", "", 200, `{"activeKeys":0,"keys":1,"usage":{"total":{"ok":1,"refused":2}},
			"attention":[{"kind":"key_expired_called","subject":{"name":"partner-x"},"count":1,"at":"2026-11-22T15:03:00Z","lastUsed":{"address":"10.0.0.9"},"logins":{"ok":1,"refused":1}},
				{"kind":"recovery_key_missing"},{"kind":"backup_missing"}]}`},
		step{"mended", admin, "PATCH", "/keys/partner-x", `{"expires":"90d"}`, 200, ""},
		step{"nothing left to mend", viewer, "GET", "/activity/" + ids[1], "", 200, `{"refused":true,"now":[],"mend":null}`},
		step{"not for an admin", admin, "PUT", "/activity/capture", `{"on":true}`, 403, ""},
		step{"neither on nor off", owner, "PUT", "/activity/capture", `{}`, 400, ""},
		step{"bodies captured", owner, "PUT", "/activity/capture", `{"on":true}`, 200, `{"capture":{"until":"2026-11-22T16:18:00Z","by":"owner"}}`},
	)
	w.observed("nobody", "x")
	last := w.must(viewer, "GET", "/api/v1/activity?limit=1", "")
	id := fmt.Sprintf("%.0f", last["next"])
	w.tell(
		step{"with its bodies", viewer, "GET", "/activity/" + id, "", 200, `{"bodies":{"request":"{\"secret\":\"•\"}","requestCut":0}}`},
		step{"everybody sees that it is on", viewer, "GET", "/activity", "", 200, `{"capture":{"by":"owner"}}`},
	)
	for table, want := range map[string][]string{"keys": {"partner-x"}, "users": {"ada"}, "reasons": {"unknown", "expired"}, "addresses": {"10.0.0.9"}, "authheaders": nil} {
		name := map[string]string{"reasons": "reason", "addresses": "address"}[table]
		if diff := cmp.Diff(want, column(t, w.export("/usage.csv?table="+table), nameOr(name))); diff != "" {
			t.Errorf("%s: %s", table, diff)
		}
	}
	if rows := w.export("/usage.csv"); len(rows) != 97 {
		t.Errorf("a day has %d lines, want 96 and a heading", len(rows))
	}
	w.clock.Advance(16 * time.Minute)
	w.tell(
		step{"ended by itself", viewer, "GET", "/activity", "", 200, `{"capture":null}`},
		step{"off", owner, "PUT", "/activity/capture", `{"on":false}`, 200, `{"capture":null}`},
		step{"written down", viewer, "GET", "/audit?limit=1", "", 200, `{"items":[{"actor":"owner","action":"activity.capture","detail":"off"}]}`},
	)
	return w
}

// nameOr is the column that a table of usage is named by.
func nameOr(column string) string {
	if column == "" {
		return "name"
	}
	return column
}
