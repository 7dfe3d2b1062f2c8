package adminapi_test

import (
	"testing"
	"time"
)

func tellAuthHeaders(t *testing.T) *world {
	w := withAlice(t)
	w.tell(
		step{"made", admin, "POST", "/authheaders", `{"name":"ci","user":"alice"}`, 201,
			`{"name":"ci","user":{"username":"alice"},"state":"active","blocked":"","expires":null,"deletedAt":null,"deletedBy":"","lastUsed":null,"createdBy":"admin","version":1}`},
		step{"made with an expiry", admin, "POST", "/authheaders", `{"name":"probe","user":"alice","expires":"1h"}`, 201, `{"expires":"2026-11-22T15:03:00Z"}`},
		step{"no name", admin, "POST", "/authheaders", `{"user":"alice"}`, 400, `{"field":"name"}`},
		step{"expired at once", admin, "POST", "/authheaders", `{"name":"x","user":"alice","expires":"2026-01-01"}`, 400, `{"field":"expires"}`},
		step{"a token brought along", admin, "POST", "/authheaders", `{"name":"x","user":"alice","token":"lk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}`, 400, `{"field":"token"}`},
		step{"unknown user", admin, "POST", "/authheaders", `{"name":"x","user":"nobody"}`, 404, `{"field":"user"}`},

		step{"list", viewer, "GET", "/authheaders?user=alice&sort=created", "", 200, `{"total":2,"offset":0,"limit":200}`},
		step{"search", viewer, "GET", "/authheaders?search=prob", "", 200, `{"items":[{"name":"probe"}],"total":1}`},
		step{"of an unknown user", viewer, "GET", "/authheaders?user=nobody", "", 404, ""},
		step{"one", viewer, "GET", "/authheaders/ci", "", 200, `{"name":"ci"}`},
		step{"unknown one", viewer, "GET", "/authheaders/nobody", "", 404, ""},

		step{"changed", admin, "PATCH", "/authheaders/ci", `{"expires":"90d","version":1}`, 200, `{"expires":"2027-02-20T14:03:00Z","version":2}`},
		step{"stale version", admin, "PATCH", "/authheaders/ci", `{"name":"x","version":1}`, 409, `{"current":{"name":"ci","version":2,"state":"active"}}`},
		step{"emptied name", admin, "PATCH", "/authheaders/ci", `{"name":" "}`, 400, `{"field":"name"}`},
		step{"null for an expiry", admin, "PATCH", "/authheaders/ci", `{"expires":null}`, 400, `{"field":"expires"}`},
		step{"unknown one", admin, "PATCH", "/authheaders/nobody", `{"name":"x"}`, 404, ""},

		step{"a second of that name", admin, "POST", "/authheaders", `{"name":"ci","user":"alice"}`, 201, ""},
		step{"which of the two", viewer, "GET", "/authheaders/ci", "", 409, ""},
		step{"deleting which of the two", admin, "DELETE", "/authheaders/ci", "", 409, ""},
		step{"deleted", admin, "DELETE", "/authheaders/probe", "", 200, `{"state":"deleted","deletedAt":"2026-11-22T14:03:00Z","deletedBy":"admin"}`},
		step{"deleted again", admin, "DELETE", "/authheaders/probe", "", 404, ""},
		step{"kept in the list", viewer, "GET", "/authheaders?state=deleted", "", 200, `{"items":[{"name":"probe","state":"deleted"}],"total":1}`},
	)
	w.must(admin, "POST", "/api/v1/authheaders", `{"name":"brief","user":"alice","expires":"1m"}`)
	w.clock.Advance(time.Minute)
	w.tell(
		step{"expired", viewer, "GET", "/authheaders?state=expired", "", 200, `{"items":[{"name":"brief","state":"expired"}],"total":1}`},
		step{"user disabled", admin, "POST", "/users/alice/disable", "", 200, ""},
		step{"blocked by that", viewer, "GET", "/authheaders/brief", "", 200, `{"blocked":"user_disabled"}`},
	)
	return w
}
