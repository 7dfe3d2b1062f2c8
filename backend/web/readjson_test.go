package web_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

type form struct {
	Name  string   `json:"name"`
	Count int64    `json:"count"`
	On    bool     `json:"on"`
	List  []string `json:"list"`
	Inner struct {
		Size *int `json:"size"`
	} `json:"inner"`
	Any any `json:"any"`
}

func read(body string, header http.Header, opts web.ReadOptions, into any) (*access.Error, *httptest.ResponseRecorder) {
	r := httptest.NewRequest("POST", "/", strings.NewReader(body))
	r.Header = header
	if r.Header == nil {
		r.Header = http.Header{"Content-Type": {"application/json"}}
	}
	rec := httptest.NewRecorder()
	err := web.ReadJSON(rec, r, into, opts)
	if err == nil {
		return nil, rec
	}
	var e *access.Error
	if !errors.As(err, &e) {
		return &access.Error{Code: access.CodeInternal, Public: err.Error()}, rec
	}
	return e, rec
}

func nested(depth int) string {
	return `{"any":` + strings.Repeat("[", depth-1) + strings.Repeat("]", depth-1) + `}`
}

func TestOnlyStrictJSONIsRead(t *testing.T) {
	tests := []struct {
		body string
		want access.Code // "" = it is read
	}{
		{`{}`, ""},
		{" \t\r\n{ } \n", ""},
		{`{"name":"a"}`, ""},
		{`{"name":"\u00e4\ud83d\ude00\n\\\/"}`, ""},
		{`{"any":[1,-0.5e-3,true,false,null,"",{}]}`, ""},
		{`{"unknown":{"a":[{}]}}`, ""},
		{`{"Name":5,"NAME":[]}`, ""}, // other names, which this request ignores
		{`{"any":1e999}`, access.CodeInvalid},
		{nested(64), ""},
		{nested(65), access.CodeSyntax},
		{nested(5000), access.CodeSyntax},
		{``, access.CodeSyntax},
		{`   `, access.CodeSyntax},
		{`{`, access.CodeSyntax},
		{`}`, access.CodeSyntax},
		{`{"name"`, access.CodeSyntax},
		{`{"name":`, access.CodeSyntax},
		{`{"name":"a"`, access.CodeSyntax},
		{`{"name":"a",}`, access.CodeSyntax},
		{`{,"name":"a"}`, access.CodeSyntax},
		{`{"name" "a"}`, access.CodeSyntax},
		{`{name:"a"}`, access.CodeSyntax},
		{`{'name':'a'}`, access.CodeSyntax},
		{`{"name":a}`, access.CodeSyntax},
		{`{"name":"a"}{}`, access.CodeSyntax},
		{`{"name":"a"} x`, access.CodeSyntax},
		{`{"name":"a"},`, access.CodeSyntax},
		{`{"name":"a"}]`, access.CodeSyntax},
		{"{\"name\":\"a\"}\x00", access.CodeSyntax},
		{"\xef\xbb\xbf{}", access.CodeSyntax},
		{"{\"name\":\"\xff\"}", access.CodeSyntax},
		{"{\"name\":\"\xc0\xaf\"}", access.CodeSyntax},
		{"{\"name\":\"\xed\xa0\x80\"}", access.CodeSyntax},
		{"{\"\xff\":1}", access.CodeSyntax},
		{"{\"name\":\"a\nb\"}", access.CodeSyntax},
		{"{\"name\":\"a\x01b\"}", access.CodeSyntax},
		{`{"name":"\ud800"}`, access.CodeSyntax},
		{`{"name":"\udc00\ud800"}`, access.CodeSyntax},
		{`{"name":"\ud800\u0041"}`, access.CodeSyntax},
		{`{"name":"\x41"}`, access.CodeSyntax},
		{`{"name":"\u00zz"}`, access.CodeSyntax},
		{`{"name":"a","name":"b"}`, access.CodeSyntax},
		{`{"name":"a","n\u0061me":"b"}`, access.CodeSyntax},
		{`{"unknown":1,"unknown":2}`, access.CodeSyntax},
		{`{"any":{"a":1,"a":1}}`, access.CodeSyntax},
		{`{"any":[{"b":{"a":1,"a":1}}]}`, access.CodeSyntax},
		{`{"count":01}`, access.CodeSyntax},
		{`{"count":+1}`, access.CodeSyntax},
		{`{"count":.5}`, access.CodeSyntax},
		{`{"count":1.}`, access.CodeSyntax},
		{`{"count":0x10}`, access.CodeSyntax},
		{`{"count":NaN}`, access.CodeSyntax},
		{`{"count":Infinity}`, access.CodeSyntax},
		{`{"on":True}`, access.CodeSyntax},
		{`{"on":tru}`, access.CodeSyntax},
		{`{"name":"a"}//`, access.CodeSyntax},
		{`/**/{}`, access.CodeSyntax},
		{`[1,]`, access.CodeSyntax},
		{`[`, access.CodeSyntax},
		{`nul`, access.CodeSyntax},
		{`name=a`, access.CodeSyntax},
		{`"a`, access.CodeSyntax},
		{`[]`, access.CodeInvalid},
		{`"a"`, access.CodeInvalid},
		{`5`, access.CodeInvalid},
		{`true`, access.CodeInvalid},
		{`{"name":5}`, access.CodeInvalid},
		{`{"name":["a"]}`, access.CodeInvalid},
		{`{"name":{}}`, access.CodeInvalid},
		{`{"name":true}`, access.CodeInvalid},
		{`{"count":"5"}`, access.CodeInvalid},
		{`{"count":1.5}`, access.CodeInvalid},
		{`{"count":9223372036854775808}`, access.CodeInvalid},
		{`{"on":"true"}`, access.CodeInvalid},
		{`{"on":1}`, access.CodeInvalid},
		{`{"list":"a"}`, access.CodeInvalid},
		{`{"list":[1]}`, access.CodeInvalid},
		{`{"list":{}}`, access.CodeInvalid},
		{`{"inner":{"size":"a"}}`, access.CodeInvalid},
		{`{"inner":[]}`, access.CodeInvalid},
	}
	for _, test := range tests {
		t.Run(fmt.Sprintf("%.40q", test.body), func(t *testing.T) {
			var into form
			e, _ := read(test.body, nil, web.ReadOptions{}, &into)
			var got access.Code
			if e != nil {
				got = e.Code
			}
			if got != test.want {
				t.Errorf("code %q, want %q", got, test.want)
			}
		})
	}
}

func TestAWrongTypeIsSaidByNameAndInOurOwnWords(t *testing.T) {
	tests := []struct {
		body, field, public string
		detail              web.Violation
	}{
		{`{"name":5}`, "name", "name must be a string", web.Violation{Path: "/name", Code: "type", Message: "must be string", Info: map[string]any{"type": "string"}}},
		{`{"list":["a",5]}`, "list", "list must be a string", web.Violation{Path: "/list/1", Code: "type", Message: "must be string", Info: map[string]any{"type": "string"}}},
		{`{"inner":{"size":"secret text"}}`, "inner", "inner must be an integer", web.Violation{Path: "/inner/size", Code: "type", Message: "must be integer", Info: map[string]any{"type": "integer"}}},
		{`{"on":"secret text"}`, "on", "on must be true or false", web.Violation{Path: "/on", Code: "type", Message: "must be boolean", Info: map[string]any{"type": "boolean"}}},
		{`["secret text"]`, "", "the body must be an object", web.Violation{Code: "type", Message: "must be object", Info: map[string]any{"type": "object"}}},
	}
	for _, test := range tests {
		t.Run(test.body, func(t *testing.T) {
			e, _ := read(test.body, nil, web.ReadOptions{}, &form{})
			if e == nil || e.Field != test.field || e.Public != test.public {
				t.Fatalf("got %+v", e)
			}
			if diff := cmp.Diff([]web.Violation{test.detail}, web.Violations(e)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestUnknownMembersAreRefusedOnlyWhereAsked(t *testing.T) {
	for _, test := range []struct{ body, field string }{
		{`{"nmae":"a"}`, "nmae"},
		{`{"inner":{"other":1}}`, "other"},
		{`{"Name":"a"}`, "Name"},
		{`{"s3cret value":1}`, ""},
		{`{"<script>":1}`, ""},
	} {
		if e, _ := read(test.body, nil, web.ReadOptions{}, &form{}); e != nil {
			t.Errorf("%s: %v", test.body, e)
		}
		e, _ := read(test.body, nil, web.ReadOptions{RefuseUnknown: true}, &form{})
		if e == nil || e.Code != access.CodeInvalid || e.Field != test.field {
			t.Errorf("%s: got %+v, want the field %q", test.body, e, test.field)
		}
		if e != nil && test.field == "" && (strings.Contains(e.Public, "s3cret") || strings.Contains(e.Public, "script")) {
			t.Errorf("%s: the name is repeated: %s", test.body, e.Public)
		}
	}
}

func TestOnlyJSONOrNothingIsTakenForAContentType(t *testing.T) {
	tests := []struct {
		types []string
		taken bool
	}{
		{nil, true},
		{[]string{""}, true},
		{[]string{"application/json"}, true},
		{[]string{"Application/JSON"}, true},
		{[]string{"application/json; charset=utf-8"}, true},
		{[]string{"application/json;charset=UTF-8"}, true},
		{[]string{`application/json; charset="utf-8"`}, true},
		{[]string{"application/json; charset=utf-16"}, false},
		{[]string{"application/json; charset=latin1"}, false},
		{[]string{"text/plain"}, false},
		{[]string{"text/json"}, false},
		{[]string{"application/x-www-form-urlencoded"}, false},
		{[]string{"multipart/form-data; boundary=x"}, false},
		{[]string{"application/jsonp"}, false},
		{[]string{"application/problem+json"}, false},
		{[]string{"text/plain, application/json"}, false},
		{[]string{"application/json, text/plain"}, false},
		{[]string{"application/json; charset"}, false},
		{[]string{"*/*"}, false},
		{[]string{"application/json", "application/json"}, false},
		{[]string{"text/plain", "application/json"}, false},
	}
	for _, test := range tests {
		e, _ := read(`{}`, http.Header{"Content-Type": test.types}, web.ReadOptions{}, &form{})
		if taken := e == nil; taken != test.taken || e != nil && e.Code != access.CodeMediaType {
			t.Errorf("%q: taken is %v, want %v (%v)", test.types, taken, test.taken, e)
		}
	}
	for _, encoding := range []string{"gzip", "br", "deflate", "identity, gzip"} {
		if e, _ := read(`{}`, http.Header{"Content-Encoding": {encoding}}, web.ReadOptions{}, &form{}); e == nil || e.Code != access.CodeMediaType {
			t.Errorf("Content-Encoding %s: %v", encoding, e)
		}
	}
	if e, _ := read(`{}`, http.Header{"Content-Encoding": {"identity"}}, web.ReadOptions{}, &form{}); e != nil {
		t.Errorf("Content-Encoding identity: %v", e)
	}
}

func TestTheLimitIsExact(t *testing.T) {
	body := func(n int) string { return `{"name":"` + strings.Repeat("a", n-len(`{"name":""}`)) + `"}` }
	for _, limit := range []int64{64, web.DialectLimit, web.AdminLimit} {
		if e, _ := read(body(int(limit)), nil, web.ReadOptions{Limit: limit}, &form{}); e != nil {
			t.Errorf("limit %d: %v", limit, e)
		}
		if e, _ := read(body(int(limit)+1), nil, web.ReadOptions{Limit: limit}, &form{}); e == nil || e.Code != access.CodeTooLarge {
			t.Errorf("one byte over %d: %v", limit, e)
		}
	}
	if e, _ := read(body(int(web.DialectLimit)+1), nil, web.ReadOptions{}, &form{}); e == nil || e.Code != access.CodeTooLarge {
		t.Errorf("without a limit of its own a path has the dialects': %v", e)
	}
}

// A body without end is given up at the limit, not read.
func TestABodyWithoutEndIsNotRead(t *testing.T) {
	endless := &counter{}
	r := httptest.NewRequest("POST", "/", endless)
	err := web.ReadJSON(httptest.NewRecorder(), r, &form{}, web.ReadOptions{})
	if e := access.AsError(err); e.Code != access.CodeTooLarge {
		t.Fatal(err)
	}
	if endless.read > 4*web.DialectLimit {
		t.Errorf("%d bytes were read of a body that may have %d", endless.read, web.DialectLimit)
	}
}

type counter struct{ read int64 }

func (c *counter) Read(p []byte) (int, error) {
	c.read += int64(len(p))
	return copy(p, bytes.Repeat([]byte{' '}, len(p))), nil
}

func TestABodyThatBreaksOffIsASyntaxError(t *testing.T) {
	r := httptest.NewRequest("POST", "/", io.MultiReader(strings.NewReader(`{"name":`), brokenReader{}))
	if e := access.AsError(web.ReadJSON(httptest.NewRecorder(), r, &form{}, web.ReadOptions{})); e.Code != access.CodeSyntax {
		t.Error(e)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// Whatever the body: no panic, and nothing of it in what goes out.
func FuzzReadJSON(f *testing.F) {
	for _, seed := range []string{`{"name":"canary"}`, `{"name":5,"x":"canary"}`, `[`, "\xff", `{"a":1,"a":2}`, nested(70), `{"canary":1}`} {
		f.Add([]byte(seed), true)
		f.Add([]byte(seed), false)
	}
	f.Fuzz(func(t *testing.T, body []byte, refuse bool) {
		var into form
		e, _ := read(string(body), nil, web.ReadOptions{RefuseUnknown: refuse}, &into)
		if e == nil {
			return
		}
		switch e.Code {
		case access.CodeSyntax, access.CodeInvalid, access.CodeTooLarge:
		default:
			t.Fatalf("code %s", e.Code)
		}
		rec := httptest.NewRecorder()
		web.Problem(rec, httptest.NewRequest("POST", "/", nil), e)
		if bytes.Contains(body, []byte("canary")) && bytes.Contains(rec.Body.Bytes(), []byte("canary")) && e.Field != "canary" && !strings.Contains(string(web.Violations(e)[0].Path), "canary") {
			t.Fatalf("the answer repeats the body: %s", rec.Body)
		}
	})
}
