package web_test

import (
	"bytes"
	"errors"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/access"
	"latchkey/backend/openapi"
	"latchkey/backend/web"
)

type pairRequest struct {
	AccessKey string `json:"accessKey"`
	Secret    string `json:"secret"`
}

func fullPair() (into any, first, second *string) {
	r := new(pairRequest)
	return r, &r.AccessKey, &r.Secret
}

// Whatever the body, a pair is read as any other body is.
func FuzzPairIsReadAsJSONIs(f *testing.F) {
	for _, seed := range []string{
		`{"accessKey":"a","secret":"b"}`, `{"secret":"b","accessKey":"a"}`, " {\t\"accessKey\" :\r\n\"a\" , \"secret\": \"b\" } \n",
		`{"accessKey":"a","password":"b"}`, `{"x":"","y":"z"}`, `{ }`, `{"secret":"b"}`, `{"secret":"b","x":"y","x":"z"}`, `{"secret":"","x":"y"}`, `{"secret":"b","x":"y",}`, `{"a":"1","b":"2","c":"3","d":"4","e":"5","f":"6","g":"7","h":"8","i":"9"}`,
		`{"accessKey":"a","accessKey":"b"}`, `{"accessKey":"a","secret":"b","more":1}`, `{"accessKey":"","secret":"b"}`, `{"accessKey":"a","secret":"b"`,
		`{"accessKey":"a","secret":"b"},`, `{"accessKey":"a","secret":"b"}{}`, `{"accessKey":"\u0061","secret":"b"}`, `{"accessKey":"a\"","secret":"b"}`,
		`{"accessKey":"ü","secret":"b"}`, "{\"accessKey\":\"\xff\",\"secret\":\"b\"}", "{\"accessKey\":\"\x01\",\"secret\":\"b\"}", `{"accesskey":"a","secret":"b"}`,
		`{"accessKey":1,"secret":"b"}`, `{"accessKey":"a" "secret":"b"}`, `["accessKey","a"]`, `{}`, `{"accessKey":"a","secret":"b",}`, "",
		`{"accessKey":"a","secret":"` + string(bytes.Repeat([]byte("x"), 2000)) + `"}`,
	} {
		f.Add([]byte(seed))
	}
	options := web.ReadOptions{Limit: 4000, Schema: openapi.RequestSchema("PartnerLogin")}
	f.Fuzz(func(t *testing.T, body []byte) {
		var want, got pairRequest
		wantErr := web.ReadJSON(httptest.NewRecorder(), httptest.NewRequest("POST", "/", bytes.NewReader(body)), &want, options)
		var gotErr error
		got.AccessKey, got.Secret, gotErr = web.Pair{"accessKey", "secret"}.Read(httptest.NewRecorder(), httptest.NewRequest("POST", "/", bytes.NewReader(body)), fullPair, options)
		if diff := cmp.Diff(refusal(t, wantErr), refusal(t, gotErr)); diff != "" {
			t.Errorf("%q is refused otherwise:\n%s", body, diff)
		}
		if want != got {
			t.Errorf("%q is %+v, want %+v", body, got, want)
		}
	})
}

// refusal is what a client may see of an error.
func refusal(t *testing.T, err error) any {
	if err == nil {
		return nil
	}
	var e *access.Error
	if !errors.As(err, &e) {
		t.Fatalf("an error of another type: %v", err)
	}
	return []any{e.Code, e.Public, e.Hint, e.Field, e.Details}
}

func BenchmarkReadPair(b *testing.B) {
	body := []byte(`{"accessKey":"986d8167a9b9a15e37db4ab4ad50877b01347a94","secret":"79bPqahzbeYuIgyod1GBjsBy38wN7KuBBNNmN/emwjFCuAfq"}`)
	reader := bytes.NewReader(body)
	r := httptest.NewRequest("POST", "/login", reader)
	options := web.ReadOptions{Schema: openapi.RequestSchema("PartnerLogin")}
	for name, read := range map[string]func(into *pairRequest) error{
		"pair": func(into *pairRequest) (err error) {
			into.AccessKey, into.Secret, err = web.Pair{"accessKey", "secret"}.Read(nil, r, fullPair, options)
			return err
		},
		"any": func(into *pairRequest) error { return web.ReadJSON(httptest.NewRecorder(), r, into, options) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				reader.Reset(body)
				var into pairRequest
				if err := read(&into); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
