package web

import (
	"net/http"

	"latchkey/backend/access"
)

// statuses is the only table from codes to HTTP statuses. A dialect whose
// document promises another one says so in its own error table.
var statuses = map[access.Code]int{
	access.CodeInvalid:         http.StatusBadRequest,
	access.CodeSyntax:          http.StatusBadRequest,
	access.CodeTooLarge:        http.StatusRequestEntityTooLarge,
	access.CodeMediaType:       http.StatusUnsupportedMediaType,
	access.CodeMethod:          http.StatusMethodNotAllowed,
	access.CodeUnauthenticated: http.StatusUnauthorized,
	access.CodeSecondFactor:    http.StatusUnauthorized,
	access.CodePasswordExpired: http.StatusForbidden,
	access.CodeDenied:          http.StatusForbidden,
	access.CodeForeignOrigin:   http.StatusForbidden,
	access.CodeForeignHost:     http.StatusMisdirectedRequest,
	access.CodeNotFound:        http.StatusNotFound,
	access.CodeConflict:        http.StatusConflict,
	access.CodeRateLimited:     http.StatusTooManyRequests,
	access.CodeUnavailable:     http.StatusServiceUnavailable,
	access.CodeFull:            http.StatusInsufficientStorage,
	access.CodeInternal:        http.StatusInternalServerError,
}

// Status is the HTTP status of a code.
func Status(code access.Code) int {
	if status, ok := statuses[code]; ok {
		return status
	}
	return http.StatusInternalServerError
}
