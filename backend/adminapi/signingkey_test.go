package adminapi_test

import (
	"strings"
	"testing"
	"time"
)

func tellSigningKeys(t *testing.T) *world {
	w := newWorld(t)
	w.tell(
		step{"one of each use from the start", viewer, "GET", "/signing-keys", "", 200, `{"items":[{"alg":"HS384","use":"machine","state":"active","retiredAt":null},{"alg":"HS256","use":"user","state":"active"}],"total":2}`},
		step{"brought along", owner, "POST", "/signing-keys", `{"use":"machine","secret":"` + strings.Repeat("0123456789abcdef", 4) + `"}`, 201, `{"alg":"HS384","use":"machine","state":"active","createdBy":"owner","retiredAt":null}`},
		step{"too short for its algorithm", owner, "POST", "/signing-keys", `{"use":"machine","secret":"short"}`, 400, `{"field":"secret"}`},
		step{"use that is none", owner, "POST", "/signing-keys", `{"use":"jwt","secret":"` + strings.Repeat("0123456789abcdef", 4) + `"}`, 400, `{"field":"use"}`},
		step{"rotated", owner, "POST", "/signing-keys/rotate", `{"use":"user"}`, 201, `{"alg":"HS256","use":"user","state":"active"}`},
		step{"rotating no use", owner, "POST", "/signing-keys/rotate", `{}`, 400, `{"field":"use"}`},
		step{"the old ones are retired", viewer, "GET", "/signing-keys", "", 200, `{"items":[{"state":"active","use":"machine"},{"state":"active","use":"user"},{"state":"retired","use":"machine","retiredAt":"2026-11-22T14:03:00Z"},{"state":"retired","use":"user"}],"total":4}`},
		step{"revealing an unknown one", owner, "POST", "/signing-keys/nobody/reveal", "", 404, ""},
		step{"reveal by an admin", admin, "POST", "/signing-keys/nobody/reveal", "", 403, ""},
	)
	items := w.must(viewer, "GET", "/api/v1/signing-keys", "")["items"].([]any)
	id := items[0].(map[string]any)["id"].(string)
	w.clock.Advance(time.Second)
	w.tell(
		step{"revealed", owner, "POST", "/signing-keys/" + id + "/reveal", "", 200, `{"id":"` + id + `","use":"machine","secret":"` + strings.Repeat("0123456789abcdef", 4) + `"}`},
		step{"in the audit log", viewer, "GET", "/audit?limit=1", "", 200, `{"items":[{"action":"signing-key.reveal","actor":"owner","objectId":"` + id + `","result":"done"}]}`},
	)
	return w
}
