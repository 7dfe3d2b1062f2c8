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
	k, err := v.keep(source, passphrase, old.Source)
	if err != nil {
		return err
	}
	if _, err := v.cfg.Seal.ReplaceWrap(ctx, old.ID, k.unlock, source); errors.Is(err, seal.ErrShortPassphrase) {
		return badPassphrase(err)
	} else if err != nil {
		return errors.Join(refusal(err), k.undo())
	}
	v.cfg.Unlock, v.source = k.unlock, k.where
	if err := errors.Join(k.done(), v.forget(old.Source, source)); err != nil {
		v.cfg.Logger.Warn("the key that opened the store until now could not be removed where it is kept; it opens nothing any more", "err", err)
	}
	return v.cfg.Access.Record(ctx, c, "store.source", source)
}

// keptKey is a secret that is kept somewhere new.
type keptKey struct {
	unlock seal.Unlock
	where  string
	undo   func() error // as if it had never been
	done   func() error // it is what opens the store now
}

func nothing() error { return nil }

// keep makes the secret and keeps it.
func (v *Vault) keep(source, passphrase, old string) (keptKey, error) {
	if (source == SourcePassphrase) != (passphrase != "") {
		return keptKey{}, access.Invalidf("passphrase", "a passphrase is given with the source passphrase, and with no other")
	}
	// Who came in by the recovery key has lost what is kept there.
	there := v.source == "master.key" || v.source == "keychain"
	if source == old && source != SourcePassphrase && there {
		return keptKey{}, access.Errorf(access.CodeConflict, "that is where the key is kept already").WithHint("to have a new data key, re-key the store: latchkey store rekey")
	}
	switch source {
	case SourcePassphrase:
		p, err := seal.NewPassphrase(passphrase)
		if err != nil {
			return keptKey{}, badPassphrase(err)
		}
		return keptKey{p, "passphrase", nothing, nothing}, nil
	case SourceFile:
		return v.keepInFile()
	case SourceKeychain:
		m := seal.NewMaster()
		if err := v.cfg.WriteKeychain(v.cfg.Seal.ID(), m); err != nil {
			return keptKey{}, access.Errorf(access.CodeUnavailable, "the keychain of this system does not keep the key").
				WithHint("unlock it, or choose a file or a passphrase; nothing was changed").Wrap(err)
		}
		return keptKey{m, "keychain", func() error { return v.cfg.RemoveKeychain(v.cfg.Seal.ID()) }, nothing}, nil
	}
	return keptKey{}, access.Invalidf("source", "the source is one of file, keychain, passphrase")
}

// keepInFile keeps a master key in the folder. A file that is there may be what
// opens the store until the header names the new one, whatever the store was
// opened with this time: it stays beside it until then.
func (v *Vault) keepInFile() (keptKey, error) {
	k := keptKey{where: "master.key", done: nothing}
	file := v.cfg.File
	k.undo = func() error { return os.Remove(file) }
	if exists(file) {
		aside := aside(file, v.cfg.Now())
		if err := os.Rename(file, aside); err != nil {
			return k, refusal(err)
		}
		k.undo = func() error { return os.Rename(aside, file) }
		k.done = func() error { return os.Remove(aside) }
	}
	m := seal.NewMaster()
	if err := seal.WriteMasterFile(file, m); err != nil {
		return k, errors.Join(refusal(err), k.undo())
	}
	k.unlock = m
	return k, nil
}

func badPassphrase(err error) error {
	return access.Invalidf("passphrase", "%v", err).WithHint("take several words that nobody would put together")
}

func (v *Vault) forget(old, source string) error {
	switch {
	case old == source:
		return nil
	case old == SourceFile:
		if err := os.Remove(v.cfg.File); !errors.Is(err, fs.ErrNotExist) {
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
