package web

import (
	"io"
	"net/http"
	"sync"

	"latchkey/backend/access"
)

// Pair is the names of the two texts that the body of a machine's login is.
type Pair [2]string

// maxPairBody is how long the body of a usual login is at most.
const maxPairBody = 1 << 10

var pairBodies = sync.Pool{New: func() any { return new([maxPairBody]byte) }}

// Read is ReadJSON for a body that nearly always is one object of the two, and
// then is read into one piece of memory. full makes what any other body is
// decoded into, with where its two members are. The answers are those of ReadJSON
// for every body: what is written in any other way is left to it, and a test
// holds one against the other.
func (p Pair) Read(w http.ResponseWriter, r *http.Request, full func() (into any, first, second *string), opts ReadOptions) (first, second string, err error) {
	n := r.ContentLength
	if n <= 0 || n > maxPairBody || opts.Limit != 0 && n > opts.Limit {
		into, first, second := full()
		err := ReadJSON(w, r, into, opts)
		return *first, *second, err
	}
	if err := checkMediaType(r.Header); err != nil {
		return "", "", err
	}
	buf := pairBodies.Get().(*[maxPairBody]byte)
	defer pairBodies.Put(buf)
	body := buf[:n]
	defer clear(body) // a secret was in it
	if _, err := io.ReadFull(r.Body, body); err != nil {
		return "", "", notWhole(err)
	}
	_ = r.Body.Close() // or net/http looks for more of it once the answer is there
	text := string(body)
	if first, second, ok := p.parse(text); ok {
		return first, second, nil
	}
	if lacks := p.lacking(text); lacks != 0 && opts.Schema != nil && !opts.RefuseUnknown {
		return "", "", p.refuse(lacks, opts)
	}
	into, a, b := full()
	err = read([]byte(text), into, opts) // an error may keep parts of it
	return *a, *b, err
}

// parse takes a body apart that is one object of the two members in either
// order, of plain ASCII that stands for itself, none empty. It gives up on
// anything else.
func (p Pair) parse(body string) (first, second string, ok bool) {
	s := pairScanner{rest: body}
	s.skip('{')
	name, value := s.member()
	s.skip(',')
	otherName, other := s.member()
	s.skip('}')
	s.space()
	if s.lost || s.rest != "" || value == "" || other == "" {
		return "", "", false
	}
	switch {
	case name == p[0] && otherName == p[1]:
	case name == p[1] && otherName == p[0]:
		value, other = other, value
	default:
		return "", "", false
	}
	return value, other, true
}

// lack is which of the two a body lacks, a bit each.
type lack int

const (
	lacksFirst lack = 1 << iota
	lacksSecond
)

// maxPairNames is how many members lacking looks at.
const maxPairNames = 8

// lacking says what a body lacks that is one object of other texts of plain
// ASCII, as of somebody who mistook the names. It gives up, with 0, on anything
// else.
func (p Pair) lacking(body string) lack {
	s := pairScanner{rest: body}
	var names [maxPairNames]string
	lacks, n := lacksFirst|lacksSecond, 0
	s.skip('{')
	for s.space(); n > 0 || len(s.rest) > 0 && s.rest[0] != '}'; n++ {
		if n == maxPairNames {
			return 0
		}
		name, value := s.member()
		for _, before := range names[:n] {
			if before == name {
				return 0 // a name given twice is no JSON to us
			}
		}
		names[n] = name
		switch {
		case value == "" && (name == p[0] || name == p[1]):
			return 0
		case name == p[0]:
			lacks &^= lacksFirst
		case name == p[1]:
			lacks &^= lacksSecond
		}
		if s.space(); s.lost || len(s.rest) == 0 || s.rest[0] != ',' {
			break
		}
		s.skip(',')
	}
	s.skip('}')
	if s.space(); s.lost || s.rest != "" {
		return 0
	}
	return lacks
}

// refused are the details of what a schema says of a body that lacks members.
var refused sync.Map // of refusedKey to []access.Detail

type refusedKey struct {
	schema Validator
	pair   Pair
	lacks  lack
}

// refuse is the error of a body that lacks members, as its schema has it: asked
// once, since the list is made for people and costs more than a login.
func (p Pair) refuse(lacks lack, opts ReadOptions) error {
	key := refusedKey{opts.Schema, p, lacks}
	known, ok := refused.Load(key)
	if !ok {
		value := map[string]any{}
		if lacks&lacksFirst == 0 {
			value[p[0]] = "x"
		}
		if lacks&lacksSecond == 0 {
			value[p[1]] = "x"
		}
		details := opts.Schema.Validate(value)
		keepJSON(details)
		known, _ = refused.LoadOrStore(key, details)
	}
	return notAsked(known.([]access.Detail))
}

type pairScanner struct {
	rest string
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

func (s *pairScanner) member() (name, value string) {
	name = s.text()
	s.skip(':')
	return name, s.text()
}

func (s *pairScanner) text() string {
	s.skip('"')
	if s.lost {
		return ""
	}
	for i := range len(s.rest) {
		c := s.rest[i]
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
	return ""
}
