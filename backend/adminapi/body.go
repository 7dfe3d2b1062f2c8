package adminapi

import (
	"net/http"
	"reflect"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// read reads a request's body: one JSON object with members of T, none unknown,
// none null but the nullable ones, and all that must be there.
func read[T any](w http.ResponseWriter, r *http.Request) (T, error) {
	var body T
	err := web.ReadJSON(w, r, &body, web.ReadOptions{Limit: web.AdminLimit, RefuseUnknown: true, Schema: shape[T]{}})
	if err == nil {
		err = complete(reflect.ValueOf(body))
	}
	return body, err
}

// complete asks for the members marked `must:"be there"`: those whose absence
// access would take for something else, such as an unknown user.
func complete(body reflect.Value) error {
	for _, field := range reflect.VisibleFields(body.Type()) {
		if _, marked := field.Tag.Lookup("must"); marked && body.FieldByIndex(field.Index).IsZero() {
			name := field.Tag.Get("json")
			return access.Invalidf(name, "%s is missing", name)
		}
	}
	return nil
}

// readOptional is read for a request that may have no body at all.
func readOptional[T any](w http.ResponseWriter, r *http.Request) (T, error) {
	if r.ContentLength == 0 {
		var none T
		return none, nil
	}
	return read[T](w, r)
}

// shape refuses what decoding alone would take for an absent member: null.
type shape[T any] struct{}

func (shape[T]) Validate(value any) []access.Detail {
	object, ok := value.(map[string]any)
	if !ok {
		return []access.Detail{{Code: "type", Message: "must be object", Info: map[string]any{"type": "object"}}}
	}
	var details []access.Detail
	for _, field := range reflect.VisibleFields(reflect.TypeFor[T]()) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		v, there := object[name]
		if there && v == nil && !field.Type.Implements(reflect.TypeFor[takesNull]()) {
			details = append(details, access.Detail{Path: "/" + name, Code: "type", Message: "must not be null", Info: map[string]any{}})
		}
	}
	return details
}

// nullable is a member for which null means something else than its absence.
type nullable[T any] struct {
	there bool
	value *T // nil for null
}

type takesNull interface{ takesNull() }

func (nullable[T]) takesNull() {}

func (n *nullable[T]) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	n.there = true
	return json.UnmarshalDecode(d, &n.value)
}

// words is a chosen part of a membership's words; nil, for null or nothing, is
// all of them.
func (n nullable[T]) words() T {
	var all T
	if n.value == nil {
		return all
	}
	return *n.value
}

// change is what a patch does: nil = nothing, a pointer to nil = all again.
func (n nullable[T]) change() *T {
	if !n.there {
		return nil
	}
	words := n.words()
	return &words
}
