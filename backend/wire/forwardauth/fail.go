package forwardauth

import (
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// statuses is the dialect's error table; a test holds every code against it.
// Proxies understand 401 and 403 and take everything else for a fault.
var statuses = map[access.Code]int{
	access.CodeInvalid:         http.StatusBadRequest,
	access.CodeSyntax:          http.StatusBadRequest,
	access.CodeTooLarge:        http.StatusRequestEntityTooLarge,
	access.CodeMediaType:       http.StatusUnsupportedMediaType,
	access.CodeMethod:          http.StatusMethodNotAllowed,
	access.CodeUnauthenticated: http.StatusUnauthorized,
	access.CodeSecondFactor:    http.StatusUnauthorized,
	access.CodePasswordExpired: http.StatusUnauthorized,
	access.CodeDenied:          http.StatusForbidden,
	access.CodeForeignOrigin:   http.StatusForbidden,
	access.CodeForeignHost:     http.StatusMisdirectedRequest,
	access.CodeNotFound:        http.StatusNotFound,
	access.CodeConflict:        http.StatusConflict,
	access.CodeRateLimited:     http.StatusTooManyRequests,
	access.CodeUnavailable:     http.StatusServiceUnavailable,
	access.CodeFull:            http.StatusServiceUnavailable,
	access.CodeInternal:        http.StatusInternalServerError,
}

// Fail writes an error: a status and no body, but where whoever configured the
// proxy has to mend the query.
func Fail(w http.ResponseWriter, r *http.Request, err *access.Error) {
	status, ok := statuses[err.Code]
	switch {
	case !ok:
		status = http.StatusInternalServerError
	case status == http.StatusBadRequest:
		web.Problem(w, r, err)
		return
	case status == http.StatusUnauthorized:
		web.Challenge(w)
	}
	writeStatus(w, r, status)
}
