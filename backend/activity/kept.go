package activity

import "time"

// kept is an entry as its place holds it: numbers, and all its texts one after
// another, so that keeping one touches little memory and leaves the garbage
// collector nothing to walk.
type kept struct {
	bodies             *Bodies // nearly always nil
	id                 int64
	at                 moment
	expires, notBefore moment
	took               time.Duration
	in, out, number    int64
	status             int32
	failing, known     uint16
	answer, hidden     uint16 // of the headers, a bit each
	of                 Kind
	flags              uint8
	headers            uint8 // how many there are
	ends               [texts]uint16
	text               [textBytes]byte
}

const (
	flagAsked = 1 << iota
	flagToken
	flagSecond
)

// The texts of an entry in the order in which they are kept, each with the
// bytes it gets at most; after them the name and the value of each header.
const (
	methodText = iota
	routeText
	codeText
	reasonText
	addrText
	requestText
	agentText
	firstHeader
	texts = firstHeader + 2*MaxHeaders
)

const (
	textBytes   = 896
	wordBytes   = 64 // of a text that the program gives
	headerBytes = 80
)

var limits = [firstHeader]int{
	methodText: wordBytes, routeText: wordBytes, codeText: wordBytes, reasonText: wordBytes,
	addrText: 45, requestText: 64, agentText: 120,
}

// keep takes everything of e but its id.
func (k *kept) keep(e *Entry) {
	v := &e.Verdict
	k.bodies, k.at, k.took, k.in, k.out, k.status = e.Bodies, momentOf(e.At), e.Took, e.In, e.Out, int32(e.Status)
	k.of, k.number, k.failing, k.known = v.Of, v.Number, v.Failing, v.Known
	k.expires, k.notBefore = momentOf(v.Expires), momentOf(v.NotBefore)
	k.flags = flag(v.Asked, flagAsked) | flag(v.Token, flagToken) | flag(v.Second, flagSecond)
	at := 0
	put := func(i int, text string, most int) {
		at += copy(k.text[at:], Cut(text, min(most, textBytes-at)))
		k.ends[i] = uint16(at)
	}
	for i, text := range [firstHeader]string{e.Method, e.Route, e.Code, v.Reason, e.Addr, e.RequestID, e.Agent} {
		put(i, text, limits[i])
	}
	k.headers, k.answer, k.hidden = 0, 0, 0
	for i := range e.Headers {
		h := &e.Headers[i]
		if h.Name == "" {
			break
		}
		put(firstHeader+2*i, h.Name, wordBytes)
		put(firstHeader+2*i+1, h.Value, headerBytes)
		k.answer |= uint16(flag(h.Answer, 1)) << i
		k.hidden |= uint16(flag(h.Hidden, 1)) << i
		k.headers++
	}
}

func (k *kept) read(into *Entry) {
	count := firstHeader + 2*int(k.headers)
	all, at := string(k.text[:k.ends[count-1]]), uint16(0)
	next := func(i int) string {
		text := all[at:k.ends[i]]
		at = k.ends[i]
		return text
	}
	*into = Entry{
		ID: k.id, At: k.at.time(), Took: k.took, Status: int(k.status), In: k.in, Out: k.out, Bodies: k.bodies,
		Method: next(methodText), Route: next(routeText), Code: next(codeText),
		Verdict: Verdict{
			Of: k.of, Number: k.number, Reason: next(reasonText), Failing: k.failing, Known: k.known,
			Asked: k.flags&flagAsked != 0, Token: k.flags&flagToken != 0, Second: k.flags&flagSecond != 0,
			Expires: k.expires.time(), NotBefore: k.notBefore.time(),
		},
		Addr: next(addrText), RequestID: next(requestText), Agent: next(agentText),
	}
	for i := range int(k.headers) {
		name := next(firstHeader + 2*i)
		into.Headers[i] = Header{Name: name, Value: next(firstHeader + 2*i + 1), Answer: k.answer&(1<<i) != 0, Hidden: k.hidden&(1<<i) != 0}
	}
}

func flag(set bool, bit uint8) uint8 {
	if set {
		return bit
	}
	return 0
}

// moment is a time without a place on the map.
type moment struct {
	seconds int64
	nanos   int32
	set     bool
}

func momentOf(t time.Time) moment {
	if t.IsZero() {
		return moment{}
	}
	return moment{t.Unix(), int32(t.Nanosecond()), true}
}

func (m moment) time() time.Time {
	if !m.set {
		return time.Time{}
	}
	return time.Unix(m.seconds, int64(m.nanos)).UTC()
}
