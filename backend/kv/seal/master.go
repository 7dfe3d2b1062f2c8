package seal

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"latchkey/backend/kv/safefile"
)

const keySize = 32

// Labels of the subkeys that Master.Subkey and Store.Subkey derive, one a use.
const (
	LabelRecords     = "records"
	LabelSigningKeys = "signing keys"
	LabelAudit       = "audit"
	LabelIndexHashes = "index hashes"
	LabelSecrets     = "secrets"

	labelKeyCheck = "key check" // of schema 1
	labelKeyID    = "key id"
	labelHeader   = "header"
	labelRing     = "ring"
	labelDigest   = "digest"
	labelTip      = "epoch and digest"
	labelAnchor   = "anchor"
)

// Master is a key of 32 bytes: the one that opens a store from a file, a keychain
// or the environment, and, within the seal, each key of the ring. It writes itself as
// "[master key]" wherever it is printed or logged. The zero Master is no key.
type Master struct {
	// A func, because fmt does not ask the methods of a value in an unexported
	// field of somebody else's struct, and prints there what it can reach, also
	// through a pointer.
	key func() []byte
}

func masterOf(key []byte) Master { return Master{func() []byte { return key }} }

var errNoMaster = errors.New("seal: no key given")

// ErrMasterForm says that a text or file is no master key. What it is instead
// is never said: it may be a key all the same.
var ErrMasterForm = errors.New("it is no master key: 32 bytes in base64 on one line")

// NewMaster makes a master key at random.
func NewMaster() Master {
	key := make([]byte, keySize)
	rand.Read(key) // never fails
	return masterOf(key)
}

// ParseMaster reads the form that master.key has: one line of base64, with or
// without a line end.
func ParseMaster(text string) (Master, error) {
	text = strings.TrimSuffix(strings.TrimSuffix(text, "\n"), "\r")
	raw, err := base64.StdEncoding.Strict().DecodeString(text)
	// Decoding skips line breaks inside the text; encoding again shows them.
	if err != nil || len(raw) != keySize || base64.StdEncoding.EncodeToString(raw) != text {
		return Master{}, ErrMasterForm
	}
	return masterOf(raw), nil
}

// ReadMasterFile reads a file of WriteMasterFile's. It refuses one that is a
// link or that other users may open; those errors are *safefile.Error and say
// what to do.
func ReadMasterFile(path string) (Master, error) {
	file, err := safefile.Open(path, false)
	if err != nil {
		return Master{}, fmt.Errorf("read master key: %w", err)
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, 1024))
	if err != nil {
		return Master{}, fmt.Errorf("read master key: %w", safefile.Refuse(path, err))
	}
	m, err := ParseMaster(string(text))
	if err != nil {
		return Master{}, fmt.Errorf("read master key: %w", &safefile.Error{Path: path, Err: err, Hint: "put the file back as it was when the store was made, or give the key by LATCHKEY_MASTER_KEY_FILE"})
	}
	return m, nil
}

// Text is the form that ParseMaster reads. It is the key itself.
func (m Master) Text() string { return base64.StdEncoding.EncodeToString(m.key()) }

// Equal reports whether two keys are the same.
func (m Master) Equal(other Master) bool {
	return m.key != nil && other.key != nil && subtle.ConstantTimeCompare(m.key(), other.key()) == 1
}

// WriteMasterFile writes a new file, 0600, that is there whole or not at all. It
// never overwrites: the error is then fs.ErrExist.
func WriteMasterFile(path string, m Master) error {
	if m.key == nil {
		return errNoMaster
	}
	if err := safefile.WriteNew(path, []byte(m.Text()+"\n")); err != nil {
		return fmt.Errorf("write master key: %w", err)
	}
	return nil
}

// Subkey derives the 32-byte key for one use in one store. It panics on the
// zero Master.
func (m Master) Subkey(storeID, label string) []byte {
	key, err := derive(m.key(), []byte(storeID), "latchkey/1 "+label, keySize)
	if err != nil {
		panic("seal: derive a subkey: " + err.Error()) // only for a length that HKDF cannot give
	}
	return key
}

const redacted = "[master key]"

func (Master) String() string { return redacted }

// Format covers every verb, %x and %#v among them.
func (Master) Format(f fmt.State, _ rune) { io.WriteString(f, redacted) }

// LogValue covers slog, also its JSON.
func (Master) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText covers JSON and whatever else encodes text.
func (Master) MarshalText() ([]byte, error) { return []byte(redacted), nil }
