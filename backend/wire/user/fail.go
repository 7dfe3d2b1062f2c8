package user

import (
	"net/http"
	"strings"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

type message struct {
	Message string `json:"message"`
}

// failure is how one code looks in this dialect.
type failure struct {
	status  int
	message string // "" = worked out from the error
}

var unavailable = failure{http.StatusServiceUnavailable, "Not available right now, try again later"}

// failures is the dialect's error table; a test holds every code against it.
var failures = map[access.Code]failure{
	access.CodeInvalid:         {http.StatusBadRequest, ""},
	access.CodeSyntax:          {http.StatusBadRequest, "the body must be valid JSON"},
	access.CodeTooLarge:        {http.StatusRequestEntityTooLarge, ""},
	access.CodeMediaType:       {http.StatusUnsupportedMediaType, ""},
	access.CodeMethod:          {http.StatusMethodNotAllowed, ""},
	access.CodeUnauthenticated: {http.StatusUnauthorized, "Incorrect credentials"},
	access.CodePasswordExpired: {http.StatusForbidden, "Password expired"},
	access.CodeSecondFactor:    {http.StatusUnauthorized, "Incorrect credentials"},
	access.CodeDenied:          {http.StatusForbidden, "Only a token of /user/login opens this"},
	access.CodeForeignOrigin:   {http.StatusForbidden, ""},
	access.CodeForeignHost:     {http.StatusMisdirectedRequest, ""},
	access.CodeNotFound:        {http.StatusNotFound, "Auth header not found"},
	access.CodeConflict:        {http.StatusConflict, ""},
	access.CodeRateLimited:     {http.StatusTooManyRequests, "Too many failed logins, try again later"},
	access.CodeUnavailable:     unavailable,
	access.CodeFull:            unavailable,
	access.CodeInternal:        {http.StatusInternalServerError, "Something went wrong on our side"},
}

// failLogin writes an error of /user/login.
func failLogin(w http.ResponseWriter, r *http.Request, err *access.Error) { fail(w, err, "") }

// failAuthHeader writes an error of /authheader/*.
func failAuthHeader(w http.ResponseWriter, r *http.Request, err *access.Error) {
	if err.Code == access.CodeUnauthenticated {
		web.Challenge(w)
		fail(w, err, "A token of /user/login is required")
		return
	}
	fail(w, err, "")
}

func fail(w http.ResponseWriter, err *access.Error, text string) {
	f, ok := failures[err.Code]
	if !ok {
		f = failures[access.CodeInternal]
	}
	switch {
	case text != "":
	case f.message != "":
		text = f.message
	case len(err.Details) > 0:
		text = sentence(err.Details)
	default:
		text = err.Public
	}
	_ = web.WriteJSON(w, f.status, message{text}) // a string can always be encoded
}

// sentence says what is wrong with a body: the names that are missing, all of
// them, or else the first thing that is wrong.
func sentence(details []access.Detail) string {
	var missing []string
	for _, d := range details {
		if name, ok := d.Info["missingProperty"].(string); ok {
			missing = append(missing, name)
		}
		if d.Code == "minLength" {
			missing = append(missing, strings.TrimPrefix(d.Path, "/"))
		}
	}
	switch len(missing) {
	case 0:
	case 1:
		return missing[0] + " is required"
	default:
		return strings.Join(missing, " and ") + " are required"
	}
	subject := strings.TrimPrefix(details[0].Path, "/")
	if subject == "" {
		subject = "the body"
	}
	switch details[0].Message {
	case "must be string":
		return subject + " must be a string"
	case "must be object":
		return subject + " must be a JSON object"
	default:
		return subject + " " + strings.ToLower(details[0].Message)
	}
}
