package vault

import (
	"context"
	"errors"
	"io/fs"

	"latchkey/backend/access"
	"latchkey/backend/kv"
	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/safefile"
	"latchkey/backend/kv/seal"
)

// unusable is refusal for a backup that was handed over, whose file nobody but
// us has a name for.
func unusable(err error) error {
	var store *boltkv.FileError
	if errors.As(err, &store) {
		found := ""
		if store.Found != "" {
			found = " (" + store.Found + ")"
		}
		hint := "the store stays as it is; use another backup"
		if errors.Is(store.Err, boltkv.ErrNewer) {
			hint = "the store stays as it is; restore it with the latchkey that wrote it, or a newer one"
		}
		return access.Errorf(access.CodeInvalid, "the backup cannot be used: %v%s", store.Err, found).WithHint("%s", hint).Wrap(err)
	}
	refused := refusal(err)
	if e := access.AsError(refused); e.Code == access.CodeUnavailable {
		said := *e
		said.Code, said.Public = access.CodeInvalid, "the backup cannot be used: "+e.Public
		return &said
	}
	return refused
}

// refusal puts what the storage packages say into words for whoever asked. What
// they say names files and what is wrong with them, never what is in them.
func refusal(err error) error {
	var said *access.Error
	var store *boltkv.FileError
	var file *safefile.Error
	var anchor *seal.AnchorError
	var system *fs.PathError
	e := &access.Error{Code: access.CodeUnavailable}
	switch {
	case err == nil || errors.As(err, &said):
		return err
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return access.Errorf(access.CodeUnavailable, "it was ended before it was done").WithHint("nothing was changed").Wrap(err)
	case errors.Is(err, kv.ErrFull):
		return access.Errorf(access.CodeFull, "there is no room left on the disk").WithHint("free some and try again").Wrap(err)
	case errors.As(err, &store):
		e.Public, e.Hint = store.Error(), store.Hint
	case errors.As(err, &file):
		e.Public, e.Hint = file.Error(), file.Hint
	case errors.As(err, &anchor):
		e.Public, e.Hint = anchor.Error(), anchor.Hint
	case errors.Is(err, seal.ErrWrongKey):
		e.Public, e.Hint = "the key at hand does not open it", "give its recovery key, its passphrase, or the master key of the time"
	case errors.Is(err, seal.ErrDamaged):
		e.Public, e.Hint = err.Error(), "it was left as it is; use another backup"
	case errors.Is(err, seal.ErrNewer):
		e.Public, e.Hint = "it was written by a newer latchkey", "run that one, or a newer"
	case errors.Is(err, seal.ErrNoHeader):
		e.Public, e.Hint = "it is no latchkey store", "name a file that latchkey backup has made"
	case errors.Is(err, seal.ErrOlder):
		e.Public, e.Hint = "it was written by an older latchkey", "open it once with this one in a folder of its own, and back it up again"
	case errors.As(err, &system):
		e.Public, e.Hint = safefile.Refuse(system.Path, err).Error(), "look at the room and the rights on that disk; nothing was changed"
	default:
		return err
	}
	if errors.Is(err, fs.ErrExist) {
		e.Code = access.CodeConflict
	}
	if errors.Is(err, fs.ErrNotExist) {
		e.Code = access.CodeNotFound
	}
	return e.Wrap(err)
}
