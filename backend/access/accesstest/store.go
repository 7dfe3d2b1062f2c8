// Package accesstest opens a core over a real sealed store in a folder of the
// test's own. It knows engines, so that the packages under test need not. Only
// tests import it.
package accesstest

import (
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/kv"
	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/seal"
	"latchkey/backend/secret"
)

// Local is the owner of this machine.
var Local = access.Caller{Kind: access.CallerLocal, Name: "local:tester", Role: access.RoleOwner, Addr: "127.0.0.1"}

// Client is somebody who brings a credential along.
var Client = access.Caller{Addr: "192.0.2.7", Agent: "client/1.0", RequestID: "test"}

// Options are what a test may choose. The zero value is right for most.
type Options struct {
	Now    func() time.Time
	Limits bool
	Logger *slog.Logger
	Given  map[string]access.Given
	From   string // the folder of a closed core to begin with a copy of; "" = a new store
	// Between stands between the core and its store; nil for nothing.
	Between func(kv.Store) kv.Store
}

// Core is an open core with its folder.
type Core struct {
	*access.Service
	Dir string

	t     testing.TB
	opts  Options
	store *seal.Store

	engine *boltkv.Store
	master seal.Master
}

// cheap makes password hashes cost next to nothing.
var cheap = secret.Params{MemoryKiB: 64, Time: 1, Threads: 1}

// Open makes a new store and opens a core over it; both are closed when the
// test ends.
func Open(t testing.TB, opts Options) *Core {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if opts.From != "" {
		copyFolder(t, dir, opts.From)
	} else {
		create(t, dir)
	}
	c := &Core{Dir: dir, t: t, opts: opts}
	c.open()
	t.Cleanup(c.close)
	return c
}

// copyFolder copies the files of a closed core.
func copyFolder(t testing.TB, dir, from string) {
	t.Helper()
	list, err := os.ReadDir(from)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if !f.Type().IsRegular() {
			continue
		}
		content, err := os.ReadFile(filepath.Join(from, f.Name()))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, f.Name()), content, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Shut closes the core before the test ends.
func (c *Core) Shut() { c.close() }

func create(t testing.TB, dir string) {
	t.Helper()
	master := seal.NewMaster()
	if err := seal.WriteMasterFile(filepath.Join(dir, "master.key"), master); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "latchkey.db")
	if err := boltkv.Create(path); err != nil {
		t.Fatal(err)
	}
	engine, err := boltkv.Open(path, boltkv.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := seal.Create(t.Context(), engine, master, sealing(dir)); err != nil {
		t.Fatal(err)
	}
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
}

// sealing is how the program opens a store.
func sealing(dir string) seal.Options {
	return seal.Options{
		Anchor: filepath.Join(dir, "latchkey.anchor"), State: access.StatePrefixes(), AlwaysRoom: access.RoomPrefixes(), Source: "file",
	}
}

// Reopen closes the core and its store and opens them again, as a restart does.
func (c *Core) Reopen() {
	c.t.Helper()
	c.close()
	c.open()
}

// Sealed is the store under the core, for who tampers with it knowing the key.
func (c *Core) Sealed() kv.Store { return c.store }

// Node opens another core over the same store, as another node of a cluster
// does; whoever asked closes it.
func (c *Core) Node(name string) *access.Service {
	c.t.Helper()
	cfg := c.config()
	cfg.Node = name
	node, err := access.Open(c.t.Context(), cfg)
	if err != nil {
		c.t.Fatal(err)
	}
	return node
}

// Tamper hands the store under the seal to somebody who has no key, while the
// core is closed.
func (c *Core) Tamper(fn func(engine kv.Store)) {
	c.t.Helper()
	c.close()
	engine, err := boltkv.Open(filepath.Join(c.Dir, "latchkey.db"), boltkv.Options{})
	if err != nil {
		c.t.Fatal(err)
	}
	fn(engine)
	if err := engine.Close(); err != nil {
		c.t.Fatal(err)
	}
	c.open()
}

func (c *Core) open() {
	c.t.Helper()
	c.openStore()
	var err error
	if c.Service, err = access.Open(c.t.Context(), c.config()); err != nil {
		c.t.Fatal(err)
	}
}

func (c *Core) openStore() {
	c.t.Helper()
	master, err := seal.ReadMasterFile(filepath.Join(c.Dir, "master.key"))
	if err != nil {
		c.t.Fatal(err)
	}
	engine, err := boltkv.Open(filepath.Join(c.Dir, "latchkey.db"), boltkv.Options{})
	if err != nil {
		c.t.Fatal(err)
	}
	c.engine, c.master = engine, master
	if c.store, err = seal.Open(c.t.Context(), engine, master, sealing(c.Dir)); err != nil {
		c.t.Fatal(err)
	}
}

func (c *Core) config() access.Config {
	store := kv.Store(c.store)
	if c.opts.Between != nil {
		store = c.opts.Between(store)
	}
	return access.Config{
		Store: store, Subkey: c.store.Subkey, Now: c.opts.Now, Logger: c.opts.Logger, Limits: c.opts.Limits, Given: c.opts.Given, Password: cheap,
	}
}

func (c *Core) close() {
	if c.Service == nil {
		return
	}
	if err := c.Service.Close(); err != nil {
		c.t.Error(err)
	}
	if err := c.store.Close(); err != nil {
		c.t.Error(err)
	}
	c.Service = nil
}

// Clock is a clock that stands still until it is told to move.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// NewClock starts at 22 Nov 2026, 14:03 UTC.
func NewClock() *Clock { return &Clock{at: time.Date(2026, 11, 22, 14, 3, 0, 0, time.UTC)} }

// Now is the moment the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// Advance moves it.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// Member makes an account, a user with that password ("" for none) and the
// membership between them.
func (c *Core) Member(t testing.TB, account, username, password string, spec access.MemberSpec) *access.MembershipView {
	t.Helper()
	if _, err := c.Account(t.Context(), Local, account); err != nil {
		if _, err := c.CreateAccount(t.Context(), Local, access.AccountSpec{Name: account}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.User(t.Context(), Local, username); err != nil {
		if _, err := c.CreateUser(t.Context(), Local, access.UserSpec{Username: username, Password: password}); err != nil {
			t.Fatal(err)
		}
	}
	m, err := c.SetMember(t.Context(), Local, account, username, spec)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// NewKey makes a key and gives its secret.
func (c *Core) NewKey(t testing.TB, spec access.KeySpec) (*access.KeyView, string) {
	t.Helper()
	k, text, err := c.CreateKey(t.Context(), Local, spec)
	if err != nil {
		t.Fatal(err)
	}
	return k, text
}
