package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"syscall"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/kv"
	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/keychain"
	"latchkey/backend/kv/safefile"
	"latchkey/backend/kv/seal"
	"latchkey/backend/vault"
)

// store is the open store of a data folder. Whoever holds it owns the folder.
type store struct {
	*seal.Store
	engine *boltkv.Store
	unlocking
}

// openStore opens the store of a data folder that is fit for one, and makes it
// where there never was any: neither a store nor its master key. What is wrong
// is named, with what to do, and left untouched. boltkv.ErrInUse says that
// another process has it open.
//
// A store is made under its lock, so that of several processes one makes it:
// the file, then the key, then the header. One that was interrupted on the way
// has nothing in it yet, and is finished.
func openStore(ctx context.Context, from secrets, wait time.Duration) (*store, error) {
	dir := from.dir
	path, anchor := filepath.Join(dir, storeName), filepath.Join(dir, anchorName)
	// Key and anchor are looked for first: where another process is making the
	// store at this moment, its file is there before them.
	keyThere, anchorThere := exists(from.masterFile()), exists(anchor)
	if !exists(path) {
		if keyThere {
			if _, given, _ := from.outside(); !given {
				return nil, access.Errorf(access.CodeUnavailable, "the store %s is gone, and its %s is still there", path, masterName).
					WithHint("put %s back from a backup with: latchkey restore FILE; to begin anew, move %s away", storeName, from.masterFile())
			}
		}
		if anchorThere {
			return nil, lostStore(path, anchor)
		}
		if err := boltkv.Create(path); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, storeError(err)
		}
	}
	engine, err := boltkv.Open(path, boltkv.Options{Timeout: wait, Ballast: ballastSize})
	if err != nil {
		return nil, storeError(err)
	}
	st := &store{engine: engine}
	if st.Store, st.unlocking, err = unseal(ctx, from, engine); err != nil {
		engine.Close()
		return nil, storeError(err)
	}
	return st, nil
}

// lostStore says that there was a store once.
func lostStore(path, anchor string) error {
	return access.Errorf(access.CodeUnavailable, "the store %s is gone, and its %s is still there", path, anchorName).
		WithHint("put %s back from a backup with: latchkey restore FILE; to begin anew, move %s away", storeName, anchor)
}

// ballastSize is the room kept for revocations when the disk is full.
const ballastSize = 4 << 20

// sealing is how the store of a data folder is opened.
func (s secrets) sealing(engine *boltkv.Store) seal.Options {
	return seal.Options{
		Anchor:     filepath.Join(s.dir, anchorName),
		Witness:    witnessOf,
		State:      access.StatePrefixes(),
		AlwaysRoom: access.RoomPrefixes(),
		Now:        s.now,
		BeforeMigration: func(ctx context.Context, from int) error {
			return keepCopy(ctx, engine, filepath.Join(s.dir, backupsName, fmt.Sprintf("before-schema-%d.db", from+1)))
		},
	}
}

// witnessOf is the second place of the anchor: where the key is in the keychain,
// so is how far the store has come.
func witnessOf(source string) seal.Witness {
	if source == vault.SourceKeychain {
		return keychain.Epochs{}
	}
	return nil
}

func unseal(ctx context.Context, from secrets, engine *boltkv.Store) (*seal.Store, unlocking, error) {
	path, opts := filepath.Join(from.dir, storeName), from.sealing(engine)
	first, err := engine.Scan(ctx, "", "", 1, 0)
	if err != nil {
		return nil, unlocking{}, fmt.Errorf("read the store %s: %w", path, err)
	}
	var u unlocking
	if len(first.Entries) == 0 && first.Revision == 0 {
		if exists(opts.Anchor) {
			return nil, u, lostStore(path, opts.Anchor)
		}
		if u, err = from.forNew(); err != nil {
			return nil, u, err
		}
		opts.Source = u.source
		if err := seal.Create(ctx, engine, u.unlock, opts); err != nil {
			return nil, u, fmt.Errorf("make the store %s: %w", path, err)
		}
	} else {
		info, err := seal.Peek(ctx, engine)
		if err != nil {
			return nil, u, unsealError(path, u, err)
		}
		if u, err = from.forStore(info); err != nil {
			return nil, u, err
		}
		opts.Source = u.source
	}
	sealed, err := seal.Open(ctx, engine, u.unlock, opts)
	if err != nil {
		return nil, u, unsealError(path, u, err)
	}
	return sealed, u, nil
}

func unsealError(path string, u unlocking, err error) error {
	var wrong *access.Error
	var damaged *seal.DamagedError
	_, passphrase := u.unlock.(seal.Passphrase)
	switch {
	case errors.Is(err, seal.ErrNoHeader):
		wrong = access.Errorf(access.CodeUnavailable, "%s is not a latchkey store", path).WithHint("%s", untouched("name another data folder with --data DIR"))
	case errors.Is(err, seal.ErrWrongKey) && u.where == "passphrase":
		wrong = withheld(access.Errorf(access.CodeUnavailable, "that is not the passphrase of the store %s", path)).WithHint("%s", u.otherwise("try again"))
	case errors.Is(err, seal.ErrWrongKey) && passphrase:
		wrong = withheld(access.Errorf(access.CodeUnavailable, "what %s holds is not the passphrase of the store %s", u.where, path)).WithHint("%s", u.otherwise("give the one it was closed with"))
	case errors.Is(err, seal.ErrWrongKey) && u.where == "recovery key":
		wrong = withheld(access.Errorf(access.CodeUnavailable, "that is not the recovery key of the store %s", path)).WithHint("%s", untouched("the newest one opens it"))
	case errors.Is(err, seal.ErrWrongKey):
		wrong = access.Errorf(access.CodeUnavailable, "the master key from %s is not the one of the store %s", u.where, path).
			WithHint("%s", u.otherwise("put the key there that opens it"))
	case errors.As(err, &damaged):
		wrong = access.Errorf(access.CodeUnavailable, "the store %s is damaged: %s: %s", path, damaged.Class(), damaged.Cause).WithHint("%s", untouched("restore it from a backup with: latchkey restore FILE"))
	case errors.Is(err, seal.ErrNewer):
		wrong = access.Errorf(access.CodeUnavailable, "the store %s was written by a newer latchkey", path).
			WithHint("%s", untouched("run the latchkey that wrote it, or a newer one"))
	default:
		return fmt.Errorf("open the store %s: %w", path, err)
	}
	return wrong.Wrap(err)
}

// untouched says with what to do next that nothing was done to a file so far. The
// command is last, to be copied.
func untouched(hint string) string {
	if hint == "" {
		return "it was left as it is"
	}
	return "it was left as it is; " + hint
}

// storeError puts a refusal of the storage packages into words. It keeps the
// cause, so that errors.Is still finds boltkv.ErrInUse.
func storeError(err error) error {
	var refused *access.Error
	if errors.As(err, &refused) {
		return err
	}
	if errors.Is(err, seal.ErrWrongKey) {
		return access.Errorf(access.CodeUnavailable, "the keys at hand do not open the store").
			WithHint("give the key this store was made with, or its recovery key with --unlock-stdin; the store was left as it is").Wrap(err)
	}
	hint := ""
	var (
		store  *boltkv.FileError
		file   *safefile.Error
		anchor *seal.AnchorError
		disk   syscall.Errno
	)
	switch {
	case errors.As(err, &store):
		hint = untouched(store.Hint)
	case errors.As(err, &anchor):
		hint = untouched(anchor.Hint)
	case errors.As(err, &file):
		hint = untouched(file.Hint)
	case errors.Is(err, seal.ErrDamaged), errors.Is(err, boltkv.ErrDamaged):
		hint = untouched("restore it from a backup with: latchkey restore FILE")
	case errors.Is(err, kv.ErrFull):
		hint = "free space on the disk of the data folder and start again"
	case errors.Is(err, kv.ErrStopped), errors.As(err, &disk):
		hint = "look after the disk of the data folder and start again: the store is verified then"
	default:
		return err
	}
	e := &access.Error{Code: access.CodeUnavailable, Public: err.Error(), Hint: hint}
	return e.Wrap(err)
}
