package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/kv/boltkv"
)

const (
	askWait  = 2 * time.Second        // how long a core that is there may take to answer
	findWait = 10 * time.Second       // how long a command looks for the core, or waits for its turn
	lockWait = 250 * time.Millisecond // how long it waits for the store's lock before it asks the socket again
)

// connect finds the core of the data folder: the one that serves it, else one
// in this process, for the time of one command.
func (p *program) connect(ctx context.Context) (*client, error) {
	dir, err := p.folder()
	if err != nil {
		return nil, err
	}
	st, err := p.acquire(ctx, dir)
	if errors.Is(err, errRunning) {
		return p.socketClient(dir), nil
	}
	if err != nil {
		return nil, err
	}
	return p.inProcessClient(ctx, dir, st)
}

// socketClient speaks to the core that serves a data folder.
func (p *program) socketClient(dir string) *client {
	transport := &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return dialCore(ctx, dir, p.lookupEnv)
		},
		DisableCompression: true,
	}
	return &client{
		http: &http.Client{Transport: transport, Timeout: socketLimits.Answer}, running: true,
		close: func() error {
			transport.CloseIdleConnections()
			return nil
		},
	}
}

// errRunning says that another process serves the data folder.
var errRunning = errors.New("another process serves the data folder")

// acquire makes this process the owner of the data folder. It asks the socket;
// where nobody is there it takes the store's lock; where that is held it asks
// the socket again, since the holder may be a core that is starting, or another
// command that is soon done. errRunning says that a core answers.
func (p *program) acquire(ctx context.Context, dir string) (*store, error) {
	ctx, cancel := context.WithTimeout(ctx, findWait)
	defer cancel()
	for {
		if p.answers(ctx, dir) {
			return nil, errRunning
		}
		if err := prepareFolder(dir); err != nil {
			return nil, err
		}
		// Somebody may be typing a passphrase meanwhile, which takes its time.
		st, err := openStore(context.WithoutCancel(ctx), secrets{p, dir}, lockWait)
		if err == nil {
			return st, nil
		}
		if !errors.Is(err, boltkv.ErrInUse) {
			return nil, err
		}
		select {
		case <-time.After(jitter()):
		case <-ctx.Done():
			return nil, taken(dir)
		}
		if ctx.Err() != nil {
			return nil, taken(dir)
		}
	}
}

// jitter is 10 to 95 ms, so that those who wait do not all come back at once.
func jitter() time.Duration {
	var chance [1]byte
	_, _ = rand.Read(chance[:]) // never fails
	return 10*time.Millisecond + time.Duration(chance[0])*time.Second/3000
}

// answers asks whether a core serves the data folder. That it can be connected
// to is not enough: one that hangs can be.
func (p *program) answers(ctx context.Context, dir string) bool {
	if !exists(dir) {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, askWait)
	defer cancel()
	api := p.socketClient(dir)
	defer api.close()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, apiHost+"/livez", nil)
	if err != nil {
		return false
	}
	resp, err := api.http.Do(req)
	if err != nil {
		return false
	}
	resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// taken names who holds the data folder and does not answer.
func taken(dir string) error {
	e := access.Errorf(access.CodeUnavailable, "the data folder %s is in use by another process, which does not answer", dir)
	if note, ok := readOwner(dir); ok {
		e = access.Errorf(access.CodeUnavailable, "the data folder %s is in use by %s, which does not answer", dir, note)
	}
	return e.WithHint("wait for it to end, or end it, and try again")
}

// inProcessClient opens the core without listener and socket.
func (p *program) inProcessClient(ctx context.Context, dir string, st *store) (*client, error) {
	c, err := p.openCore(ctx, coreConfig{folder: dir, store: st, logger: p.faultLogger(), command: p.command})
	if err != nil {
		return nil, err
	}
	return c.inProcess(p.faultLogger()), nil
}

// faultLogger tells the person at the terminal of faults of ours. With --json
// it does not: there the one line on stderr is for a program.
func (p *program) faultLogger() *slog.Logger {
	if p.json {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(p.stderr, &slog.HandlerOptions{Level: slog.LevelError}))
}

// withClient runs fn with a client and ends the core afterwards.
func (p *program) withClient(ctx context.Context, fn func(*client) error) error {
	c, err := p.connect(ctx)
	if err != nil {
		return err
	}
	err = fn(c)
	if closed := c.close(); err == nil && closed != nil {
		err = fmt.Errorf("close the store: %w", closed)
	}
	return err
}
