package server

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"latchkey/backend/web"
)

// Options is how a listener is served. The zero value is right for loopback.
type Options struct {
	Host        string         // the host as it was written in --listen; requests may be made under it
	TLS         *tls.Config    // of LoadTLS; nil = plain HTTP
	Logger      *slog.Logger   // nil = slog.Default()
	BehindProxy []netip.Prefix // their connections are not counted by address
	Limits      Limits
	// ConnContext may add to what the handlers know of a connection, which it is
	// given as the listener made it.
	ConnContext func(ctx context.Context, c net.Conn) context.Context
}

// Limits are a listener's time-outs and sizes; a zero is the default. They are
// made for the dialects: a handler that waits on purpose sets its own deadline
// with http.ResponseController.
type Limits struct {
	Header      time.Duration // until the header has arrived: 5 s
	Body        time.Duration // until the body has, from the first byte of the header: 10 s
	Answer      time.Duration // until the answer has left, from the end of the header: 10 s
	Idle        time.Duration // between requests: 60 s
	Shutdown    time.Duration // for requests under way when it ends: 10 s
	HeaderBytes int           // 8 KiB
	Conns       int           // at once: 16384
	ConnsByAddr int           // at once from one address beyond this machine: 256
}

func (l Limits) withDefaults() Limits {
	return Limits{
		Header:      cmp.Or(l.Header, 5*time.Second),
		Body:        cmp.Or(l.Body, 10*time.Second),
		Answer:      cmp.Or(l.Answer, 10*time.Second),
		Idle:        cmp.Or(l.Idle, 60*time.Second),
		Shutdown:    cmp.Or(l.Shutdown, 10*time.Second),
		HeaderBytes: cmp.Or(l.HeaderBytes, 8<<10),
		Conns:       cmp.Or(l.Conns, 16384),
		ConnsByAddr: cmp.Or(l.ConnsByAddr, 256),
	}
}

// Serve serves h on ln until ctx ends, then answers what is under way and
// returns nil. It closes ln. Any other end is an error.
func Serve(ctx context.Context, ln net.Listener, h http.Handler, opts Options) error {
	logger := cmp.Or(opts.Logger, slog.Default())
	limits := opts.Limits.withDefaults()
	base := web.WithEnding(web.WithBound(context.WithoutCancel(ctx), opts.Host), ctx.Done())
	srv := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: limits.Header,
		ReadTimeout:       limits.Body,
		WriteTimeout:      limits.Answer,
		IdleTimeout:       limits.Idle,
		MaxHeaderBytes:    limits.HeaderBytes,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelDebug),
		BaseContext:       func(net.Listener) context.Context { return base },
		HTTP2:             &http.HTTP2Config{MaxConcurrentStreams: 100},
		// OPTIONS * is answered like every path that is not there.
		DisableGeneralOptionsHandler: true,
	}
	srv.ConnContext = func(ctx context.Context, c net.Conn) context.Context {
		if opts.ConnContext != nil {
			ctx = opts.ConnContext(ctx, innermost(c))
		}
		var head *web.Head
		if plain, ok := c.(*conn); ok { // else what net/http sends is encrypted before it comes here
			head = &plain.head
		}
		return web.WithPeer(ctx, c.RemoteAddr().String(), head)
	}
	counted := newCountedListener(ln, limits.Conns, limits.ConnsByAddr, opts.BehindProxy)
	served := make(chan error, 1)
	go func() {
		if opts.TLS == nil {
			served <- srv.Serve(counted)
			return
		}
		srv.TLSConfig = opts.TLS
		served <- srv.ServeTLS(counted, "", "")
	}()
	select {
	case err := <-served:
		return fmt.Errorf("serve %s: %w", ln.Addr(), err)
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(base, limits.Shutdown)
	defer cancel()
	err := srv.Shutdown(end)
	if errors.Is(err, context.DeadlineExceeded) {
		// Who has not read their answer by now does not get it.
		logger.Warn("connections were cut at shutdown", "address", ln.Addr().String())
		err = srv.Close()
	}
	<-served
	return err
}

// innermost is the connection that the listener made, without what Serve put
// around it.
func innermost(c net.Conn) net.Conn {
	if t, ok := c.(*tls.Conn); ok {
		c = t.NetConn()
	}
	if counted, ok := c.(*conn); ok {
		c = counted.Conn
	}
	return c
}
