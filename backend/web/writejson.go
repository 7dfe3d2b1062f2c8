package web

import (
	"fmt"
	"net/http"

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
	return writeJSON(w, status, jsonMedia, v)
}

// WriteText writes a plain text in one write with its Content-Length, not to be
// stored by anybody on the way.
func WriteText(w http.ResponseWriter, status int, text string) {
	describe(w, plainMedia)
	answer(w, status, text)
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
func Write(w http.ResponseWriter, status int, mediaType string, body []byte) {
	describe(w, mediaType)
	answer(w, status, body)
}

const (
	plainMedia = "text/plain; charset=utf-8"
	jsonMedia  = "application/json"
)

// describe sets what the header of every answer with a body says.
func describe(w http.ResponseWriter, mediaType string) {
	Set(w, contentType, mediaType)
	Set(w, typeOptions, "nosniff")
	if value(w, cacheControl) == "" {
		Set(w, cacheControl, "no-store")
	}
}
