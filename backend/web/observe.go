package web

import (
	"net/http"
	"strings"
	"time"

	"latchkey/backend/activity"
)

// Observer is told of the requests to a listener once they are answered.
type Observer interface {
	// Observe takes an entry, which is the caller's again when it returns.
	Observe(e *activity.Entry)
	// Capturing reports whether bodies are to be kept, without what is secret.
	Capturing() bool
}

// OffRecord keeps the requests of a handler from the observer: what the portal
// asks would drown what it shows.
func OffRecord(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s := scopeOf(r); s != nil {
			s.quiet = true
		}
		next.ServeHTTP(w, r)
	})
}

// The headers an observer is told of. The values of the others are the client's
// text; of the hidden ones only that they were there.
var (
	shownOfRequest  = [...]string{"Content-Type", "Accept", "Origin", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Method"}
	hiddenOfRequest = [...]string{"Authorization", "Cookie"}
	shownOfAnswer   = [...]Name{contentType, authenticate, retryAfter, allow}
)

// observe tells what a request looked like from outside: never a path, a query,
// or a value that may be a credential.
func (s *scope) observe(o Observer, w *recorder, r *http.Request, took time.Duration, taken *capturing) {
	e := s.entry
	e.Took, e.Method, e.Route, e.Status, e.Code = took, method(r), route(r), w.status, string(w.code)
	e.In, e.Out, e.Addr, e.Agent, e.RequestID = r.ContentLength, w.bytes, s.addr, r.UserAgent(), s.id
	if e.Route == "/" {
		e.Route = "-"
	}
	n := 0
	add := func(h activity.Header) {
		if n < len(e.Headers) {
			e.Headers[n] = h
			n++
		}
	}
	if w.status != http.StatusMisdirectedRequest { // under a name that is not ours it may be anything
		add(activity.Header{Name: "Host", Value: r.Host})
	}
	for _, name := range shownOfRequest {
		if v := r.Header[name]; len(v) > 0 {
			add(activity.Header{Name: name, Value: v[0]})
		}
	}
	for _, name := range hiddenOfRequest {
		if v := r.Header[name]; len(v) > 0 {
			add(activity.Header{Name: name, Value: scheme(v[0]), Hidden: true})
		}
	}
	shown := shownOfAnswer[:]
	if w.status < http.StatusBadRequest {
		shown = shownOfAnswer[:1] // the others are those of refusals
	}
	for _, name := range shown {
		if v := value(w, name); v != "" {
			add(activity.Header{Name: name.text, Value: v, Answer: true})
		}
	}
	if taken != nil {
		e.Bodies = taken.bodies(r, w)
	}
	o.Observe(e)
}

// scheme is how a credential announces itself, "" where it does not: the part
// before a space may only be one of these words.
func scheme(value string) string {
	for _, known := range [...]string{"Bearer", "Basic", "Digest"} {
		if len(value) > len(known) && value[len(known)] == ' ' && strings.EqualFold(value[:len(known)], known) {
			return known
		}
	}
	return ""
}
