package adminapi_test

import "testing"

func tellImport(t *testing.T) *world {
	w := newWorld(t)
	const file = `{"type":"account","name":"Acme"}
{"type":"user","username":"alice"}
{"type":"membership","user":"alice","account":"Acme"}
{"accessKey":"pair-1","secret":"Vb9pWq3xTz6rLm1sYc8uHd4k"}
`
	w.tell(
		step{"nothing", owner, "POST", "/import", " ", 200, `{"lines":0}`},
		step{"a dry run", owner, "POST", "/import?dryRun=true&user=alice", file, 200, `{"dryRun":true,"keys":{"created":1,"unchanged":0}}`},
		step{"lines of JSON", owner, "POST", "/import?user=alice", file, 200, `{"lines":4,"dryRun":false,"users":{"created":1},"keys":{"created":1},"failed":0,"errors":[]}`},
		step{"the same again", owner, "POST", "/import?user=alice", file, 200, `{"users":{"created":0,"unchanged":1},"keys":{"created":0,"unchanged":1}}`},
		step{"one that is watched", owner, "POST", "/import?user=alice&id=29263739-2cf8-483d-af15-6151dc8448b4", file, 200, `{"lines":4,"stopped":false}`},
		step{"how far it is", owner, "GET", "/import/29263739-2cf8-483d-af15-6151dc8448b4", "", 200, `{"lines":4,"over":true}`},
		step{"stopped too late", owner, "DELETE", "/import/29263739-2cf8-483d-af15-6151dc8448b4", "", 200, `{"lines":4,"over":true}`},
		step{"under an id that is taken", owner, "POST", "/import?id=29263739-2cf8-483d-af15-6151dc8448b4", file, 409, `{"code":"conflict","field":"id"}`},
		step{"under an id that is none", owner, "POST", "/import?id=7", file, 400, `{"field":"id"}`},
		step{"how far one is that has not arrived", owner, "GET", "/import/x", "", 200, `{"lines":0,"over":false}`},
		step{"nothing stopped", owner, "DELETE", "/import/x", "", 404, ""},
		step{"a part of a file", owner, "POST", "/import?firstLine=1001", `{"accessKey":"pair-2","secret":"short"}`, 200, `{"failed":1,"errors":[{"line":1001}]}`},
		step{"a table", owner, "POST", "/import?user=alice&account=Acme", "accessKey,secret,roles\npair-3,Vb9pWq3xTz6rLm1sYc8uHd4k,\npair-4,x\n", 200, `{"keys":{"created":1},"errors":[{"line":3,"message":"the row has 2 cells, the heading 3"}]}`},
		step{"a table with an open quote", owner, "POST", "/import?user=alice", "accessKey,secret\n\"pair-5,x\n", 200, `{"failed":1,"errors":[{"line":2}]}`},
		step{"a weak secret", owner, "POST", "/import?user=alice&weak=true", `{"accessKey":"pair-6","secret":"aaaaaaaaaaaaaaaaaaaa"}`, 200, `{"keys":{"created":1}}`},
		step{"neither", owner, "POST", "/import", "hello", 400, `{"code":"invalid"}`},
		step{"a word that is no choice", owner, "POST", "/import?weak=yes", file, 400, `{"field":"weak"}`},
		step{"as admin", admin, "POST", "/import", file, 403, `{"code":"denied"}`},
		step{"as nobody", nobody, "POST", "/import", file, 401, ""},
	)
	return w
}
