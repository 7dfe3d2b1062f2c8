package access

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"reflect"
	"time"

	"github.com/go-json-experiment/json"
)

// A million keys are read at every start and kept in memory as they are stored,
// so a key's record is not JSON but this, format 2:
//
//	 1  the format
//	16  the user, the bytes of its UUID
//	16  the account, alike
//	 n  fields: a tag, the length of its value (uvarint), its value
//
// A field at its zero value is left out. A tag means one thing for ever. A field
// of Key that has no tag here goes into tagRest as JSON: it is never lost, and
// may get a tag once there are many of it. A tag that nobody knows is a newer
// version's.
//
// In memory a key is what follows the two UUIDs (its body), and those are places
// in the state's list of ids.
const (
	keyFormat  = 2
	keyHead    = 1 + 16 + 16
	idSize     = 16
	idTextSize = 36
)

// The tags of the fields.
const (
	tagRest byte = iota + 1
	tagNumber
	tagID
	tagAccessKey
	tagSecretHash
	tagName
	tagNote
	tagUser    // where it is no UUID in its usual form; the head has zeros then
	tagAccount // alike
	tagRole
	tagNoRoles // chosen, and none
	tagPermission
	tagNoPermissions
	tagLabel
	tagAddress
	tagActivated
	tagNotBefore
	tagExpires
	tagPausedAt
	tagPausedBy
	tagRevokedAt
	tagRevokedBy
	tagRevokedFor
	tagTerm
	tagRotatedAt
	tagRotatedBy
	tagOldHash
	tagOldSince
	tagOldUntil
	tagOldNewUses
	tagOldOldUses
	tagCreatedAt
	tagCreatedBy
	tagUpdatedAt // left out where it is when it was created, and by alike
	tagUpdatedBy
	tagVersion
)

var (
	errKeyRecord  = errors.New("a key's record that is not in its format")
	errNewerField = fmt.Errorf("%w: it has a field this one does not know", errRecordVersion)
)

// appendKey appends a key's record.
func appendKey(b []byte, k *Key) ([]byte, error) {
	b = append(b, keyFormat)
	b, userFits := appendID(b, k.UserID)
	b, accountFits := appendID(b, k.AccountID)
	rest := k.rest()
	if !reflect.ValueOf(rest).IsZero() {
		text, err := json.Marshal(&rest, json.Deterministic(true))
		if err != nil {
			return nil, fmt.Errorf("encode a record: %w", err)
		}
		b = appendField(b, tagRest, string(text))
	}
	b = appendInt(b, tagNumber, k.Number)
	b = appendText(b, tagID, k.ID)
	b = appendText(b, tagAccessKey, k.AccessKey)
	b = appendText(b, tagSecretHash, string(k.SecretHash))
	b = appendText(b, tagName, k.Name)
	b = appendText(b, tagNote, k.Note)
	if !userFits {
		b = appendText(b, tagUser, k.UserID)
	}
	if !accountFits {
		b = appendText(b, tagAccount, k.AccountID)
	}
	b = appendTexts(b, tagRole, tagNoRoles, k.Roles)
	b = appendTexts(b, tagPermission, tagNoPermissions, k.Permissions)
	b = appendTexts(b, tagLabel, 0, k.Labels)
	for _, p := range k.Addresses {
		text, err := p.MarshalBinary()
		if err != nil {
			return nil, fmt.Errorf("encode a record: %w", err)
		}
		b = appendField(b, tagAddress, string(text))
	}
	if k.Activated {
		b = appendField(b, tagActivated, "")
	}
	b = appendTime(b, tagNotBefore, k.NotBefore)
	b = appendTime(b, tagExpires, k.Expires)
	b = appendTime(b, tagPausedAt, k.PausedAt)
	b = appendText(b, tagPausedBy, k.PausedBy)
	b = appendTime(b, tagRevokedAt, k.RevokedAt)
	b = appendText(b, tagRevokedBy, k.RevokedBy)
	b = appendText(b, tagRevokedFor, k.RevokedFor)
	b = appendInt(b, tagTerm, k.TermSeconds)
	b = appendTime(b, tagRotatedAt, k.RotatedAt)
	b = appendText(b, tagRotatedBy, k.RotatedBy)
	if old := k.Old; old != nil {
		b = appendField(b, tagOldHash, string(old.Hash)) // always, so that an empty one is one
		b = appendMoment(b, tagOldSince, old.Since)
		b = appendMoment(b, tagOldUntil, old.Until)
		b = appendInt(b, tagOldNewUses, int64(old.NewUses))
		b = appendInt(b, tagOldOldUses, int64(old.OldUses))
	}
	b = appendMoment(b, tagCreatedAt, k.CreatedAt)
	b = appendText(b, tagCreatedBy, k.CreatedBy)
	if !k.UpdatedAt.Equal(k.CreatedAt) || k.UpdatedBy != k.CreatedBy {
		b = appendField(b, tagUpdatedAt, string(momentBytes(k.UpdatedAt)))
		b = appendField(b, tagUpdatedBy, k.UpdatedBy)
	}
	return appendInt(b, tagVersion, k.Version), nil
}

// rest is the key without what has a tag.
func (k *Key) rest() Key {
	r := *k
	r.ID, r.Number, r.AccessKey, r.SecretHash, r.Name, r.Note, r.UserID, r.AccountID = "", 0, "", nil, "", "", "", ""
	r.Roles, r.Permissions, r.Labels, r.Addresses = nil, nil, nil, nil
	r.Activated, r.NotBefore, r.Expires = false, nil, nil
	r.PausedAt, r.PausedBy, r.RevokedAt, r.RevokedBy, r.RevokedFor = nil, "", nil, "", ""
	r.TermSeconds, r.RotatedAt, r.RotatedBy, r.Old, r.Stamp, r.rev = 0, nil, "", nil, Stamp{}, 0
	return r
}

func appendField(b []byte, tag byte, value string) []byte {
	b = binary.AppendUvarint(append(b, tag), uint64(len(value)))
	return append(b, value...)
}

func appendText(b []byte, tag byte, value string) []byte {
	if value == "" {
		return b
	}
	return appendField(b, tag, value)
}

func appendTexts(b []byte, tag, none byte, list []string) []byte {
	for _, value := range list {
		b = appendField(b, tag, value)
	}
	if list != nil && len(list) == 0 && none != 0 {
		b = appendField(b, none, "")
	}
	return b
}

func appendInt(b []byte, tag byte, n int64) []byte {
	if n == 0 {
		return b
	}
	var buf [binary.MaxVarintLen64]byte
	return appendField(b, tag, string(buf[:binary.PutVarint(buf[:], n)]))
}

func appendTime(b []byte, tag byte, t *time.Time) []byte {
	if t == nil {
		return b
	}
	return appendField(b, tag, string(momentBytes(*t)))
}

func appendMoment(b []byte, tag byte, t time.Time) []byte {
	if t.IsZero() {
		return b
	}
	return appendField(b, tag, string(momentBytes(t)))
}

// momentBytes is the milliseconds since 1970, and the nanoseconds after them
// where there are any.
func momentBytes(t time.Time) []byte {
	ms := t.Unix()*1000 + int64(t.Nanosecond()/1e6)
	b := binary.AppendVarint(nil, ms)
	if ns := t.Nanosecond() % 1e6; ns > 0 {
		b = binary.AppendUvarint(b, uint64(ns))
	}
	return b
}

func readMoment(value string) (time.Time, bool) {
	ms, n := varint(value)
	if n <= 0 {
		return time.Time{}, false
	}
	t := time.UnixMilli(ms)
	if rest := value[n:]; rest != "" {
		ns, n := uvarint(rest)
		if n != len(rest) || ns >= 1e6 {
			return time.Time{}, false
		}
		t = t.Add(time.Duration(ns))
	}
	return t.UTC(), true
}

// appendID appends the bytes of a UUID in its usual form, zeros for any other
// text.
func appendID(b []byte, id string) ([]byte, bool) {
	var raw [idSize]byte
	if !parseID(&raw, id) {
		return append(b, make([]byte, idSize)...), id == ""
	}
	return append(b, raw[:]...), true
}

// parseID reads a UUID that is written as we write them, and is not all zeros.
func parseID(raw *[idSize]byte, id string) bool {
	if len(id) != idTextSize || id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-' {
		return false
	}
	n := 0
	for _, part := range [...]string{id[:8], id[9:13], id[14:18], id[19:23], id[24:]} {
		for i := 0; i < len(part); i += 2 {
			high, low := hexDigit(part[i]), hexDigit(part[i+1])
			if high > 15 || low > 15 {
				return false
			}
			raw[n] = high<<4 | low
			n++
		}
	}
	return *raw != [idSize]byte{}
}

func hexDigit(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	}
	return 255
}

// idText writes a UUID; zeros are none.
func idText(raw string) string {
	if raw == string(make([]byte, idSize)) {
		return ""
	}
	var text [idTextSize]byte
	for _, part := range [...][3]int{{0, 0, 4}, {9, 4, 6}, {14, 6, 8}, {19, 8, 10}, {24, 10, 16}} {
		hex.Encode(text[part[0]:], []byte(raw[part[1]:part[2]]))
	}
	text[8], text[13], text[18], text[23] = '-', '-', '-', '-'
	return string(text[:])
}

// heldKey is a key with the memory that its members point into, so that reading
// one takes a single piece of memory, or none where it is used again.
type heldKey struct {
	Key
	hash, oldHash                                      [32]byte
	notBefore, expires, pausedAt, revokedAt, rotatedAt time.Time
	old                                                OldSecret
	roles, permissions                                 []string
	labels                                             []string
	addresses                                          []netip.Prefix
}

// splitKey takes a record of either format apart. id makes the texts of UUIDs.
func splitKey(value []byte, id func(raw string) string) (user, account, body string, err error) {
	if len(value) == 0 {
		return "", "", "", errKeyRecord
	}
	if value[0] == recordVersion {
		k := new(Key)
		if err := decode(value, k); err != nil {
			return "", "", "", err
		}
		if value, err = appendKey(nil, k); err != nil {
			return "", "", "", err
		}
	}
	if value[0] != keyFormat {
		return "", "", "", fmt.Errorf("%w (format %d, this one knows %d)", errRecordVersion, value[0], keyFormat)
	}
	if len(value) < keyHead {
		return "", "", "", errKeyRecord
	}
	text := string(value[1:])
	user, account, body = id(text[:idSize]), id(text[idSize:2*idSize]), text[2*idSize:]
	for tag, field := range fields(body) {
		switch tag {
		case tagUser:
			user = field
		case tagAccount:
			account = field
		}
	}
	return user, account, body, nil
}

// fields gives the fields of a body; one that is cut ends with the tag 0.
func fields(body string) func(func(byte, string) bool) {
	return func(yield func(byte, string) bool) {
		for body != "" {
			tag := body[0]
			size, n := uvarint(body[1:])
			if n <= 0 || size > uint64(len(body)-1-n) {
				yield(0, "")
				return
			}
			end := 1 + n + int(size)
			if !yield(tag, body[1+n:end]) {
				return
			}
			body = body[end:]
		}
	}
}

// read fills h with the key that a body is. Its texts are parts of the body.
func (h *heldKey) read(user, account, body string, rev int64) error {
	h.Key = Key{UserID: user, AccountID: account, rev: rev}
	k, ok := &h.Key, true
	h.roles, h.permissions, h.labels, h.addresses = h.roles[:0], h.permissions[:0], h.labels[:0], h.addresses[:0]
	updated := false
	at := func(into *time.Time, field string) *time.Time {
		*into, ok = readMoment(field)
		return into
	}
	for tag, field := range fields(body) {
		switch tag {
		case tagRest:
			if err := json.Unmarshal([]byte(field), k); err != nil {
				return errKeyRecord
			}
			k.UserID, k.AccountID = user, account
		case tagNumber:
			k.Number, ok = whole(field)
		case tagID:
			k.ID = field
		case tagAccessKey:
			k.AccessKey = field
		case tagSecretHash:
			k.SecretHash = append(h.hash[:0], field...)
		case tagName:
			k.Name = field
		case tagNote:
			k.Note = field
		case tagUser, tagAccount: // splitKey has read them
		case tagRole:
			h.roles = append(h.roles, field)
			k.Roles = h.roles
		case tagNoRoles:
			k.Roles = []string{}
		case tagPermission:
			h.permissions = append(h.permissions, field)
			k.Permissions = h.permissions
		case tagNoPermissions:
			k.Permissions = []string{}
		case tagLabel:
			h.labels = append(h.labels, field)
			k.Labels = h.labels
		case tagAddress:
			var p netip.Prefix
			ok = p.UnmarshalBinary([]byte(field)) == nil
			h.addresses = append(h.addresses, p)
			k.Addresses = h.addresses
		case tagActivated:
			k.Activated = true
		case tagNotBefore:
			k.NotBefore = at(&h.notBefore, field)
		case tagExpires:
			k.Expires = at(&h.expires, field)
		case tagPausedAt:
			k.PausedAt = at(&h.pausedAt, field)
		case tagPausedBy:
			k.PausedBy = field
		case tagRevokedAt:
			k.RevokedAt = at(&h.revokedAt, field)
		case tagRevokedBy:
			k.RevokedBy = field
		case tagRevokedFor:
			k.RevokedFor = field
		case tagTerm:
			k.TermSeconds, ok = whole(field)
		case tagRotatedAt:
			k.RotatedAt = at(&h.rotatedAt, field)
		case tagRotatedBy:
			k.RotatedBy = field
		case tagOldHash:
			h.old = OldSecret{Hash: append(h.oldHash[:0], field...)}
			k.Old = &h.old
		case tagOldSince:
			at(&h.old.Since, field)
		case tagOldUntil:
			at(&h.old.Until, field)
		case tagOldNewUses:
			h.old.NewUses, ok = count(field)
		case tagOldOldUses:
			h.old.OldUses, ok = count(field)
		case tagCreatedAt:
			at(&k.CreatedAt, field)
		case tagCreatedBy:
			k.CreatedBy = field
		case tagUpdatedAt:
			if updated = true; field != "" {
				at(&k.UpdatedAt, field)
			}
		case tagUpdatedBy:
			k.UpdatedBy = field
		case tagVersion:
			k.Version, ok = whole(field)
		case 0:
			return errKeyRecord
		default:
			return errNewerField
		}
		if !ok {
			return errKeyRecord
		}
	}
	if !updated {
		k.UpdatedAt, k.UpdatedBy = k.CreatedAt, k.CreatedBy
	}
	return nil
}

func whole(field string) (int64, bool) {
	n, size := varint(field)
	return n, size == len(field) && size > 0
}

func count(field string) (uint32, bool) {
	n, ok := whole(field)
	return uint32(n), ok && n >= 0 && n <= 1<<32-1
}

// varint and uvarint read from a text as encoding/binary does from bytes.
func varint(s string) (int64, int) {
	u, n := uvarint(s)
	v := int64(u >> 1)
	if u&1 != 0 {
		v = ^v
	}
	return v, n
}

func uvarint(s string) (n uint64, size int) {
	for i := 0; i < len(s) && i < binary.MaxVarintLen64; i++ {
		c := s[i]
		if i == binary.MaxVarintLen64-1 && c > 1 {
			return 0, 0
		}
		n |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			return n, i + 1
		}
	}
	return 0, 0
}
