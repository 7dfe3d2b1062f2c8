package vault

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/google/uuid"

	"latchkey/backend/access"
	"latchkey/backend/kv/seal"
)

// restoring is a backup that waits in a core that serves.
type restoring struct {
	view   access.StagedRestore
	unlock seal.Unlock // opens it; nil while it is locked
}

// Stage takes a backup that comes as a stream, from the folder of backups by
// name, or from a path, which only the owner of the machine may name; and shows
// what putting it in the place of the store would undo. Codes: unauthenticated,
// denied, invalid, not_found, conflict, unavailable.
func (v *Vault) Stage(ctx context.Context, c access.Caller, stream io.Reader, name, path string) (*access.StagedRestore, error) {
	if err := v.cfg.Access.Permit(ctx, c, "backup.restore"); err != nil {
		return nil, err
	}
	from, err := v.fromWhere(ctx, c, stream, name, path)
	if err != nil {
		return nil, err
	}
	if file, ok := from.(*os.File); ok {
		defer file.Close()
	}
	v.mu.Lock()
	v.waiting = nil
	v.mu.Unlock()
	if err := v.cfg.Folder.Take(ctx, from); err != nil {
		return nil, refusal(err)
	}
	return v.examine(ctx, c, v.unlock())
}

func (v *Vault) fromWhere(ctx context.Context, c access.Caller, stream io.Reader, name, path string) (io.Reader, error) {
	switch {
	case name != "":
		return v.OpenBackup(ctx, c, name)
	case path != "":
		if err := v.cfg.Access.Permit(ctx, c, "backup.path"); err != nil {
			return nil, err
		}
		if !filepath.IsAbs(path) {
			return nil, access.Invalidf("path", "the path must be absolute")
		}
		file, err := os.Open(path)
		if err != nil {
			return nil, access.Errorf(access.CodeInvalid, "the file %s cannot be read", path).WithHint("name a file that latchkey backup has made").Wrap(err)
		}
		return file, nil
	}
	return stream, nil
}

// Unlock opens a backup that waits with its recovery key, its passphrase, or the
// master key of its time. Codes: unauthenticated, denied, not_found, invalid.
func (v *Vault) Unlock(ctx context.Context, c access.Caller, text string) (*access.StagedRestore, error) {
	if err := v.cfg.Access.Permit(ctx, c, "backup.restore"); err != nil {
		return nil, err
	}
	if _, err := v.Waiting(ctx, c); err != nil {
		return nil, err
	}
	staged, err := v.examine(ctx, c, Secrets(text)...)
	if err == nil && staged.Locked {
		return nil, access.Invalidf("key", "it does not open this backup").WithHint("give the recovery key or passphrase of the time it was made")
	}
	return staged, err
}

// Secrets are what a text may be that somebody gives to open a store.
func Secrets(text string) []seal.Unlock {
	var out []seal.Unlock
	if r, err := seal.ParseRecovery(text); err == nil {
		out = append(out, r)
	}
	if m, err := seal.ParseMaster(text); err == nil {
		out = append(out, m)
	}
	if p, err := seal.NewPassphrase(text); err == nil {
		out = append(out, p)
	}
	return out
}

func (v *Vault) examine(ctx context.Context, c access.Caller, unlocks ...seal.Unlock) (*access.StagedRestore, error) {
	staged, with, err := v.cfg.Folder.Examine(ctx, unlocks, v.cfg.Now, func(backup *access.Snapshot) (*access.Undone, error) {
		return v.cfg.Access.Undone(ctx, c, backup)
	})
	if err != nil {
		return nil, errors.Join(unusable(err), v.cfg.Folder.Discard())
	}
	staged.Foreign = !staged.Locked && staged.StoreID != v.cfg.Seal.ID() && staged.Undone.Present.Accounts+staged.Undone.Present.Users+staged.Undone.Present.Keys > 0
	v.mu.Lock()
	defer v.mu.Unlock()
	v.waiting = &restoring{*staged, with}
	return staged, nil
}

// Waiting is the backup that waits. Codes: unauthenticated, denied, not_found.
func (v *Vault) Waiting(ctx context.Context, c access.Caller) (*access.StagedRestore, error) {
	if err := v.cfg.Access.Permit(ctx, c, "backup.restore"); err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.waiting == nil {
		return nil, access.Errorf(access.CodeNotFound, "no backup waits to be restored").WithHint("hand one over first")
	}
	return &v.waiting.view, nil
}

// Discard lets go of the backup that waits. Codes: unauthenticated, denied.
func (v *Vault) Discard(ctx context.Context, c access.Caller) error {
	if err := v.cfg.Access.Permit(ctx, c, "backup.restore"); err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.waiting = nil
	return v.cfg.Folder.Discard()
}

// Apply puts the backup that waits in the place of the store: it returns at
// once with a name for the restore, the core ends what is under way and comes
// back with the other store. Codes: unauthenticated, denied, not_found, conflict,
// unavailable.
func (v *Vault) Apply(ctx context.Context, c access.Caller, acceptOlder bool) (id string, err error) {
	if err := v.cfg.Access.Permit(ctx, c, "backup.restore"); err != nil {
		return "", err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	switch {
	case v.waiting == nil:
		return "", access.Errorf(access.CodeNotFound, "no backup waits to be restored").WithHint("hand one over first")
	case v.waiting.view.Locked:
		return "", access.Errorf(access.CodeConflict, "the backup cannot be opened yet").WithHint("give its recovery key or passphrase first")
	case v.waiting.view.Foreign:
		return "", foreign()
	case v.cfg.Restart == nil:
		return "", access.Errorf(access.CodeUnavailable, "this process serves one command, and cannot change its store").WithHint("start the core with: latchkey serve")
	}
	r := Restore{
		Folder: v.cfg.Folder, Backup: []seal.Unlock{v.waiting.unlock}, Own: v.cfg.Unlock, Source: v.wrapSource(),
		AcceptOlder: acceptOlder, Caller: c, Now: v.cfg.Now,
	}
	v.waiting = nil
	id = uuid.NewString()
	v.cfg.Restart(Work{Restore: id, Run: func(ctx context.Context) (string, error) {
		done, err := r.Run(ctx)
		if err != nil {
			return "", refusal(err)
		}
		v.cfg.Logger.Info("restored a backup", "of", done.Undone.Backup.At, "endedAgain", done.Undone.ReturningCount, "aside", done.Aside)
		return done.Aside, nil
	}})
	return id, nil
}
