package server

import (
	"net"
	"net/netip"
	"sync"

	"latchkey/backend/access"
)

// countedListener turns connections away beyond a number, at once: a client
// that is refused can tell somebody, one that hangs cannot.
type countedListener struct {
	net.Listener
	limit, limitByAddr int
	exempt             []netip.Prefix

	mu     sync.Mutex
	total  int
	byAddr map[netip.Addr]int
}

func newCountedListener(ln net.Listener, limit, limitByAddr int, exempt []netip.Prefix) *countedListener {
	return &countedListener{Listener: ln, limit: limit, limitByAddr: limitByAddr, exempt: exempt, byAddr: map[netip.Addr]int{}}
}

func (l *countedListener) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		addr := l.countedAddr(conn)
		if l.take(addr) {
			return newConn(conn, sync.OnceFunc(func() { l.release(addr) })), nil
		}
		_ = conn.Close() // it was never served; there is nobody to tell
	}
}

// countedAddr is the address a connection counts for: none on this machine and
// for proxies, which stand for many.
func (l *countedListener) countedAddr(conn net.Conn) netip.Addr {
	ap, err := netip.ParseAddrPort(conn.RemoteAddr().String())
	if err != nil {
		return netip.Addr{}
	}
	addr := ap.Addr().Unmap().WithZone("")
	if addr.IsLoopback() {
		return netip.Addr{}
	}
	for _, p := range l.exempt {
		if p.Contains(addr) {
			return netip.Addr{}
		}
	}
	return access.Network(addr)
}

func (l *countedListener) take(addr netip.Addr) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.total >= l.limit || addr.IsValid() && l.byAddr[addr] >= l.limitByAddr {
		return false
	}
	l.total++
	if addr.IsValid() {
		l.byAddr[addr]++
	}
	return true
}

func (l *countedListener) release(addr netip.Addr) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.total--
	if addr.IsValid() {
		if l.byAddr[addr]--; l.byAddr[addr] == 0 {
			delete(l.byAddr, addr)
		}
	}
}
