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
// ("127.0.0.1", "files.lan"); requests that arrive there may be made under it.
func WithBound(ctx context.Context, host string) context.Context {
	return context.WithValue(ctx, boundKey{}, strings.ToLower(host))
}

// localAddr is the address the request's connection came in on.
func localAddr(r *http.Request) (netip.Addr, bool) {
	addr, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	if !ok {
		return netip.Addr{}, false
	}
	ip, ok := netip.AddrFromSlice(addr.IP)
	return ip.Unmap(), ok
}
