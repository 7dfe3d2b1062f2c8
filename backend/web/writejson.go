package web

import (
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// writeOptions: members in struct order, maps sorted, nothing escaped for HTML.
// Text that is not UTF-8 (a client's User-Agent) is mended and never an error.
var writeOptions = json.JoinOptions(json.Deterministic(true), jsontext.AllowInvalidUTF8(true))

// WriteJSON writes v as compact JSON in one write with its Content-Length, not
// to be stored by anybody on the way. Nothing is written when v cannot be
// encoded.
func WriteJSON(w http.ResponseWriter, status int, v any) error {
	return writeJSON(w, status, jsonText[0], v)
}

// WriteText writes a plain text in one write with its Content-Length, not to be
// stored by anybody on the way.
func WriteText(w http.ResponseWriter, status int, text string) {
	begin(w, status, plainText, len(text))
	_, _ = io.WriteString(w, text)
}

func writeJSON(w http.ResponseWriter, status int, contentType string, v any) error {
	body, err := json.Marshal(v, writeOptions)
	if err != nil {
		return fmt.Errorf("encode answer: %w", err)
	}
	Write(w, status, contentType, body)
	return nil
}

// Write writes a body in one write with its Content-Length, not to be stored
// unless the handler has said for how long. There is no error to return: when
// it fails the client is gone, and there is nobody to tell.
func Write(w http.ResponseWriter, status int, contentType string, body []byte) {
	values := []string{contentType}
	if contentType == jsonText[0] {
		values = jsonText
	}
	begin(w, status, values, len(body))
	_, _ = w.Write(body)
}

var (
	plainText = []string{"text/plain; charset=utf-8"}
	jsonText  = []string{"application/json"}
)

// countedByHTTP is how long a body is at least that net/http does not keep whole
// until the handler is done. It writes the Content-Length of shorter ones itself,
// for less.
const countedByHTTP = 2 << 10

// begin writes the header of an answer of that many bytes.
func begin(w http.ResponseWriter, status int, contentType []string, size int) {
	h := w.Header()
	h["Content-Type"] = contentType
	if size >= countedByHTTP {
		h["Content-Length"] = []string{strconv.Itoa(size)}
	}
	h["X-Content-Type-Options"] = noSniff
	if len(h["Cache-Control"]) == 0 {
		h["Cache-Control"] = noStore
	}
	w.WriteHeader(status)
}
