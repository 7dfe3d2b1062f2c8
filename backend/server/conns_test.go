package server

import (
	"net"
	"net/netip"
	"testing"
)

// queue is a listener whose connections come from the addresses it is told.
type queue struct {
	net.Listener
	from chan string
}

func (q *queue) Accept() (net.Conn, error) {
	addr, ok := <-q.from
	if !ok {
		return nil, net.ErrClosed
	}
	near, far := net.Pipe()
	_ = far.Close()
	return &addressed{Conn: near, addr: net.TCPAddrFromAddrPort(netip.MustParseAddrPort(addr))}, nil
}

type addressed struct {
	net.Conn
	addr net.Addr
}

func (c *addressed) RemoteAddr() net.Addr { return c.addr }

func TestOneAddressTakesOnlyItsShareOfTheConnections(t *testing.T) {
	q := &queue{from: make(chan string, 100)}
	ln := newCountedListener(q, 100, 2, []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")})
	for _, addr := range []string{
		"192.0.2.7:1", "192.0.2.7:2", "192.0.2.7:3", "[::ffff:192.0.2.7]:4", "192.0.2.8:1", // the third and fourth are one too many
		"127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3", "[::1]:1", "[::1]:2", "[::1]:3", // this machine
		"10.0.0.1:1", "10.0.0.1:2", "10.0.0.1:3", // a proxy of ours
		"[2001:db8::1]:1", "[2001:db8::2]:1", "[2001:db8::3]:1", "[2001:db8:0:1::1]:1", // one network, the third is one too many; and another
	} {
		q.from <- addr
	}
	close(q.from)
	var served []string
	var last net.Conn
	for {
		conn, err := ln.Accept()
		if err != nil {
			break
		}
		served = append(served, conn.RemoteAddr().String())
		if conn.RemoteAddr().String() == "192.0.2.7:2" {
			last = conn
		}
	}
	if len(served) != 15 {
		t.Errorf("%d were served: %v", len(served), served)
	}
	for range 2 {
		if err := last.Close(); err != nil {
			t.Error(err)
		}
	}
	addr := netip.MustParseAddr("192.0.2.7")
	if !ln.take(addr) || ln.take(addr) {
		t.Error("closing a connection twice did not give one place back")
	}
}
