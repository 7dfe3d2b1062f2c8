package boltkv

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.etcd.io/bbolt"

	"latchkey/backend/kv"
)

var errBroken = errors.New("boltkv: the store has stopped")

// Scan reads a page. A view stays readable for as long as the commits after it
// are kept in memory: 16,384 of them, or 8 MiB.
func (s *Store) Scan(ctx context.Context, prefix, after string, limit int, at int64) (kv.Page, error) {
	if limit <= 0 || at < 0 {
		return kv.Page{}, fmt.Errorf("boltkv: a scan of %d entries at revision %d", limit, at)
	}
	if err := s.enter(); err != nil {
		return kv.Page{}, err
	}
	defer s.leave()
	if err := ctx.Err(); err != nil {
		return kv.Page{}, err
	}
	var page kv.Page
	err := s.view(func(tx *bbolt.Tx) (err error) {
		page, err = s.page(ctx, tx, prefix, after, limit, at)
		return err
	})
	if errors.Is(err, errBroken) {
		err = s.broken.cause
	}
	if err != nil {
		return kv.Page{}, err
	}
	return page, nil
}

func (s *Store) page(ctx context.Context, tx *bbolt.Tx, prefix, after string, limit int, at int64) (kv.Page, error) {
	data, meta := tx.Bucket(dataBucket), tx.Bucket(metaBucket)
	if data == nil || meta == nil {
		return kv.Page{}, fmt.Errorf("%w: a bucket is missing", ErrDamaged)
	}
	raw := meta.Get(revisionKey)
	if len(raw) != 8 {
		return kv.Page{}, fmt.Errorf("%w: it does not say its revision", ErrDamaged)
	}
	revision := int64(binary.BigEndian.Uint64(raw))
	if err := s.history.reach(ctx, revision, s.broken.ch); err != nil {
		return kv.Page{}, err
	}
	var changed map[string]past // since the view, as it was in the view
	if at == 0 {
		at = revision
	} else if at != revision {
		var err error
		changed, err = s.history.undo(at, revision, func(key string) bool {
			return strings.HasPrefix(key, prefix) && key > after
		})
		if err != nil {
			return kv.Page{}, err
		}
	}
	page, last := kv.Page{Revision: at}, after
	next := merge(data.Cursor(), prefix, after, changed)
	for n := 0; ; n++ {
		if n%1024 == 1023 && ctx.Err() != nil {
			return kv.Page{}, ctx.Err()
		}
		entry, ok, err := next()
		if err != nil || !ok {
			return page, err
		}
		if entry.Key <= last {
			return kv.Page{}, fmt.Errorf("%w: entries out of order", ErrDamaged)
		}
		if len(page.Entries) == limit {
			page.More = true
			return page, nil
		}
		last = entry.Key
		page.Entries = append(page.Entries, entry)
	}
}

// merge walks what is stored and what has changed since the view together, in
// key order; where both know a key, the view's own is the one.
func merge(cursor *bbolt.Cursor, prefix, after string, changed map[string]past) func() (kv.Entry, bool, error) {
	past := slices.Sorted(maps.Keys(changed))
	var key, stored []byte
	if after >= prefix && after != "" {
		key, stored = cursor.Seek([]byte(after))
		if string(key) == after {
			key, stored = cursor.Next()
		}
	} else {
		key, stored = cursor.Seek([]byte(prefix))
	}
	return func() (kv.Entry, bool, error) {
		for {
			if key != nil && !bytes.HasPrefix(key, []byte(prefix)) {
				key = nil
			}
			if len(past) > 0 && (key == nil || past[0] <= string(key)) {
				name := past[0]
				past = past[1:]
				if name == string(key) {
					key, stored = cursor.Next()
				}
				if was := changed[name]; was.revision != 0 {
					return kv.Entry{Key: name, Value: bytes.Clone(was.value), Revision: was.revision}, true, nil
				}
				continue
			}
			if key == nil {
				return kv.Entry{}, false, nil
			}
			if len(key) == 0 || len(key) > kv.MaxKeySize {
				return kv.Entry{}, false, fmt.Errorf("%w: a key of %d bytes", ErrDamaged, len(key))
			}
			now, err := decode(stored)
			if err != nil {
				return kv.Entry{}, false, err
			}
			entry := kv.Entry{Key: string(key), Value: now.value, Revision: now.revision}
			key, stored = cursor.Next()
			return entry, true, nil
		}
	}
}

// Watch delivers the commits after a revision. Those of before the store was
// opened are not kept.
func (s *Store) Watch(ctx context.Context, after int64) (kv.Watcher, error) {
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.leave()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w, err := s.history.watch(after, s.broken.ch)
	if err != nil {
		return nil, err
	}
	return w, nil
}
