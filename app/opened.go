package app

import (
	"context"
	"log/slog"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/kv"
)

// Opened is a data folder that this process owns, without a door: what is put
// through the mill by build/torture, opened exactly as every command opens it.
type Opened struct {
	*access.Service
	core *core
}

// OpenFolder opens the core of a data folder that no process serves. What is
// there of keys is found in the folder alone.
func OpenFolder(ctx context.Context, dir string) (*Opened, error) {
	p := &program{lookupEnv: func(string) (string, bool) { return "", false }, now: time.Now}
	if err := prepareFolder(dir); err != nil {
		return nil, err
	}
	st, err := openStore(ctx, secrets{p, dir}, lockWait)
	if err != nil {
		return nil, err
	}
	c, err := p.openCore(ctx, coreConfig{folder: dir, store: st, logger: slog.New(slog.DiscardHandler), command: "torture"})
	if err != nil {
		return nil, err
	}
	return &Opened{c.access, c}, nil
}

// Store is the sealed store under the core.
func (o *Opened) Store() kv.Store { return o.core.store }

// Close gives the folder up.
func (o *Opened) Close() error { return o.core.Close() }
