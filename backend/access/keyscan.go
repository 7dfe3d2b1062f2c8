package access

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// indexWord is bytes.Index for the texts of a block. Most of those are the hex
// digits of ids and access keys, among which bytes.Index meets the first byte of
// a word that begins with one everywhere, and goes on a byte at a time. Such a
// word is looked for at sixteen places at once, by its first byte and its last.
func indexWord(text, word []byte) int {
	if len(word) < 2 || !isHexDigit(word[0]) {
		return bytes.Index(text, word)
	}
	const low, high = 0x0101010101010101, 0x8080808080808080
	first, last := low*uint64(word[0]), low*uint64(word[len(word)-1])
	// fits has the high bit of each byte where both are, and now and then that of
	// one after it.
	fits := func(begins, ends uint64) uint64 {
		differ := (begins ^ first) | (ends ^ last)
		return (differ - low) &^ differ & high
	}
	i, ends := 0, text[min(len(word)-1, len(text)):]
	for ; i+16 <= len(ends); i += 16 {
		b, e := text[i:i+16:i+16], ends[i:i+16:i+16]
		near := fits(binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(e))
		far := fits(binary.LittleEndian.Uint64(b[8:]), binary.LittleEndian.Uint64(e[8:]))
		if near|far == 0 {
			continue
		}
		for from, places := range [2]uint64{near, far} {
			for ; places != 0; places &= places - 1 {
				at := i + 8*from + bits.TrailingZeros64(places)/8
				if string(text[at:at+len(word)]) == string(word) {
					return at
				}
			}
		}
	}
	if at := bytes.Index(text[i:], word); at >= 0 {
		return i + at
	}
	return -1
}

func isHexDigit(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' }
