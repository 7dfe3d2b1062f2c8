package keychain

import (
	"errors"
	"io/fs"
	"testing"

	"github.com/zalando/go-keyring"

	"latchkey/backend/kv/seal"
)

func TestEpochIsKeptBesideTheKeyOfItsStore(t *testing.T) {
	keyring.MockInit()
	var epochs Epochs
	m := seal.NewMaster()
	if _, err := epochs.Read(store); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("before: %v, want fs.ErrNotExist", err)
	}
	if err := errors.Join(Put(store, m), epochs.Write(store, 41), epochs.Write(store, 1<<63), epochs.Write("another", 3)); err != nil {
		t.Fatal(err)
	}
	if epoch, err := epochs.Read(store); err != nil || epoch != 1<<63 {
		t.Errorf("%d came back (%v)", epoch, err)
	}
	if err := errors.Join(epochs.Remove(store), epochs.Remove(store)); err != nil {
		t.Error(err)
	}
	if _, err := epochs.Read(store); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("removed: %v, want fs.ErrNotExist", err)
	}
	if got, err := Get(store); err != nil || !got.Equal(m) {
		t.Errorf("the key went with its epoch: %v", err)
	}
	if epoch, err := epochs.Read("another"); err != nil || epoch != 3 {
		t.Errorf("the other store's: %d (%v)", epoch, err)
	}
}

func TestEpochThatCannotBeReadIsNotTakenForNone(t *testing.T) {
	keyring.MockInit()
	if err := keyring.Set(service, epochEntry(store), "-1"); err != nil {
		t.Fatal(err)
	}
	if _, err := (Epochs{}).Read(store); !errors.Is(err, ErrNoEpoch) {
		t.Errorf("%v, want ErrNoEpoch", err)
	}
	keyring.MockInitWithError(errors.New("locked"))
	if _, err := (Epochs{}).Read(store); !errors.Is(err, ErrUnavailable) || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v, want ErrUnavailable", err)
	}
	if err := (Epochs{}).Write(store, 1); !errors.Is(err, ErrUnavailable) {
		t.Errorf("%v, want ErrUnavailable", err)
	}
}
