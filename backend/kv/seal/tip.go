package seal

import (
	"crypto/sha256"
	"encoding/binary"
)

// tipKey is where the store says how far it has come. It is written with every
// commit that changes the state.
const tipKey = reserved + "seal/tip"

// tip is how far the state has come: it is what a store that was rolled back or
// lost a record gets wrong.
type tip struct {
	epoch  uint64            // rises with every group of changes of the state, beside an anchor
	sum    sum               // digest of the state
	header [sha256.Size]byte // checksum of the header
}

const tipSize = 8 + 32 + sha256.Size

func (t tip) bytes() []byte {
	b := binary.BigEndian.AppendUint64(make([]byte, 0, tipSize), t.epoch)
	return append(append(b, t.sum.bytes()...), t.header[:]...)
}

// tips seals tips. Its keys come from the ring's root, which never changes.
type tips struct {
	storeID   string
	box       box
	digestKey []byte
	anchorKey []byte
}

func newTips(r ring) (*tips, error) {
	b, err := newBox(r.root.Subkey(r.storeID, labelTip))
	if err != nil {
		return nil, err
	}
	return &tips{
		storeID: r.storeID, box: b,
		digestKey: r.root.Subkey(r.storeID, labelDigest),
		anchorKey: r.root.Subkey(r.storeID, labelAnchor),
	}, nil
}

func (s *tips) seal(t tip) []byte {
	return s.box.seal(nil, t.bytes(), []byte(s.storeID))
}

func (s *tips) open(sealed []byte) (tip, error) {
	if len(sealed) != tipSize+boxOverhead {
		return tip{}, &DamagedError{tipKey, "the record of the epoch is missing or cut"}
	}
	b, err := s.box.open(sealed, []byte(s.storeID))
	if err != nil {
		return tip{}, &DamagedError{tipKey, "the seal of the epoch does not fit"}
	}
	t := tip{epoch: binary.BigEndian.Uint64(b), sum: sumOf(b[8:])}
	copy(t.header[:], b[40:])
	return t, nil
}

// digest stands for the whole tip in the anchor.
func (s *tips) digest(t tip) string { return tag(s.anchorKey, string(t.bytes())) }
