package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/adminapi"
	"latchkey/backend/server"
)

// suggestions is how many ports after a taken one are tried.
const suggestions = 50

var errStopping = access.Errorf(access.CodeUnavailable, "the core is stopping")

// listener is an address that is served, and can be moved to another one.
type listener struct {
	handler http.Handler
	options server.Options // but for Host, which is the address's own
	scheme  string
	now     func() time.Time

	mu         sync.Mutex
	live       *liveListener // nil = none
	address    string        // bound to, or was to be
	problem    string        // why there is none
	suggestion string
	closed     bool
	ended      chan error // gets what ended serving against our will
	serving    sync.WaitGroup
}

// liveListener is one bound address.
type liveListener struct {
	net.Listener
	since time.Time
	stop  context.CancelFunc
	gone  chan struct{} // closed with the address, before what is under way is answered
	close func() error
}

// Close implements net.Listener.
func (l *liveListener) Close() error { return l.close() }

// end gives the address up; what is under way is answered after that.
func (l *liveListener) end() {
	l.stop()
	<-l.gone
}

func newListener(handler http.Handler, options server.Options, now func() time.Time) *listener {
	l := &listener{handler: handler, options: options, scheme: "http", now: now, ended: make(chan error, 1)}
	if options.TLS != nil {
		l.scheme = "https"
	}
	return l
}

// move binds address, serves it, and then gives the one of before up. Where it
// cannot be bound nothing changes; status says so while nothing is served.
func (l *listener) move(ctx context.Context, address string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return errStopping
	}
	if l.live != nil && l.address == address {
		return nil
	}
	ln, err := bind(ctx, address)
	if err != nil {
		return l.refused(ctx, address, err)
	}
	before := l.live
	l.serve(ln, address)
	if before != nil {
		before.end()
	}
	return nil
}

// start serves the address of before again.
func (l *listener) start(ctx context.Context) error {
	l.mu.Lock()
	address := l.address
	l.mu.Unlock()
	return l.move(ctx, address)
}

// halt gives the address up and serves none. What is under way is answered.
func (l *listener) halt() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.live != nil {
		l.live.end()
		l.live, l.problem, l.suggestion = nil, "", ""
	}
}

// restart gives the address up and binds it anew: every connection ends when
// what is under way on it is answered. Where somebody else was quicker the
// listener stays stopped and says so.
func (l *listener) restart(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return errStopping
	}
	if l.live != nil {
		l.live.end()
		l.live = nil
	}
	ln, err := bind(ctx, l.address)
	if err != nil {
		return l.refused(ctx, l.address, err)
	}
	l.serve(ln, l.address)
	return nil
}

// probe reports whether an address could be moved to, and binds it for no
// longer than that takes.
func (l *listener) probe(ctx context.Context, address string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.live != nil && l.address == address {
		return nil
	}
	ln, err := bind(ctx, address)
	if err != nil {
		return l.explained(ctx, address, err)
	}
	return ln.Close()
}

// refused notes why an address cannot be bound, and what could be instead. The
// lock is held.
func (l *listener) refused(ctx context.Context, address string, err error) error {
	err = l.explained(ctx, address, err)
	var unbound *bindError
	if errors.As(err, &unbound) && l.live == nil {
		l.address, l.problem, l.suggestion = address, unbound.refusal.Public, unbound.free
	}
	return err
}

// bindError is why an address cannot be bound, and one like it that can.
type bindError struct {
	refusal *access.Error
	free    string // "" = none near
}

func (e *bindError) Error() string { return e.refusal.Error() }
func (e *bindError) Unwrap() error { return e.refusal }

// explained adds to a refusal who has the port and which one is free. The lock
// is held.
func (l *listener) explained(ctx context.Context, address string, err error) error {
	var refusal *access.Error
	if !errors.As(err, &refusal) {
		return err
	}
	if refusal.Code != access.CodeConflict {
		return &bindError{refusal, ""}
	}
	free := nextFree(ctx, address)
	if l.live != nil && portOf(l.address) == portOf(address) {
		refusal.Public = fmt.Sprintf("port %s is taken by this listener itself, on %s", portOf(address), l.address)
		refusal.Hint = fmt.Sprintf("choose another port, such as %s, or start it anew with --listen %s", portOf(free), address)
		return &bindError{refusal, free}
	}
	if who := portHolder(address); who != "" {
		host, port, _ := net.SplitHostPort(address)
		refusal.Public = fmt.Sprintf("port %s on %s is taken by %s", port, host, who)
	}
	if free != "" {
		refusal.Hint = fmt.Sprintf("end that program, or listen on %s, which is free", free)
	}
	return &bindError{refusal, free}
}

// serve answers on a bound address in the background. The lock is held.
func (l *listener) serve(ln net.Listener, address string) {
	host, _, _ := net.SplitHostPort(address)
	options := l.options
	options.Host = host
	ctx, stop := context.WithCancel(context.Background())
	gone := make(chan struct{})
	live := &liveListener{Listener: ln, since: l.now(), stop: stop, gone: gone, close: sync.OnceValue(func() error {
		defer close(gone)
		return ln.Close()
	})}
	l.live = live
	// The host as it was asked for, since the system writes 0.0.0.0 as [::];
	// the port as it came out, since 0 is any.
	l.address, l.problem, l.suggestion = net.JoinHostPort(host, portOf(ln.Addr().String())), "", ""
	l.serving.Go(func() {
		if err := server.Serve(ctx, live, l.handler, options); err != nil && ctx.Err() == nil {
			select {
			case l.ended <- err:
			default: // one is enough to end the process
			}
		}
	})
}

// close answers what is under way and gives the address up.
func (l *listener) close() {
	l.mu.Lock()
	l.closed = true
	if l.live != nil {
		l.live.stop()
		l.live = nil
	}
	l.mu.Unlock()
	l.serving.Wait()
}

func (l *listener) status(plainHTTP bool) adminapi.ListenerStatus {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := adminapi.ListenerStatus{
		Address: l.address, URL: l.scheme + "://" + l.address, Error: l.problem, Suggestion: l.suggestion,
		Loopback: isLoopback(l.address),
	}
	s.PlainHTTP = plainHTTP && !s.Loopback && l.options.TLS == nil
	if l.live != nil {
		s.Listening, s.Since = true, l.live.since
	}
	return s
}

// url is where the listener is reached, "" while it is not.
func (l *listener) url() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.live == nil {
		return ""
	}
	return l.scheme + "://" + l.address
}

// browserURL is url as a browser can ask for it: 0.0.0.0 is no address to go to.
func (l *listener) browserURL() string {
	url := l.url()
	for _, any := range []string{"://0.0.0.0:", "://[::]:"} {
		url = strings.Replace(url, any, "://localhost:", 1)
	}
	return url
}

func bind(ctx context.Context, address string) (net.Listener, error) {
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err == nil {
		return ln, nil
	}
	host, port, _ := net.SplitHostPort(address)
	var dns *net.DNSError
	switch {
	case isTaken(err):
		return nil, access.Errorf(access.CodeConflict, "port %s on %s is taken by another program", port, host).
			WithHint("end that program, or listen elsewhere with --listen").Wrap(err)
	case errors.Is(err, fs.ErrPermission):
		return nil, access.Errorf(access.CodeDenied, "this user may not listen on port %s", port).
			WithHint("ports below 1024 are often kept for administrators; listen on a higher one").Wrap(err)
	case isNoAddress(err), errors.As(err, &dns):
		return nil, access.Errorf(access.CodeInvalid, "%s is no address of this machine", host).WithHint("listen on 127.0.0.1, or on an address of this machine").Wrap(err)
	}
	return nil, fmt.Errorf("listen on %s: %w", address, err)
}

func portOf(address string) string {
	_, port, _ := net.SplitHostPort(address)
	return port
}

// nextFree is the next address whose port is free, "" where there is none near.
func nextFree(ctx context.Context, address string) string {
	host, port, _ := net.SplitHostPort(address)
	first, err := strconv.Atoi(port)
	if err != nil {
		return ""
	}
	for n := first + 1; n <= min(first+suggestions, 65535); n++ {
		candidate := net.JoinHostPort(host, strconv.Itoa(n))
		if ln, err := new(net.ListenConfig).Listen(ctx, "tcp", candidate); err == nil {
			ln.Close()
			return candidate
		}
	}
	return ""
}
