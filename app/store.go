package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/safefile"
	"latchkey/backend/kv/seal"
)

// store is the open store of a data folder. Whoever holds it owns the folder.
type store struct {
	*seal.Store
	engine    *boltkv.Store
	keySource string
}

// openStore opens the store of a data folder that is fit for one, and makes it
// where there never was any: neither a store nor its master key. What is wrong
// is named, with what to do, and left untouched. boltkv.ErrInUse says that
// another process has it open.
//
// A store is made under its lock, so that of several processes one makes it:
// the file, then the key, then the header. One that was interrupted on the way
// has nothing in it yet, and is finished.
func openStore(ctx context.Context, dir string, key masterKey, wait time.Duration) (*store, error) {
	path, anchor := filepath.Join(dir, storeName), filepath.Join(dir, anchorName)
	// Key and anchor are looked for first: where another process is making the
	// store at this moment, its file is there before them.
	keyThere, anchorThere := key.file != "" && exists(key.file), exists(anchor)
	if !exists(path) {
		if keyThere {
			return nil, access.Errorf(access.CodeUnavailable, "the store %s is gone, and its %s is still there", path, masterName).
				WithHint("put %s back from a backup; to begin anew, move %s away", storeName, key.file)
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
	sealed, err := unseal(ctx, dir, engine, key)
	if err != nil {
		engine.Close()
		return nil, storeError(err)
	}
	return &store{Store: sealed, engine: engine, keySource: key.source}, nil
}

// lostStore says that there was a store once.
func lostStore(path, anchor string) error {
	return access.Errorf(access.CodeUnavailable, "the store %s is gone, and its %s is still there", path, anchorName).
		WithHint("put %s back from a backup with: latchkey restore FILE; to begin anew, move %s away", storeName, anchor)
}

// ballastSize is the room kept for revocations when the disk is full.
const ballastSize = 4 << 20

// sealing is how the store of a data folder is opened.
func sealing(dir string, engine *boltkv.Store) seal.Options {
	return seal.Options{
		Anchor:     filepath.Join(dir, anchorName),
		State:      access.StatePrefixes(),
		AlwaysRoom: access.RoomPrefixes(),
		Source:     "file",
		BeforeMigration: func(ctx context.Context, from int) error {
			return keepCopy(ctx, engine, filepath.Join(dir, backupsName, fmt.Sprintf("before-schema-%d.db", from+1)))
		},
	}
}

func unseal(ctx context.Context, dir string, engine *boltkv.Store, key masterKey) (*seal.Store, error) {
	path, opts := filepath.Join(dir, storeName), sealing(dir, engine)
	if key.file == "" {
		opts.Source = "outside"
	}
	first, err := engine.Scan(ctx, "", "", 1, 0)
	if err != nil {
		return nil, fmt.Errorf("read the store %s: %w", path, err)
	}
	unfinished := len(first.Entries) == 0 && first.Revision == 0
	if unfinished && exists(opts.Anchor) {
		return nil, lostStore(path, opts.Anchor)
	}
	m, err := key.read()
	switch {
	case err == nil:
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	case !unfinished:
		return nil, access.Errorf(access.CodeUnavailable, "the store %s cannot be opened: %s is missing", path, key.file).
			WithHint("put %s back beside the store, or give the key by LATCHKEY_MASTER_KEY_FILE", masterName)
	default:
		if m, err = key.make(); err != nil {
			return nil, err
		}
	}
	if unfinished {
		if err := seal.Create(ctx, engine, m, opts); err != nil {
			return nil, fmt.Errorf("make the store %s: %w", path, err)
		}
	}
	sealed, err := seal.Open(ctx, engine, m, opts)
	var damaged *seal.DamagedError
	switch {
	case errors.Is(err, seal.ErrNoHeader):
		return nil, access.Errorf(access.CodeUnavailable, "%s is not a latchkey store", path).WithHint("name another data folder; it was left as it is")
	case errors.Is(err, seal.ErrWrongKey):
		return nil, access.Errorf(access.CodeUnavailable, "the master key from %s is not the one of the store %s", key.source, path).
			WithHint("give the key this store was made with; the store was left as it is")
	case errors.As(err, &damaged):
		return nil, access.Errorf(access.CodeUnavailable, "the store %s is damaged: %s: %s", path, damaged.Class(), damaged.Cause).WithHint("restore it from a backup with: latchkey restore FILE; it was left as it is").Wrap(err)
	case errors.Is(err, seal.ErrNewer):
		return nil, access.Errorf(access.CodeUnavailable, "the store %s was written by a newer latchkey", path).
			WithHint("run the latchkey that wrote it, or a newer one; the store was left as it is")
	case err != nil:
		return nil, fmt.Errorf("open the store %s: %w", path, err)
	}
	return sealed, nil
}

// storeError puts a refusal of the storage packages into words. It keeps the
// cause, so that errors.Is still finds boltkv.ErrInUse.
func storeError(err error) error {
	var refused *access.Error
	if errors.As(err, &refused) {
		return err
	}
	hint := ""
	var (
		store  *boltkv.FileError
		file   *safefile.Error
		anchor *seal.AnchorError
	)
	switch {
	case errors.As(err, &store):
		hint = store.Hint
	case errors.As(err, &anchor):
		hint = anchor.Hint
	case errors.As(err, &file):
		hint = file.Hint
	case errors.Is(err, seal.ErrDamaged), errors.Is(err, boltkv.ErrDamaged):
		hint = "restore it from a backup with: latchkey restore FILE; it was left as it is"
	default:
		return err
	}
	e := &access.Error{Code: access.CodeUnavailable, Public: err.Error(), Hint: hint}
	return e.Wrap(err)
}
