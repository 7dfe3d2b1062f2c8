package seal

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"latchkey/backend/kv"
)

// The header is the one entry that is not sealed: it must be read before the
// key is known to be right. It is a line of JSON and a line of base64 with the
// HMAC-SHA-256 of the first.
const (
	headerKey = reserved + "seal/header"
	headerMax = 64 << 10

	// schema is the form of a sealed store as a whole. A higher one is refused.
	schema = 1
)

type header struct {
	Store  string `json:"store"`  // id of the store, a UUID
	Schema int    `json:"schema"` // form of the sealed store
	Key    string `json:"key"`    // key id of the master key, hex
	Check  string `json:"check"`  // HMAC under a subkey: is the master key at hand the right one?
}

func newHeader(m Master) header {
	h := header{Store: uuid.NewString(), Schema: schema}
	id := keyIDOf(m, h.Store)
	h.Key = hex.EncodeToString(id[:])
	h.Check = h.check(m)
	return h
}

// check is what Check must be. XChaCha20-Poly1305 alone does not tell a wrong
// key from a damaged record.
func (h header) check(m Master) string {
	return tag(m.Subkey(h.Store, labelKeyCheck), h.Key)
}

func (h header) encode(m Master) ([]byte, error) {
	line, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	return []byte(string(line) + "\n" + tag(m.Subkey(h.Store, labelHeader), string(line)) + "\n"), nil
}

func decodeHeader(value []byte, m Master) (header, error) {
	damaged := func(cause string) (header, error) { return header{}, &DamagedError{headerKey, cause} }
	line, rest, _ := strings.Cut(string(value), "\n")
	var h header
	if len(value) > headerMax || json.Unmarshal([]byte(line), &h) != nil {
		return damaged("it cannot be read")
	}
	if h.Schema > schema {
		return header{}, fmt.Errorf("%w: schema %d, this program knows %d", ErrNewer, h.Schema, schema)
	}
	if h.Schema != schema || h.Store == "" || h.Check == "" {
		return damaged("it cannot be read")
	}
	if !hmac.Equal([]byte(h.Check), []byte(h.check(m))) {
		return header{}, ErrWrongKey
	}
	if !hmac.Equal([]byte(rest), []byte(tag(m.Subkey(h.Store, labelHeader), line)+"\n")) {
		return damaged("its seal does not fit")
	}
	return h, nil
}

func tag(key []byte, text string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// Create writes the header of a new store, which must be empty. The master key
// is the only thing that ever opens the store: keep it first.
func Create(ctx context.Context, inner kv.Store, m Master) error {
	if m.key == nil {
		return errNoMaster
	}
	page, err := inner.Scan(ctx, "", "", 1, 0)
	if err != nil {
		return fmt.Errorf("create the seal: %w", err)
	}
	if len(page.Entries) > 0 {
		if page.Entries[0].Key == headerKey {
			return ErrSealed
		}
		return ErrNotEmpty
	}
	value, err := newHeader(m).encode(m)
	if err != nil {
		return fmt.Errorf("create the seal: %w", err)
	}
	_, err = inner.Commit(ctx, []kv.Op{kv.Put(headerKey, value, kv.Absent)})
	if errors.Is(err, kv.ErrConflict) {
		return ErrSealed
	}
	if err != nil {
		return fmt.Errorf("create the seal: %w", err)
	}
	return nil
}

func readHeader(ctx context.Context, inner kv.Store, m Master) (header, int64, error) {
	page, err := inner.Scan(ctx, headerKey, "", 1, 0)
	if err != nil {
		return header{}, 0, fmt.Errorf("read the store's header: %w", err)
	}
	if len(page.Entries) == 0 || page.Entries[0].Key != headerKey {
		return header{}, 0, ErrNoHeader
	}
	h, err := decodeHeader(page.Entries[0].Value, m)
	return h, page.Revision, err
}
