package web

import (
	"bytes"
	"errors"
	"io"
	"math"
	"mime"
	"net/http"
	"reflect"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"latchkey/backend/access"
)

// The limits of a body: what the dialects take, and what the admin API takes.
const (
	DialectLimit int64 = 16 << 10
	AdminLimit   int64 = 1 << 20

	maxDepth = 64
)

// Validator holds a decoded JSON value against a schema and lists what violates
// it, in the order of the schema; none when it is as it should be.
type Validator interface {
	Validate(value any) []access.Detail
}

// ReadOptions is what a path asks of its bodies.
type ReadOptions struct {
	Limit         int64     // of bytes; 0 = DialectLimit
	RefuseUnknown bool      // an unknown member is an error; else it is ignored
	Schema        Validator // nil = what the Go type says is enough
}

// ReadJSON reads a request's body into a struct. The body must be one JSON
// value in UTF-8 under exact names, none given twice, at most 64 deep.
//
// Codes: media_type, too_large, syntax, invalid (with Details or Field).
func ReadJSON(w http.ResponseWriter, r *http.Request, into any, opts ReadOptions) error {
	if err := checkMediaType(r.Header); err != nil {
		return err
	}
	body, err := readBody(w, r, opts.Limit)
	if err != nil {
		return err
	}
	return read(body, into, opts)
}

// DecodeJSON is ReadJSON for a body that has been read already, such as one line
// of many.
func DecodeJSON(body []byte, into any, opts ReadOptions) error { return read(body, into, opts) }

func read(body []byte, into any, opts ReadOptions) error {
	value, err := parse(body)
	if err != nil {
		return access.Errorf(access.CodeSyntax, "the body is not valid JSON").Wrap(err)
	}
	if opts.Schema != nil {
		if details := opts.Schema.Validate(value); len(details) > 0 {
			return notAsked(details)
		}
	}
	if err := json.Unmarshal(body, into, json.RejectUnknownMembers(opts.RefuseUnknown)); err != nil {
		return mismatch(err)
	}
	return nil
}

// notAsked is the error of a body that a schema does not allow.
func notAsked(details []access.Detail) error {
	e := access.Errorf(access.CodeInvalid, "the body is not what this request takes")
	e.Details = details
	e.Field = fieldOf(details[0])
	return e
}

// checkMediaType lets JSON pass, and a request that does not say. Anything else
// is what a page of a foreign origin can send without asking first.
func checkMediaType(h http.Header) error {
	if encoding := h["Content-Encoding"]; len(encoding) > 1 || len(encoding) == 1 && !strings.EqualFold(encoding[0], "identity") {
		return access.Errorf(access.CodeMediaType, "an encoded body is not taken").WithHint("send the JSON as it is, without Content-Encoding")
	}
	values := h["Content-Type"]
	if len(values) == 0 || len(values) == 1 && (values[0] == "application/json" || values[0] == "") {
		return nil
	}
	if len(values) > 1 {
		return notJSON("the body must be JSON")
	}
	mediaType, params, err := mime.ParseMediaType(values[0])
	if err != nil || mediaType != "application/json" {
		return notJSON("the body must be JSON")
	}
	if charset, ok := params["charset"]; ok && !strings.EqualFold(charset, "utf-8") {
		return notJSON("the body must be JSON in UTF-8")
	}
	return nil
}

func notJSON(public string) *access.Error {
	return access.Errorf(access.CodeMediaType, "%s", public).WithHint("send Content-Type: application/json")
}

func readBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, error) {
	if limit == 0 {
		limit = DialectLimit
	}
	var buf bytes.Buffer
	if r.ContentLength > 0 {
		buf.Grow(int(min(r.ContentLength, limit)) + bytes.MinRead)
	}
	_, err := buf.ReadFrom(http.MaxBytesReader(unwrap(w), r.Body, limit))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		w.Header() // in which net/http's own line finds its place
		return nil, access.Errorf(access.CodeTooLarge, "the body is over the limit of %d bytes", limit)
	}
	if err != nil {
		return nil, notWhole(err)
	}
	return buf.Bytes(), nil
}

func notWhole(err error) *access.Error {
	return access.Errorf(access.CodeSyntax, "the body did not arrive whole").Wrap(err)
}

// unwrap finds net/http's own writer, which MaxBytesReader tells to close the
// connection after a body over the limit.
func unwrap(w http.ResponseWriter) http.ResponseWriter {
	for {
		inner, ok := w.(interface{ Unwrap() http.ResponseWriter })
		if !ok {
			return w
		}
		w = inner.Unwrap()
	}
}

var errDepth = errors.New("deeper than 64")

// parse reads the one JSON value that body must be: objects as map[string]any,
// arrays as []any, numbers as float64. It refuses names given twice, what is
// not UTF-8, lone surrogates, and anything after the value.
func parse(body []byte) (any, error) {
	d := jsontext.NewDecoder(bytes.NewReader(body))
	value, err := parseValue(d)
	if err != nil {
		return nil, err
	}
	if _, err := d.ReadToken(); err != io.EOF {
		return nil, errors.New("more after the value")
	}
	return value, nil
}

func parseValue(d *jsontext.Decoder) (any, error) {
	token, err := d.ReadToken()
	if err != nil {
		return nil, err
	}
	if d.StackDepth() > maxDepth {
		return nil, errDepth
	}
	switch token.Kind() {
	case 'n':
		return nil, nil
	case 't', 'f':
		return token.Bool(), nil
	case '"':
		return token.String(), nil
	case '0':
		// One that is too big for a double counts as the biggest there is: the
		// schemas ask for its type, and a struct refuses it by its own range.
		number, _ := token.Float()
		return min(max(number, -math.MaxFloat64), math.MaxFloat64), nil
	case '{':
		object := map[string]any{}
		for d.PeekKind() != '}' {
			name, err := d.ReadToken()
			if err != nil {
				return nil, err
			}
			key := name.String()
			if object[key], err = parseValue(d); err != nil {
				return nil, err
			}
		}
		_, err := d.ReadToken()
		return object, err
	default:
		array := []any{}
		for d.PeekKind() != ']' {
			element, err := parseValue(d)
			if err != nil {
				return nil, err
			}
			array = append(array, element)
		}
		_, err := d.ReadToken()
		return array, err
	}
}

// mismatch says which member does not fit the Go type, in our own words.
func mismatch(err error) error {
	var semantic *json.SemanticError
	if !errors.As(err, &semantic) {
		return access.Errorf(access.CodeSyntax, "the body is not valid JSON").Wrap(err)
	}
	path := string(semantic.JSONPointer)
	if errors.Is(err, json.ErrUnknownName) {
		name := semantic.JSONPointer.LastToken()
		e := access.Errorf(access.CodeInvalid, "the body has a member that this request does not take")
		if isName(name) {
			e = access.Invalidf(name, "%s is not a member of this request", name)
		}
		return e.WithHint("names are compared exactly; the API is described at /api/v1/openapi.yaml")
	}
	want := jsonType(semantic.GoType)
	detail := access.Detail{Path: path, Code: "type", Message: "must be " + want, Info: map[string]any{"type": want}}
	field := fieldOf(detail)
	e := access.Invalidf(field, "the body must be %s", article(want))
	if field != "" {
		e = access.Invalidf(field, "%s must be %s", field, article(want))
	}
	e.Details = []access.Detail{detail}
	return e
}

// fieldOf names the member a violation is about, in the words of a JSON reader:
// "roles" for /roles/0, "" for the body itself.
func fieldOf(d access.Detail) string {
	if name, ok := d.Info["missingProperty"].(string); ok && d.Path == "" {
		return name
	}
	name, _, _ := strings.Cut(strings.TrimPrefix(d.Path, "/"), "/")
	if !isName(name) {
		return ""
	}
	return name
}

// isName reports whether a member's name looks like one of ours; any other text
// came from the client and is not repeated.
func isName(s string) bool {
	if s == "" || len(s) > 40 {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

func jsonType(t reflect.Type) string {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil {
		return "object"
	}
	switch t.Kind() {
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return "integer"
	case reflect.Float32, reflect.Float64:
		return "number"
	case reflect.Slice, reflect.Array:
		return "array"
	default:
		return "object"
	}
}

func article(jsonType string) string {
	switch jsonType {
	case "object", "array", "integer":
		return "an " + jsonType
	case "boolean":
		return "true or false"
	default:
		return "a " + jsonType
	}
}
