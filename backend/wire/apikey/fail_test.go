package apikey

import (
	"bytes"
	"errors"
	"net/http/httptest"
	"testing"

	"latchkey/backend/access"
)

func TestEveryCodeIsAProblem(t *testing.T) {
	for _, code := range access.Codes() {
		if _, ok := failures[code]; !ok {
			t.Errorf("%s is not in the table", code)
			continue
		}
		e := access.Errorf(code, "public text").Wrap(errors.New("cause text"))
		e.Reason, e.Current = access.ReasonRevoked, "current text"
		rec := httptest.NewRecorder()
		Fail(rec, httptest.NewRequest("POST", "/auth/login", nil), e)
		if rec.Code < 400 || rec.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s", code, rec.Code, rec.Body)
		}
		for _, inside := range []string{"cause text", "current text", "revoked"} {
			if bytes.Contains(rec.Body.Bytes(), []byte(inside)) {
				t.Errorf("%s lets out %q: %s", code, inside, rec.Body)
			}
		}
	}
	if len(failures) != len(access.Codes()) {
		t.Errorf("%d codes in the table, there are %d", len(failures), len(access.Codes()))
	}
}
