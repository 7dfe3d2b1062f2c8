package desktop

import (
	"context"
	"sync"
)

// attachment is the window's hold on the core: whether there is one it may talk
// to, and whether this window started it.
type attachment struct {
	find func(ctx context.Context, unlock string) (started bool, err error)

	trying  sync.Mutex    // one attempt at a time: two would start two cores
	settled chan struct{} // closed when the first attempt has ended
	once    sync.Once

	mu      sync.Mutex
	started bool
	err     error // of the last attempt
}

func newAttachment(find func(context.Context, string) (bool, error)) *attachment {
	return &attachment{find: find, settled: make(chan struct{})}
}

// attach finds the core or starts one, with what opens its store where that is
// needed, and settles whether there is one.
func (a *attachment) attach(ctx context.Context, unlock string) error {
	a.trying.Lock()
	defer a.trying.Unlock()
	started, err := a.find(ctx, unlock)
	a.mu.Lock()
	a.started = a.started || started && err == nil
	a.err = err
	a.mu.Unlock()
	a.once.Do(func() { close(a.settled) })
	return err
}

// ready waits for the first attempt and gives the error of the last one: a core
// that must not be talked to, say of another version, is none. A core that was
// there and went away is not an error here but of the request that misses it,
// so that one that comes back by itself is used again.
func (a *attachment) ready(ctx context.Context) error {
	select {
	case <-a.settled:
	case <-ctx.Done():
		return ctx.Err()
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.err
}

// ours reports whether this window started the core.
func (a *attachment) ours() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.started
}
