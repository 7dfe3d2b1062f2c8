// Package seal is a kv.Store around an engine, in which every value is
// encrypted and bound to its place, and the state as a whole to how far it has
// come. It knows keys, records, the header with the ways to open a store, the
// epoch and the anchor beside the store. It must not know what a value means
// nor which engine keeps it, and it never puts a plaintext or a key into an
// error.
//
// Keys of the store stay readable, to be listed in order: whoever has a name to
// keep must not put it into one.
package seal

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"latchkey/backend/kv"
)

// reserved begins the keys that the seal keeps for itself, so that they come
// before all others. Callers neither see nor change them.
const (
	reserved    = "\x00"
	reservedEnd = reserved + "\xff" // ours are plain words, so none comes after it
)

// Options are the choices of who opens a sealed store. The zero value opens a
// store that stands by itself, as a backup does.
type Options struct {
	// Anchor is the path of the file that says how far the store had come, "" for
	// none.
	Anchor string
	// Witness is the second place that says so, for a store with a way to open it
	// of that source; nil for none. It is asked only beside an anchor.
	Witness func(source string) Witness
	// State begins the keys of what is held under epoch and digest: whatever may
	// not be lost or older than it was. What changes all the time, or protects
	// itself, is sealed without it. The store keeps the list; nil leaves it as it
	// is, and another one is taken over beside an anchor.
	State []string
	// AlwaysRoom begins the keys of State that may be added also where the store
	// is full.
	AlwaysRoom []string
	// Adopt takes the store as it is, whatever the anchor says, when all of it
	// can be opened and fits its own digest. It gets an epoch above those of the
	// store, the anchor and the witness. The anchor follows with the next change
	// or Load; where it would refuse the store until then, it is told at once to
	// take this one beside the one it names.
	Adopt bool
	// Source is noted in the header by Create and a migration: where the secret
	// is to be looked for.
	Source string
	// BeforeMigration runs before a store of an older schema is changed, with
	// that schema; nil refuses such a store with ErrOlder.
	BeforeMigration func(ctx context.Context, from int) error
	// Now is the clock that says when a way to open the store was made; nil leaves
	// that out.
	Now func() time.Time
}

// Store is a sealed store. Its methods may be called concurrently.
type Store struct {
	inner   kv.Engine
	opts    Options
	tips    *tips
	witness *testimony // nil for none
	// anchored: the anchor that was there when it was adopted is one of its own.
	anchored bool
	keys     atomic.Pointer[keys]
	// version is the highest record version seen or given out. It starts from
	// the engine's revision, so that it rises over restarts too without every
	// record having been read first.
	version atomic.Uint64

	queue chan *request
	idle  chan struct{} // closed when the committer has ended

	life     sync.RWMutex
	closed   bool
	underway sync.WaitGroup // calls that use the queue

	// writer is held by who writes: the committer, or a change of the header.
	writer sync.Mutex
	tip    tip       // the newest that was written; the writer's
	behind bool      // whether the anchor does not say so yet; the writer's
	digest *digester // the writer's
}

var (
	_ kv.Store  = (*Store)(nil)
	_ kv.Loader = (*Store)(nil)
)

// Open opens a store that Create has sealed, with one of the secrets that do.
// Closing the result closes inner; after an error inner is still open, and
// store and anchor are as they were found.
//
// Errors: ErrNoHeader, ErrWrongKey, ErrNewer, ErrOlder, ErrDamaged, *AnchorError.
func Open(ctx context.Context, inner kv.Engine, u Unlock, opts Options) (*Store, error) {
	if u == nil {
		return nil, errNoMaster
	}
	found, err := readReserved(ctx, inner)
	if err != nil {
		return nil, err
	}
	if _, old := parseHeader1(found.header); old {
		if err := migrate(ctx, inner, found, u, opts); err != nil {
			return nil, err
		}
		if found, err = readReserved(ctx, inner); err != nil {
			return nil, err
		}
	}
	k, err := openHeader(found.header, u)
	if err != nil {
		return nil, err
	}
	s := &Store{
		inner: inner, opts: opts,
		queue: make(chan *request, groupCommits), idle: make(chan struct{}),
	}
	s.keys.Store(k)
	if s.tips, err = newTips(k.ring); err != nil {
		return nil, err
	}
	s.digest = newDigester(s.tips.digestKey)
	if s.tip, err = s.tips.open(found.tip); err != nil {
		return nil, err
	}
	if s.tip.header != k.stored {
		return nil, &DamagedError{headerKey, "it is not the one that was written last"}
	}
	s.reached(found.revision)
	s.witness = newTestimony(k.header.Store, opts)
	s.witness.follow(k.header.Wraps)
	if opts.Adopt {
		err = s.adopt(ctx)
	} else if opts.Anchor != "" {
		if s.behind, err = s.tips.holdAgainst(opts.Anchor, s.tip, false); err == nil {
			err = s.witness.holdAgainst(opts.Anchor, s.tip.epoch)
		}
	}
	// Adopting is one epoch and no more; the next who opens the store does this.
	if err == nil && opts.Anchor != "" && !opts.Adopt && opts.State != nil && !slices.Equal(opts.State, k.header.State) {
		err = s.restate(ctx)
	}
	if err != nil {
		return nil, err
	}
	go s.commitQueued()
	if s.witness != nil {
		go s.witness.run()
	}
	return s, nil
}

// restate takes another idea of what the state is over, once the store is whole
// by the old one.
func (s *Store) restate(ctx context.Context) error {
	l := s.loader()
	l.next = s.opts.State
	loaded, err := l.load(ctx, []string{""}, nil)
	if err != nil {
		return err
	}
	return s.rewrite(ctx, func(h *header, _ *ring, t *tip) error {
		h.State, t.sum = s.opts.State, loaded.nextSum
		return nil
	})
}

// adopt gives the store an epoch above its own, the anchor's and the witness's.
func (s *Store) adopt(ctx context.Context) error {
	if _, err := s.loader().load(ctx, []string{""}, nil); err != nil {
		return err
	}
	var there anchor
	if s.opts.Anchor != "" {
		if a, err := s.tips.readAnchor(s.opts.Anchor); err == nil {
			there, s.anchored = a, true
		}
	}
	next := s.tip
	next.epoch = max(s.tip.epoch, there.Epoch, s.witness.overrule()) + 1
	if n := there.Next; n != nil { // of a restore that was interrupted
		next.epoch = max(next.epoch, n.Epoch+1)
	}
	if _, err := s.inner.Commit(ctx, []kv.Op{kv.Put(tipKey, s.tips.seal(next), kv.Anything)}); err != nil {
		return err
	}
	s.tip, s.behind = next, s.opts.Anchor != ""
	if s.anchored && next.epoch > there.Epoch+1 {
		return s.tips.admit(s.opts.Anchor, there, next)
	}
	return nil
}

// Anchored reports whether a store that was adopted has an anchor that takes it.
func (s *Store) Anchored() bool { return s.anchored }

// ID is the store's own id, a UUID given when it was made.
func (s *Store) ID() string { return s.keys.Load().header.Store }

// Epoch is how many groups of changes the state has seen.
func (s *Store) Epoch() uint64 {
	s.writer.Lock()
	defer s.writer.Unlock()
	return s.tip.epoch
}

// Subkey derives the 32-byte key for one use, for what must be hashed or
// sealed outside of the store's values. It stays the same as long as the store
// lives.
func (s *Store) Subkey(label string) []byte {
	k := s.keys.Load()
	return k.ring.root.Subkey(k.header.Store, label)
}

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
		version, value, err := s.open(e.Key, e.Value)
		if err != nil {
			return kv.Page{}, err
		}
		s.seen(version)
		page.Entries[i].Value = value
	}
	return page, nil
}

// open opens a record with the keys of now.
func (s *Store) open(key string, record []byte) (version uint64, value []byte, err error) {
	return s.keys.Load().sealer.open(key, record)
}

// Close waits for the commits under way and closes the store around which this
// one is.
func (s *Store) Close() error {
	s.life.Lock()
	already := s.closed
	s.closed = true
	s.life.Unlock()
	if !already {
		s.underway.Wait()
		close(s.queue)
		<-s.idle
		s.witness.close()
	}
	return s.inner.Close()
}

// enter is the first thing every call does that uses the queue.
func (s *Store) enter() error {
	s.life.RLock()
	defer s.life.RUnlock()
	if s.closed {
		return kv.ErrClosed
	}
	s.underway.Add(1)
	return nil
}

// state begins the keys that are held under epoch and digest.
func (s *Store) state() []string { return s.keys.Load().header.State }

// isState reports whether a key begins with one of the prefixes, and is not the
// seal's own.
func isState(prefixes []string, key string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(key, p) }) && !strings.HasPrefix(key, reserved)
}

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

func isConflict(err error) bool { return errors.Is(err, kv.ErrConflict) }
