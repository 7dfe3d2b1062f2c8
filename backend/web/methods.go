package web

import (
	"net/http"
	"slices"
	"strings"

	"latchkey/backend/access"
)

// Methods serves one path by method. HEAD is served by GET. Any other method,
// OPTIONS too, is 405 with Allow in the dialect's own shape: the only OPTIONS
// anybody needs is a preflight, and those are the guard's.
func Methods(byMethod map[string]http.Handler, fail Fail) http.Handler {
	handlers := make(map[string]http.Handler, len(byMethod)+1)
	for method, h := range byMethod {
		handlers[method] = h
	}
	if get, ok := handlers[http.MethodGet]; ok && handlers[http.MethodHead] == nil {
		handlers[http.MethodHead] = get
	}
	names := make([]string, 0, len(handlers))
	for method := range handlers {
		names = append(names, method)
	}
	slices.Sort(names)
	allow := strings.Join(names, ", ")
	refused := Handle(func(w http.ResponseWriter, _ *http.Request) error {
		w.Header().Set("Allow", allow)
		return access.Errorf(access.CodeMethod, "this path takes %s", allow)
	}, fail)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h, ok := handlers[r.Method]; ok {
			h.ServeHTTP(w, r)
			return
		}
		refused.ServeHTTP(w, r)
	})
}
