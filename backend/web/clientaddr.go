package web

import (
	"net/http"
	"net/netip"
	"strings"
)

// clientAddr is the IP address the request came from, without port; "" on a
// socket. Only where the connection comes from one of the trusted proxies is
// X-Forwarded-For read, from the right: the right-most address that is not a
// trusted proxy's. What stands left of it is whatever the client wrote.
func clientAddr(r *http.Request, peer *peer, trusted []netip.Prefix) string {
	if !peer.addr.IsValid() || len(trusted) == 0 || !contains(trusted, peer.addr) {
		return peer.text
	}
	client := peer.addr
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, ok := parseAddr(strings.TrimSpace(hops[i]))
		if !ok {
			break // a proxy that writes no address vouches for nothing further left
		}
		client = hop
		if !contains(trusted, hop) {
			break
		}
	}
	return client.String()
}

// parseAddr reads an address with or without port, in brackets or not.
func parseAddr(s string) (netip.Addr, bool) {
	if ap, err := netip.ParseAddrPort(s); err == nil {
		return ap.Addr().Unmap().WithZone(""), true
	}
	if inner, ok := strings.CutPrefix(s, "["); ok {
		s = strings.TrimSuffix(inner, "]")
	}
	addr, err := netip.ParseAddr(s)
	return addr.Unmap().WithZone(""), err == nil
}

func contains(prefixes []netip.Prefix, addr netip.Addr) bool {
	for _, p := range prefixes {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}
