package web

import (
	"io"
	"net/http"
	"sync"
)

// Pair is the names of the two texts that the body of a machine's login is.
type Pair [2]string

// maxPairBody is how long the body of a usual login is at most.
const maxPairBody = 1 << 10

var pairBodies = sync.Pool{New: func() any { return new([maxPairBody]byte) }}

// Read is ReadJSON for a body that nearly always is one object of the two, and
// then is read without making garbage. first and second point at the members of
// into. The answers are those of ReadJSON for every body: what is written in any
// other way is left to it, and a test holds one against the other.
func (p Pair) Read(w http.ResponseWriter, r *http.Request, into any, first, second *string, opts ReadOptions) error {
	n := r.ContentLength
	if n <= 0 || n > maxPairBody || opts.Limit != 0 && n > opts.Limit {
		return ReadJSON(w, r, into, opts)
	}
	if err := checkMediaType(r.Header); err != nil {
		return err
	}
	buf := pairBodies.Get().(*[maxPairBody]byte)
	body := buf[:n]
	if _, err := io.ReadFull(r.Body, body); err != nil {
		pairBodies.Put(buf)
		return notWhole(err)
	}
	a, b, ok := p.parse(body)
	if !ok {
		return read(body, into, opts) // an error may keep parts of the body, so buf is not used again
	}
	*first, *second = string(a), string(b)
	clear(body) // a secret was in it
	pairBodies.Put(buf)
	return nil
}

// parse takes a body apart that is one object of the two members in either
// order, of plain ASCII that stands for itself, none empty. It gives up on
// anything else.
func (p Pair) parse(body []byte) (first, second []byte, ok bool) {
	s := pairScanner{rest: body}
	s.skip('{')
	name, value := s.member()
	s.skip(',')
	otherName, other := s.member()
	s.skip('}')
	s.space()
	if s.lost || len(s.rest) > 0 || len(value) == 0 || len(other) == 0 {
		return nil, nil, false
	}
	switch {
	case string(name) == p[0] && string(otherName) == p[1]:
	case string(name) == p[1] && string(otherName) == p[0]:
		value, other = other, value
	default:
		return nil, nil, false
	}
	return value, other, true
}

type pairScanner struct {
	rest []byte
	lost bool
}

func (s *pairScanner) space() {
	for len(s.rest) > 0 && (s.rest[0] == ' ' || s.rest[0] == '\n' || s.rest[0] == '\t' || s.rest[0] == '\r') {
		s.rest = s.rest[1:]
	}
}

func (s *pairScanner) skip(c byte) {
	s.space()
	if s.lost || len(s.rest) == 0 || s.rest[0] != c {
		s.lost = true
		return
	}
	s.rest = s.rest[1:]
}

func (s *pairScanner) member() (name, value []byte) {
	name = s.text()
	s.skip(':')
	return name, s.text()
}

func (s *pairScanner) text() []byte {
	s.skip('"')
	if s.lost {
		return nil
	}
	for i, c := range s.rest {
		if c == '"' {
			text := s.rest[:i]
			s.rest = s.rest[i+1:]
			return text
		}
		if c < ' ' || c > '~' || c == '\\' {
			break
		}
	}
	s.lost = true
	return nil
}
