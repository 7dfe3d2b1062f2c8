package web

import (
	"net/http"
	"sync"

	"github.com/go-json-experiment/json"

	"latchkey/backend/access"
)

// Violation is one violation of a request schema as the bodies carry it.
type Violation struct {
	Path    string         `json:"path"`
	Code    string         `json:"code"`
	Message string         `json:"message"`
	Info    map[string]any `json:"info"`
}

// SyntaxViolation is what a body that is no JSON violates. The decoder's own
// text never goes out: it quotes the input.
var SyntaxViolation = Violation{Code: "syntax", Message: "must be valid JSON"}

// Violations gives an error's details in the form of the bodies.
func Violations(err *access.Error) []Violation {
	if err.Code == access.CodeSyntax {
		return []Violation{SyntaxViolation}
	}
	out := make([]Violation, 0, len(err.Details))
	for _, d := range err.Details {
		out = append(out, Violation(d))
	}
	return out
}

// kept are details that many bodies have, as JSON, by where they are.
var kept sync.Map // of *access.Detail to []byte

// keepJSON keeps the JSON of details that many errors will share. They are never
// changed, and there are few of them.
func keepJSON(details []access.Detail) {
	if len(details) > 0 {
		kept.Store(&details[0], ViolationsJSON(&access.Error{Code: access.CodeInvalid, Details: details}))
	}
}

// ViolationsJSON gives Violations as JSON, to be read only.
func ViolationsJSON(err *access.Error) []byte {
	if len(err.Details) > 0 && err.Code != access.CodeSyntax {
		if text, ok := kept.Load(&err.Details[0]); ok {
			return text.([]byte)
		}
	}
	text, e := json.Marshal(Violations(err), writeOptions)
	if e != nil { // these types can always be encoded
		panic(e)
	}
	return text
}

// problem is RFC 9457, with our own members after its five.
type problem struct {
	Type      string      `json:"type"`
	Title     string      `json:"title"`
	Status    int         `json:"status"`
	Detail    string      `json:"detail,omitempty"`
	Code      access.Code `json:"code"`
	Hint      string      `json:"hint,omitempty"`
	Field     string      `json:"field,omitempty"`
	Errors    []Violation `json:"errors,omitempty"`
	Current   any         `json:"current,omitzero"`
	RequestID string      `json:"requestId,omitempty"`
}

// Problem is the Fail of every path that has no shape of its own:
// application/problem+json.
func Problem(w http.ResponseWriter, r *http.Request, err *access.Error) {
	status := Status(err.Code)
	p := problem{
		Type:      "about:blank",
		Title:     http.StatusText(status),
		Status:    status,
		Detail:    err.Public,
		Code:      err.Code,
		Hint:      err.Hint,
		Field:     err.Field,
		Errors:    Violations(err),
		Current:   err.Current,
		RequestID: RequestID(r),
	}
	if writeJSON(w, status, "application/problem+json", &p) != nil {
		p.Current = nil // the only member that anybody else filled
		_ = writeJSON(w, status, "application/problem+json", &p)
	}
}
