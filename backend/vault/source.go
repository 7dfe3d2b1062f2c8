package vault

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"latchkey/backend/access"
	"latchkey/backend/kv/seal"
)

// Where the secret that opens a store may be kept, as its header names it.
const (
	SourceFile       = "file"
	SourceKeychain   = "keychain"
	SourcePassphrase = "passphrase"
	SourceOutside    = "outside" // the environment, or a credential of the service manager
)

// Key tells. Codes: unauthenticated, denied.
func (v *Vault) Key(ctx context.Context, c access.Caller) (access.StoreKey, error) {
	if err := v.cfg.Access.Permit(ctx, c, "store.read"); err != nil {
		return access.StoreKey{}, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	k := access.StoreKey{StoreID: v.cfg.Seal.ID(), Where: v.source, Epoch: v.cfg.Seal.Epoch(), Witnessed: v.cfg.Seal.Witnessed(), Rekeying: v.rekey.Rekeying}
	k.Rekeying.Unfinished = !k.Rekeying.Running && v.cfg.Seal.Rekeying()
	for _, w := range v.cfg.Seal.Wraps() {
		if w.Kind != seal.KindRecovery {
			k.Source, k.Since = w.Source, w.Created
			continue
		}
		k.Recovery, k.RecoverySince = true, w.Created
		k.RecoverySaved = v.cfg.Access.RecoverySaved() == w.ID
	}
	if info, err := os.Stat(v.cfg.Folder.Store); err == nil {
		k.Size = info.Size()
	}
	return k, nil
}

// recoverySaved reports whether there is a recovery key that somebody confirmed
// to have kept.
func (v *Vault) recoverySaved() bool {
	saved := v.cfg.Access.RecoverySaved()
	for _, w := range v.cfg.Seal.Wraps() {
		if w.Kind == seal.KindRecovery && w.ID == saved {
			return true
		}
	}
	return false
}

// NewRecovery makes a recovery key and gives its text, which nobody can show
// again. The one before it opens nothing that is written from now on. Codes:
// unauthenticated, denied, full, unavailable.
func (v *Vault) NewRecovery(ctx context.Context, c access.Caller) (string, error) {
	if err := v.cfg.Access.Permit(ctx, c, "store.recovery-key"); err != nil {
		return "", err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	made := seal.NewRecovery()
	added, err := v.cfg.Seal.AddWrap(ctx, made, "paper")
	if err != nil {
		return "", refusal(err)
	}
	for _, w := range v.cfg.Seal.Wraps() {
		if w.Kind == seal.KindRecovery && w.ID != added.ID {
			if err := v.cfg.Seal.RemoveWrap(ctx, w.ID); err != nil {
				return "", refusal(err)
			}
		}
	}
	return made.Text(), v.cfg.Access.Record(ctx, c, "store.recovery-key", "")
}

// ConfirmRecovery notes that somebody has kept the recovery key. Codes:
// unauthenticated, denied, conflict, full.
func (v *Vault) ConfirmRecovery(ctx context.Context, c access.Caller) error {
	if err := v.cfg.Access.Permit(ctx, c, "store.recovery-saved"); err != nil {
		return err
	}
	for _, w := range v.cfg.Seal.Wraps() {
		if w.Kind == seal.KindRecovery {
			return v.cfg.Access.NoteRecoverySaved(ctx, c, w.ID)
		}
	}
	return access.Errorf(access.CodeConflict, "the store has no recovery key yet").WithHint("make one: latchkey store recovery-key")
}

// SetSource changes where the secret that opens the store is kept: a new master
// key in the folder or in the system's keychain, or a passphrase that nobody
// keeps. What opened the store until now opens nothing that is written from now
// on. Codes: unauthenticated, denied, invalid, conflict, full, unavailable.
func (v *Vault) SetSource(ctx context.Context, c access.Caller, source, passphrase string) error {
	if err := v.cfg.Access.Permit(ctx, c, "store.source"); err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	old := v.wrap()
	unlock, where, undo, err := v.kept(source, passphrase, old.Source)
	if err != nil {
		return err
	}
	if _, err := v.cfg.Seal.ReplaceWrap(ctx, old.ID, unlock, source); errors.Is(err, seal.ErrShortPassphrase) {
		return badPassphrase(err)
	} else if err != nil {
		return errors.Join(refusal(err), undo())
	}
	v.cfg.Unlock, v.source = unlock, where
	if err := v.forget(old.Source, source); err != nil {
		v.cfg.Logger.Warn("the key that opened the store until now could not be removed where it is kept; it opens nothing any more", "err", err)
	}
	return v.cfg.Access.Record(ctx, c, "store.source", source)
}

// kept makes the secret and keeps it; undo takes it away again.
func (v *Vault) kept(source, passphrase, old string) (u seal.Unlock, where string, undo func() error, err error) {
	undo = func() error { return nil }
	if (source == SourcePassphrase) != (passphrase != "") {
		return nil, "", undo, access.Invalidf("passphrase", "a passphrase is given with the source passphrase, and with no other")
	}
	// Who came in by the recovery key has lost what is kept there.
	there := v.source == "master.key" || v.source == "keychain"
	if source == old && source != SourcePassphrase && there {
		return nil, "", undo, access.Errorf(access.CodeConflict, "that is where the key is kept already").WithHint("to have a new data key, re-key the store: latchkey store rekey")
	}
	switch source {
	case SourcePassphrase:
		p, err := seal.NewPassphrase(passphrase)
		if err != nil {
			return nil, "", undo, badPassphrase(err)
		}
		return p, "passphrase", undo, nil
	case SourceFile:
		m := seal.NewMaster()
		// One that is left there opens nothing, since the header names another place.
		if err := v.cfg.RemoveFile(); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, "", undo, refusal(err)
		}
		if err := v.cfg.WriteFile(m); err != nil {
			return nil, "", undo, refusal(err)
		}
		return m, "master.key", v.cfg.RemoveFile, nil
	case SourceKeychain:
		m := seal.NewMaster()
		if err := v.cfg.WriteKeychain(v.cfg.Seal.ID(), m); err != nil {
			return nil, "", undo, access.Errorf(access.CodeUnavailable, "the keychain of this system does not keep the key").
				WithHint("unlock it, or choose a file or a passphrase; nothing was changed").Wrap(err)
		}
		return m, "keychain", func() error { return v.cfg.RemoveKeychain(v.cfg.Seal.ID()) }, nil
	}
	return nil, "", undo, access.Invalidf("source", "the source is one of file, keychain, passphrase")
}

func badPassphrase(err error) error {
	return access.Invalidf("passphrase", "%v", err).WithHint("take several words that nobody would put together")
}

func (v *Vault) forget(old, source string) error {
	switch {
	case old == source:
		return nil
	case old == SourceFile:
		if err := v.cfg.RemoveFile(); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	case old == SourceKeychain:
		return v.cfg.RemoveKeychain(v.cfg.Seal.ID())
	}
	return nil
}

// wrap is the way by which the store is opened every day.
func (v *Vault) wrap() seal.Wrap {
	for _, w := range v.cfg.Seal.Wraps() {
		if w.Kind != seal.KindRecovery {
			return w
		}
	}
	return seal.Wrap{}
}

func (v *Vault) wrapSource() string { return v.wrap().Source }
