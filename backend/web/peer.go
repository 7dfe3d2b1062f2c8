package web

import (
	"context"
	"net/http"
	"net/netip"
	"sync/atomic"
)

// peer is what is found out about a connection once, and holds for each of its
// requests.
type peer struct {
	remote string // as net/http writes it
	addr   netip.Addr
	text   string // addr without port or zone; "" on a socket
	// host is a Host header that was found to be ours. Clients send the same one
	// each time, and whether it is ours does not change while a listener lives.
	host atomic.Pointer[string]
	head *Head // nil where net/http alone writes to it
}

type peerKey struct{}

// WithPeer notes where a connection comes from, so that its requests need not
// find out, and its Head where it has one. Without it they do.
func WithPeer(ctx context.Context, remote string, head *Head) context.Context {
	p := newPeer(remote)
	p.head = head
	return context.WithValue(ctx, peerKey{}, p)
}

func newPeer(remote string) *peer {
	p := &peer{remote: remote}
	if addr, ok := parseAddr(remote); ok {
		p.addr, p.text = addr, addr.String()
	}
	return p
}

// scopePeer is peerOf, for who stands behind the front.
func scopePeer(r *http.Request) *peer {
	if s := scopeOf(r); s != nil {
		return s.peer
	}
	return peerOf(r)
}

func peerOf(r *http.Request) *peer {
	if p, ok := r.Context().Value(peerKey{}).(*peer); ok && p.remote == r.RemoteAddr {
		return p
	}
	return newPeer(r.RemoteAddr)
}
