package forwardauth

import (
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"latchkey/backend/access"
)

func TestEveryCodeIsAStatusAndNoSuccess(t *testing.T) {
	for _, code := range access.Codes() {
		status, ok := statuses[code]
		if !ok || status < 400 {
			t.Errorf("%s has the status %d", code, status)
		}
		rec := httptest.NewRecorder()
		Fail(rec, httptest.NewRequest("GET", "/verify", nil), access.Errorf(code, "public text").Wrap(errors.New("cause text")))
		if rec.Code != status || strings.Contains(rec.Body.String(), "cause") {
			t.Errorf("%s: %d %s", code, rec.Code, rec.Body)
		}
		if challenge := rec.Header().Get("WWW-Authenticate"); (status == 401) != (challenge == "Bearer") {
			t.Errorf("%s: %d with the challenge %q", code, status, challenge)
		}
	}
	if len(statuses) != len(access.Codes()) {
		t.Errorf("%d codes in the table, there are %d", len(statuses), len(access.Codes()))
	}
}
