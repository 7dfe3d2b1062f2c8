package adminapi_test

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func tellKeyLife(t *testing.T) *world {
	w := withAlice(t)
	w.tell(
		step{"made with labels and addresses", admin, "POST", "/keys", `{"name":"batch","user":"alice","expires":"30d","labels":["prod","eu"],"addresses":["10.0.0.0/24","::ffff:10.1.1.1"]}`, 201,
			`{"labels":["eu","prod"],"addresses":["10.0.0.0/24","10.1.1.1"],"expiring":false,"term":2592000,"rotatedAt":null,"rotation":null}`},
		step{"an address that is none", admin, "POST", "/keys", `{"name":"x","user":"alice","addresses":["10.0.0.5/24"]}`, 400, `{"field":"addresses","hint":"write 10.0.0.5 for the address or 10.0.0.0/24 for the range"}`},
		step{"a label of two words", admin, "PATCH", "/keys/batch", `{"labels":["a b"]}`, 400, `{"field":"labels"}`},
		step{"other labels, any address", admin, "PATCH", "/keys/batch", `{"labels":["prod"],"addresses":[]}`, 200, `{"labels":["prod"],"addresses":[]}`},
		step{"the labels there are", viewer, "GET", "/labels", "", 200, `{"items":[{"label":"prod","keys":1}],"total":1}`},
		step{"by label", viewer, "GET", "/keys?label=prod", "", 200, `{"total":1}`},
		step{"by a label nobody has", viewer, "GET", "/keys?label=eu", "", 200, `{"items":[],"total":0}`},
		step{"never used", viewer, "GET", "/keys?unused=true", "", 200, `{"total":1}`},
		step{"unused that is neither", viewer, "GET", "/keys?unused=yes", "", 400, `{"field":"unused"}`},

		step{"rotated", admin, "POST", "/keys/batch/rotate", `{"grace":"1h"}`, 200,
			`{"name":"batch","state":"active","rotatedAt":"2026-11-22T14:03:00Z","rotation":{"since":"2026-11-22T14:03:00Z","until":"2026-11-22T15:03:00Z","new":{"logins":0,"lastUsed":null},"old":{"logins":0,"lastUsed":null}}}`},
		step{"rotating ones", viewer, "GET", "/keys?rotating=true", "", 200, `{"items":[{"name":"batch"}],"total":1}`},
		step{"rotated while rotating", admin, "POST", "/keys/batch/rotate", ``, 409, `{"code":"conflict"}`},
		step{"a grace over the longest", admin, "POST", "/keys/batch/rotate", `{"grace":"31d"}`, 400, `{"field":"grace"}`},
		step{"a longer grace", admin, "POST", "/keys/batch/rotation/extend", `{"span":"1d"}`, 200, `{"rotation":{"until":"2026-11-23T15:03:00Z"}}`},
		step{"a grace that is no span", admin, "POST", "/keys/batch/rotation/extend", `{"span":"2027-01-01"}`, 400, `{"field":"grace"}`},
		step{"a longer grace for nothing", admin, "POST", "/keys/nobody/rotation/extend", `{"span":"1d"}`, 404, ""},
		step{"the old secret ended", admin, "POST", "/keys/batch/rotation/end", "", 200, `{"rotation":null}`},
		step{"ended again", admin, "POST", "/keys/batch/rotation/end", "", 200, `{"rotation":null}`},
		step{"ended for nothing", admin, "POST", "/keys/nobody/rotation/end", "", 404, ""},
		step{"no grace left to lengthen", admin, "POST", "/keys/batch/rotation/extend", `{"span":"1d"}`, 409, ""},
		step{"rotated at once", admin, "POST", "/keys/batch/rotate", `{"grace":"now"}`, 200, `{"rotation":null}`},
		step{"rotating nothing", admin, "POST", "/keys/nobody/rotate", "", 404, ""},

		step{"extended", admin, "POST", "/keys/batch/extend", `{"span":"1h"}`, 200, `{"expires":"2026-12-22T15:03:00Z","term":2592000}`},
		step{"extended by no span", admin, "POST", "/keys/batch/extend", `{}`, 400, `{"field":"span"}`},
		step{"extending nothing", admin, "POST", "/keys/nobody/extend", `{"span":"1h"}`, 404, ""},
		step{"renewed for another term", admin, "POST", "/keys/batch/renew", `{"expires":"60d"}`, 200, `{"expires":"2027-01-21T14:03:00Z","term":5184000}`},
		step{"renewed to end earlier", admin, "POST", "/keys/batch/renew", `{"expires":"1d"}`, 400, `{"field":"expires"}`},
		step{"renewing nothing", admin, "POST", "/keys/nobody/renew", "", 404, ""},

		step{"a token for it", local, "POST", "/keys/batch/token", "", 200, `{"expires":"2026-11-22T15:03:00Z"}`},
		step{"a token from a browser", owner, "POST", "/keys/batch/token", "", 403, `{"code":"denied"}`},
		step{"a token for nothing", local, "POST", "/keys/nobody/token", "", 404, ""},
		step{"never expires", admin, "POST", "/keys", `{"name":"endless","user":"alice"}`, 201, `{"term":0}`},
		step{"extending what never expires", admin, "POST", "/keys/endless/extend", `{"span":"1h"}`, 409, ""},
		step{"renewing what never expires", admin, "POST", "/keys/endless/renew", "", 409, ""},
	)
	w.clock.Advance(61 * 24 * time.Hour)
	for _, name := range []string{admin, viewer} {
		w.signIn(name)
	}
	w.tell(
		step{"a token for an expired one", local, "POST", "/keys/batch/token", "", 409, ""},
		step{"rotating an expired one", admin, "POST", "/keys/batch/rotate", "", 409, ""},
		step{"renewed for the term it had", admin, "POST", "/keys/batch/renew", "", 200, `{"state":"active","expires":"2027-03-23T14:03:00Z"}`},
		step{"revoked", admin, "POST", "/keys/endless/revoke", "", 200, ""},
		step{"ending what is over", admin, "POST", "/keys/endless/rotation/end", "", 409, ""},
		step{"a limit for all", local, "PATCH", "/settings", `{"changes":[{"name":"key-max-life","value":"90d"}]}`, 200, ""},
		step{"made for longer", admin, "POST", "/keys", `{"name":"x","user":"alice","expires":"91d"}`, 400, `{"field":"expires"}`},
		step{"extended past it", admin, "POST", "/keys/batch/extend", `{"span":"60d"}`, 400, `{"field":"expires"}`},
	)
	w.clock.Advance(50 * 24 * time.Hour)
	w.signIn(viewer)
	w.tell(step{"about to expire", viewer, "GET", "/keys?expiring=true", "", 200, `{"items":[{"name":"batch","expiring":true}],"total":1}`})
	return w
}

func tellJobs(t *testing.T) *world {
	w := withAlice(t)
	for _, name := range []string{"one", "two", "three", "twice", "twice"} {
		w.must(admin, "POST", "/api/v1/keys", `{"name":"`+name+`","user":"alice"}`)
	}
	w.must(admin, "POST", "/api/v1/keys/three/revoke", "")
	const id = "0b5cb9a6-64b5-4c7d-8a30-5ac2a6f1f8a1"
	w.tell(
		step{"begun", admin, "POST", "/jobs", `{"id":"` + id + `","action":"key.pause","keys":["one","two","three"]}`, 202, `{"id":"` + id + `","action":"key.pause","total":3,"startedBy":"admin","stopped":false}`},
		step{"sent again", admin, "POST", "/jobs", `{"id":"` + id + `","action":"key.pause","keys":["one","two","three"]}`, 202, `{"id":"` + id + `","total":3}`},
		step{"which of the two", admin, "POST", "/jobs", `{"action":"key.pause","keys":["twice"]}`, 409, ""},
		step{"of an unknown key", admin, "POST", "/jobs", `{"action":"key.pause","keys":["nobody"]}`, 404, ""},
		step{"of an unknown user", admin, "POST", "/jobs", `{"action":"key.pause","filter":{"user":"nobody"}}`, 404, ""},
		step{"no action", admin, "POST", "/jobs", `{"keys":["one"]}`, 400, `{"field":"action"}`},
		step{"an action there is not", admin, "POST", "/jobs", `{"action":"key.rotate","keys":["one"]}`, 400, `{"field":"action"}`},
		step{"a state that is none", admin, "POST", "/jobs", `{"action":"key.pause","filter":{"state":["bogus"]}}`, 400, `{"field":"state"}`},
		step{"an unknown one", viewer, "GET", "/jobs/" + "x", "", 404, ""},
		step{"stopping an unknown one", admin, "DELETE", "/jobs/x", "", 404, ""},
	)
	w.untilOver(id)
	w.tell(
		step{"how it went", viewer, "GET", "/jobs/" + id, "", 200,
			`{"total":3,"done":2,"unchanged":0,"refused":1,"trouble":"","changed":[{"name":"one","why":""},{"name":"two"}],"refusals":[{"name":"three","why":"the key is revoked, and that is final","hint":"make a new key"}]}`},
		step{"stopping what is over", admin, "DELETE", "/jobs/" + id, "", 200, `{"stopped":false}`},
		step{"all of them", viewer, "GET", "/jobs", "", 200, `{"items":[{"id":"` + id + `"}],"total":1}`},
		step{"paused ones", viewer, "GET", "/keys?state=paused", "", 200, `{"total":2}`},
	)
	second := w.must(admin, "POST", "/api/v1/jobs", `{"action":"key.label","filter":{"state":["paused"]},"add":["asleep"]}`)["id"].(string)
	w.untilOver(second)
	w.tell(step{"labelled ones", viewer, "GET", "/keys?label=asleep", "", 200, `{"items":[{"name":"one"},{"name":"two"}],"total":2}`})
	return w
}

func (w *world) untilOver(job string) {
	w.t.Helper()
	for range 12_000 {
		if w.must(viewer, "GET", "/api/v1/jobs/"+job, "")["finishedAt"] != nil {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	w.t.Fatal("the job does not end")
}

func tellExports(t *testing.T) *world {
	w := withAlice(t)
	w.must(admin, "POST", "/api/v1/keys", `{"name":"=HYPERLINK(\"http://evil\")","user":"alice","note":"two\nlines, and \"quotes\"","labels":["eu"]}`)
	w.must(admin, "POST", "/api/v1/keys", `{"name":"plain","user":"alice","expires":"30d","addresses":["10.0.0.0/24","10.1.0.1"]}`)
	w.must(admin, "POST", "/api/v1/authheaders", `{"name":"-1+1","user":"alice"}`)
	w.tell(
		step{"of an unknown user", viewer, "GET", "/keys.csv?user=nobody", "", 404, ""},
		step{"auth headers of an unknown user", viewer, "GET", "/authheaders.csv?user=nobody", "", 404, ""},
		step{"state that is none", viewer, "GET", "/keys.csv?state=bogus", "", 400, `{"field":"state"}`},
		step{"state of another kind", viewer, "GET", "/authheaders.csv?state=paused", "", 400, `{"field":"state"}`},
		step{"a result there is not", viewer, "GET", "/audit.csv?result=maybe", "", 400, `{"field":"result"}`},
	)
	keys := w.export("/keys.csv")
	if diff := cmp.Diff([]string{"'=HYPERLINK(\"http://evil\")", "plain"}, column(t, keys, "name")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"two\nlines, and \"quotes\"", ""}, column(t, keys, "note")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"", "10.0.0.0/24 10.1.0.1"}, column(t, keys, "addresses")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"plain"}, column(t, w.export("/keys.csv?search=plain"), "name")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"plain"}, column(t, w.export("/keys.csv?ids="+column(t, keys, "id")[1]), "name")); diff != "" {
		t.Error(diff)
	}
	if none := w.export("/keys.csv?label=none"); len(none) != 1 {
		t.Errorf("an export of nothing has %d lines", len(none))
	}
	if diff := cmp.Diff([]string{"'-1+1"}, column(t, w.export("/authheaders.csv"), "name")); diff != "" {
		t.Error(diff)
	}
	audit := w.export("/audit.csv?action=key.")
	if diff := cmp.Diff([]string{"key.export", "key.export", "key.export", "key.export", "key.create", "key.create"}, column(t, audit, "action")); diff != "" {
		t.Error(diff)
	}
	return w
}

func (w *world) export(path string) [][]string {
	w.t.Helper()
	x := w.do(viewer, "GET", "/api/v1"+path, "")
	if x.status != 200 || !strings.HasPrefix(x.header.Get("Content-Disposition"), "attachment") {
		w.t.Fatalf("%s: %d %v", path, x.status, x.header)
	}
	rows, err := csv.NewReader(strings.NewReader(string(x.body))).ReadAll()
	if err != nil {
		w.t.Fatal(err)
	}
	return rows
}

func column(t *testing.T, rows [][]string, name string) []string {
	t.Helper()
	at := slices.Index(rows[0], name)
	if at < 0 {
		t.Fatalf("there is no column %s in %v", name, rows[0])
	}
	var out []string
	for _, row := range rows[1:] {
		out = append(out, row[at])
	}
	return out
}
