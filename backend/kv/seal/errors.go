package seal

import (
	"errors"
	"fmt"
	"strings"

	"latchkey/backend/kv"
)

var (
	// ErrWrongKey: the secret given is none of those that open this store.
	ErrWrongKey = errors.New("the key is not one that opens this store")
	// ErrDamaged: something stored is not what the seal has written there.
	ErrDamaged = kv.ErrDamaged
	// ErrNewer: a newer Latchkey has written the store.
	ErrNewer = errors.New("the store was written by a newer latchkey")
	// ErrOlder: an older Latchkey has written the store, and it must be migrated.
	ErrOlder = errors.New("the store was written by an older latchkey")
	// ErrNoHeader: the store has never been sealed. Create does that while it is empty.
	ErrNoHeader = errors.New("the store has no header")
	// ErrSealed: Create found a header.
	ErrSealed = errors.New("the store has a header already")
	// ErrNotEmpty: Create found entries in a store without a header.
	ErrNotEmpty = errors.New("the store has entries but no header")
	// ErrReserved: a caller used a key that is the seal's own.
	ErrReserved = errors.New("seal: keys that begin with a zero byte are the seal's own")
)

// DamagedError says where the damage is. Its text names the class of the key,
// which is no secret; a key may hold a name somebody chose.
type DamagedError struct {
	Key   string // the whole key
	Cause string // what is wrong with the entry
}

// DamagedKey is the key, for who reads on around the damage without knowing of
// this package.
func (e *DamagedError) DamagedKey() string { return e.Key }

// Class is the key up to its first slash.
func (e *DamagedError) Class() string {
	class, _, found := strings.Cut(e.Key, "/")
	switch {
	case strings.HasPrefix(e.Key, reserved):
		return strings.TrimPrefix(e.Key, reserved)
	case !found:
		return "top-level"
	}
	return class
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("%v: %s entry: %s", ErrDamaged, e.Class(), e.Cause)
}

func (e *DamagedError) Is(target error) bool { return target == ErrDamaged }
