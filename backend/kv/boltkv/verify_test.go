package boltkv

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"latchkey/backend/kv"
)

// What bbolt leaves behind must pass, or a good store would not open.
func TestWhatWasWrittenVerifies(t *testing.T) {
	s := opened(t)
	path := s.path
	for round := range 15 {
		for range 20 {
			var ops []kv.Op
			for _, i := range rand.Perm(300)[:1+rand.IntN(20)] {
				key := fmt.Sprintf("k/%d/%0*d", i%7, 1+i%200, i)
				switch rand.IntN(4) {
				case 0:
					ops = append(ops, kv.Delete(key, kv.Anything))
				case 1:
					ops = append(ops, kv.Put(key, make([]byte, rand.IntN(40<<10)), kv.Anything))
				default:
					ops = append(ops, kv.Put(key, make([]byte, rand.IntN(500)), kv.Anything))
				}
			}
			if _, err := s.Commit(t.Context(), ops); err != nil {
				t.Fatal(err)
			}
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := verify(path, s.file, info.Size()); err != nil {
			t.Fatalf("round %d, while open: %v", round, err)
		}
		if round%5 == 4 {
			s.Close()
			if s, err = Open(path, Options{}); err != nil {
				t.Fatalf("round %d: %v", round, err)
			}
		}
	}
	s.Close()
}

// sparse is a file of which only a few pages are not zero.
type sparse map[int64][]byte

func (s sparse) ReadAt(b []byte, at int64) (int, error) {
	clear(b)
	for i := range b {
		if page := s[(at+int64(i))/pageSize]; page != nil {
			b[i] = page[(at+int64(i))%pageSize]
		}
	}
	return len(b), nil
}

// empty is a store without buckets, but with so many free pages.
func empty(free int) (sparse, int64) {
	order := binary.NativeEndian
	pages := 4 + (free+2)*8/pageSize + free
	s := sparse{}
	head := func(id int64, flags, count uint16, overflow uint32) []byte {
		b := make([]byte, pageSize)
		order.PutUint64(b, uint64(id))
		order.PutUint16(b[8:], flags)
		order.PutUint16(b[10:], count)
		order.PutUint32(b[12:], overflow)
		s[id] = b
		return b
	}
	for id := range int64(2) {
		meta := head(id, 0x04, 0, 0)[metaOffset:]
		order.PutUint32(meta, metaMagic)
		order.PutUint32(meta[4:], metaVersion)
		order.PutUint32(meta[8:], pageSize)
		order.PutUint64(meta[16:], 2)
		order.PutUint64(meta[32:], 3)
		order.PutUint64(meta[40:], uint64(pages))
		sum := fnv.New64a()
		sum.Write(meta[:56])
		order.PutUint64(meta[56:], sum.Sum64())
	}
	head(2, leafPage, 0, 0)
	var list []uint64
	count := uint16(min(free, longCount))
	if count == longCount {
		list = append(list, uint64(free))
	}
	overflow := (free + 2) * 8 / pageSize
	for id := 4 + overflow; id < pages; id++ {
		list = append(list, uint64(id))
	}
	head(3, freelistPage, count, uint32(overflow))
	at := headLength
	for _, id := range list {
		page := s[int64(3+at/pageSize)]
		if page == nil {
			page = make([]byte, pageSize)
			s[int64(3+at/pageSize)] = page
		}
		order.PutUint64(page[at%pageSize:], id)
		at += 8
	}
	return s, int64(pages) * pageSize
}

func TestPagesThatDoNotFitTogetherAreNoticed(t *testing.T) {
	order := binary.NativeEndian
	for _, c := range []struct {
		name   string
		free   int
		damage func(s sparse)
		says   string
	}{
		{"none", 10, func(sparse) {}, ""},
		{"none, with a long list of free pages", longCount + 5, func(sparse) {}, ""},
		{"a free page listed twice", 10, func(s sparse) { copy(s[3][headLength:], s[3][headLength+8:headLength+16]) }, "page 5 is in two places"},
		{"a page in use listed as free", 10, func(s sparse) { order.PutUint64(s[3][headLength:], 2) }, "page 2 is in two places"},
		{"a free page missing", 10, func(s sparse) { order.PutUint16(s[3][10:], 9) }, "page 13 belongs to nothing"},
		{"a free page beyond the end", 10, func(s sparse) { order.PutUint64(s[3][headLength:], 1<<40) }, "outside"},
		{"more free pages than pages", longCount + 5, func(s sparse) { order.PutUint64(s[3][headLength:], 1<<60) }, "more entries than there are pages"},
		{"more free pages than listed", 600, func(s sparse) { order.PutUint16(s[3][10:], longCount-1) }, ""},
		{"a page of another number", 10, func(s sparse) { order.PutUint64(s[2], 7) }, "page 2 is not what it should be"},
		{"a page of no kind", 10, func(s sparse) { order.PutUint16(s[2][8:], 0) }, "page 2 is not what it should be"},
		{"a page of two kinds", 10, func(s sparse) { order.PutUint16(s[2][8:], branchPage|leafPage) }, "page 2 is not what it should be"},
		{"a page that takes another in", 10, func(s sparse) { order.PutUint32(s[2][12:], 1) }, "page 3 is in two places"},
		{"a page longer than the file", 10, func(s sparse) { order.PutUint32(s[3][12:], 1<<31) }, "outside"},
		{"a circle", 10, func(s sparse) {
			order.PutUint16(s[2][8:], branchPage)
			order.PutUint16(s[2][10:], 1)
			order.PutUint32(s[2][headLength:], elementLength) // its key, right behind it
			order.PutUint64(s[2][headLength+8:], 2)
		}, "page 2 is in two places"},
		{"a branch to nowhere", 10, func(s sparse) { order.PutUint16(s[2][8:], branchPage) }, "page 2 leads nowhere"},
		{"a bucket that is none", 10, func(s sparse) {
			order.PutUint16(s[2][10:], 1)
			order.PutUint32(s[2][headLength+4:], elementLength)
		}, "no bucket"},
		{"a bucket outside of its page", 10, func(s sparse) {
			order.PutUint16(s[2][10:], 1)
			order.PutUint32(s[2][headLength:], bucketElement)
			order.PutUint32(s[2][headLength+4:], 1<<31)
		}, "outside of it"},
		{"more free pages than room", 510, func(s sparse) {
			order.PutUint32(s[3][12:], 0)
			order.PutUint16(s[3][10:], 511)
		}, "page 3 has more entries than room"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, size := empty(c.free)
			c.damage(s)
			err := verify("p", s, size)
			if c.name[:4] == "none" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if !errors.Is(err, ErrDamaged) {
				t.Fatalf("%v, want ErrDamaged", err)
			}
			var named *FileError
			if !errors.As(err, &named) || !strings.Contains(named.Found, c.says) {
				t.Errorf("%v does not say %q", err, c.says)
			}
		})
	}
}

// A scan sees entries that a search does not find: that they are in their order
// and below the right keys is what makes the two the same.
func TestEntriesOutOfTheirPlaceAreNoticed(t *testing.T) {
	s := opened(t)
	for i := range 400 {
		if _, err := s.Commit(t.Context(), []kv.Op{kv.Put(fmt.Sprintf("more/%04d", i), make([]byte, 100), kv.Absent)}); err != nil {
			t.Fatal(err)
		}
	}
	path := s.path
	s.Close()
	intact, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	info, err := newestMeta(path, strings.NewReader(string(intact)), int64(len(intact)))
	if err != nil {
		t.Fatal(err)
	}
	order := binary.NativeEndian
	noticed := map[uint16]int{}
	w := &walk{file: strings.NewReader(string(intact)), meta: info, used: make([]bool, info.pages)}
	w.tree(info.root, 0, true, bounds{})
	for id := range info.pages {
		page := intact[id*pageSize : (id+1)*pageSize]
		flags, count := order.Uint16(page[8:]), int(order.Uint16(page[10:]))
		if !w.used[id] || count < 3 || flags != branchPage && flags != leafPage {
			continue
		}
		// The first letter of a key in the middle becomes a higher one.
		at := headLength + elementLength
		distance := order.Uint32(page[at:])
		if flags == leafPage {
			distance = order.Uint32(page[at+4:])
		}
		damaged := []byte(string(intact))
		damaged[int(id)*pageSize+at+int(distance)] |= 0x80
		err := verify(path, strings.NewReader(string(damaged)), int64(len(damaged)))
		var named *FileError
		if !errors.As(err, &named) || !strings.Contains(named.Found, "out of order") {
			t.Errorf("page %d: %v", id, err)
		}
		noticed[flags]++
	}
	if noticed[branchPage] == 0 || noticed[leafPage] == 0 {
		t.Errorf("%v: the test has shown nothing", noticed)
	}
}
