package accesstest

import (
	"errors"
	"path/filepath"
	"time"

	"latchkey/backend/kv/seal"
	"latchkey/backend/vault"
)

// errNoKeychain stands for the keychain of a machine without one.
var errNoKeychain = errors.New("there is no keychain here")

// Vault is the vault of an open core. restart is what it asks of the process.
func (c *Core) Vault(restart func(vault.Work)) *vault.Vault {
	now := c.opts.Now
	if now == nil {
		now = time.Now
	}
	return vault.New(vault.Config{
		Folder: c.Folder(), Engine: c.engine, Seal: c.store, Unlock: c.master, Access: c.Service, Now: now, Logger: c.opts.Logger, Restart: restart,
		Sources: vault.Sources{
			Current:        "master.key",
			File:           filepath.Join(c.Dir, "master.key"),
			WriteKeychain:  func(string, seal.Master) error { return errNoKeychain },
			RemoveKeychain: func(string) error { return errNoKeychain },
		},
	})
}

// Folder is where the files of the core's store lie.
func (c *Core) Folder() vault.Folder {
	return vault.Folder{
		Store: filepath.Join(c.Dir, "latchkey.db"), Anchor: filepath.Join(c.Dir, "latchkey.anchor"), Backups: filepath.Join(c.Dir, "backups"),
	}
}

// Master is the key that opens the store.
func (c *Core) Master() seal.Master { return c.master }
