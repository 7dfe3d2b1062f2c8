package seal

import (
	"encoding/json"
	"errors"
)

// ring is the keys of a store. The data keys seal the records; one is primary,
// the others only open what was sealed before it. The root never changes as
// long as the store lives: from it come the subkeys of hashes and digests, which
// could not be computed anew without what was hashed.
type ring struct {
	root    Master
	keys    []Master // the last is primary
	storeID string
}

// newRing makes the keys of a new store.
func newRing(storeID string) ring {
	return ring{root: NewMaster(), keys: []Master{NewMaster()}, storeID: storeID}
}

func (r ring) primary() Master { return r.keys[len(r.keys)-1] }

// ringForm is the ring as it is sealed.
type ringForm struct {
	Root []byte   `json:"root"`
	Keys [][]byte `json:"keys"`
}

// seal encrypts the ring under the ring key.
func (r ring) seal(ringKey []byte) ([]byte, error) {
	form := ringForm{Root: r.root.key()}
	for _, k := range r.keys {
		form.Keys = append(form.Keys, k.key())
	}
	plain, err := json.Marshal(form)
	if err != nil {
		return nil, err
	}
	b, err := newBox(masterOf(ringKey).Subkey(r.storeID, labelRing))
	if err != nil {
		return nil, err
	}
	return b.seal(nil, plain, []byte(r.storeID)), nil
}

var errRing = errors.New("its key ring does not open")

func openRing(sealed, ringKey []byte, storeID string) (ring, error) {
	b, err := newBox(masterOf(ringKey).Subkey(storeID, labelRing))
	if err != nil {
		return ring{}, err
	}
	plain, err := b.open(sealed, []byte(storeID))
	if err != nil {
		return ring{}, errRing
	}
	var form ringForm
	if json.Unmarshal(plain, &form) != nil || len(form.Root) != keySize || len(form.Keys) == 0 {
		return ring{}, errRing
	}
	r := ring{root: masterOf(form.Root), storeID: storeID}
	for _, k := range form.Keys {
		if len(k) != keySize {
			return ring{}, errRing
		}
		r.keys = append(r.keys, masterOf(k))
	}
	return r, nil
}

// sealer makes what seals and opens the records of this ring.
func (r ring) sealer() (*sealer, error) {
	s := &sealer{store: r.storeID, byKey: make(map[keyID]*uses, len(r.keys))}
	for _, k := range r.keys {
		u, err := newUses(k, r.storeID)
		if err != nil {
			return nil, err
		}
		s.byKey[u.id] = u
		s.primary = u
	}
	return s, nil
}

// hasID reports whether a key's id is taken.
func (r ring) hasID(m Master) bool {
	for _, k := range r.keys {
		if keyIDOf(k, r.storeID) == keyIDOf(m, r.storeID) {
			return true
		}
	}
	return false
}

// withNewPrimary adds a data key that seals from now on.
func (r ring) withNewPrimary() ring {
	m := NewMaster()
	for r.hasID(m) {
		m = NewMaster()
	}
	r.keys = append(append([]Master{}, r.keys...), m)
	return r
}

// withPrimaryOnly drops the keys that nothing is sealed with any more.
func (r ring) withPrimaryOnly() ring {
	r.keys = []Master{r.primary()}
	return r
}

// keyIDOf tells keys apart without telling anything about them.
func keyIDOf(m Master, storeID string) keyID {
	return keyID(m.Subkey(storeID, labelKeyID)[:keyIDSize])
}
