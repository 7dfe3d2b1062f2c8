package vault

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"

	"latchkey/backend/access"
	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/safefile"
	"latchkey/backend/kv/seal"
)

// Compacted says what compacting came to, in bytes.
type Compacted struct {
	Before, After int64
}

// Compact writes the store that nobody serves into a new file without the room
// that earlier entries left, sees that both hold the same, and puts it in the
// place of the old one.
func (f Folder) Compact(ctx context.Context, unlocks []seal.Unlock) (*Compacted, error) {
	old, with, err := open(ctx, f.Store, unlocks, f.sealing())
	if err != nil {
		return nil, err
	}
	defer old.Close()
	small := f.compacting()
	_ = os.Remove(small) // of one that was interrupted
	defer os.Remove(small)
	if err := boltkv.Compact(ctx, old.engine, small); err != nil {
		return nil, err
	}
	before, err := old.Verify(ctx)
	if err != nil {
		return nil, err
	}
	made, _, err := open(ctx, small, []seal.Unlock{with}, seal.Options{})
	if err != nil {
		return nil, err
	}
	after, err := made.Verify(ctx)
	if err := errors.Join(err, made.Close()); err != nil {
		return nil, err
	}
	if after != before {
		return nil, access.Errorf(access.CodeInternal, "the compacted store is not like the old one, which is kept")
	}
	out := &Compacted{sizeOf(f.Store), sizeOf(small)}
	if runtime.GOOS == "windows" {
		old.Close() // an open file cannot be renamed there
	}
	if err := os.Rename(small, f.Store); err != nil {
		return nil, err
	}
	return out, safefile.SyncDir(filepath.Dir(f.Store))
}

func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// Compact does that to the store of a core that serves: it returns at once, the
// core ends what is under way and comes back. Codes: unauthenticated, denied,
// unavailable.
func (v *Vault) Compact(ctx context.Context, c access.Caller) error {
	if err := v.cfg.Access.Permit(ctx, c, "store.compact"); err != nil {
		return err
	}
	if v.cfg.Restart == nil {
		return access.Errorf(access.CodeUnavailable, "this process serves one command, and cannot change its store")
	}
	if err := v.cfg.Access.Record(ctx, c, "store.compact", ""); err != nil {
		return err
	}
	unlock := v.unlock()
	v.cfg.Restart(Work{Run: func(ctx context.Context) (string, error) {
		done, err := v.cfg.Folder.Compact(ctx, []seal.Unlock{unlock})
		if err != nil {
			return "", refusal(err)
		}
		v.cfg.Logger.Info("compacted the store", "before", done.Before, "after", done.After)
		return "", nil
	}})
	return nil
}
