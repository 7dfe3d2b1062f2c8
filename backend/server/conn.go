package server

import (
	"errors"
	"net"
	"os"
	"sync"
	"time"

	"latchkey/backend/web"
)

// A conn is a connection whose time-outs cost next to nothing while nobody is
// slow. net/http moves the deadlines of a connection six times a request, and
// each move is a walk through the runtime's timers. Here a deadline that moves
// later is only noted: the one that is armed goes off too early, sees that there
// is time left, and is armed again for the rest. So a connection under load arms
// one every few seconds, and none ever goes off late.
type conn struct {
	net.Conn
	release     func()
	read, write deadline
	head        web.Head // of the answers
}

// deadline is one direction's. Moments are counted from the beginning of the
// connection: what lies before is one of those of net/http that mean "at once".
type deadline struct {
	from    time.Time
	mu      sync.Mutex
	wanted  time.Duration // none = 0
	armed   time.Duration // of the connection itself, never after wanted; none = 0
	pending int           // calls that are waiting in the connection
}

func newConn(c net.Conn, release func()) *conn {
	now := time.Now()
	return &conn{Conn: c, release: release, read: deadline{from: now}, write: deadline{from: now}}
}

// set notes a deadline, and arms it where what is armed would come too late.
func (d *deadline) set(t time.Time, arm func(time.Time) error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.wanted = 0
	if !t.IsZero() {
		if d.wanted = t.Sub(d.from); d.wanted == 0 {
			d.wanted = -1
		}
	}
	switch {
	case d.wanted == 0, d.armed != 0 && d.armed <= d.wanted:
		return nil // what is armed comes too early at worst
	case d.wanted < 0 && d.pending == 0:
		return nil // the next call sees it before it waits
	}
	return d.arm(arm)
}

// arm sets the connection's own deadline to the wanted one. The lock is held.
func (d *deadline) arm(arm func(time.Time) error) error {
	at := time.Time{}
	if d.armed = d.wanted; d.armed != 0 {
		at = d.from.Add(d.armed)
	}
	return arm(at)
}

// begin is called before a call may wait.
func (d *deadline) begin() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.wanted < 0 {
		return os.ErrDeadlineExceeded
	}
	d.pending++
	return nil
}

// end is called after one, with how it ended, and says whether it ended too
// early and has to go on.
func (d *deadline) end(err error, arm func(time.Time) error) (early bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.pending--
	if err == nil || !errors.Is(err, os.ErrDeadlineExceeded) {
		return false
	}
	if d.wanted != 0 && d.wanted <= time.Since(d.from) {
		return false
	}
	return d.arm(arm) == nil
}

func (c *conn) SetReadDeadline(t time.Time) error  { return c.read.set(t, c.Conn.SetReadDeadline) }
func (c *conn) SetWriteDeadline(t time.Time) error { return c.write.set(t, c.Conn.SetWriteDeadline) }

func (c *conn) SetDeadline(t time.Time) error {
	if err := c.SetReadDeadline(t); err != nil {
		return err
	}
	return c.SetWriteDeadline(t)
}

func (c *conn) Read(b []byte) (int, error) {
	for {
		if err := c.read.begin(); err != nil {
			return 0, err
		}
		n, err := c.Conn.Read(b)
		if !c.read.end(err, c.Conn.SetReadDeadline) {
			return n, err
		}
		if n > 0 {
			return n, nil
		}
	}
}

// Write sends what net/http has, with the lines of the answer's header that it
// does not know of.
func (c *conn) Write(b []byte) (int, error) {
	whole, err := c.head.Into(b)
	if err != nil {
		return 0, err
	}
	n, err := c.send(whole)
	if lines := len(whole) - len(b); lines > 0 {
		c.head.Sent()
		n = max(0, n-lines)
	}
	return n, err
}

func (c *conn) send(b []byte) (written int, err error) {
	for {
		if err := c.write.begin(); err != nil {
			return written, err
		}
		n, err := c.Conn.Write(b[written:])
		written += n
		if !c.write.end(err, c.Conn.SetWriteDeadline) {
			return written, err
		}
	}
}

// Close closes the connection and gives its place back, once.
func (c *conn) Close() error {
	defer c.release()
	return c.Conn.Close()
}
