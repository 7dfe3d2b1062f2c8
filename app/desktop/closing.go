package desktop

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// answer is what somebody says who closes the window.
type answer int

const (
	stay answer = iota // of a question that was closed, not answered
	keepServing
	stop
)

// closing decides what becomes of the core when its window goes. A core that
// this window found is nobody's to end. One that it started goes with it,
// unless it serves others: then its user says. Whatever the core is, the page may
// keep the window, where it shows what would be lost.
type closing struct {
	core   *attachment
	status http.RoundTripper
	ask    func(ctx context.Context, serving bool) answer
	remind func(ctx context.Context)
	stop   func(ctx context.Context) error
	logger *slog.Logger

	asking sync.Mutex
}

// prevent reports whether the window has to stay open. A process that is told
// to end asks nobody: whoever did that (Ctrl-C, a session that closes) is not
// there to answer. Its core is ended when the window is gone.
func (c *closing) prevent(ctx context.Context) bool {
	if ctx.Err() != nil {
		return false
	}
	if !c.asking.TryLock() { // the question stands already
		c.remind(ctx)
		return true
	}
	defer c.asking.Unlock()
	serving := c.core.ours() && c.listening(ctx)
	said := c.ask(ctx, serving)
	switch {
	case ctx.Err() != nil:
		return false
	case said == stay:
		return true
	case said == keepServing && serving:
		return false
	}
	c.end(ctx)
	return false
}

// end stops the core if this window started it.
func (c *closing) end(ctx context.Context) {
	if !c.core.ours() {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := c.stop(ctx); err != nil {
		c.logger.Warn("the core was asked to stop and did not", "error", err)
	}
}

// listening asks the core whether anybody but this window can reach it. A core
// that does not answer serves nobody.
func (c *closing) listening(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://localhost/api/v1/status", nil)
	if err != nil {
		return false
	}
	res, err := c.status.RoundTrip(r)
	if err != nil {
		return false
	}
	defer res.Body.Close()
	var status struct {
		Listener struct {
			State string `json:"state"`
		} `json:"listener"`
	}
	return json.NewDecoder(res.Body).Decode(&status) == nil && status.Listener.State == "listening"
}
