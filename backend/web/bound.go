package web

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

type boundKey struct{}

// WithBound notes the host a listener was told to listen on, as it was written
// without port or brackets ("127.0.0.1", "::1", "files.lan"); requests that
// arrive there may be made under it. One that means every address is no name.
func WithBound(ctx context.Context, host string) context.Context {
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	name, ok := canonicalHost(host)
	if !ok {
		return ctx
	}
	return context.WithValue(ctx, boundKey{}, name)
}

// localAddr is the address the request's connection came in on.
func localAddr(r *http.Request) (string, bool) {
	addr, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	if !ok {
		return "", false
	}
	ip, ok := netip.AddrFromSlice(addr.IP)
	return ip.Unmap().String(), ok
}
