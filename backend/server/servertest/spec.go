package servertest

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"latchkey/backend/openapi"
)

var spec = sync.OnceValues(func() (*openapi3.T, error) {
	return openapi3.NewLoader().LoadFromData(openapi.Public().JSON)
})

// checkSpec holds an answer against openapi.yaml: its status, content type and
// body must be among those described. Methods that a path does not take have
// the answers of the one it takes, as /verify has for all of them.
func (w *World) checkSpec(r *http.Request, rec *httptest.ResponseRecorder) {
	w.t.Helper()
	doc, err := spec()
	if err != nil {
		w.t.Fatal(err)
	}
	item := doc.Paths.Find(r.URL.Path)
	if item == nil || r.Method == http.MethodOptions && rec.Code == http.StatusNoContent {
		return
	}
	operation := item.Post
	if operation == nil {
		operation = item.Get
	}
	answer := operation.Responses.Value(strconv.Itoa(rec.Code))
	if answer == nil {
		w.t.Errorf("%s %s: status %d is not described", r.Method, r.URL.Path, rec.Code)
		return
	}
	body, contentType := rec.Body.Bytes(), rec.Header().Get("Content-Type")
	if len(answer.Value.Content) == 0 {
		if len(body) > 0 {
			w.t.Errorf("%s %s %d: a body that is not described: %s", r.Method, r.URL.Path, rec.Code, body)
		}
		return
	}
	mediaType, _, _ := mime.ParseMediaType(contentType)
	media := answer.Value.Content[mediaType]
	if media == nil {
		w.t.Errorf("%s %s %d: content type %q is not described", r.Method, r.URL.Path, rec.Code, contentType)
		return
	}
	var value any = string(body)
	if mediaType != "text/plain" {
		decoder := json.NewDecoder(bytes.NewReader(body))
		if err := decoder.Decode(&value); err != nil {
			w.t.Errorf("%s %s %d: %v", r.Method, r.URL.Path, rec.Code, err)
			return
		}
	}
	if err := media.Schema.Value.VisitJSON(value); err != nil {
		w.t.Errorf("%s %s %d is not what is described: %v", r.Method, r.URL.Path, rec.Code, err)
	}
	for name, header := range answer.Value.Headers {
		if header.Value.Schema == nil {
			continue
		}
		if got := rec.Header().Get(name); got == "" && len(rec.Header().Values(name)) == 0 {
			w.t.Errorf("%s %s %d: no header %s", r.Method, r.URL.Path, rec.Code, name)
		}
	}
}
