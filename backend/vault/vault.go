// Package vault does what is done to a store as a whole: it makes backups by
// schedule and on demand, puts one in the place of the store, checks, compacts
// and re-keys it, and changes what opens it.
//
// It knows the file of the store, its engine, its seal and its anchor, and asks
// access what the records mean. It must not know HTTP, the command line, or how
// the process around it serves.
package vault

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/backup"
	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/seal"
)

// Folder is where the files of a store lie.
type Folder struct {
	Store   string // the file of the store
	Anchor  string // beside it
	Backups string // folder of the store's own backups; made when the first is
	// Witness is the second place of the anchor; see seal.Options. Nil for none.
	Witness func(source string) seal.Witness
}

// sealing is how the store beside its anchor is opened.
func (f Folder) sealing() seal.Options { return seal.Options{Anchor: f.Anchor, Witness: f.Witness} }

// staged is where a backup waits that is to take the place of the store.
func (f Folder) staged() string     { return f.Store + ".restore" }
func (f Folder) compacting() string { return f.Store + ".compact" }

// Config is what a Vault is made of.
type Config struct {
	Folder Folder
	Engine *boltkv.Store
	Seal   *seal.Store
	Unlock seal.Unlock // what opened the store
	Access *access.Service
	Sources
	Now    func() time.Time
	Logger *slog.Logger
	// Restart ends what uses the store, does the work while nothing has it open,
	// and begins again, whatever came of it. It returns at once. Nil in a process
	// that serves nobody.
	Restart func(Work)
	// Last is how the last restore of this process ended.
	Last backup.LastRestore
}

// Work is work on a store that nothing has open.
type Work struct {
	Restore string                                              // the restore it is, by its ID; "" for other work
	Run     func(ctx context.Context) (aside string, err error) // aside: where a store that was there is kept
}

// Sources are the places where the secret that opens a store may be kept.
type Sources struct {
	Current string // the one it was found in, in words
	File    string // where a master key is kept in the data folder
	// WriteKeychain and RemoveKeychain keep a new master key, and take an old one
	// away.
	WriteKeychain  func(storeID string, m seal.Master) error
	RemoveKeychain func(storeID string) error
}

// Vault is the store of a core that is open.
type Vault struct {
	cfg     Config
	started time.Time

	writing sync.Mutex // one backup at a time

	mu      sync.Mutex // over what follows
	failure failure
	waiting *restoring
	rekey   rekeying
	source  string
}

// New makes the vault of an open core.
func New(cfg Config) *Vault {
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	v := &Vault{cfg: cfg, started: cfg.Now(), source: cfg.Current}
	cfg.Access.SetHealth(v.health)
	cfg.Seal.LogTo(cfg.Logger)
	return v
}

// opened is the store of a file that nobody serves.
type opened struct {
	*seal.Store
	engine *boltkv.Store
}

// lockWait is how long to wait for a file that somebody else has open.
const lockWait = 2 * time.Second

// open opens the file of a store with any of the secrets.
func open(ctx context.Context, path string, unlocks []seal.Unlock, o seal.Options) (*opened, seal.Unlock, error) {
	engine, err := boltkv.Open(path, boltkv.Options{Timeout: lockWait})
	if err != nil {
		return nil, nil, err
	}
	o.State, o.AlwaysRoom = access.StatePrefixes(), access.RoomPrefixes()
	wrong := seal.ErrWrongKey
	for _, u := range unlocks {
		if u == nil {
			continue
		}
		s, err := seal.Open(ctx, engine, u, o)
		if err == nil {
			return &opened{s, engine}, u, nil
		}
		if !errors.Is(err, seal.ErrWrongKey) {
			return nil, nil, errors.Join(err, engine.Close())
		}
	}
	return nil, nil, errors.Join(wrong, engine.Close())
}

// snapshot reads the state of an opened store.
func (o *opened) snapshot(ctx context.Context, now func() time.Time) (*access.Snapshot, error) {
	return access.ReadSnapshot(ctx, access.Config{Store: o.Store, Subkey: o.Subkey, Now: now})
}

// verify reads the file of a store whole: every entry opens, and the state is
// what its digest says.
func verify(ctx context.Context, path string, u seal.Unlock) error {
	s, _, err := open(ctx, path, []seal.Unlock{u}, seal.Options{})
	if err != nil {
		return err
	}
	_, err = s.Verify(ctx)
	return errors.Join(err, s.Close())
}

// madeDir makes a folder that only its owner may look into.
func madeDir(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil && !os.IsExist(err) {
		return fmt.Errorf("make the folder %s: %w", dir, err)
	}
	return nil
}

// Opens is what opens the store now, for who closes it for a moment: the secret,
// where it is kept in words, and as the header names that.
func (v *Vault) Opens() (u seal.Unlock, where, source string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.cfg.Unlock, v.source, v.wrapSource()
}

// unlock is what opens the store now.
func (v *Vault) unlock() seal.Unlock {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.cfg.Unlock
}

func (v *Vault) folderOf(name string) string { return filepath.Join(v.cfg.Folder.Backups, name) }
