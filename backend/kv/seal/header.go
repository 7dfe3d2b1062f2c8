package seal

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/backend/kv"
)

// The header is the one entry that is not sealed: it must be read before any key
// is known to be right. It is three lines: JSON, the SHA-256 of that, and its
// HMAC under the ring key. The plain checksum tells a damaged header from a
// wrong key, the other a forged one from ours.
const (
	headerKey = reserved + "seal/header"
	headerMax = 64 << 10
	// schema is the form of a sealed store as a whole. A higher one is refused,
	// a lower one migrated. Later ones keep the header's first two lines.
	schema = 2
)

type header struct {
	Store  string `json:"store"`  // id of the store, a UUID
	Schema int    `json:"schema"` // form of the sealed store
	// State begins the keys under epoch and digest. It is kept, so that a later
	// program may have another idea of it.
	State []string `json:"state"`
	Wraps []wrap   `json:"wraps"` // ways to open it
	Ring  []byte   `json:"ring"`  // the key ring, sealed under the ring key
}

// keys is a header that was opened, with what it opens. It never changes.
type keys struct {
	header  header
	ring    ring
	ringKey []byte
	sealer  *sealer
	stored  [sha256.Size]byte // checksum of the header as it is stored
}

// newKeys puts a ring under a new ring key, and that under every wrap. So who
// could open an older header does not open this one, unless a wrap is still
// theirs.
func newKeys(h header, r ring) (*keys, []byte, error) {
	k := &keys{header: h, ring: r, ringKey: make([]byte, keySize)}
	rand.Read(k.ringKey) // never fails
	k.header.Wraps = slices.Clone(h.Wraps)
	for i := range k.header.Wraps {
		if err := k.header.Wraps[i].put(k.ringKey, h.Store); err != nil {
			return nil, nil, fmt.Errorf("wrap the key ring: %w", err)
		}
	}
	var err error
	if k.header.Ring, err = r.seal(k.ringKey); err != nil {
		return nil, nil, err
	}
	if k.sealer, err = r.sealer(); err != nil {
		return nil, nil, err
	}
	line, err := json.Marshal(k.header)
	if err != nil {
		return nil, nil, err
	}
	value := signed(line, k.headerMAC())
	if len(value) > headerMax {
		return nil, nil, fmt.Errorf("%w: a header of %d bytes", kv.ErrTooLarge, len(value))
	}
	k.stored = sha256.Sum256(value)
	return k, value, nil
}

func (k *keys) headerMAC() []byte { return masterOf(k.ringKey).Subkey(k.header.Store, labelHeader) }

// parseHeader reads what can be read without a key.
func parseHeader(value []byte) (h header, line []byte, mac string, err error) {
	damaged := &DamagedError{headerKey, "it cannot be read"}
	if len(value) > headerMax {
		return header{}, nil, "", damaged
	}
	line, mac, ok := unsigned(value)
	if !ok || json.Unmarshal(line, &h) != nil || h.Schema <= 0 {
		return header{}, nil, "", damaged
	}
	if h.Schema > schema {
		return header{}, nil, "", fmt.Errorf("%w: schema %d, this program knows %d", ErrNewer, h.Schema, schema)
	}
	if h.Schema != schema || h.Store == "" || len(h.Wraps) == 0 {
		return header{}, nil, "", damaged
	}
	return h, line, mac, nil
}

// openHeader opens a header with a secret.
func openHeader(value []byte, u Unlock) (*keys, error) {
	h, line, mac, err := parseHeader(value)
	if err != nil {
		return nil, err
	}
	k := &keys{header: h, stored: sha256.Sum256(value)}
	if k.ringKey, err = unlock(h, u); err != nil {
		return nil, err
	}
	if !hmac.Equal([]byte(mac), []byte(tag(k.headerMAC(), string(line)))) {
		return nil, &DamagedError{headerKey, "its seal does not fit"}
	}
	if k.ring, err = openRing(h.Ring, k.ringKey, h.Store); err != nil {
		return nil, &DamagedError{headerKey, err.Error()}
	}
	k.sealer, err = k.ring.sealer()
	return k, err
}

// unlock finds the wrap that a secret opens.
func unlock(h header, u Unlock) ([]byte, error) {
	if u == nil {
		return nil, errNoMaster
	}
	tried := false
	for _, w := range h.Wraps {
		if w.Kind != u.Kind() {
			continue
		}
		tried = true
		key, err := w.get(u, h.Store)
		if err == nil {
			return key, nil
		}
		if !errors.Is(err, ErrWrongKey) {
			return nil, err
		}
	}
	if !tried {
		return nil, fmt.Errorf("%w: it has no %s", ErrWrongKey, strings.ReplaceAll(string(u.Kind()), "-", " "))
	}
	return nil, ErrWrongKey
}

// signed is a line with its checksum and its MAC, each on a line.
func signed(line, key []byte) []byte {
	sum := sha256.Sum256(line)
	return fmt.Appendf(nil, "%s\n%s\n%s\n", line, hex.EncodeToString(sum[:]), tag(key, string(line)))
}

// unsigned splits what signed has made and sees that the checksum fits.
func unsigned(value []byte) (line []byte, mac string, ok bool) {
	parts := bytes.Split(value, []byte("\n"))
	if len(parts) != 4 || len(parts[3]) > 0 {
		return nil, "", false
	}
	sum := sha256.Sum256(parts[0])
	return parts[0], string(parts[2]), string(parts[1]) == hex.EncodeToString(sum[:])
}

func tag(key []byte, text string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// Info is what a store says of itself to somebody without a key. Until it is
// opened nothing vouches for it.
type Info struct {
	Store  string // its id
	Schema int
	Wraps  []Wrap
}

// Peek reads the header of a store. Errors: ErrNoHeader, ErrNewer, ErrDamaged.
func Peek(ctx context.Context, inner kv.Store) (Info, error) {
	found, err := readReserved(ctx, inner)
	if err != nil {
		return Info{}, err
	}
	if old, ok := parseHeader1(found.header); ok {
		return Info{Store: old.Store, Schema: 1, Wraps: []Wrap{{Kind: KindMaster}}}, nil
	}
	h, _, _, err := parseHeader(found.header)
	if err != nil {
		return Info{}, err
	}
	return Info{Store: h.Store, Schema: h.Schema, Wraps: h.public()}, nil
}

func (h header) public() []Wrap {
	wraps := make([]Wrap, len(h.Wraps))
	for i, w := range h.Wraps {
		wraps[i] = w.public()
	}
	return wraps
}

// own is what the seal keeps for itself.
type own struct {
	header, tip []byte
	revision    int64
}

func readReserved(ctx context.Context, inner kv.Store) (own, error) {
	page, err := inner.Scan(ctx, reserved, "", 100, 0)
	if err != nil {
		return own{}, fmt.Errorf("read the store's header: %w", err)
	}
	found := own{revision: page.Revision}
	for _, e := range page.Entries {
		switch e.Key {
		case headerKey:
			found.header = e.Value
		case tipKey:
			found.tip = e.Value
		}
	}
	if found.header == nil {
		return own{}, ErrNoHeader
	}
	return found, nil
}

// Create writes the header of a new store, which must be empty. The secret is
// the only thing that opens the store: keep it first.
//
// Errors: ErrSealed, ErrNotEmpty, ErrShortPassphrase.
func Create(ctx context.Context, inner kv.Engine, u Unlock, opts Options) error {
	if u == nil {
		return errNoMaster
	}
	if err := fit(u); err != nil {
		return err
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
	id := uuid.NewString()
	w, err := newWrap(u, id, opts.Source, opts.now())
	if err != nil {
		return err
	}
	k, value, err := newKeys(header{Store: id, Schema: schema, State: opts.State, Wraps: []wrap{w}}, newRing(id))
	if err != nil {
		return err
	}
	first, err := newTips(k.ring)
	if err != nil {
		return err
	}
	_, err = inner.Commit(ctx, []kv.Op{
		kv.Put(headerKey, value, kv.Absent),
		kv.Put(tipKey, first.seal(tip{header: k.stored}), kv.Absent),
	})
	if isConflict(err) {
		return ErrSealed
	}
	if err != nil {
		return fmt.Errorf("create the seal: %w", err)
	}
	return nil
}

func (o Options) now() time.Time {
	if o.Now == nil {
		return time.Time{}
	}
	return o.Now()
}
