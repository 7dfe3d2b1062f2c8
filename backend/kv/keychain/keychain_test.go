package keychain

import (
	"errors"
	"testing"
	"testing/synctest"

	"github.com/zalando/go-keyring"

	"latchkey/backend/kv/seal"
)

const store = "3f0c1b9e-6a52-4c83-9d4f-0a1b2c3d4e5f"

// The library's own keychain in memory stands in for the system's, which a test
// must not touch.
func TestKeyComesBackForItsStoreAlone(t *testing.T) {
	keyring.MockInit()
	m, other := seal.NewMaster(), seal.NewMaster()
	if _, err := Get(store); !errors.Is(err, ErrAbsent) {
		t.Errorf("before: %v, want ErrAbsent", err)
	}
	if err := errors.Join(Put(store, other), Put(store, m), Put("another", other)); err != nil {
		t.Fatal(err)
	}
	if got, err := Get(store); err != nil || !got.Equal(m) {
		t.Errorf("another key came back (%v)", err)
	}
	if err := errors.Join(Delete(store), Delete(store)); err != nil {
		t.Error(err)
	}
	if _, err := Get(store); !errors.Is(err, ErrAbsent) {
		t.Errorf("deleted: %v, want ErrAbsent", err)
	}
	if got, err := Get("another"); err != nil || !got.Equal(other) {
		t.Errorf("the other store's: %v", err)
	}
}

func TestKeychainThatHoldsSomethingElseIsNamed(t *testing.T) {
	keyring.MockInit()
	if err := keyring.Set(service, store, "no key"); err != nil {
		t.Fatal(err)
	}
	if m, err := Get(store); !errors.Is(err, seal.ErrMasterForm) || m.Equal(m) {
		t.Errorf("%v, want ErrMasterForm and no key", err)
	}
}

func TestKeychainThatIsNotThereIsNamed(t *testing.T) {
	keyring.MockInitWithError(errors.New("no D-Bus"))
	if err := Put(store, seal.NewMaster()); !errors.Is(err, ErrUnavailable) {
		t.Errorf("put: %v, want ErrUnavailable", err)
	}
	if _, err := Get(store); !errors.Is(err, ErrUnavailable) || errors.Is(err, ErrAbsent) {
		t.Errorf("get: %v, want ErrUnavailable", err)
	}
	if err := Delete(store); !errors.Is(err, ErrUnavailable) {
		t.Errorf("delete: %v, want ErrUnavailable", err)
	}
}

// A locked keychain that asks nobody must not hold up the start for ever.
func TestKeychainThatDoesNotAnswerIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		end := make(chan struct{})
		err := ask(func() error { <-end; return nil })
		if !errors.Is(err, ErrUnavailable) {
			t.Errorf("%v, want ErrUnavailable", err)
		}
		close(end)
	})
}
