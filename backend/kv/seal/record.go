package seal

import (
	"encoding/binary"
	"strings"
)

// A sealed record, version 1:
//
//	 1  format version
//	 4  key id: which data key of the ring sealed it
//	 8  record version, big-endian: rises with every value the store writes
//	24  nonce, random
//	 n  ciphertext
//	16  tag
//
// The associated data are the first 13 bytes, the store id and the store key.
// So a value opens only where it was put: not under another key, not in another
// store, and not with another version number on it.
const (
	recordFormat = 1
	recordHead   = 1 + keyIDSize + 8
	overhead     = recordHead + boxOverhead
	keyIDSize    = 4
)

type keyID [keyIDSize]byte

// sealer seals the records of one store with the primary key of a ring, and
// opens those of every key in it. It never changes.
type sealer struct {
	store   string
	primary *uses
	byKey   map[keyID]*uses
}

// uses are the ciphers of one data key, by label.
type uses struct {
	id      keyID
	byLabel map[string]box
}

func newUses(m Master, storeID string) (*uses, error) {
	u := &uses{id: keyIDOf(m, storeID), byLabel: make(map[string]box)}
	for _, label := range []string{LabelRecords, LabelSigningKeys, LabelAudit} {
		b, err := newBox(m.Subkey(storeID, label))
		if err != nil {
			return nil, err
		}
		u.byLabel[label] = b
	}
	return u, nil
}

// labelOf says which subkey seals what is under a key of the store.
func labelOf(key string) string {
	switch {
	case strings.HasPrefix(key, "signing/"):
		return LabelSigningKeys
	case strings.HasPrefix(key, "audit/"):
		return LabelAudit
	}
	return LabelRecords
}

func (s *sealer) seal(key string, version uint64, value []byte) []byte {
	record := make([]byte, recordHead, overhead+len(value))
	record[0] = recordFormat
	copy(record[1:], s.primary.id[:])
	binary.BigEndian.PutUint64(record[1+keyIDSize:], version)
	return s.primary.byLabel[labelOf(key)].seal(record, value, s.associated(record[:recordHead], key))
}

// open opens a record. The value shares no memory with it.
func (s *sealer) open(key string, record []byte) (version uint64, value []byte, err error) {
	if len(record) < overhead {
		return 0, nil, &DamagedError{key, "it is too short"}
	}
	if record[0] != recordFormat {
		return 0, nil, &DamagedError{key, "its format is unknown"}
	}
	with := s.byKey[keyIDIn(record)]
	if with == nil {
		return 0, nil, &DamagedError{key, "it names a key that the store does not have"}
	}
	value, err = with.byLabel[labelOf(key)].open(record[recordHead:], s.associated(record[:recordHead], key))
	if err != nil {
		return 0, nil, &DamagedError{key, "its seal does not fit"}
	}
	return versionOf(record), value, nil
}

// keyIDIn is the key that a record says it was sealed with.
func keyIDIn(record []byte) keyID { return keyID(record[1 : 1+keyIDSize]) }

// versionOf is the version in the head of a record.
func versionOf(record []byte) uint64 { return binary.BigEndian.Uint64(record[1+keyIDSize:]) }

// associated joins what a record is bound to; lengths keep one part from
// passing for another.
func (s *sealer) associated(head []byte, key string) []byte {
	b := make([]byte, 0, len(head)+2+len(s.store)+2+len(key))
	b = append(b, head...)
	b = binary.BigEndian.AppendUint16(b, uint16(len(s.store)))
	b = append(b, s.store...)
	b = binary.BigEndian.AppendUint16(b, uint16(len(key)))
	return append(b, key...)
}
