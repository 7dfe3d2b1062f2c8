package web

import (
	"bytes"
	"net/http"
	"strings"
	"sync"
)

// A Head writes the header of the answers on one connection. net/http copies a
// header's map, sorts the copy and writes it a word at a time, which for the
// thirteen lines of /verify is a fifth of the whole request. Most answers have
// lines of a few names alone: those are written here, in the order in which
// net/http has them, and the connection puts them behind the status line as it
// sends what net/http made of the rest. The bytes are the same.
//
// A connection has one answer under way at a time, so nothing here is locked.
type Head struct{ next *headText } // nil = nothing waits for a status line

type headText struct {
	lines []byte
	whole []byte // the answer with the lines in it
}

var headTexts = sync.Pool{New: func() any { return new(headText) }}

// linesOfHeads are what Head writes, sorted. None of them means anything to
// net/http but Content-Type, which it would guess.
var linesOfHeads = func() (lines []headLine) {
	for _, name := range [...]string{
		"Cache-Control", "Content-Security-Policy", "Content-Type", "Cross-Origin-Resource-Policy", "Referrer-Policy",
		"Remote-Email", "Remote-Groups", "Remote-Name", "Remote-User", "Retry-After", "Www-Authenticate", "X-Content-Type-Options",
		"X-Latchkey-Account", "X-Latchkey-Key", "X-Latchkey-Permissions", "X-Request-Id",
	} {
		lines = append(lines, headLine{name, name + ": "})
	}
	return lines
}()

type headLine struct{ name, begin string }

// write keeps a header for the answer that begins now, and reports whether it
// could: any but the usual one is left to net/http.
func (h *Head) write(header http.Header, status int) bool {
	if status < 200 || status == http.StatusNoContent || status == http.StatusNotModified {
		return false
	}
	t := headTexts.Get().(*headText)
	t.lines = t.lines[:0]
	left := len(header)
	for _, line := range linesOfHeads {
		if left == 0 {
			break
		}
		values, ok := header[line.name]
		if !ok {
			continue
		}
		left--
		for _, v := range values {
			if !isLine(v) {
				headTexts.Put(t)
				return false
			}
			t.lines = append(append(append(t.lines, line.begin...), v...), "\r\n"...)
		}
	}
	if left > 0 {
		headTexts.Put(t)
		return false
	}
	h.next = t
	return true
}

// isLine reports whether net/http would write a value as it is.
func isLine(v string) bool {
	if v == "" {
		return true
	}
	const space = " \t"
	return strings.IndexByte(v, '\n') < 0 && strings.IndexByte(v, '\r') < 0 &&
		strings.IndexByte(space, v[0]) < 0 && strings.IndexByte(space, v[len(v)-1]) < 0
}

// Into gives the bytes that net/http sends with the lines in their place, or as
// they are where none wait. What it gives is good until Sent.
func (h *Head) Into(sent []byte) []byte {
	if h.next == nil || !bytes.HasPrefix(sent, []byte("HTTP/1.")) || len(sent) < 10 || sent[9] == '1' { // as of 100 Continue
		return sent
	}
	end := bytes.IndexByte(sent, '\n') + 1
	t := h.next
	t.whole = append(append(append(t.whole[:0], sent[:end]...), t.lines...), sent[end:]...)
	return t.whole
}

// Sent says that what Into gave is on its way.
func (h *Head) Sent() {
	headTexts.Put(h.next)
	h.next = nil
}

// ownHeaders are the headers of answers under way whose lines a Head may write.
var ownHeaders = sync.Pool{New: func() any { return http.Header{} }}
