package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"latchkey/backend/access"
	"latchkey/backend/kv/keychain"
	"latchkey/backend/kv/seal"
	"latchkey/backend/vault"
)

// unlocking is a secret that opens a store, and where it was found.
type unlocking struct {
	unlock seal.Unlock
	where  string // in words, as status says it
	source string // as the header names it
	// recovery: the store has a recovery key as well.
	recovery bool
	// instead is what to do where this one was given from outside and the store
	// names another place; "" where it does not.
	instead string
}

// otherwise is what to do about a key that does not open the store: that, or
// what always works.
func (u unlocking) otherwise(hint string) string {
	if u.instead != "" {
		return untouched(u.instead)
	}
	if u.recovery {
		return untouched(hint + ", or make a new key with the recovery key: latchkey store source file --unlock-stdin")
	}
	return untouched(hint + ", or put a backup in its place: latchkey restore FILE")
}

// secrets is where the secret of a data folder's store is looked for: what
// somebody gave for this very command, then the environment and the service
// manager's credentials, then what the header of the store names.
type secrets struct {
	*program
	dir string
}

func (s secrets) masterFile() string { return filepath.Join(s.dir, masterName) }

// forNew is the secret of a store that is being made: one that is given from
// outside, else a new one in the folder.
func (s secrets) forNew() (unlocking, error) {
	if u, ok, err := s.outside(); ok || err != nil {
		return u, err
	}
	u := unlocking{where: masterName, source: vault.SourceFile}
	m, err := seal.ReadMasterFile(s.masterFile())
	if errors.Is(err, fs.ErrNotExist) {
		m = seal.NewMaster()
		if err := seal.WriteMasterFile(s.masterFile(), m); err != nil {
			return u, fmt.Errorf("write the master key: %w", err)
		}
	} else if err != nil {
		return u, storeError(err)
	}
	u.unlock = m
	return u, nil
}

// forStore is the secret of a store that is there.
func (s secrets) forStore(info seal.Info) (unlocking, error) {
	source, recovery := vault.SourceFile, false
	for _, w := range info.Wraps {
		switch {
		case w.Kind == seal.KindRecovery:
			recovery = true
		case w.Source != "":
			source = w.Source
		case w.Kind == seal.KindPassphrase:
			source = vault.SourcePassphrase
		}
	}
	if s.held != nil {
		return *s.held, nil
	}
	if s.spare != "" {
		return s.given(info, source)
	}
	if u, ok, err := s.outside(); ok || err != nil {
		u.recovery = recovery
		if source != vault.SourceOutside {
			u.instead = fmt.Sprintf("the store names %s as what opens it: unset %s, or give the key there that does", sourceNames[source], u.where)
		}
		return u, err
	}
	switch source {
	case vault.SourceKeychain:
		m, err := keychain.Get(info.Store)
		if err != nil {
			return unlocking{}, locked(recovery, "the keychain of this system does not give the key of the store in %s", s.dir).Wrap(err)
		}
		return unlocking{unlock: m, where: "keychain", source: source, recovery: recovery}, nil
	case vault.SourcePassphrase:
		return s.passphrase(recovery)
	case vault.SourceOutside:
		if !exists(s.masterFile()) {
			return unlocking{}, locked(recovery, "the master key of the store in %s is given from outside, and is not there", s.dir).
				WithHint("set LATCHKEY_MASTER_KEY_FILE to the file that holds it")
		}
	}
	m, err := seal.ReadMasterFile(s.masterFile())
	if before := s.keyAside(); before != "" && errors.Is(err, fs.ErrNotExist) {
		return unlocking{}, access.Errorf(access.CodeUnavailable, "the store %s cannot be opened: %s is missing", filepath.Join(s.dir, storeName), s.masterFile()).
			WithHint("%s", backInPlace(before))
	}
	if errors.Is(err, fs.ErrNotExist) {
		e := access.Errorf(access.CodeUnavailable, "the store %s cannot be opened: %s is missing", filepath.Join(s.dir, storeName), s.masterFile())
		if recovery {
			return unlocking{}, e.WithHint("put %s back beside the store, or make a new one with the recovery key: latchkey store source file --unlock-stdin", masterName)
		}
		return unlocking{}, e.WithHint("put %s back beside the store, or give the key by LATCHKEY_MASTER_KEY_FILE", masterName)
	}
	if err != nil {
		said := access.AsError(storeError(err))
		if recovery {
			said = said.WithHint("%s, or make a new one with the recovery key: latchkey store source file --unlock-stdin", said.Hint)
		}
		return unlocking{}, said
	}
	u := unlocking{unlock: m, where: masterName, source: vault.SourceFile, recovery: recovery}
	if before := s.keyAside(); before != "" {
		u.instead = backInPlace(before)
	}
	return u, nil
}

// sourceNames say where a key is kept, as a header names it.
var sourceNames = map[string]string{vault.SourceFile: masterName, vault.SourceKeychain: "the keychain of this system", vault.SourcePassphrase: "a passphrase"}

// keyAside is the master key that was there before a change of it which was
// interrupted; "" for none.
func (s secrets) keyAside() string {
	files, _ := os.ReadDir(s.dir)
	before := ""
	for _, f := range files {
		if strings.HasPrefix(f.Name(), masterName+".before-") {
			before = f.Name() // of several the newest
		}
	}
	return before
}

func backInPlace(before string) string {
	return fmt.Sprintf("a change of the key was interrupted: put %s back as %s", before, masterName)
}

func locked(recovery bool, format string, args ...any) *access.Error {
	e := access.Errorf(access.CodeUnavailable, format, args...)
	if recovery {
		return e.WithHint("open it with its recovery key and choose another place for the key: latchkey store source file --unlock-stdin")
	}
	return e.WithHint("make that the key is there again; the store was left as it is")
}

// fieldUnlock is the Field of an error that says what opens the store is missing
// or not the right one: whoever started the core may ask for it, as a window does.
const fieldUnlock = "passphrase"

func withheld(e *access.Error) *access.Error {
	e.Field = fieldUnlock
	return e
}

// given is the secret that somebody hands to this very command: whichever of the
// store's kinds it is.
func (s secrets) given(info seal.Info, source string) (unlocking, error) {
	if r, err := seal.ParseRecovery(s.spare); err == nil {
		return unlocking{unlock: r, where: "recovery key", source: source, recovery: true}, nil
	} else if errors.Is(err, seal.ErrRecoveryTypo) {
		return unlocking{}, withheld(access.Errorf(access.CodeInvalid, "%v", err)).WithHint("read it again from where it was written down")
	}
	if m, err := seal.ParseMaster(s.spare); err == nil {
		return unlocking{unlock: m, where: "master key given", source: source}, nil
	}
	p, err := seal.NewPassphrase(s.spare)
	if known := slices.ContainsFunc(info.Wraps, func(w seal.Wrap) bool { return w.Kind == seal.KindPassphrase }); err != nil || !known {
		return unlocking{}, withheld(access.Errorf(access.CodeInvalid, "what was given is neither a recovery key, nor a master key, nor the passphrase of the store in %s", s.dir)).
			WithHint("%s", untouched("read it again from where it was written down"))
	}
	return unlocking{unlock: p, where: "passphrase", source: source}, nil
}

// outside is a key that is given from outside: by the environment, or by a
// systemd credential.
func (s secrets) outside() (unlocking, bool, error) {
	text, inEnv := s.lookupEnv("LATCHKEY_MASTER_KEY")
	path, inFile := s.lookupEnv("LATCHKEY_MASTER_KEY_FILE")
	credential := s.credential(masterName)
	switch {
	case inEnv && inFile:
		return unlocking{}, true, usagef("LATCHKEY_MASTER_KEY and LATCHKEY_MASTER_KEY_FILE are both set").withHint("set one of them")
	case inEnv:
		m, err := seal.ParseMaster(text)
		return outside("LATCHKEY_MASTER_KEY", m, err)
	case inFile:
		m, err := readGivenKey(path)
		return outside("LATCHKEY_MASTER_KEY_FILE", m, err)
	case credential != "":
		m, err := readGivenKey(credential)
		return outside("credential "+masterName, m, err)
	}
	return unlocking{}, false, nil
}

func outside(where string, m seal.Master, err error) (unlocking, bool, error) {
	if err != nil {
		return unlocking{}, true, access.Errorf(access.CodeInvalid, "%s: %v", where, err).
			WithHint("a master key is 32 bytes in base64, on one line")
	}
	return unlocking{unlock: m, where: where, source: vault.SourceOutside}, true, nil
}

// credential is the path of what the service manager passes under that name, ""
// where it passes none.
func (s secrets) credential(name string) string {
	dir, _ := s.lookupEnv("CREDENTIALS_DIRECTORY")
	if path := filepath.Join(dir, name); dir != "" && exists(path) {
		return path
	}
	return ""
}

// readGivenKey reads a key file outside the data folder. Its mode is the
// business of whoever mounts secrets into this process: orchestrators make
// them readable, and links.
func readGivenKey(path string) (seal.Master, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return seal.Master{}, err
	}
	return seal.ParseMaster(string(text))
}

// passphrase is asked for where nobody passes one: at a terminal only.
func (s secrets) passphrase(recovery bool) (unlocking, error) {
	text, where, err := s.passedPassphrase()
	if err != nil {
		return unlocking{}, access.Errorf(access.CodeInvalid, "the passphrase cannot be read from %s: %v", where, err).
			WithHint("%s", untouched("see that the file is there, and that this user may read it"))
	}
	if text == "" && s.atTerminal() {
		where = "passphrase"
		if text, err = s.secretInput("passphrase of the store in " + s.dir); err != nil {
			return unlocking{}, err
		}
		s.spare = text // not asked for twice
	}
	if text == "" {
		e := withheld(access.Errorf(access.CodeUnavailable, "the store in %s is locked: its passphrase is asked for, and there is no terminal", s.dir))
		return unlocking{}, e.WithHint("start latchkey serve in a terminal, or pass it by LATCHKEY_PASSPHRASE_FILE or a credential named passphrase")
	}
	p, err := seal.NewPassphrase(text)
	if err != nil {
		return unlocking{}, withheld(access.Errorf(access.CodeInvalid, "that is not the passphrase of the store in %s", s.dir))
	}
	return unlocking{unlock: p, where: where, source: vault.SourcePassphrase, recovery: recovery}, nil
}

func (s secrets) passedPassphrase() (text, where string, err error) {
	if text, ok := s.lookupEnv("LATCHKEY_PASSPHRASE"); ok && text != "" {
		return text, "LATCHKEY_PASSPHRASE", nil
	}
	path, where := s.credential("passphrase"), "credential passphrase"
	if given, ok := s.lookupEnv("LATCHKEY_PASSPHRASE_FILE"); ok && given != "" {
		path, where = given, "LATCHKEY_PASSPHRASE_FILE"
	}
	if path == "" {
		return "", "", nil
	}
	data, err := os.ReadFile(path)
	return strings.TrimRight(string(data), "\r\n"), where, err
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
