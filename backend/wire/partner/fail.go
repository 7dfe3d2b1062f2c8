package partner

import (
	"net/http"
	"slices"
	"sync"

	"github.com/go-json-experiment/json"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// failure is how one code looks in this dialect.
type failure struct {
	status  int
	name    string
	message string
}

const (
	invalidMessage = "The request body is invalid. See error object `details` property for more info"
	refusedMessage = "Service was unable to complete your request."
)

var (
	invalid     = failure{http.StatusBadRequest, "InvalidRequestFormatError", invalidMessage}
	refused     = failure{http.StatusUnauthorized, "AuthenticationError", refusedMessage}
	forbidden   = failure{http.StatusForbidden, "ForbiddenError", "This request is not allowed."}
	unavailable = failure{http.StatusServiceUnavailable, "ServiceUnavailableError", "The service is not available right now. Try again later."}
)

// failures is the dialect's error table; a test holds every code against it.
var failures = map[access.Code]failure{
	access.CodeInvalid:         invalid,
	access.CodeSyntax:          invalid,
	access.CodeTooLarge:        {http.StatusRequestEntityTooLarge, "RequestTooLargeError", "The request body is larger than this service takes."},
	access.CodeMediaType:       {http.StatusUnsupportedMediaType, "UnsupportedMediaTypeError", "The request body must be application/json."},
	access.CodeMethod:          {http.StatusMethodNotAllowed, "MethodNotAllowedError", "This path takes POST."},
	access.CodeUnauthenticated: refused,
	access.CodeSecondFactor:    refused,
	access.CodePasswordExpired: refused,
	access.CodeDenied:          forbidden,
	access.CodeForeignOrigin:   forbidden,
	access.CodeForeignHost:     {http.StatusMisdirectedRequest, "MisdirectedRequestError", "This server does not answer under that host name."},
	access.CodeNotFound:        {http.StatusNotFound, "NotFoundError", "There is nothing at this path."},
	access.CodeConflict:        {http.StatusConflict, "ConflictError", "The present state does not allow this request."},
	access.CodeRateLimited:     {http.StatusTooManyRequests, "TooManyRequestsError", "Too many failed logins. Try again later."},
	access.CodeUnavailable:     unavailable,
	access.CodeFull:            unavailable,
	access.CodeInternal:        {http.StatusInternalServerError, "InternalServerError", refusedMessage},
}

type envelope struct {
	StatusCode string `json:"statusCode"`
	Error      any    `json:"error"`
}

// The members of an error stand in another order for each of the two that the
// dialect's document shows.
type (
	plainError struct {
		Name    string `json:"name"`
		Message string `json:"message"`
	}
	formatError struct {
		Name    string          `json:"name"`
		Message string          `json:"message"`
		Details []web.Violation `json:"details"`
	}
	authenticationError struct {
		Message string `json:"message"`
		Name    string `json:"name"`
		Code    string `json:"code"`
		Details reason `json:"details"`
	}
	reason struct {
		Reason string `json:"reason"`
	}
)

// Fail writes an error in the dialect's envelope.
func Fail(w http.ResponseWriter, _ *http.Request, err *access.Error) {
	f, ok := failures[err.Code]
	if !ok {
		f = failures[access.CodeInternal]
	}
	switch {
	case err.Code == access.CodeSyntax:
		web.Write(w, f.status, "application/json", syntaxBody())
	case f == refused:
		web.Write(w, f.status, "application/json", refusedBody())
	case f == invalid:
		body, details := invalidBody(), web.ViolationsJSON(err)
		at := len(body) - len("[]}}")
		web.Write(w, f.status, "application/json", slices.Concat(body[:at], details, body[len(body)-len("}}"):]))
	default:
		_ = web.WriteJSON(w, f.status, envelope{"Error", plainError{f.name, f.message}})
	}
}

// What is alike each time is encoded once: a refusal costs no more than a login.
var (
	refusedBody = encoded(authenticationError{refused.message, refused.name, refused.name, reason{"AccessKeyUnauthorized"}})
	invalidBody = encoded(formatError{invalid.name, invalid.message, []web.Violation{}})
	syntaxBody  = encoded(formatError{invalid.name, invalid.message, []web.Violation{web.SyntaxViolation}})
)

func encoded(failure any) func() []byte {
	return sync.OnceValue(func() []byte {
		body, err := json.Marshal(envelope{"Error", failure}, json.Deterministic(true))
		if err != nil { // these types can always be encoded
			panic(err)
		}
		return body
	})
}
