package apikey

import (
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// failure is how one code looks in this dialect: problem+json of that code,
// which the client may be told, with that sentence.
type failure struct {
	as     access.Code
	detail string // "" = the error's own
}

var (
	refused     = failure{access.CodeUnauthenticated, "the API key or its secret is not right, or the key is not active"}
	unavailable = failure{access.CodeUnavailable, "not available right now"}
)

// failures is the dialect's error table; a test holds every code against it.
var failures = map[access.Code]failure{
	access.CodeInvalid:         {as: access.CodeInvalid},
	access.CodeSyntax:          {as: access.CodeSyntax},
	access.CodeTooLarge:        {as: access.CodeTooLarge},
	access.CodeMediaType:       {as: access.CodeMediaType},
	access.CodeMethod:          {as: access.CodeMethod},
	access.CodeUnauthenticated: refused,
	access.CodeSecondFactor:    refused,
	access.CodePasswordExpired: refused,
	access.CodeDenied:          {as: access.CodeDenied, detail: "this request is not allowed"},
	access.CodeForeignOrigin:   {as: access.CodeForeignOrigin},
	access.CodeForeignHost:     {as: access.CodeForeignHost},
	access.CodeNotFound:        {as: access.CodeNotFound},
	access.CodeConflict:        {as: access.CodeConflict},
	access.CodeRateLimited:     {as: access.CodeRateLimited},
	access.CodeUnavailable:     unavailable,
	access.CodeFull:            unavailable,
	access.CodeInternal:        {as: access.CodeInternal},
}

// Fail writes an error as problem+json.
func Fail(w http.ResponseWriter, r *http.Request, err *access.Error) {
	f, ok := failures[err.Code]
	if !ok {
		f = failure{as: access.CodeInternal}
	}
	shown := &access.Error{Code: f.as, Public: err.Public, Hint: err.Hint, Field: err.Field, Details: err.Details}
	if f.detail != "" {
		shown.Public, shown.Hint = f.detail, ""
	}
	web.Problem(w, r, shown)
}
