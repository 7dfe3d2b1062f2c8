package access

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
)

func FuzzIndexWordIsBytesIndex(f *testing.F) {
	f.Add([]byte("key 42\n0123456789abcdef\nnote\n"), []byte("89abcd"))
	f.Add([]byte("aaaaaaaaaaaaaaaaaaab"), []byte("aab"))
	f.Add([]byte("77\x80\x01\x00\xff77"), []byte("7\x80"))
	f.Fuzz(func(t *testing.T, text, word []byte) {
		if len(word) == 0 {
			return // a search has no empty word
		}
		for _, text := range [][]byte{text, append(bytes.Clone(text), word...), append(bytes.Clone(word), text...)} {
			if got, want := indexWord(text, word), bytes.Index(text, word); got != want {
				t.Errorf("%q in %q: %d, want %d", word, text, got, want)
			}
		}
	})
}

func TestIndexWordIsBytesIndex(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	of := func(letters string, n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = letters[random.IntN(len(letters))]
		}
		return b
	}
	for range 20000 {
		letters := []string{"ab", "0123456789abcdef\n", "a\x80\x00\x01\xff`b"}[random.IntN(3)]
		text, word := of(letters, random.IntN(200)), of(letters, 1+random.IntN(12))
		if got, want := indexWord(text, word), bytes.Index(text, word); got != want {
			t.Fatalf("%q in %q: %d, want %d", word, text, got, want)
		}
	}
}

func BenchmarkIndexWord(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	var text []byte
	for i := range 100_000 {
		text = fmt.Appendf(text, "key %d\n%016x%016x%08x\n%016x%016x\n\n", i, random.Uint64(), random.Uint64(), random.Uint32(), random.Uint64(), random.Uint64())
	}
	for _, word := range []string{"9999999", "77", "zebra", "key 99999"} {
		for name, index := range map[string]func(text, word []byte) int{"ours": indexWord, "bytes": bytes.Index} {
			b.Run(word+"/"+name, func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					for from := 0; ; {
						at := index(text[from:], []byte(word))
						if at < 0 {
							break
						}
						from += at + 80
						from = min(from, len(text))
					}
				}
			})
		}
	}
}
