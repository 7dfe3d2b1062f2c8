package user

import (
	"encoding/json"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"latchkey/backend/access"
)

func TestEveryCodeIsAMessage(t *testing.T) {
	for _, code := range access.Codes() {
		if _, ok := failures[code]; !ok {
			t.Errorf("%s is not in the table", code)
			continue
		}
		for _, fail := range []func(*httptest.ResponseRecorder, *access.Error){
			func(rec *httptest.ResponseRecorder, e *access.Error) {
				failLogin(rec, httptest.NewRequest("POST", "/", nil), e)
			},
			func(rec *httptest.ResponseRecorder, e *access.Error) {
				failAuthHeader(rec, httptest.NewRequest("POST", "/", nil), e)
			},
		} {
			rec := httptest.NewRecorder()
			e := access.Errorf(code, "public text").Wrap(errors.New("cause text"))
			e.Reason = access.ReasonRevoked
			fail(rec, e)
			var body map[string]string
			if err := json.Unmarshal(rec.Body.Bytes(), &body); err != nil || len(body) != 1 || body["message"] == "" || rec.Code < 400 {
				t.Errorf("%s: %d %s", code, rec.Code, rec.Body)
			}
			if text := rec.Body.String(); strings.Contains(text, "cause") || strings.Contains(text, "revoked") {
				t.Errorf("%s lets out what stays inside: %s", code, text)
			}
		}
	}
	if len(failures) != len(access.Codes()) {
		t.Errorf("%d codes in the table, there are %d", len(failures), len(access.Codes()))
	}
}
