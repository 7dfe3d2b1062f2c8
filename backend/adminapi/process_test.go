package adminapi_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func tellProcess(t *testing.T) *world {
	w := emptyWorld(t)
	w.tell(
		step{"status of an empty store", local, "GET", "/status", "", 200,
			`{"version":"1.2.3","startedAt":"2026-11-22T13:00:00Z","now":"2026-11-22T14:03:00Z","dataFolder":"/var/lib/latchkey","pid":4711,"keySource":"master.key","portal":true,"issuer":"http://localhost:8417","firstRun":true,"setup":true,
			"listener":{"state":"listening","address":"127.0.0.1:8417","url":"http://127.0.0.1:8417","since":"2026-11-22T13:00:00Z","error":"","suggestion":"","loopback":true,"plainHttp":false,"portal":true},
			"counts":{"accounts":0,"users":0,"keys":0,"authHeaders":0,"operators":0}}`},
		step{"set-up link", local, "POST", "/setup-link", "", 200, `{"expires":"2026-11-22T15:03:00Z"}`},
		step{"an owner", local, "POST", "/users", `{"username":"owner","password":"owner-password","operator":"owner"}`, 201, ""},
		step{"an admin", local, "POST", "/users", `{"username":"admin","password":"admin-password","operator":"admin"}`, 201, ""},
	)
	w.signIn(owner)
	w.signIn(admin)
	w.tell(
		step{"status for an owner", owner, "GET", "/status", "", 200, `{"dataFolder":"/var/lib/latchkey","pid":4711,"setup":false,"firstRun":true,"counts":{"users":2,"operators":2}}`},
		step{"status for an admin", admin, "GET", "/status", "", 200, `{"dataFolder":null,"pid":null,"settings":null}`},
		step{"listener moved", owner, "PUT", "/listener", `{"address":"127.0.0.1:8500"}`, 200, `{"listener":{"address":"127.0.0.1:8500","url":"http://127.0.0.1:8500"}}`},
		step{"no address", owner, "PUT", "/listener", `{}`, 400, `{"field":"address"}`},
		step{"taken port", owner, "PUT", "/listener", `{"address":"127.0.0.1:9999"}`, 409, `{"code":"conflict","hint":"choose 127.0.0.1:8418 or stop that program"}`},
		step{"where it was", owner, "GET", "/status", "", 200, `{"listener":{"address":"127.0.0.1:8500"}}`},
		step{"what failed is not written down as done", owner, "GET", "/audit?limit=1", "", 200, `{"items":[{"action":"listener.change","objectName":"127.0.0.1:8500","result":"done"}]}`},
		step{"where it could be", owner, "GET", "/listener?address=127.0.0.1:9999", "", 200, `{"networks":[{"interface":"lo","address":"127.0.0.1","network":"127.0.0.0/8","loopback":true}],
			"probe":{"address":"127.0.0.1:9999","free":false,"error":"port 9999 is taken by nginx (process 42)","suggestion":"127.0.0.1:10000"}}`},
		step{"and no probe where none is asked for", owner, "GET", "/listener", "", 200, `{"probe":null}`},
		step{"no way to stop it for who came by it", owner, "POST", "/listener/stop", "", 409, `{"code":"conflict"}`},
		step{"nor to restart it", owner, "POST", "/listener/restart", "", 409, `{"code":"conflict"}`},
		step{"it listens still", owner, "GET", "/status", "", 200, `{"listener":{"state":"listening"}}`},
		step{"stopped on its machine", local, "POST", "/listener/stop", "", 200, `{"listener":{"state":"stopped","address":"127.0.0.1:8500"}}`},
		step{"started again", local, "POST", "/listener/start", "", 200, `{"listener":{"state":"listening"}}`},
		step{"restarted", local, "POST", "/listener/restart", "", 200, `{"listener":{"state":"listening"}}`},
		step{"each is written down", owner, "GET", "/audit?limit=3", "", 200, `{"items":[
			{"action":"listener.restart","objectName":"127.0.0.1:8500"},{"action":"listener.start","result":"done"},{"action":"listener.stop","result":"done"}]}`},
		step{"not by an admin", admin, "POST", "/listener/stop", "", 403, ""},
		step{"description", admin, "GET", "/openapi.yaml", "", 200, ""},
		step{"no way to stop it from a browser", owner, "POST", "/stop", "", 403, ""},
	)
	if w.host.stopped {
		t.Error("the process was stopped from a browser")
	}
	w.host.alone()
	w.tell(
		step{"stopped from a browser that has the portal elsewhere", owner, "POST", "/listener/stop", "", 200, `{"listener":{"state":"stopped","portal":false}}`},
		step{"and started", owner, "POST", "/listener/start", "", 200, `{"listener":{"state":"listening"}}`},
		step{"stopped", local, "POST", "/stop", "", 202, ""},
	)
	if !w.host.stopped {
		t.Error("the process was not stopped")
	}
	return w
}

func tellAudit(t *testing.T) *world {
	w := newWorld(t)
	w.clock.Advance(time.Second)
	w.must(admin, "POST", "/api/v1/accounts", `{"name":"Acme"}`)
	w.clock.Advance(time.Second)
	w.tell(
		step{"what was refused", viewer, "DELETE", "/accounts/Acme", "", 403, ""},
		step{"newest first", viewer, "GET", "/audit?limit=2", "", 200, `{"items":[
			{"actor":"viewer","action":"account.remove","result":"denied"},
			{"at":"2026-11-22T14:03:01Z","actor":"admin","action":"account.create","object":"account","objectName":"Acme","result":"done","detail":""}]}`},
	)
	last := w.must(viewer, "GET", "/api/v1/audit?limit=1", "")["next"].(string)
	w.tell(
		step{"the page after that", viewer, "GET", "/audit?limit=1&after=" + last, "", 200, `{"items":[{"action":"account.create"}]}`},
		step{"whole", viewer, "GET", "/audit/verify", "", 200, `{"verdict":"whole","findings":[],"more":0,"waiting":0}`},
		step{"held against a later end", viewer, "GET", "/audit/verify?head=99:00ff", "", 200, `{"verdict":"truncated","findings":[{"verdict":"truncated","entry":"","link":99}]}`},
		step{"held against no end", viewer, "GET", "/audit/verify?head=nonsense", "", 400, `{"field":"head"}`},
		step{"verified by nobody", nobody, "GET", "/audit/verify", "", 401, ""},
		step{"all of it", viewer, "GET", "/audit", "", 200, `{"next":""}`},
		step{"by result", viewer, "GET", "/audit?result=denied", "", 200, `{"items":[{"action":"account.remove"}],"next":""}`},
		step{"by who, what and when", viewer, "GET", "/audit?actor=adm&action=account.&from=2026-11-22T14:03:01Z&to=2026-11-23", "", 200, `{"items":[{"action":"account.create"}]}`},
		step{"a result there is not", viewer, "GET", "/audit?result=maybe", "", 400, `{"field":"result"}`},
		step{"a moment that is none", viewer, "GET", "/audit?from=yesterday", "", 400, `{"field":"from"}`},
		step{"a time that ends before it begins", viewer, "GET", "/audit?from=2026-11-23&to=2026-11-22", "", 400, `{"field":"to"}`},
	)
	return w
}

func TestUnknownPathsAndMethodsAreProblems(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		method, path string
		status       int
		allow        string
	}{
		{"GET", "/api/v1/", 404, ""},
		{"GET", "/api/v1/nothing", 404, ""},
		{"GET", "/api/v1/keys/", 404, ""},
		{"GET", "/api/v1/keys/a/b/c", 404, ""},
		{"GET", "/api/v2/keys", 404, ""},
		{"PUT", "/api/v1/keys", 405, "GET, HEAD, POST"},
		{"DELETE", "/api/v1/keys/a", 405, "GET, HEAD, PATCH"},
		{"OPTIONS", "/api/v1/status", 405, "GET, HEAD"},
		{"GET", "/api/v1/stop", 405, "POST"},
	} {
		for _, as := range []string{local, owner, nobody} {
			x := w.do(as, c.method, c.path, "")
			if x.status != c.status || x.header.Get("Allow") != c.allow {
				t.Errorf("%s %s as %q: %d with Allow %q, want %d with %q", c.method, c.path, as, x.status, x.header.Get("Allow"), c.status, c.allow)
			}
		}
	}
}

func TestBodiesThatAreRefusedUnread(t *testing.T) {
	w := newWorld(t)
	send := func(contentType, body string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("POST", "/api/v1/accounts", strings.NewReader(body))
		if contentType != "" {
			r.Header.Set("Content-Type", contentType)
		}
		rec := httptest.NewRecorder()
		w.local.ServeHTTP(rec, r)
		return rec
	}
	for _, c := range []struct {
		name, contentType, body string
		status                  int
	}{
		{"no content type", "", `{"name":"a"}`, http.StatusCreated},
		{"with charset", "application/json; charset=utf-8", `{"name":"b"}`, http.StatusCreated},
		{"form", "application/x-www-form-urlencoded", `name=a`, http.StatusUnsupportedMediaType},
		{"text", "text/plain", `{"name":"c"}`, http.StatusUnsupportedMediaType},
		{"one MiB", "application/json", `{"name":"d"}` + strings.Repeat(" ", 1<<20-12), http.StatusCreated},
		{"over one MiB", "application/json", `{"name":"e"}` + strings.Repeat(" ", 1<<20-11), http.StatusRequestEntityTooLarge},
		{"too deep", "application/json", `{"whitelabelSettings":` + strings.Repeat(`{"a":`, 64) + "1" + strings.Repeat("}", 64) + "}", http.StatusBadRequest},
		{"a name given twice", "application/json", `{"name":"f","name":"g"}`, http.StatusBadRequest},
		{"two values", "application/json", `{"name":"h"}{}`, http.StatusBadRequest},
	} {
		if rec := send(c.contentType, c.body); rec.Code != c.status {
			t.Errorf("%s: %d, want %d: %s", c.name, rec.Code, c.status, rec.Body)
		}
	}
}
