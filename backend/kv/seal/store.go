// Package seal is a kv.Store around another one, in which every value is
// encrypted and bound to its place. It knows keys, records and the header that
// says which master key a store was made with. It must not know what a value
// means nor which engine keeps it, and it never puts a plaintext or a key into
// an error.
//
// Keys of the store stay readable, to be listed in order: whoever has a name to
// keep must not put it into one.
package seal

import (
	"context"
	"strings"
	"sync/atomic"

	"latchkey/backend/kv"
)

// reserved begins the keys that the seal keeps for itself, so that they come
// before all others. Callers neither see nor change them.
const (
	reserved    = "\x00"
	reservedEnd = reserved + "\xff" // ours are plain words, so none comes after it
)

// Options are the choices of who opens a sealed store. The zero value is right;
// it has no choices yet.
type Options struct{}

// Store is a sealed store. Its methods may be called concurrently.
type Store struct {
	inner  kv.Store
	master Master
	header header
	sealer *sealer
	// version is the highest record version seen or given out. It starts from
	// the engine's revision, so that it rises over restarts too without every
	// record having been read first.
	version atomic.Uint64
}

var _ kv.Store = (*Store)(nil)

// Open opens a store that Create has sealed. Closing the result closes inner;
// after an error inner is still open.
//
// Errors: ErrNoHeader, ErrWrongKey, ErrNewer, ErrDamaged.
func Open(ctx context.Context, inner kv.Store, m Master, _ Options) (*Store, error) {
	if m.key == nil {
		return nil, errNoMaster
	}
	h, revision, err := readHeader(ctx, inner, m)
	if err != nil {
		return nil, err
	}
	sealer, err := newSealer(m, h.Store)
	if err != nil {
		return nil, err
	}
	s := &Store{inner: inner, master: m, header: h, sealer: sealer}
	s.reached(revision)
	return s, nil
}

// ID is the store's own id, a UUID given when it was made.
func (s *Store) ID() string { return s.header.Store }

// Subkey derives the 32-byte key for one use, for what must be hashed or
// sealed outside of the store's values.
func (s *Store) Subkey(label string) []byte { return s.master.Subkey(s.header.Store, label) }

// Scan opens the values of a page. One that does not open fails the scan: a
// store with a hole in it is not read on.
func (s *Store) Scan(ctx context.Context, prefix, after string, limit int, at int64) (kv.Page, error) {
	if prefix == "" {
		after = max(after, reservedEnd)
	}
	page, err := s.inner.Scan(ctx, prefix, after, limit, at)
	if err != nil {
		return kv.Page{}, err
	}
	s.reached(page.Revision)
	if strings.HasPrefix(prefix, reserved) {
		return kv.Page{Revision: page.Revision}, nil
	}
	for i, e := range page.Entries {
		version, value, err := s.sealer.open(e.Key, e.Value)
		if err != nil {
			return kv.Page{}, err
		}
		s.seen(version)
		page.Entries[i].Value = value
	}
	return page, nil
}

// Commit seals the values and commits.
func (s *Store) Commit(ctx context.Context, ops []kv.Op) (int64, error) {
	if err := kv.Check(ops, false); err != nil {
		return 0, err
	}
	sealed := make([]kv.Op, len(ops))
	for i, op := range ops {
		if strings.HasPrefix(op.Key, reserved) {
			return 0, ErrReserved
		}
		if op.Delete {
			op.Value = nil
		} else {
			op.Value = s.sealer.seal(op.Key, s.version.Add(1), op.Value)
		}
		sealed[i] = op
	}
	revision, err := s.inner.Commit(ctx, sealed)
	if err != nil {
		return 0, err
	}
	s.reached(revision)
	return revision, nil
}

// Close closes the store around which this one is.
func (s *Store) Close() error { return s.inner.Close() }

// seen notes a record version that exists.
func (s *Store) seen(version uint64) {
	for {
		highest := s.version.Load()
		if version <= highest || s.version.CompareAndSwap(highest, version) {
			return
		}
	}
}

// reached notes the engine's revision. A commit writes far fewer than 65,536
// records, so no version of an earlier commit is above the revision's share.
func (s *Store) reached(revision int64) { s.seen(uint64(revision) << 16) }
