package adminapi

import (
	"context"
	"io"
	"net/http"
	"os"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/backup"
	"latchkey/backend/web"
)

// Vault is the store as a whole, of which the API knows no more than this. Its
// methods decide who may, as those of access do.
type Vault interface {
	Backups(ctx context.Context, c access.Caller) (backup.Overview, error)
	Backup(ctx context.Context, c access.Caller, path string, force bool) (backup.File, string, error)
	OpenBackup(ctx context.Context, c access.Caller, name string) (*os.File, error)
	RemoveBackup(ctx context.Context, c access.Caller, name string) error

	Stage(ctx context.Context, c access.Caller, stream io.Reader, name, path string) (*access.StagedRestore, error)
	Waiting(ctx context.Context, c access.Caller) (*access.StagedRestore, error)
	Unlock(ctx context.Context, c access.Caller, secret string) (*access.StagedRestore, error)
	Discard(ctx context.Context, c access.Caller) error
	Apply(ctx context.Context, c access.Caller, acceptOlder bool) (id string, err error)

	Key(ctx context.Context, c access.Caller) (access.StoreKey, error)
	NewRecovery(ctx context.Context, c access.Caller) (string, error)
	ConfirmRecovery(ctx context.Context, c access.Caller) error
	SetSource(ctx context.Context, c access.Caller, source, passphrase string) error
	Rekey(ctx context.Context, c access.Caller) error
	Check(ctx context.Context, c access.Caller) (*access.CheckReport, error)
	Compact(ctx context.Context, c access.Caller) error
}

// Backups is what there is to be said of a store's own backups.
type Backups struct {
	Every      int64    `json:"every"` // seconds; 0 = never
	KeepDaily  int      `json:"keepDaily"`
	KeepWeekly int      `json:"keepWeekly"`
	Folder     string   `json:"folder"`
	Next       *Time    `json:"next"`
	FailedAt   *Time    `json:"failedAt"`
	Failure    string   `json:"failure"`
	Items      []Backup `json:"items"` // newest first
	// LastRestore is how the last restore of this process ended, null for none.
	LastRestore *LastRestore `json:"lastRestore"`
}

// Backup is one of them.
type Backup struct {
	Name   string `json:"name"`
	At     Time   `json:"at"`
	Size   int64  `json:"size"`
	Manual bool   `json:"manual"`
}

// LastRestore is how a restore ended.
type LastRestore struct {
	ID      string `json:"id"` // as beginning it was answered
	At      Time   `json:"at"`
	Failure string `json:"failure"` // "" where it succeeded
	Aside   string `json:"aside"`   // where the store that was there is kept
}

func toBackup(f *backup.File) Backup {
	return Backup{Name: f.Name, At: Time{f.At}, Size: f.Size, Manual: f.Manual}
}

func (a *API) listBackups(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	b, err := a.vault.Backups(r.Context(), c)
	if err != nil {
		return err
	}
	out := Backups{
		Every: int64(b.Policy.Every / time.Second), KeepDaily: b.Policy.Daily, KeepWeekly: b.Policy.Weekly, Folder: b.Folder,
		Next: set(b.Next), FailedAt: set(b.FailedAt), Failure: b.Failure, Items: showAll(b.Files, toBackup),
	}
	if !b.LastRestore.At.IsZero() {
		out.LastRestore = &LastRestore{b.LastRestore.ID, Time{b.LastRestore.At}, b.LastRestore.Failure, b.LastRestore.Aside}
	}
	return web.WriteJSON(w, http.StatusOK, out)
}

// BackupMade is a backup with where it lies.
type BackupMade struct {
	Backup
	Path string `json:"path"`
}

type backupRequest struct {
	Path  string `json:"path"`
	Force bool   `json:"force"`
}

func (a *API) createBackup(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := readOptional[backupRequest](w, r)
	if err != nil {
		return err
	}
	web.TakeTime(w)
	f, path, err := a.vault.Backup(r.Context(), c, body.Path, body.Force)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusCreated, BackupMade{toBackup(&f), path})
}

func (a *API) readBackup(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	name := r.PathValue("name")
	file, err := a.vault.OpenBackup(r.Context(), c, name)
	if err != nil {
		return err
	}
	defer file.Close()
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, err = io.Copy(web.WriteStream(w), file)
	return err
}

func (a *API) removeBackup(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	if err := a.vault.RemoveBackup(r.Context(), c, r.PathValue("name")); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
