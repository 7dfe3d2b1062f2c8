package vault

import (
	"context"
	"time"

	"latchkey/backend/access"
)

// rekeying is a re-keying under way.
type rekeying struct {
	access.Rekeying
	stop context.CancelFunc
	done chan struct{}
}

// Rekey begins to seal the whole store with a new data key, beside everything
// else, and returns; Key tells how far it is. Where one was interrupted it goes
// on, and one that runs is left to run. Codes: unauthenticated, denied, full.
func (v *Vault) Rekey(ctx context.Context, c access.Caller) error {
	if err := v.cfg.Access.Permit(ctx, c, "store.rekey"); err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.rekey.Running {
		return nil
	}
	if err := v.cfg.Access.Record(ctx, c, "store.rekey", ""); err != nil {
		return err
	}
	run, stop := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	v.rekey = rekeying{Rekeying: access.Rekeying{Running: true}, stop: stop, done: done}
	go func() {
		defer close(done)
		v.rekeyed(v.cfg.Seal.Rekey(run, func(done, total int) {
			v.mu.Lock()
			v.rekey.Done, v.rekey.Total = done, total
			v.mu.Unlock()
		}))
	}()
	return nil
}

func (v *Vault) rekeyed(err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.rekey.Running, v.rekey.EndedAt = false, v.cfg.Now()
	if err != nil {
		v.rekey.Failure = access.AsError(refusal(err)).Public
		v.cfg.Logger.Warn("re-keying the store was ended; it goes on when it is begun again", "err", err)
		return
	}
	v.cfg.Logger.Info("the store has a new data key", "records", v.rekey.Done)
}

// Close ends what goes on by itself.
func (v *Vault) Close() {
	v.mu.Lock()
	stop, done := v.rekey.stop, v.rekey.done
	v.mu.Unlock()
	if stop == nil {
		return
	}
	stop()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
	}
}
