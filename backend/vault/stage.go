package vault

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/kv/safefile"
	"latchkey/backend/kv/seal"
)

// Take copies a backup to where it waits, so that the file itself is neither
// changed nor opened. What waited before is gone.
func (f Folder) Take(ctx context.Context, r io.Reader) error {
	if err := f.Discard(); err != nil {
		return err
	}
	file, err := os.OpenFile(f.staged(), os.O_CREATE|os.O_EXCL|os.O_WRONLY|safefile.NoFollow, 0o600)
	if err != nil {
		return safefile.Refuse(f.staged(), err)
	}
	_, err = io.Copy(file, &endingReader{ctx, r})
	if err == nil {
		err = file.Sync()
	}
	err = errors.Join(err, file.Close())
	if err != nil {
		_ = f.Discard()
		return fmt.Errorf("copy the backup: %w", err)
	}
	return safefile.SyncDir(filepath.Dir(f.staged()))
}

// Discard removes what waits; nothing waiting is no error.
func (f Folder) Discard() error {
	if err := os.Remove(f.staged()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

type endingReader struct {
	ctx context.Context
	r   io.Reader
}

func (e *endingReader) Read(p []byte) (int, error) {
	if err := e.ctx.Err(); err != nil {
		return 0, err
	}
	return e.r.Read(p)
}

// Examine reads what waits whole, and compares it with the present state.
// compare is nil where there is none.
func (f Folder) Examine(ctx context.Context, unlocks []seal.Unlock, now func() time.Time, compare func(*access.Snapshot) (*access.Undone, error)) (*access.StagedRestore, seal.Unlock, error) {
	info, err := os.Stat(f.staged())
	if err != nil {
		return nil, nil, err
	}
	out := &access.StagedRestore{Size: info.Size()}
	s, with, err := open(ctx, f.staged(), unlocks, seal.Options{})
	if errors.Is(err, seal.ErrWrongKey) {
		out.Locked = true
		return out, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	defer s.Close()
	out.StoreID = s.ID()
	if _, err := s.Verify(ctx); err != nil {
		return nil, nil, err
	}
	snapshot, err := s.snapshot(ctx, now)
	if err != nil {
		return nil, nil, err
	}
	if out.Audit, err = snapshot.VerifyAudit(ctx); err != nil {
		return nil, nil, err
	}
	if compare == nil {
		out.Undone.Backup = snapshot.Tally()
		return out, with, nil
	}
	undone, err := compare(snapshot)
	if err != nil {
		return nil, nil, err
	}
	out.Undone = *undone
	return out, with, nil
}
