package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"latchkey/backend/access"
	"latchkey/backend/kv/seal"
)

// masterKey is where the key of a store comes from.
type masterKey struct {
	source string // as status names it
	file   string // of the data folder; "" where the key is given from outside
	given  seal.Master
}

// findMasterKey looks for a key that is given from outside: the environment, or
// a systemd credential. Else it is the file in the data folder.
func (p *program) findMasterKey(dir string) (masterKey, error) {
	text, inEnv := p.lookupEnv("LATCHKEY_MASTER_KEY")
	path, inFile := p.lookupEnv("LATCHKEY_MASTER_KEY_FILE")
	credentials, _ := p.lookupEnv("CREDENTIALS_DIRECTORY")
	credential := filepath.Join(credentials, masterName)
	switch {
	case inEnv && inFile:
		return masterKey{}, usagef("LATCHKEY_MASTER_KEY and LATCHKEY_MASTER_KEY_FILE are both set").withHint("set one of them")
	case inEnv:
		m, err := seal.ParseMaster(text)
		return given("LATCHKEY_MASTER_KEY", m, err)
	case inFile:
		m, err := readGivenKey(path)
		return given("LATCHKEY_MASTER_KEY_FILE", m, err)
	case credentials != "" && exists(credential):
		m, err := readGivenKey(credential)
		return given("credential master.key", m, err)
	}
	return masterKey{source: masterName, file: filepath.Join(dir, masterName)}, nil
}

func given(source string, m seal.Master, err error) (masterKey, error) {
	if err != nil {
		return masterKey{}, access.Errorf(access.CodeInvalid, "%s: %v", source, err).
			WithHint("a master key is 32 bytes in base64, on one line")
	}
	return masterKey{source: source, given: m}, nil
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

// read gives the key, or fs.ErrNotExist where the data folder has none.
func (k masterKey) read() (seal.Master, error) {
	if k.file == "" {
		return k.given, nil
	}
	m, err := seal.ReadMasterFile(k.file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return seal.Master{}, storeError(err)
	}
	return m, err
}

// make gives the key of a store that is being made, and keeps it.
func (k masterKey) make() (seal.Master, error) {
	if k.file == "" {
		return k.given, nil
	}
	m := seal.NewMaster()
	if err := seal.WriteMasterFile(k.file, m); err != nil {
		return seal.Master{}, fmt.Errorf("write the master key: %w", err)
	}
	return m, nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
