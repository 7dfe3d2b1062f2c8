package app

import (
	"context"
	"io"
	"log/slog"
	"strings"
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
	p := alone()
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

// RestoreFolder puts a backup into a data folder that no process serves, as
// `latchkey restore` does. spare is what opens it beside the keys of the folder,
// "" for nothing.
func RestoreFolder(ctx context.Context, dir string, backup io.Reader, spare string) error {
	r := &restoreCommand{program: alone(), yes: true}
	r.spare = spare
	if err := prepareFolder(dir); err != nil {
		return err
	}
	return storeError(r.offline(ctx, dir, backup))
}

// alone is a program that nobody started: it says nothing, and no environment
// tells it anything.
func alone() *program {
	return &program{
		stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard,
		lookupEnv: func(string) (string, bool) { return "", false }, now: time.Now,
	}
}

// Store is the sealed store under the core.
func (o *Opened) Store() kv.Store { return o.core.store }

// Close gives the folder up.
func (o *Opened) Close() error { return o.core.Close() }
