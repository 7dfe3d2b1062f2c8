package web

import (
	"cmp"
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"latchkey/backend/access"
	"latchkey/backend/activity"
)

// Front is the outermost layer of every listener: it gives the request its id,
// finds the client's address, and writes the access log.
type Front struct {
	Logger      *slog.Logger   // nil = slog.Default()
	BehindProxy []netip.Prefix // whose X-Forwarded-For is believed; none = nobody's
	Observer    Observer       // is told of every request but those kept OffRecord; nil = nobody
}

// scope is what is known of a request before any handler sees it. It is the
// request's context and the answer's recorder too, so that each request takes
// one piece of memory for all of it.
type scope struct {
	context.Context
	recorder
	peer   *peer
	id     string
	addr   string
	logger *slog.Logger
	entry  *activity.Entry // for the observer
	quiet  bool            // it is not told of this one
}

// entries are what observers were told, to be used again. Whoever is kept off
// the record may go on with a Caller after its answer, and keeps its own.
var entries = sync.Pool{New: func() any { return new(activity.Entry) }}

type scopeKey struct{}

// Value implements context.Context.
func (s *scope) Value(key any) any {
	if key == (scopeKey{}) {
		return s
	}
	return s.Context.Value(key)
}

func scopeOf(r *http.Request) *scope {
	s, _ := r.Context().Value(scopeKey{}).(*scope)
	return s
}

// Wrap puts the front before next.
func (f Front) Wrap(next http.Handler) http.Handler {
	if f.Logger == nil {
		f.Logger = slog.Default()
	}
	log := newAccessLog(f.Logger)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		peer := peerOf(r)
		s := &scope{
			Context: r.Context(), peer: peer, id: requestID(r), addr: clientAddr(r, peer, f.BehindProxy), logger: f.Logger,
			entry: entries.Get().(*activity.Entry),
		}
		rec, ok := w.(*recorder)
		if !ok {
			rec = &s.recorder
			rec.ResponseWriter, rec.bare = w, r.Method == http.MethodHead
			if rec.head = peer.head; rec.head != nil {
				rec.head.begin()
			}
		}
		r = r.WithContext(s)
		Set(rec, requestIDName, s.id)
		var taken *capturing
		if f.Observer != nil && f.Observer.Capturing() {
			taken = captureBodies(rec, r)
		}
		defer func() {
			took := time.Since(start)
			log.write(s, rec, r, start.Add(took), took)
			if f.Observer != nil && !s.quiet {
				s.observe(f.Observer, rec, r, took, taken)
				*s.entry = activity.Entry{}
				entries.Put(s.entry)
			}
			if header := s.recorder.header; header != nil {
				clear(header)
				ownHeaders.Put(header)
			}
		}()
		next.ServeHTTP(rec, r)
		rec.done()
	})
}

// RequestID is the request's id, the one in the answer's X-Request-Id.
func RequestID(r *http.Request) string {
	if s := scopeOf(r); s != nil {
		return s.id
	}
	return ""
}

// Caller is the anonymous caller of a request: whoever it is brings a
// credential along, or has none.
func Caller(r *http.Request) access.Caller {
	c := access.Caller{Agent: strings.ToValidUTF8(cut(r.UserAgent(), 200), "\uFFFD")}
	if s := scopeOf(r); s != nil {
		c.Addr, c.RequestID, c.Verdict = s.addr, s.id, &s.entry.Verdict
	} else {
		c.Addr = clientAddr(r, peerOf(r), nil)
	}
	return c
}

func logger(r *http.Request) *slog.Logger {
	if s := scopeOf(r); s != nil {
		return s.logger
	}
	return slog.Default()
}

// requestID keeps a well-formed id that a proxy gave the request, so that one
// name finds it in both logs; anything else gets a new one.
func requestID(r *http.Request) string {
	given := r.Header["X-Request-Id"]
	if len(given) == 1 && wellFormedID(given[0]) {
		return given[0]
	}
	return newID()
}

// newID gives 26 characters of base32 (RFC 4648): 128 random bits, which nobody
// has to be unable to guess.
func newID() string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	var id [26]byte
	high, low := rand.Uint64(), rand.Uint64()
	for i := range 13 {
		id[i], id[13+i] = alphabet[high&31], alphabet[low&31]
		high, low = high>>5, low>>5
	}
	return string(id[:])
}

func wellFormedID(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '.' && c != '_' && c != '-' {
			return false
		}
	}
	return true
}

// route is the pattern that the request's path matched, "-" where it was
// refused before any was tried.
func route(r *http.Request) string { return cmp.Or(r.Pattern, "-") }

// method is the request's method, "-" where it is none that anybody knows.
func method(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
		http.MethodOptions, http.MethodConnect, http.MethodTrace:
		return r.Method
	}
	return "-"
}

// cut shortens s to at most limit bytes without splitting a character.
func cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}
