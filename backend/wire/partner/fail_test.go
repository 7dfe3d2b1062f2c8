package partner

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

func TestEveryCodeHasANameInTheEnvelope(t *testing.T) {
	for _, code := range access.Codes() {
		if _, ok := failures[code]; !ok {
			t.Errorf("%s is not in the table", code)
			continue
		}
		e := access.Errorf(code, "public text %s", "x").WithHint("hint text").Wrap(errors.New("cause text"))
		e.RetryAfter, e.Reason = time.Second, access.ReasonRevoked
		rec := httptest.NewRecorder()
		Fail(rec, httptest.NewRequest("POST", "/login", nil), e)
		var body struct {
			StatusCode string
			Error      struct{ Name, Message string }
		}
		if err := json.Unmarshal(rec.Body.Bytes(), &body); err != nil || body.StatusCode != "Error" || body.Error.Name == "" || body.Error.Message == "" {
			t.Errorf("%s: %s", code, rec.Body)
		}
		for _, inside := range []string{"public text", "hint text", "cause text", "revoked"} {
			if bytes.Contains(rec.Body.Bytes(), []byte(inside)) {
				t.Errorf("%s lets out %q: %s", code, inside, rec.Body)
			}
		}
		if want := web.Status(code); rec.Code != want && code != access.CodePasswordExpired && code != access.CodeFull {
			t.Errorf("%s is %d, want %d", code, rec.Code, want)
		}
	}
	if len(failures) != len(access.Codes()) {
		t.Errorf("%d codes in the table, there are %d", len(failures), len(access.Codes()))
	}
}
