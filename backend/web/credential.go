package web

import (
	"net/http"
	"strings"
)

// Credential is what a request's Authorization header brings, bare or as
// "Bearer <credential>"; "" when there is none, several, or one of another
// scheme.
func Credential(r *http.Request) string {
	values := r.Header["Authorization"]
	if len(values) != 1 {
		return ""
	}
	value := strings.Trim(values[0], " \t")
	if scheme, rest, ok := strings.Cut(value, " "); ok {
		if !strings.EqualFold(scheme, "Bearer") {
			return ""
		}
		value = strings.TrimLeft(rest, " ")
	}
	for _, separator := range []byte(" \t,") { // one by one: each is looked for many bytes at a time
		if strings.IndexByte(value, separator) >= 0 {
			return ""
		}
	}
	if len(value) == len("Bearer") && strings.EqualFold(value, "Bearer") {
		return ""
	}
	return value
}

// Challenge asks for a credential of that kind, with a 401.
func Challenge(w http.ResponseWriter) { Set(w, authenticate, "Bearer") }
