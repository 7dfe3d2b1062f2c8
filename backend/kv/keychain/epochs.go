package keychain

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"

	"github.com/zalando/go-keyring"

	"latchkey/backend/kv/seal"
)

// Epochs keeps how far each store has come beside its key, where who puts back
// an older copy of a store's folder does not reach it.
type Epochs struct{}

var _ seal.Witness = Epochs{}

// ErrNoEpoch: somebody has put something else there.
var ErrNoEpoch = errors.New("what the keychain has is no epoch of a store")

func epochEntry(storeID string) string { return storeID + "/epoch" }

// Read gives the epoch; fs.ErrNotExist where there is none, ErrUnavailable,
// ErrNoEpoch.
func (Epochs) Read(storeID string) (uint64, error) {
	text, err := get(epochEntry(storeID))
	if errors.Is(err, ErrAbsent) {
		return 0, fs.ErrNotExist
	}
	if err != nil {
		return 0, err
	}
	epoch, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, ErrNoEpoch
	}
	return epoch, nil
}

// Write implements seal.Witness.
func (Epochs) Write(storeID string, epoch uint64) error {
	err := ask(func() error { return keyring.Set(service, epochEntry(storeID), strconv.FormatUint(epoch, 10)) })
	if err != nil {
		return fmt.Errorf("write the epoch: %w", err)
	}
	return nil
}

// Remove implements seal.Witness.
func (Epochs) Remove(storeID string) error { return remove(epochEntry(storeID)) }
