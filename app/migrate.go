package app

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"

	"latchkey/backend/backup"
	"latchkey/backend/kv"
	"latchkey/backend/kv/boltkv"
)

// keepCopy keeps a copy of a store that is about to be migrated, and sees that
// it holds the same entries. One that an interrupted attempt left is replaced.
func keepCopy(ctx context.Context, engine *boltkv.Store, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	_, err := backup.Write(ctx, engine, path, backup.Options{Force: true, Verify: func(ctx context.Context, path string) error {
		copied, err := boltkv.Open(path, boltkv.Options{})
		if err != nil {
			return err
		}
		return errors.Join(sameEntries(ctx, engine, copied), copied.Close())
	}})
	return err
}

var errCopyDiffers = errors.New("the copy is not like the store")

// sameEntries compares two stores that nobody writes.
func sameEntries(ctx context.Context, a, b kv.Store) error {
	after := ""
	for {
		left, err := a.Scan(ctx, "", after, 1000, 0)
		if err != nil {
			return err
		}
		right, err := b.Scan(ctx, "", after, 1000, 0)
		if err != nil {
			return err
		}
		if len(left.Entries) != len(right.Entries) {
			return errCopyDiffers
		}
		for i, e := range left.Entries {
			if o := right.Entries[i]; o.Key != e.Key || o.Revision != e.Revision || !bytes.Equal(o.Value, e.Value) {
				return errCopyDiffers
			}
			after = e.Key
		}
		if !left.More {
			return nil
		}
	}
}
