package seal

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// Recovery is a key to be kept on paper: it opens the store when the master key
// or the passphrase is lost. Its text is shown once; it never prints itself
// otherwise.
//
// The text is "lkr1", 29 characters that hold 144 random bits, and the six of a
// bech32 checksum (BIP 173), in groups of five. The checksum finds any four
// wrong characters.
type Recovery struct{ key func() []byte }

const (
	recoverySize   = 18
	recoveryPrefix = "lkr1"
	recoveryChars  = 29
	checksumChars  = 6
	// charset has no 1, b, i and o, which others are taken for.
	charset = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
)

var (
	// ErrRecoveryForm says that a text is no recovery key at all.
	ErrRecoveryForm = fmt.Errorf("it is no recovery key: %s and seven groups of five letters and digits", recoveryPrefix)
	// ErrRecoveryTypo says that it is one with a mistake in it.
	ErrRecoveryTypo = errors.New("the recovery key has a mistake in it: its checksum does not fit")
)

// NewRecovery makes a recovery key at random.
func NewRecovery() Recovery {
	key := make([]byte, recoverySize)
	rand.Read(key) // never fails
	return Recovery{func() []byte { return key }}
}

// Text is the key as a person writes it down. Show it once.
func (r Recovery) Text() string {
	digits := make([]byte, 0, recoveryChars+checksumChars)
	for i := range recoveryChars {
		digits = append(digits, fiveBits(r.key(), i))
	}
	sum := polymod(append(append(expanded(), digits...), make([]byte, checksumChars)...)) ^ 1
	for i := range checksumChars {
		digits = append(digits, byte(sum>>(5*(checksumChars-1-i)))&31)
	}
	var text strings.Builder
	text.WriteString(recoveryPrefix)
	for i, d := range digits {
		if i%5 == 0 {
			text.WriteByte('-')
		}
		text.WriteByte(charset[d])
	}
	return text.String()
}

// ParseRecovery reads the text, in capitals or not, with or without the lines
// and blanks between its groups.
func ParseRecovery(text string) (Recovery, error) {
	text = strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' || r == '\t' || r == '\n' || r == '\r' {
			return -1
		}
		return r
	}, text)
	if upper := strings.ToUpper(text); upper == text {
		text = strings.ToLower(text)
	}
	text, ok := strings.CutPrefix(text, recoveryPrefix)
	if !ok || len(text) != recoveryChars+checksumChars {
		return Recovery{}, ErrRecoveryForm
	}
	digits := make([]byte, len(text))
	for i := range len(text) {
		d := strings.IndexByte(charset, text[i])
		if d < 0 {
			return Recovery{}, ErrRecoveryTypo
		}
		digits[i] = byte(d)
	}
	if polymod(append(expanded(), digits...)) != 1 {
		return Recovery{}, ErrRecoveryTypo
	}
	key := make([]byte, recoverySize)
	for i, d := range digits[:recoveryChars] {
		for bit := range 5 {
			if d>>(4-bit)&1 == 0 {
				continue
			}
			at := 5*i + bit
			if at >= 8*recoverySize {
				return Recovery{}, ErrRecoveryForm // one key has one text
			}
			key[at/8] |= 1 << (7 - at%8)
		}
	}
	return Recovery{func() []byte { return key }}, nil
}

// fiveBits are the i-th five bits of a key, filled up with zeros at its end.
func fiveBits(key []byte, i int) (d byte) {
	for bit := range 5 {
		at := 5*i + bit
		d <<= 1
		if at < 8*len(key) {
			d |= key[at/8] >> (7 - at%8) & 1
		}
	}
	return d
}

// expanded is the prefix as the checksum takes it.
func expanded() []byte {
	prefix := strings.TrimSuffix(recoveryPrefix, "1")
	out := make([]byte, 0, 2*len(prefix)+1+recoveryChars+checksumChars)
	for i := range len(prefix) {
		out = append(out, prefix[i]>>5)
	}
	out = append(out, 0)
	for i := range len(prefix) {
		out = append(out, prefix[i]&31)
	}
	return out
}

func polymod(digits []byte) uint32 {
	generator := [5]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3}
	sum := uint32(1)
	for _, d := range digits {
		top := sum >> 25
		sum = sum&0x1ffffff<<5 ^ uint32(d)
		for i, g := range generator {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	return sum
}

// Kind implements Unlock.
func (Recovery) Kind() Kind { return KindRecovery }

func (r Recovery) stretched(*cost) ([]byte, error) {
	if r.key == nil {
		return nil, errors.New("seal: no recovery key given")
	}
	return r.key(), nil
}

func (Recovery) String() string               { return "[recovery key]" }
func (Recovery) Format(f fmt.State, _ rune)   { io.WriteString(f, "[recovery key]") }
func (Recovery) LogValue() slog.Value         { return slog.StringValue("[recovery key]") }
func (Recovery) MarshalText() ([]byte, error) { return []byte("[recovery key]"), nil }
