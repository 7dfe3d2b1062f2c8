package adminapi_test

import "testing"

func tellUsers(t *testing.T) *world {
	w := newWorld(t)
	w.tell(
		step{"made with a username alone", admin, "POST", "/users", `{"username":"alice"}`, 201,
			`{"username":"alice","email":"","firstName":"","lastName":"","operator":"none","disabled":false,"hasPassword":false,"passwordSetAt":null,"passwordExpires":null,"memberships":[],"keys":{"total":0,"active":0},"authHeaders":0,"lastSignIn":null,"createdBy":"admin","version":1}`},
		step{"made with everything", owner, "POST", "/users", `{"username":"Bob","email":"bob@example.org","firstName":"Bob","lastName":"Roe","password":"a-fine-passphrase","passwordExpires":"90d","operator":"viewer"}`, 201,
			`{"username":"Bob","email":"bob@example.org","firstName":"Bob","lastName":"Roe","operator":"viewer","hasPassword":true,"passwordSetAt":"2026-11-22T14:03:00Z","passwordExpires":"2027-02-20T14:03:00Z"}`},
		step{"no username", admin, "POST", "/users", `{}`, 400, `{"field":"username"}`},
		step{"short password", admin, "POST", "/users", `{"username":"x","password":"short"}`, 400, `{"field":"password"}`},
		step{"hash that is none", admin, "POST", "/users", `{"username":"x","passwordHash":"md5:0123456789abcdef"}`, 400, `{"field":"passwordHash"}`},
		step{"e-mail address that is none", admin, "POST", "/users", `{"username":"x","email":"nowhere"}`, 400, `{"field":"email"}`},
		step{"expiry that is none", admin, "POST", "/users", `{"username":"x","passwordExpires":"soon"}`, 400, `{"field":"passwordExpires"}`},
		step{"role that is none", owner, "POST", "/users", `{"username":"x","password":"a-fine-passphrase","operator":"root"}`, 400, `{"field":"operator"}`},
		step{"operator without password", owner, "POST", "/users", `{"username":"x","operator":"admin"}`, 400, `{"field":"password"}`},
		step{"operator by an admin", admin, "POST", "/users", `{"username":"x","password":"a-fine-passphrase","operator":"viewer"}`, 403, `{"code":"denied"}`},
		step{"taken username", admin, "POST", "/users", `{"username":"ALICE"}`, 409, `{"field":"username"}`},

		step{"list", viewer, "GET", "/users?sort=created", "", 200, `{"items":[{"username":"owner"},{"username":"admin"},{"username":"viewer"},{"username":"alice"},{"username":"Bob"}],"total":5}`},
		step{"search", viewer, "GET", "/users?search=roe", "", 200, `{"items":[{"username":"Bob"}],"total":1}`},
		step{"one", viewer, "GET", "/users/BOB", "", 200, `{"username":"Bob"}`},
		step{"unknown one", viewer, "GET", "/users/nobody", "", 404, ""},

		step{"changed", admin, "PATCH", "/users/alice", `{"firstName":"Alice","password":"another-passphrase","version":1}`, 200, `{"firstName":"Alice","hasPassword":true,"version":2}`},
		step{"password taken away", admin, "PATCH", "/users/alice", `{"password":""}`, 200, `{"hasPassword":false,"passwordSetAt":null}`},
		step{"renamed", admin, "PATCH", "/users/alice", `{"username":"alicia"}`, 200, `{"username":"alicia"}`},
		step{"stale version", admin, "PATCH", "/users/alicia", `{"lastName":"Doe","version":1}`, 409, `{"current":{"username":"alicia","version":4,"hasPassword":false}}`},
		step{"taken by another", admin, "PATCH", "/users/alicia", `{"username":"admin"}`, 409, `{"field":"username"}`},
		step{"null for text", admin, "PATCH", "/users/alicia", `{"email":null}`, 400, `{"field":"email"}`},
		step{"short password", admin, "PATCH", "/users/alicia", `{"password":"short"}`, 400, `{"field":"password"}`},
		step{"operator by an admin", admin, "PATCH", "/users/Bob", `{"firstName":"Rob"}`, 403, `{"code":"denied"}`},
		step{"role by an admin", admin, "PATCH", "/users/alicia", `{"operator":"admin"}`, 403, `{"code":"denied"}`},
		step{"last owner", owner, "PATCH", "/users/owner", `{"operator":"none"}`, 409, `{"code":"conflict"}`},
		step{"unknown one", admin, "PATCH", "/users/nobody", `{}`, 404, ""},

		step{"disabled", admin, "POST", "/users/alicia/disable", "", 200, `{"disabled":true}`},
		step{"disabled again", admin, "POST", "/users/alicia/disable", "", 200, `{"disabled":true}`},
		step{"enabled", admin, "POST", "/users/alicia/enable", "", 200, `{"disabled":false}`},
		step{"disabling an operator as admin", admin, "POST", "/users/Bob/disable", "", 403, ""},
		step{"enabling an operator as admin", admin, "POST", "/users/Bob/enable", "", 403, ""},
		step{"disabling the last owner", owner, "POST", "/users/owner/disable", "", 409, ""},
		step{"disabling an unknown one", admin, "POST", "/users/nobody/disable", "", 404, ""},
		step{"enabling an unknown one", admin, "POST", "/users/nobody/enable", "", 404, ""},

		step{"an account", admin, "POST", "/accounts", `{"name":"Acme"}`, 201, ""},
		step{"a membership", admin, "PUT", "/accounts/Acme/members/alicia", `{"roles":["r"],"permissions":["p"],"primary":false,"accountAdmin":false}`, 200, ""},
		step{"a key", admin, "POST", "/keys", `{"name":"k","user":"alicia"}`, 201, ""},
		step{"an auth header", admin, "POST", "/authheaders", `{"name":"h","user":"alicia"}`, 201, ""},
		step{"counted", viewer, "GET", "/users/alicia", "", 200, `{"memberships":[{"account":{"name":"Acme"},"primary":true}],"keys":{"total":1,"active":1},"authHeaders":1}`},
		step{"removed while keys are active", admin, "DELETE", "/users/alicia", "", 409, ""},
		step{"key revoked", admin, "POST", "/keys/k/revoke", "", 200, ""},
		step{"removed", admin, "DELETE", "/users/alicia", "", 204, ""},
		step{"removed again", admin, "DELETE", "/users/alicia", "", 404, ""},
		step{"removing an operator as admin", admin, "DELETE", "/users/Bob", "", 403, ""},
		step{"removing the last owner", owner, "DELETE", "/users/owner", "", 409, ""},
	)
	return w
}
