package adminapi_test

import "testing"

func tellSeed(t *testing.T) *world {
	w := newWorld(t)
	const file = `{
		"signingKeys":[{"use":"machine","secret":"seeded-signing-secret-of-the-machine-tokens-0123456789"}],
		"accounts":[{"name":"Acme","realm":"Partner","whitelabelSettings":{"a":1}}],
		"users":[{"username":"alice","password":"alice-password","passwordExpires":"90d"}],
		"memberships":[{"user":"alice","account":"Acme","roles":["Partner"],"permissions":["orders:read"]}],
		"keys":[{"name":"brought","user":"alice","accessKey":"986d8167a9b9a15e37db4ab4ad50877b01347a94","secret":"79bPqahzbeYuIgyod1GBjsBy38wN7KuBBNNmN/emwjFCuAfq"},
			{"name":"made","user":"alice","account":"Acme","roles":["Partner"],"expires":"30d"}],
		"authHeaders":[{"name":"ci","user":"alice"}]}`
	w.tell(
		step{"nothing", owner, "POST", "/seed", `{}`, 200, `{"created":[],"changed":[],"unchanged":[],"secrets":[]}`},
		step{"everything", owner, "POST", "/seed", file, 200, `{
			"created":[{"kind":"account","name":"Acme"},{"kind":"user","name":"alice"},{"kind":"membership"},{"kind":"key","name":"brought"},{"kind":"key","name":"made"},{"kind":"authheader","name":"ci"}],
			"changed":[{"kind":"signing-key","name":"machine"}],"unchanged":[],
			"secrets":[{"kind":"key","name":"made"},{"kind":"authheader","name":"ci"}]}`},
		step{"the same again", owner, "POST", "/seed", file, 200, `{"created":[],"changed":[],"secrets":[],
			"unchanged":[{"kind":"signing-key"},{"kind":"account"},{"kind":"user"},{"kind":"membership"},{"kind":"key"},{"kind":"key"},{"kind":"authheader"}]}`},
		step{"what it made", viewer, "GET", "/keys/986d8167a9b9a15e37db4ab4ad50877b01347a94", "", 200, `{"name":"brought","state":"active","user":{"username":"alice"}}`},
		step{"a changed role", owner, "POST", "/seed", `{"memberships":[{"user":"alice","account":"Acme","roles":["Partner","Extra"],"permissions":["orders:read"]}]}`, 200, `{"created":[],"changed":[{"kind":"membership"}]}`},
		step{"unknown member", owner, "POST", "/seed", `{"keys":[{"name":"x","user":"alice","secretFile":"/etc/secret"}]}`, 400, `{"code":"invalid"}`},
		step{"null for a list", owner, "POST", "/seed", `{"keys":null}`, 400, `{"field":"keys"}`},
		step{"key of an unknown user", owner, "POST", "/seed", `{"keys":[{"name":"x","user":"nobody"}]}`, 404, `{"field":"keys[0].user"}`},
		step{"account without a name", owner, "POST", "/seed", `{"accounts":[{"name":"Acme"},{"name":""}]}`, 400, `{"field":"accounts[1].name"}`},
		step{"key with another secret", owner, "POST", "/seed", `{"keys":[{"name":"brought","user":"alice","accessKey":"986d8167a9b9a15e37db4ab4ad50877b01347a94","secret":"another-secret-0123456789-ABCDEFGHIJKLMNOPQRSTUV"}]}`, 409, `{"field":"keys[0].secret"}`},
		step{"secrets that would be made", owner, "POST", "/seed", `{"makeNothing":true,"keys":[{"name":"new","user":"alice"}]}`, 400, `{"field":"keys[0].secret"}`},
	)
	return w
}
