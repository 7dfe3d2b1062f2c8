package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/kv/boltkv"
)

const (
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
	key, err := p.findMasterKey(dir)
	if err != nil {
		return nil, err
	}
	st, err := p.acquire(ctx, dir, key)
	if errors.Is(err, errRunning) {
		return &client{http: &http.Client{Transport: p.socketTransport(dir)}, running: true, close: func() error { return nil }}, nil
	}
	if err != nil {
		return nil, err
	}
	return p.inProcessClient(ctx, dir, st)
}

// errRunning says that another process serves the data folder.
var errRunning = errors.New("another process serves the data folder")

// acquire makes this process the owner of the data folder. It asks the socket;
// where nobody is there it takes the store's lock; where that is held it asks
// the socket again, since the holder may be a core that is starting, or another
// command that is soon done. errRunning says that a core answers.
func (p *program) acquire(ctx context.Context, dir string, key masterKey) (*store, error) {
	ctx, cancel := context.WithTimeout(ctx, findWait)
	defer cancel()
	for {
		if exists(dir) {
			if conn, err := dialCore(ctx, dir, p.lookupEnv); err == nil {
				conn.Close()
				return nil, errRunning
			}
		}
		if err := prepareFolder(dir); err != nil {
			return nil, err
		}
		st, err := openStore(ctx, dir, key, lockWait)
		if err == nil {
			return st, nil
		}
		if !errors.Is(err, boltkv.ErrInUse) {
			return nil, err
		}
		select { // so that those who wait do not all come back at once
		case <-time.After(time.Duration(10+rand.IntN(90)) * time.Millisecond):
		case <-ctx.Done():
			return nil, taken(dir)
		}
		if ctx.Err() != nil {
			return nil, taken(dir)
		}
	}
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
