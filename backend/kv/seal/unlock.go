package seal

import (
	"crypto/ecdh"
	"crypto/hpke"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/secure/precis"
)

// Kind is a kind of secret that opens a store.
type Kind string

// The kinds of Unlock.
const (
	KindMaster     Kind = "master-key"
	KindPassphrase Kind = "passphrase"
	KindRecovery   Kind = "recovery-key"
)

// Unlock is a secret that opens a store: a Master, a Passphrase or a Recovery.
type Unlock interface {
	Kind() Kind
	// stretched is the secret as 32 bytes or more that need no slow hash. cost is
	// nil but for a passphrase.
	stretched(cost *cost) ([]byte, error)
}

// Wrap is one way to open a store, as its header names it.
type Wrap struct {
	ID      string // hex
	Kind    Kind
	Source  string // where the secret is looked for: "file", "keychain", "outside"; the seal does not care
	Created time.Time
}

// wrap is the ring key, encrypted to a key pair that the secret gives. So
// another ring key can be wrapped without the secret at hand, and whether a
// secret is the right one shows before anything is decrypted: its public key is
// the one here or it is not.
type wrap struct {
	ID      string    `json:"id"`
	Kind    Kind      `json:"kind"`
	Source  string    `json:"source,omitempty"`
	Created time.Time `json:"created"`
	Cost    *cost     `json:"cost,omitempty"`
	Public  []byte    `json:"public"` // X25519
	Sealed  []byte    `json:"sealed"` // HPKE
}

// cost is what one try of a passphrase costs (argon2id).
type cost struct {
	MemoryKiB uint32 `json:"memoryKiB"`
	Time      uint32 `json:"time"`
	Threads   uint8  `json:"threads"`
	Salt      []byte `json:"salt"`
}

// The cost of a new passphrase: 64 MiB, three passes.
func newCost() *cost {
	c := &cost{MemoryKiB: 64 << 10, Time: 3, Threads: 1, Salt: make([]byte, 16)}
	rand.Read(c.Salt) // never fails
	return c
}

// sane keeps a damaged header from asking for a terabyte, and a forged one from
// asking for a hash that can be guessed quickly.
func (c *cost) sane() bool {
	return c != nil && c.MemoryKiB >= 8<<10 && c.MemoryKiB <= 1<<20 && c.Time >= 1 && c.Time <= 16 &&
		c.Threads >= 1 && c.Threads <= 16 && len(c.Salt) >= 16 && len(c.Salt) <= 64
}

// pair is the key pair that a secret gives in one store.
func pair(u Unlock, c *cost, storeID string) (*ecdh.PrivateKey, error) {
	secret, err := u.stretched(c)
	if err != nil {
		return nil, err
	}
	scalar, err := derive(secret, []byte(storeID), "latchkey/2 unlock "+string(u.Kind()), keySize)
	if err != nil {
		return nil, err
	}
	return ecdh.X25519().NewPrivateKey(scalar)
}

// newWrap makes a way to open a store; it has the ring key once that is put in.
func newWrap(u Unlock, storeID, source string, now time.Time) (wrap, error) {
	id := make([]byte, 8)
	rand.Read(id) // never fails
	w := wrap{ID: fmt.Sprintf("%x", id), Kind: u.Kind(), Source: source, Created: now.UTC().Truncate(time.Second)}
	if w.Kind == KindPassphrase {
		w.Cost = newCost()
	}
	private, err := pair(u, w.Cost, storeID)
	if err != nil {
		return wrap{}, err
	}
	w.Public = private.PublicKey().Bytes()
	return w, nil
}

// context binds what is sealed to the store and to everything that the wrap says
// of itself.
func (w wrap) context(storeID string) ([]byte, error) {
	w.Sealed = nil
	said, err := json.Marshal(w)
	return append([]byte("latchkey/2 wrap "+storeID+" "), said...), err
}

func (w *wrap) put(ringKey []byte, storeID string) error {
	public, err := ecdh.X25519().NewPublicKey(w.Public)
	if err != nil {
		return err
	}
	recipient, err := hpke.NewDHKEMPublicKey(public)
	if err != nil {
		return err
	}
	info, err := w.context(storeID)
	if err != nil {
		return err
	}
	w.Sealed, err = hpke.Seal(recipient, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), info, ringKey)
	return err
}

// get gives the ring key; ErrWrongKey where the secret is another one.
func (w wrap) get(u Unlock, storeID string) ([]byte, error) {
	private, err := pair(u, w.Cost, storeID)
	if err != nil {
		return nil, err
	}
	if string(private.PublicKey().Bytes()) != string(w.Public) { // both are public
		return nil, ErrWrongKey
	}
	key, err := hpke.NewDHKEMPrivateKey(private)
	if err != nil {
		return nil, err
	}
	info, err := w.context(storeID)
	if err != nil {
		return nil, err
	}
	ringKey, err := hpke.Open(key, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), info, w.Sealed)
	if err != nil || len(ringKey) != keySize {
		return nil, &DamagedError{headerKey, "what the " + string(w.Kind) + " opens does not open"}
	}
	return ringKey, nil
}

func (w wrap) public() Wrap { return Wrap{w.ID, w.Kind, w.Source, w.Created} }

// Kind implements Unlock.
func (Master) Kind() Kind { return KindMaster }

func (m Master) stretched(*cost) ([]byte, error) {
	if m.key == nil {
		return nil, errNoMaster
	}
	return m.key(), nil
}

// Passphrase opens a store with words somebody knows. It never prints itself.
type Passphrase struct{ text func() string }

// MinPassphrase is how many characters a new passphrase has at least.
const MinPassphrase = 10

// ErrPassphraseForm says that a text can be no passphrase.
var ErrPassphraseForm = errors.New("it is no passphrase: text without control characters")

// ErrShortPassphrase says that a new passphrase is too short.
var ErrShortPassphrase = fmt.Errorf("a passphrase has at least %d characters", MinPassphrase)

// NewPassphrase takes a text as the keyboard gives it; the same words give the
// same key however their accents are encoded (RFC 8265).
func NewPassphrase(text string) (Passphrase, error) {
	prepared, err := precis.OpaqueString.String(text)
	if err != nil {
		return Passphrase{}, ErrPassphraseForm
	}
	return Passphrase{func() string { return prepared }}, nil
}

// Kind implements Unlock.
func (Passphrase) Kind() Kind { return KindPassphrase }

func (p Passphrase) stretched(c *cost) ([]byte, error) {
	if p.text == nil {
		return nil, errors.New("seal: no passphrase given")
	}
	if !c.sane() {
		return nil, &DamagedError{headerKey, "the cost of its passphrase cannot be"}
	}
	return argon2.IDKey([]byte(p.text()), c.Salt, c.Time, c.MemoryKiB, c.Threads, keySize), nil
}

func (Passphrase) String() string               { return "[passphrase]" }
func (Passphrase) Format(f fmt.State, _ rune)   { io.WriteString(f, "[passphrase]") }
func (Passphrase) LogValue() slog.Value         { return slog.StringValue("[passphrase]") }
func (Passphrase) MarshalText() ([]byte, error) { return []byte("[passphrase]"), nil }

// fit refuses a secret that should not be made a way to open a store.
func fit(u Unlock) error {
	if p, ok := u.(Passphrase); ok && p.text != nil && len([]rune(p.text())) < MinPassphrase {
		return ErrShortPassphrase
	}
	return nil
}
