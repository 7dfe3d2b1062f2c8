package vault

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/backup"
	"latchkey/backend/kv/safefile"
)

// Backups lists. Codes: unauthenticated, denied.
func (v *Vault) Backups(ctx context.Context, c access.Caller) (backup.Overview, error) {
	if err := v.cfg.Access.Permit(ctx, c, "backup.list"); err != nil {
		return backup.Overview{}, err
	}
	files, err := backup.List(v.cfg.Folder.Backups)
	if err != nil {
		return backup.Overview{}, refusal(err)
	}
	last, failed := v.lastOf(files)
	b := backup.Overview{Policy: v.schedule(), LastRestore: v.cfg.Last, Folder: v.cfg.Folder.Backups, FailedAt: failed.at, Failure: failed.why, Files: files}
	if v.cfg.Restart != nil {
		b.Next, _ = v.schedule().Due(last, v.started, failed.at)
	}
	return b, nil
}

// Backup makes one now: in the folder of its own, or where path says, which only
// the owner of the machine may. Codes: unauthenticated, denied, invalid,
// conflict, unavailable, full.
func (v *Vault) Backup(ctx context.Context, c access.Caller, path string, force bool) (backup.File, string, error) {
	if err := v.cfg.Access.Permit(ctx, c, "backup.create"); err != nil {
		return backup.File{}, "", err
	}
	if path != "" {
		if !filepath.IsAbs(path) {
			return backup.File{}, "", access.Invalidf("path", "the path must be absolute")
		}
		if err := v.cfg.Access.Permit(ctx, c, "backup.path"); err != nil {
			return backup.File{}, "", err
		}
		if v.isOurs(path) {
			return backup.File{}, "", access.Invalidf("path", "%s is the store itself, or belongs to it", path).WithHint("name a file elsewhere")
		}
	}
	f, path, err := v.write(ctx, path, force, true)
	if err != nil {
		return backup.File{}, "", refusal(err)
	}
	err = v.cfg.Access.Record(ctx, c, "backup.create", path)
	if access.AsError(err).Code == access.CodeFull {
		// It is there, on a disk that has room, and the day of a full one is the day
		// for it.
		v.cfg.Logger.Warn("a backup was made, and the audit log has no room to say so", "file", path, "by", c.Name)
		err = nil
	}
	return f, path, err
}

// isOurs reports whether a path is one of the core's own files, or may become
// one: the store and what belongs to it, and the key that opens it.
func (v *Vault) isOurs(path string) bool {
	in, err := os.Stat(filepath.Dir(path))
	ours, wrong := os.Stat(filepath.Dir(v.cfg.Folder.Store))
	if err != nil || wrong != nil || !os.SameFile(in, ours) {
		return false
	}
	name := strings.ToLower(filepath.Base(path)) // some file systems take no notice of case
	return strings.HasPrefix(name, "latchkey.") || strings.HasPrefix(name, "master.key")
}

// write makes a backup and reads it back whole.
func (v *Vault) write(ctx context.Context, path string, force, manual bool) (backup.File, string, error) {
	v.writing.Lock()
	defer v.writing.Unlock()
	at := v.cfg.Now().UTC().Truncate(time.Second)
	own := path == ""
	if own {
		if err := madeDir(v.cfg.Folder.Backups); err != nil {
			return backup.File{}, "", err
		}
		// Names have whole seconds: a second backup of one second gets the next.
		for path = v.folderOf(backup.Name(at, manual)); exists(path); path = v.folderOf(backup.Name(at, manual)) {
			at = at.Add(time.Second)
		}
	}
	size, err := backup.Write(ctx, v.cfg.Engine, path, backup.Options{Force: force, Verify: func(ctx context.Context, path string) error {
		return verify(ctx, path, v.unlock())
	}})
	if own {
		v.outcome(err)
	}
	return backup.File{Name: filepath.Base(path), At: at, Size: size, Manual: manual}, path, err
}

// OpenBackup gives a backup to be read. Codes: unauthenticated, denied,
// not_found.
func (v *Vault) OpenBackup(ctx context.Context, c access.Caller, name string) (*os.File, error) {
	if err := v.cfg.Access.Permit(ctx, c, "backup.read"); err != nil {
		return nil, err
	}
	path, ok := backup.Path(v.cfg.Folder.Backups, name)
	if !ok {
		return nil, noBackup()
	}
	file, err := safefile.Open(path, false)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, noBackup()
	}
	if err != nil {
		return nil, refusal(err)
	}
	if err := v.cfg.Access.Record(ctx, c, "backup.read", name); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// RemoveBackup removes one of the store's own. Codes: unauthenticated, denied,
// not_found.
func (v *Vault) RemoveBackup(ctx context.Context, c access.Caller, name string) error {
	if err := v.cfg.Access.Permit(ctx, c, "backup.remove"); err != nil {
		return err
	}
	path, ok := backup.Path(v.cfg.Folder.Backups, name)
	if !ok {
		return noBackup()
	}
	if err := os.Remove(path); errors.Is(err, fs.ErrNotExist) {
		return noBackup()
	} else if err != nil {
		return err
	}
	return v.cfg.Access.Record(ctx, c, "backup.remove", name)
}

func noBackup() error {
	return access.Errorf(access.CodeNotFound, "there is no such backup").WithHint("the list shows those that are there")
}

// Run makes backups by the schedule until ctx ends.
func (v *Vault) Run(ctx context.Context) {
	tick := time.NewTicker(30 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			v.backUpWhereDue(ctx)
		}
	}
}

// Sweep removes what a core left that was killed in the middle: a backup, a
// restore, a compaction. Each takes as much room as the store, and none is gone on
// with. It is called before anybody can ask for one.
func (v *Vault) Sweep() {
	err := errors.Join(backup.Sweep(v.cfg.Folder.Backups), v.cfg.Folder.Discard())
	if removed := os.Remove(v.cfg.Folder.compacting()); !errors.Is(removed, fs.ErrNotExist) {
		err = errors.Join(err, removed)
	}
	if err != nil {
		v.cfg.Logger.Warn("what an interrupted backup, restore or compaction left could not be removed", "err", err)
	}
}

func (v *Vault) backUpWhereDue(ctx context.Context) {
	files, err := backup.List(v.cfg.Folder.Backups)
	if err != nil {
		v.outcome(err)
		return
	}
	last, failed := v.lastOf(files)
	due, ok := v.schedule().Due(last, v.started, failed.at)
	if !ok || v.cfg.Now().Before(due) {
		return
	}
	f, _, err := v.write(ctx, "", false, false)
	if err != nil {
		if ctx.Err() == nil {
			v.cfg.Logger.Error("the backup failed", "err", err)
		}
		return
	}
	v.cfg.Logger.Info("backed up", "file", f.Name, "bytes", f.Size)
	for _, old := range v.schedule().Drop(append([]backup.File{f}, files...)) {
		if err := os.Remove(v.folderOf(old.Name)); err != nil {
			v.cfg.Logger.Warn("an old backup could not be removed", "file", old.Name, "err", err)
		}
	}
}

func (v *Vault) schedule() backup.Schedule {
	p := v.cfg.Access.BackupPolicy()
	return backup.Schedule{Every: p.Every, Daily: p.Daily, Weekly: p.Weekly}
}

// outcome notes how an attempt ended, for the portal and Needs attention.
func (v *Vault) outcome(err error) {
	v.mu.Lock()
	v.failure = failure{}
	if err != nil && !errors.Is(err, context.Canceled) {
		v.failure = failure{v.cfg.Now(), access.AsError(refusal(err)).Public}
	}
	v.mu.Unlock()
}

// failure is when an attempt failed, and why; zero where the last one did not.
type failure struct {
	at  time.Time
	why string
}

// lastOf is when the newest backup was made, zero for never, and how the last
// attempt failed.
func (v *Vault) lastOf(files []backup.File) (time.Time, failure) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, f := range files {
		// One that was made while the clock was ahead says nothing of the last, and
		// must not hold up the next.
		if !f.At.After(v.cfg.Now()) {
			return f.At, v.failure
		}
	}
	return time.Time{}, v.failure
}

// young is how long a core has run before it is a fault that there is no backup
// yet.
const young = time.Hour

// health is what Needs attention is told.
func (v *Vault) health() access.Health {
	files, err := backup.List(v.cfg.Folder.Backups)
	saved, some := v.recoverySaved(), len(files) > 0
	h := access.Health{RecoveryKey: &saved, BackupTo: v.cfg.Folder.Backups, StoreEpoch: v.cfg.Seal.Epoch()}
	if info, err := os.Stat(v.cfg.Folder.Store); err == nil {
		h.StoreSize = info.Size()
	}
	last, failed := v.lastOf(files)
	if !failed.at.IsZero() {
		h.BackupFails, h.BackupError = &failed.at, failed.why
	}
	if some && !last.IsZero() {
		h.LastBackup = &last
	}
	if err == nil && (some || v.cfg.Access.BackupPolicy().Every == 0 || v.cfg.Now().Sub(v.started) > young) {
		h.Backups = &some
	}
	return h
}
