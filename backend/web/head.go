package web

import (
	"bytes"
	"errors"
	"math/bits"
	"net/http"
	"strconv"
	"sync"
)

// A Head writes the header of the answers on one connection. net/http copies a
// header's map, sorts the copy and writes it a word at a time, which for the
// thirteen lines of /verify is a fifth of the whole request. Most answers have
// lines of a few names alone: those are kept here, without a map, and the
// connection puts them behind the status line as it sends what net/http made of
// the rest, with the body where it is short. The bytes are the same.
//
// A connection has one answer under way at a time, so nothing here is locked.
type Head struct {
	values [maxHeadLines]string // by the places of linesOfHeads
	has    uint32               // which of them the answer under way has, a bit each
	next   *headText            // nil = nothing waits for a status line
}

type headText struct {
	lines []byte
	body  []byte // where net/http was told of none
	sized bool   // its length is one of the lines
	whole []byte // the answer with both in it
}

var headTexts = sync.Pool{New: func() any { return new(headText) }}

const maxHeadLines = 17

// linesOfHeads are what Head writes, sorted. None of them means anything to
// net/http but Content-Type, which it would guess, and Content-Length, which
// stands here only of a body that is kept.
var linesOfHeads = [maxHeadLines]headLine{
	{"Cache-Control", "Cache-Control: "}, {"Content-Length", "Content-Length: "}, {"Content-Security-Policy", "Content-Security-Policy: "}, {"Content-Type", "Content-Type: "},
	{"Cross-Origin-Resource-Policy", "Cross-Origin-Resource-Policy: "}, {"Referrer-Policy", "Referrer-Policy: "},
	{"Remote-Email", "Remote-Email: "}, {"Remote-Groups", "Remote-Groups: "}, {"Remote-Name", "Remote-Name: "}, {"Remote-User", "Remote-User: "},
	{"Retry-After", "Retry-After: "}, {"Www-Authenticate", "Www-Authenticate: "}, {"X-Content-Type-Options", "X-Content-Type-Options: "},
	{"X-Latchkey-Account", "X-Latchkey-Account: "}, {"X-Latchkey-Key", "X-Latchkey-Key: "}, {"X-Latchkey-Permissions", "X-Latchkey-Permissions: "},
	{"X-Request-Id", "X-Request-Id: "},
}

type headLine struct{ name, begin string }

// lengthLine is the place of Content-Length.
const lengthLine = 1

// lineOf finds the place of a line by its name.
var lineOf = func() map[string]int {
	places := map[string]int{}
	for i := range linesOfHeads {
		if i != lengthLine { // left to net/http
			places[linesOfHeads[i].name] = i
		}
	}
	return places
}()

// Name is the name of a header, as it is set.
type Name struct {
	text string // in its canonical form
	line int    // its place in linesOfHeads; -1 = it is none of them
}

// NameOf makes one ready.
func NameOf(text string) Name {
	n := Name{http.CanonicalHeaderKey(text), -1}
	if line, ok := lineOf[n.text]; ok {
		n.line = line
	}
	return n
}

var (
	cacheControl   = NameOf("Cache-Control")
	contentType    = NameOf("Content-Type")
	contentPolicy  = NameOf("Content-Security-Policy")
	resourcePolicy = NameOf("Cross-Origin-Resource-Policy")
	referrerPolicy = NameOf("Referrer-Policy")
	retryAfter     = NameOf("Retry-After")
	authenticate   = NameOf("WWW-Authenticate")
	typeOptions    = NameOf("X-Content-Type-Options")
	requestIDName  = NameOf("X-Request-Id")
	allow          = NameOf("Allow")
)

// Set sets a header of an answer to one value, in place of any. It is
// w.Header().Set without a map, where the connection writes that line.
func Set(w http.ResponseWriter, n Name, value string) {
	if rec, ok := w.(*recorder); ok && rec.plain() && n.line >= 0 {
		rec.head.values[n.line] = value
		rec.head.has |= 1 << n.line
		return
	}
	w.Header()[n.text] = []string{value}
}

// value is that of a header, "" where the answer has none.
func value(w http.ResponseWriter, n Name) string {
	if rec, ok := w.(*recorder); ok && rec.head != nil && rec.header == nil {
		if n.line < 0 || rec.head.has&(1<<n.line) == 0 {
			return ""
		}
		return rec.head.values[n.line]
	}
	if v := w.Header()[n.text]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// begin forgets the answer before.
func (h *Head) begin() { h.has, h.next = 0, nil }

// take takes the lines of a map in place of those that were set, and reports
// whether it could: any header but the usual one is left to net/http.
func (h *Head) take(header http.Header) bool {
	h.has = 0
	for name, values := range header {
		line, ok := lineOf[name]
		if !ok || len(values) != 1 {
			return false
		}
		h.values[line] = values[0]
		h.has |= 1 << line
	}
	return true
}

// write keeps the lines for the answer that begins now, and reports whether it
// could.
func (h *Head) write(status int) bool {
	if status < 200 || status == http.StatusNoContent || status == http.StatusNotModified {
		return false
	}
	t := newHeadText()
	for has := h.has; has != 0; has &= has - 1 {
		i := bits.TrailingZeros32(has)
		v := h.values[i]
		t.lines = append(append(append(t.lines, linesOfHeads[i].begin...), v...), "\r\n"...)
		if v != "" && (v[0] <= ' ' || v[len(v)-1] <= ' ') { // net/http trims space
			headTexts.Put(t)
			return false
		}
	}
	n := bits.OnesCount32(h.has)
	if bytes.Count(t.lines, []byte("\n")) != n || bytes.Count(t.lines, []byte("\r")) != n { // of a value
		headTexts.Put(t)
		return false
	}
	t.sized = h.has&(1<<lengthLine) != 0
	h.next = t
	return true
}

func newHeadText() *headText {
	t := headTexts.Get().(*headText)
	t.lines, t.body, t.sized = t.lines[:0], t.body[:0], false
	return t
}

// move puts the lines that were set into a map, for whoever wants one.
func (h *Head) move(to http.Header) {
	values := make([]string, 0, bits.OnesCount32(h.has)) // each with a piece of one memory
	for has := h.has; has != 0; has &= has - 1 {
		i, n := bits.TrailingZeros32(has), len(values)
		values = append(values, h.values[i])
		to[linesOfHeads[i].name] = values[n : n+1 : n+1]
	}
}

var errNoPlace = errors.New("an answer without a place for its body")

// Into gives the bytes that net/http sends with the lines and the body in their
// place, or as they are where none wait. What it gives is good until Sent.
func (h *Head) Into(sent []byte) ([]byte, error) {
	if h.next == nil || !bytes.HasPrefix(sent, []byte("HTTP/1.")) || len(sent) < 10 || sent[9] == '1' { // as of 100 Continue
		return sent, nil
	}
	end := bytes.IndexByte(sent, '\n') + 1
	t := h.next
	t.whole = append(append(t.whole[:0], sent[:end]...), t.lines...)
	if len(t.body) > 0 {
		none := []byte("Content-Length: 0\r\n")
		at := bytes.Index(sent[end:], none)
		if at < 0 {
			return nil, errNoPlace
		}
		at += end
		t.whole = append(t.whole, sent[end:at]...)
		if !t.sized {
			t.whole = append(t.whole, linesOfHeads[lengthLine].begin...)
			t.whole = append(strconv.AppendInt(t.whole, int64(len(t.body)), 10), "\r\n"...)
		}
		end = at + len(none)
	}
	t.whole = append(append(t.whole, sent[end:]...), t.body...)
	return t.whole, nil
}

// Sent says that what Into gave is on its way.
func (h *Head) Sent() {
	headTexts.Put(h.next)
	h.next = nil
}

// ownHeaders are the headers of answers under way whose lines a Head may write.
var ownHeaders = sync.Pool{New: func() any { return http.Header{} }}
