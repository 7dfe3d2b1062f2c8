package adminapi_test

import (
	"testing"
	"time"
)

// withAlice makes the account Acme and its member alice, with two roles and two
// permissions.
func withAlice(t *testing.T) *world {
	w := newWorld(t)
	w.must(local, "POST", "/api/v1/accounts", `{"name":"Acme"}`)
	w.must(local, "POST", "/api/v1/users", `{"username":"alice","password":"alice-password"}`)
	w.must(local, "PUT", "/api/v1/accounts/Acme/members/alice", `{"roles":["Partner","PartnerAdmin"],"permissions":["orders:read","orders:write"],"primary":true,"accountAdmin":false}`)
	return w
}

func tellKeys(t *testing.T) *world {
	w := withAlice(t)
	w.must(local, "POST", "/api/v1/accounts", `{"name":"Beta"}`)
	w.must(local, "POST", "/api/v1/users", `{"username":"loner"}`)
	w.must(local, "POST", "/api/v1/users", `{"username":"both"}`)
	w.must(local, "PUT", "/api/v1/accounts/Acme/members/both", `{"roles":[],"permissions":[],"primary":true,"accountAdmin":false}`)
	w.must(local, "PUT", "/api/v1/accounts/Beta/members/both", `{"roles":[],"permissions":[],"primary":false,"accountAdmin":false}`)
	w.tell(
		step{"made with all roles", admin, "POST", "/keys", `{"name":"batch","user":"alice"}`, 201,
			`{"name":"batch","note":"","state":"active","blocked":"","user":{"username":"alice"},"account":{"name":"Acme"},"roles":null,"permissions":null,"effectiveRoles":["Partner","PartnerAdmin"],"effectivePermissions":["orders:read","orders:write"],"activated":true,"notBefore":null,"expires":null,"pausedAt":null,"pausedBy":"","revokedAt":null,"revokedBy":"","revokedReason":"","lastUsed":null,"createdBy":"admin","version":1}`},
		step{"made with a part", admin, "POST", "/keys", `{"name":"part","note":"nightly","user":"alice","account":"acme","roles":["Partner"],"permissions":[],"notBefore":"2027-03-01","expires":"2027-06-01T12:00:00Z","pending":true}`, 201,
			`{"note":"nightly","state":"pending","roles":["Partner"],"permissions":[],"effectiveRoles":["Partner"],"effectivePermissions":[],"activated":false,"notBefore":"2027-03-01T00:00:00Z","expires":"2027-06-01T12:00:00Z"}`},
		step{"null means all", admin, "POST", "/keys", `{"name":"short","user":"alice","roles":null,"permissions":null,"expires":"1h"}`, 201, `{"roles":null,"expires":"2026-11-22T15:03:00Z"}`},
		step{"existing pair", admin, "POST", "/keys", `{"name":"old","user":"both","account":"Beta","accessKey":"legacy-key","secret":"79bPqahzbeYuIgyod1GBjsBy38wN7KuBBNNmN/emwjFCuAfq"}`, 201, `{"accessKey":"legacy-key","secret":"79bPqahzbeYuIgyod1GBjsBy38wN7KuBBNNmN/emwjFCuAfq","account":{"name":"Beta"}}`},
		step{"weak pair, meant", admin, "POST", "/keys", `{"name":"weak","user":"alice","accessKey":"weak-key","secret":"1234567812345678","weak":true}`, 201, ""},
		step{"weak pair", admin, "POST", "/keys", `{"name":"x","user":"alice","accessKey":"weak-key-2","secret":"8765432187654321"}`, 400, `{"field":"secret"}`},
		step{"no name", admin, "POST", "/keys", `{"user":"alice"}`, 400, `{"field":"name"}`},
		step{"no user", admin, "POST", "/keys", `{"name":"x"}`, 400, `{"field":"user","detail":"user is missing"}`},
		step{"role the membership lacks", admin, "POST", "/keys", `{"name":"x","user":"alice","roles":["Owner"]}`, 400, `{"field":"roles"}`},
		step{"permission the membership lacks", admin, "POST", "/keys", `{"name":"x","user":"alice","permissions":["orders:delete"]}`, 400, `{"field":"permissions"}`},
		step{"roles that are no list", admin, "POST", "/keys", `{"name":"x","user":"alice","roles":"Partner"}`, 400, `{"field":"roles","errors":[{"path":"/roles","code":"type","info":{"type":"array"}}]}`},
		step{"role that is no text", admin, "POST", "/keys", `{"name":"x","user":"alice","roles":[1]}`, 400, `{"field":"roles"}`},
		step{"expired at once", admin, "POST", "/keys", `{"name":"x","user":"alice","expires":"2026-11-22"}`, 400, `{"field":"expires"}`},
		step{"expiry that is none", admin, "POST", "/keys", `{"name":"x","user":"alice","expires":"90 days"}`, 400, `{"field":"expires"}`},
		step{"user of no account", admin, "POST", "/keys", `{"name":"x","user":"loner"}`, 400, `{"field":"account"}`},
		step{"user of two accounts", admin, "POST", "/keys", `{"name":"x","user":"both"}`, 400, `{"field":"account"}`},
		step{"no member of that account", admin, "POST", "/keys", `{"name":"x","user":"alice","account":"Beta"}`, 400, `{"field":"account"}`},
		step{"unknown user", admin, "POST", "/keys", `{"name":"x","user":"nobody"}`, 404, `{"field":"user"}`},
		step{"unknown account", admin, "POST", "/keys", `{"name":"x","user":"alice","account":"nobody"}`, 404, `{"field":"account"}`},
		step{"taken access key", admin, "POST", "/keys", `{"name":"x","user":"alice","accessKey":"legacy-key","secret":"79bPqahzbeYuIgyod1GBjsBy38wN7KuBBNNmN/emwjFCuAfq"}`, 409, `{"field":"accessKey"}`},

		step{"list", viewer, "GET", "/keys", "", 200, `{"items":[{"name":"batch"},{"name":"old"},{"name":"part"},{"name":"short"},{"name":"weak"}],"total":5,"offset":0,"limit":200}`},
		step{"by state", viewer, "GET", "/keys?state=pending,paused", "", 200, `{"items":[{"name":"part"}],"total":1}`},
		step{"of a user", viewer, "GET", "/keys?user=both", "", 200, `{"items":[{"name":"old"}],"total":1}`},
		step{"for an account", viewer, "GET", "/keys?account=acme&sort=created&desc=true", "", 200, `{"items":[{"name":"weak"},{"name":"short"},{"name":"part"},{"name":"batch"}],"total":4}`},
		step{"search in notes", viewer, "GET", "/keys?search=NIGHT", "", 200, `{"items":[{"name":"part"}],"total":1}`},
		step{"of an unknown user", viewer, "GET", "/keys?user=nobody", "", 404, ""},
		step{"for an unknown account", viewer, "GET", "/keys?account=nobody", "", 404, ""},
		step{"one by access key", viewer, "GET", "/keys/legacy-key", "", 200, `{"name":"old"}`},
		step{"unknown one", viewer, "GET", "/keys/nobody", "", 404, ""},

		step{"changed", admin, "PATCH", "/keys/batch", `{"note":"changed","roles":["Partner"],"expires":"30d","version":1}`, 200, `{"note":"changed","roles":["Partner"],"permissions":null,"effectiveRoles":["Partner"],"expires":"2026-12-22T14:03:00Z","version":2}`},
		step{"all roles and no expiry again", admin, "PATCH", "/keys/batch", `{"roles":null,"expires":"never"}`, 200, `{"roles":null,"effectiveRoles":["Partner","PartnerAdmin"],"expires":null,"version":3}`},
		step{"no roles at all", admin, "PATCH", "/keys/batch", `{"roles":[]}`, 200, `{"roles":[],"effectiveRoles":[],"effectivePermissions":["orders:read","orders:write"]}`},
		step{"stale version", admin, "PATCH", "/keys/batch", `{"name":"x","version":1}`, 409, `{"current":{"name":"batch","state":"active","roles":[],"version":4}}`},
		step{"role the membership lacks", admin, "PATCH", "/keys/batch", `{"roles":["Owner"]}`, 400, `{"field":"roles"}`},
		step{"null for an expiry", admin, "PATCH", "/keys/batch", `{"expires":null}`, 400, `{"field":"expires"}`},
		step{"access key cannot change", admin, "PATCH", "/keys/batch", `{"accessKey":"x"}`, 400, `{"field":"accessKey"}`},
		step{"unknown one", admin, "PATCH", "/keys/nobody", `{}`, 404, ""},

		step{"activated", admin, "POST", "/keys/part/activate", "", 200, `{"state":"active","activated":true,"notBefore":"2026-11-22T14:03:00Z"}`},
		step{"activating an unknown one", admin, "POST", "/keys/nobody/activate", "", 404, ""},
		step{"paused", admin, "POST", "/keys/batch/pause", "", 200, `{"state":"paused","pausedAt":"2026-11-22T14:03:00Z","pausedBy":"admin","version":5}`},
		step{"paused again", admin, "POST", "/keys/batch/pause", "", 200, `{"state":"paused","version":5}`},
		step{"pausing an unknown one", admin, "POST", "/keys/nobody/pause", "", 404, ""},
		step{"resumed", admin, "POST", "/keys/batch/resume", "", 200, `{"state":"active","pausedAt":null,"pausedBy":""}`},
		step{"resuming an unknown one", admin, "POST", "/keys/nobody/resume", "", 404, ""},
		step{"revoked", admin, "POST", "/keys/batch/revoke", `{"reason":"leaked"}`, 200, `{"state":"revoked","revokedAt":"2026-11-22T14:03:00Z","revokedBy":"admin","revokedReason":"leaked"}`},
		step{"revoked again", admin, "POST", "/keys/batch/revoke", ``, 200, `{"revokedReason":"leaked"}`},
		step{"reason that is no text", admin, "POST", "/keys/part/revoke", `{"reason":1}`, 400, `{"field":"reason"}`},
		step{"revoking an unknown one", admin, "POST", "/keys/nobody/revoke", "", 404, ""},
		step{"activating a revoked one", admin, "POST", "/keys/batch/activate", "", 409, ""},
		step{"pausing a revoked one", admin, "POST", "/keys/batch/pause", "", 409, ""},
		step{"resuming a revoked one", admin, "POST", "/keys/batch/resume", "", 409, ""},
		step{"renewing a revoked one", admin, "PATCH", "/keys/batch", `{"expires":"90d"}`, 409, ""},
		step{"renaming a revoked one", admin, "PATCH", "/keys/batch", `{"name":"batch of 2026"}`, 200, `{"state":"revoked"}`},

		step{"a second of that name", admin, "POST", "/keys", `{"name":"short","user":"alice"}`, 201, ""},
		step{"which of the two", viewer, "GET", "/keys/short", "", 409, `{"code":"conflict"}`},
		step{"revoking which of the two", admin, "POST", "/keys/short/revoke", "", 409, `{"code":"conflict"}`},
	)
	w.must(admin, "POST", "/api/v1/keys", `{"name":"brief","user":"alice","expires":"1m"}`)
	w.clock.Advance(time.Minute)
	w.tell(
		step{"expired", viewer, "GET", "/keys/brief", "", 200, `{"state":"expired"}`},
		step{"activating an expired one", admin, "POST", "/keys/brief/activate", "", 409, `{"code":"conflict"}`},
		step{"resuming an expired one", admin, "POST", "/keys/brief/resume", "", 409, `{"code":"conflict"}`},
		step{"renewed", admin, "PATCH", "/keys/brief", `{"expires":"1h"}`, 200, `{"state":"active","expires":"2026-11-22T15:04:00Z"}`},
		step{"user disabled", admin, "POST", "/users/alice/disable", "", 200, ""},
		step{"blocked by that", viewer, "GET", "/keys/brief", "", 200, `{"state":"active","blocked":"user_disabled"}`},
		step{"user enabled", admin, "POST", "/users/alice/enable", "", 200, ""},
		step{"user taken out", admin, "DELETE", "/accounts/Acme/members/alice", "", 204, ""},
		step{"blocked by that too", viewer, "GET", "/keys/brief", "", 200, `{"state":"active","blocked":"no_membership","effectiveRoles":[]}`},
	)
	return w
}
