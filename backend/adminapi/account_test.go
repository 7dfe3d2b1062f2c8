package adminapi_test

import "testing"

func tellAccounts(t *testing.T) *world {
	w := newWorld(t)
	w.tell(
		step{"made with a name alone", admin, "POST", "/accounts", `{"name":"Acme Ltd."}`, 201,
			`{"name":"Acme Ltd.","realm":"Partner","domain":"/acme-ltd-","repcode":"","whitelabelSettings":{},"members":0,"keys":{"total":0,"active":0},"createdBy":"admin","updatedBy":"admin","createdAt":"2026-11-22T14:03:00Z","version":1}`},
		step{"made with everything", admin, "POST", "/accounts",
			`{"name":"Beta","realm":"Reseller","domain":"/beta-int","customerId":"29263739-2cf8-483d-af15-6151dc8448b4","repcode":"R1","customerServicePhone":"+49 30 1","customerServiceEmail":"help@beta.example","whitelabelSettings":{"logo":{"dark":true}}}`, 201,
			`{"name":"Beta","realm":"Reseller","domain":"/beta-int","customerId":"29263739-2cf8-483d-af15-6151dc8448b4","repcode":"R1","customerServicePhone":"+49 30 1","customerServiceEmail":"help@beta.example","whitelabelSettings":{"logo":{"dark":true}}}`},
		step{"no name", admin, "POST", "/accounts", `{}`, 400, `{"code":"invalid","field":"name"}`},
		step{"customer id in a form that verifiers may not read", admin, "POST", "/accounts", `{"name":"x","customerId":"{29263739-2cf8-483d-af15-6151dc8448b4}"}`, 400, `{"field":"customerId"}`},
		step{"customer id that is no UUID", admin, "POST", "/accounts", `{"name":"x","customerId":"7"}`, 400, `{"field":"customerId"}`},
		step{"settings that are no object", admin, "POST", "/accounts", `{"name":"x","whitelabelSettings":[1]}`, 400, `{"field":"whitelabelSettings"}`},
		step{"null for text", admin, "POST", "/accounts", `{"name":null}`, 400, `{"code":"invalid","field":"name"}`},
		step{"null for settings", admin, "POST", "/accounts", `{"name":"x","whitelabelSettings":null}`, 400, `{"field":"whitelabelSettings"}`},
		step{"unknown member", admin, "POST", "/accounts", `{"name":"x","colour":"red"}`, 400, `{"field":"colour"}`},
		step{"name in another case", admin, "POST", "/accounts", `{"Name":"x"}`, 400, `{"field":"Name"}`},
		step{"no object", admin, "POST", "/accounts", `["x"]`, 400, `{"code":"invalid"}`},
		step{"null", admin, "POST", "/accounts", `null`, 400, `{"code":"invalid"}`},
		step{"no JSON", admin, "POST", "/accounts", `{"name":`, 400, `{"code":"syntax"}`},
		step{"no body", admin, "POST", "/accounts", ``, 400, `{"code":"syntax"}`},
		step{"taken name", admin, "POST", "/accounts", `{"name":"ACME ltd."}`, 409, `{"code":"conflict","field":"name"}`},

		step{"list", viewer, "GET", "/accounts", "", 200, `{"items":[{"name":"Acme Ltd."},{"name":"Beta"}],"total":2,"offset":0,"limit":200}`},
		step{"list downwards", viewer, "GET", "/accounts?sort=name&desc=true&limit=1", "", 200, `{"items":[{"name":"Beta"}],"total":2,"limit":1}`},
		step{"second page", viewer, "GET", "/accounts?offset=1&limit=1", "", 200, `{"items":[{"name":"Beta"}],"total":2,"offset":1}`},
		step{"search", viewer, "GET", "/accounts?search=RESELLER", "", 200, `{"items":[{"name":"Beta"}],"total":1}`},

		step{"one by name", viewer, "GET", "/accounts/acme%20ltd.", "", 200, `{"name":"Acme Ltd."}`},
		step{"unknown one", viewer, "GET", "/accounts/nobody", "", 404, `{"code":"not_found"}`},
		step{"name that a path must escape", admin, "POST", "/accounts", `{"name":"a/b 100% ?#ü"}`, 201, ""},
		step{"found by it", viewer, "GET", "/accounts/a%2Fb%20100%25%20%3F%23%C3%BC", "", 200, `{"name":"a/b 100% ?#ü"}`},
		step{"removed by it", admin, "DELETE", "/accounts/a%2Fb%20100%25%20%3F%23%C3%BC", "", 204, ""},

		step{"changed", admin, "PATCH", "/accounts/Beta", `{"repcode":"R2","version":1}`, 200, `{"repcode":"R2","realm":"Reseller","version":2}`},
		step{"changed to nothing", admin, "PATCH", "/accounts/Beta", `{"repcode":""}`, 200, `{"repcode":"","version":3}`},
		step{"stale version", admin, "PATCH", "/accounts/Beta", `{"repcode":"R3","version":1}`, 409, `{"code":"conflict","current":{"name":"Beta","repcode":"","version":3,"keys":{"total":0,"active":0}}}`},
		step{"taken by another", admin, "PATCH", "/accounts/Beta", `{"name":"acme ltd."}`, 409, `{"field":"name"}`},
		step{"emptied name", admin, "PATCH", "/accounts/Beta", `{"name":""}`, 400, `{"field":"name"}`},
		step{"number for text", admin, "PATCH", "/accounts/Beta", `{"name":7}`, 400, `{"field":"name","errors":[{"path":"/name","code":"type"}]}`},
		step{"version that is no integer", admin, "PATCH", "/accounts/Beta", `{"version":1.5}`, 400, `{"field":"version"}`},
		step{"unknown one", admin, "PATCH", "/accounts/nobody", `{"name":"x"}`, 404, ""},

		step{"a member", admin, "POST", "/users", `{"username":"alice"}`, 201, ""},
		step{"joins", admin, "PUT", "/accounts/Beta/members/alice", `{"roles":[],"permissions":[],"primary":true,"accountAdmin":false}`, 200, ""},
		step{"gets a key", admin, "POST", "/keys", `{"name":"k","user":"alice"}`, 201, ""},
		step{"counted", viewer, "GET", "/accounts/Beta", "", 200, `{"members":1,"keys":{"total":1,"active":1}}`},
		step{"removed while it has keys", admin, "DELETE", "/accounts/Beta", "", 409, `{"code":"conflict"}`},
		step{"removed", admin, "DELETE", "/accounts/Acme%20Ltd.", "", 204, ""},
		step{"removed again", admin, "DELETE", "/accounts/Acme%20Ltd.", "", 404, ""},
		step{"its name is free", admin, "POST", "/accounts", `{"name":"Acme Ltd."}`, 201, ""},
	)
	return w
}

func tellMembers(t *testing.T) *world {
	w := newWorld(t)
	w.must(local, "POST", "/api/v1/accounts", `{"name":"Acme"}`)
	w.must(local, "POST", "/api/v1/accounts", `{"name":"Beta"}`)
	w.must(local, "POST", "/api/v1/users", `{"username":"alice"}`)
	w.tell(
		step{"first one is primary", admin, "PUT", "/accounts/Acme/members/alice", `{"roles":["Partner","Admin","Partner"],"permissions":["orders:read"],"primary":false,"accountAdmin":true}`, 200,
			`{"user":{"username":"alice"},"account":{"name":"Acme"},"roles":["Admin","Partner"],"permissions":["orders:read"],"primary":true,"accountAdmin":true,"createdAt":"2026-11-22T14:03:00Z","version":1}`},
		step{"second one is not", admin, "PUT", "/accounts/Beta/members/alice", `{"roles":[],"permissions":[],"primary":false,"accountAdmin":false}`, 200, `{"primary":false,"roles":[],"permissions":[]}`},
		step{"made primary", admin, "PUT", "/accounts/Beta/members/alice", `{"roles":[],"permissions":[],"primary":true,"accountAdmin":false}`, 200, `{"primary":true,"version":2}`},
		step{"the first is no longer", viewer, "GET", "/accounts/Acme/members", "", 200, `{"items":[{"user":{"username":"alice"},"primary":false,"accountAdmin":true}],"total":1}`},
		step{"somebody was faster", admin, "PUT", "/accounts/Acme/members/alice", `{"roles":[],"permissions":[],"primary":false,"accountAdmin":false,"version":1}`, 409, `{"code":"conflict","current":{"roles":["Admin","Partner"],"version":2}}`},
		step{"no roles", admin, "PUT", "/accounts/Acme/members/alice", `{"permissions":[],"primary":false,"accountAdmin":false}`, 400, `{"field":"roles"}`},
		step{"nothing at all", admin, "PUT", "/accounts/Acme/members/alice", `{}`, 400, `{"field":"roles"}`},
		step{"role that is no word", admin, "PUT", "/accounts/Acme/members/alice", `{"roles":["two words"],"permissions":[],"primary":false,"accountAdmin":false}`, 400, `{"field":"roles"}`},
		step{"role that is null", admin, "PUT", "/accounts/Acme/members/alice", `{"roles":[null],"permissions":[],"primary":false,"accountAdmin":false}`, 400, `{"field":"roles"}`},
		step{"roles that are no list", admin, "PUT", "/accounts/Acme/members/alice", `{"roles":"Admin","permissions":[],"primary":false,"accountAdmin":false}`, 400, `{"field":"roles","errors":[{"code":"type"}]}`},
		step{"unknown account", admin, "PUT", "/accounts/nobody/members/alice", `{"roles":[],"permissions":[],"primary":false,"accountAdmin":false}`, 404, ""},
		step{"unknown user", admin, "PUT", "/accounts/Acme/members/nobody", `{"roles":[],"permissions":[],"primary":false,"accountAdmin":false}`, 404, ""},
		step{"members of an unknown account", viewer, "GET", "/accounts/nobody/members", "", 404, ""},
		step{"a key with all of them", admin, "POST", "/keys", `{"name":"k","user":"alice","account":"Acme"}`, 201, ""},
		step{"what a change would do", admin, "POST", "/accounts/Acme/members/alice/preview", `{"roles":["Partner","New"],"permissions":["orders:read"],"primary":false,"accountAdmin":true}`, 200,
			`{"roles":[{"word":"Admin","change":"removed","elsewhere":[]},{"word":"New","change":"added"},{"word":"Partner","change":"kept"}],"permissions":[{"word":"orders:read","change":"kept"}],"flat":{"roles":2,"permissions":1},"keys":{"active":1,"changed":1},"tokenSeconds":3600}`},
		step{"of an older version", admin, "POST", "/accounts/Acme/members/alice/preview", `{"roles":[],"permissions":[],"primary":false,"accountAdmin":false,"version":1}`, 409, `{"code":"conflict","current":{"version":2}}`},
		step{"what it would be refused for", admin, "POST", "/accounts/Acme/members/alice/preview", `{"roles":["two words"],"permissions":[],"primary":false,"accountAdmin":false}`, 400, `{"field":"roles"}`},
		step{"what an admin may not give", admin, "POST", "/accounts/Acme/members/alice/preview", `{"roles":[],"permissions":["latchkey:metrics"],"primary":false,"accountAdmin":false}`, 403, `{"code":"denied"}`},
		step{"of an unknown user", admin, "POST", "/accounts/Acme/members/nobody/preview", `{"roles":[],"permissions":[],"primary":false,"accountAdmin":false}`, 404, ""},
		step{"nothing of it was done", viewer, "GET", "/accounts/Acme/members", "", 200, `{"items":[{"roles":["Admin","Partner"],"version":2}]}`},
		step{"the words in use", viewer, "GET", "/words", "", 200, `{"roles":[{"word":"Admin","members":1},{"word":"Partner","members":1}],"permissions":[{"word":"latchkey:introspect","members":0},{"word":"latchkey:metrics","members":0},{"word":"orders:read","members":1}]}`},
		step{"taken out", admin, "DELETE", "/accounts/Beta/members/alice", "", 204, ""},
		step{"taken out again", admin, "DELETE", "/accounts/Beta/members/alice", "", 404, ""},
		step{"the other is primary again", viewer, "GET", "/users/alice", "", 200, `{"memberships":[{"account":{"name":"Acme"},"primary":true,"roles":["Admin","Partner"],"permissions":["orders:read"],"accountAdmin":true}]}`},
	)
	return w
}
