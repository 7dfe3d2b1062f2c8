// Package keychain keeps the master key of a store, and how far the store has
// come, in the keychain of the system: the Secret Service on Linux, Keychain on macOS, Credential Manager on
// Windows. It knows how those fail. It must not know where else a key may be.
package keychain

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/zalando/go-keyring"

	"latchkey/backend/kv/seal"
)

const service = "latchkey"

// patience is how long a keychain may take. One that is locked asks its owner
// and waits; one of a machine without a desktop may wait for nobody.
const patience = 30 * time.Second

var (
	// ErrAbsent: the keychain has no key of that store.
	ErrAbsent = errors.New("the keychain has no key of this store")
	// ErrUnavailable: there is no keychain, or it does not let us in.
	ErrUnavailable = errors.New("the keychain cannot be used")
	// ErrUnfaithful: what was written does not come back as it was.
	ErrUnfaithful = errors.New("the keychain does not give back what was put into it")
)

// Put keeps the key of a store and reads it back. Some keychains cut or change
// a text and say nothing (macOS beyond 4 KB, Windows beyond 2.5); the 44
// characters of a key are far from that, and are compared all the same.
func Put(storeID string, m seal.Master) error {
	if err := ask(func() error { return keyring.Set(service, storeID, m.Text()) }); err != nil {
		return err
	}
	back, err := Get(storeID)
	if err == nil && back.Equal(m) {
		return nil
	}
	if err == nil || errors.Is(err, ErrAbsent) || errors.Is(err, seal.ErrMasterForm) {
		err = ErrUnfaithful
	}
	return err
}

// Get gives the key of a store. ErrAbsent, ErrUnavailable, or seal.ErrMasterForm
// where somebody has put something else there.
func Get(storeID string) (seal.Master, error) {
	text, err := get(storeID)
	if err != nil {
		return seal.Master{}, err
	}
	return seal.ParseMaster(text)
}

// Delete forgets the key of a store; that there is none is no error.
func Delete(storeID string) error { return remove(storeID) }

func get(entry string) (string, error) {
	// What comes late must not be written while it is read.
	got := make(chan string, 1)
	err := ask(func() error {
		text, err := keyring.Get(service, entry)
		got <- text
		return err
	})
	if err != nil {
		return "", err
	}
	return <-got, nil
}

func remove(entry string) error {
	err := ask(func() error { return keyring.Delete(service, entry) })
	if errors.Is(err, ErrAbsent) {
		return nil
	}
	return err
}

// asking lets one call through at a time: one that is locked would ask its owner
// once for each, and not every keychain bears two at once.
var asking sync.Mutex

// ask calls the keychain and gives up when it does not answer.
func ask(call func() error) error {
	answer := make(chan error, 1)
	go func() {
		asking.Lock()
		defer asking.Unlock()
		answer <- call()
	}()
	select {
	case err := <-answer:
		switch {
		case err == nil:
			return nil
		case errors.Is(err, keyring.ErrNotFound):
			return ErrAbsent
		}
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	case <-time.After(patience):
		return fmt.Errorf("%w: it did not answer within %v", ErrUnavailable, patience)
	}
}
