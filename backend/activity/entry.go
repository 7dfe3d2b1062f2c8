package activity

import (
	"time"
	"unicode/utf8"
)

// Entry is one request as it looked from outside, and what was decided.
type Entry struct {
	ID        int64 // given by the ring
	At        time.Time
	Took      time.Duration
	Method    string
	Route     string // the pattern that the path matched; the path itself is the client's text
	Status    int
	Code      string // of the error that was answered
	In, Out   int64  // bytes of the bodies; In is -1 where the client did not say
	Addr      string
	Agent     string
	RequestID string
	Headers   [MaxHeaders]Header // of request and answer, those on a list of harmless ones
	Verdict   Verdict
	Bodies    *Bodies // nil unless somebody switched their capture on
}

// MaxHeaders is how many headers an entry has room for.
const MaxHeaders = 14

// Header is one header of the request or of the answer. Name is "" where the
// entry has none left.
type Header struct {
	Name   string // a text that lives as long as the program
	Value  string
	Answer bool // of the answer
	Hidden bool // it was there, and its value is nobody's business
}

// Bodies are captured bodies with everything secret taken out.
type Bodies struct {
	Request, Answer       string
	RequestCut, AnswerCut int64 // bytes that were left out at the end; 0 = it is whole
}

// Kind is what kind of thing a request was about.
type Kind uint8

// The kinds.
const (
	Nothing Kind = iota
	Key
	AuthHeader
	User
)

// Verdict is what a login was about and how it was decided: just enough to
// rebuild the reasons later.
type Verdict struct {
	Of     Kind   // Nothing where what was named does not exist
	Number int64  // which of them
	Reason string // why it was refused; "" = it was not
	// Asked reports that the core decided something at all.
	Asked bool
	// Token is what the credential was, where it was not the secret itself.
	Token bool
	// Second reports that a rotated-out secret was sent.
	Second bool
	// Failing are the checks that it failed or would have failed, a bit each, as
	// whoever decided numbers them; Known those that could be judged at all.
	Failing, Known uint16
	// Expires and NotBefore are the limits as they were then; zero = none.
	Expires, NotBefore time.Time
}

// Cut shortens a text to at most that many bytes without splitting a character.
func Cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}
