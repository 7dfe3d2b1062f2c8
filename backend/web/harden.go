package web

import (
	"net/http"
	"net/netip"
)

// PortalPolicy is the Content-Security-Policy of the portal's documents: its
// own files, no inline script, nothing from anywhere else. Inline styles are
// what the component library sets on its elements.
const PortalPolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
	"font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Harden sets the headers that every answer carries, whatever it is. An answer
// that is a document overrides the policy with its own.
func Harden(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		Set(w, cacheControl, "no-store")
		Set(w, contentPolicy, "default-src 'none'; frame-ancestors 'none'")
		Set(w, resourcePolicy, "same-origin")
		Set(w, referrerPolicy, "no-referrer")
		Set(w, typeOptions, "nosniff")
		if r.TLS != nil && isPublicName(r.Host) {
			w.Header().Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// isPublicName keeps Strict-Transport-Security off localhost and addresses,
// where it would bind every other port of the machine.
func isPublicName(host string) bool {
	name, ok := hostname(host)
	if !ok || name == "localhost" {
		return false
	}
	_, err := netip.ParseAddr(name)
	return err != nil
}
