package web

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"latchkey/backend/access"
)

// accessLog says which route was asked and what was answered. The path, the
// query, a header or a body would be the client's text, and people type secrets
// into all of them.
//
// Whoever is refused costs a line, and anybody can be refused as often as they
// like: of what is alike only the first lines of a minute are written, then how
// many more there were. So nobody fills a disk, and a refusal costs no more than
// a login.
type accessLog struct {
	logger *slog.Logger

	mu    sync.Mutex
	begun time.Time // when the minute began
	lines int       // written in it
	kinds map[answerKind]*answersOfKind
	ends  *time.Timer // of the minute, where some were left out
}

// answerKind is what is alike of answers.
type answerKind struct {
	route  string
	status int
	code   access.Code
}

type answersOfKind struct{ written, left int }

const (
	logPeriod = time.Minute
	// logKindLines is how many of a kind are written in a minute, logLines of all.
	logKindLines = 30
	logLines     = 120
)

func newAccessLog(logger *slog.Logger) *accessLog {
	return &accessLog{logger: logger, kinds: map[answerKind]*answersOfKind{}}
}

// write writes a line about an answer. Successes are for whoever debugs, and
// are all written.
func (l *accessLog) write(s *scope, w *recorder, r *http.Request, ended time.Time, took time.Duration) {
	level := slog.LevelDebug
	switch {
	case w.status >= 500:
		level = slog.LevelWarn
	case w.status >= 400:
		level = slog.LevelInfo
	}
	if !l.logger.Enabled(r.Context(), level) {
		return
	}
	if level > slog.LevelDebug && !l.admit(answerKind{route(r), w.status, w.code}, ended) {
		return
	}
	attrs := []slog.Attr{
		slog.String("method", method(r)), slog.String("route", route(r)), slog.Int("status", w.status),
		slog.Int64("bytes", w.bytes), slog.Duration("took", took), slog.String("addr", s.addr), slog.String("request", s.id),
	}
	if w.code != "" {
		attrs = append(attrs, slog.String("code", string(w.code)))
	}
	l.logger.LogAttrs(r.Context(), level, "request", attrs...)
}

// admit says whether a line of that kind is to be written, and counts it.
func (l *accessLog) admit(kind answerKind, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Sub(l.begun) >= logPeriod {
		l.end()
		l.begun = now
	}
	k := l.kinds[kind]
	if k == nil {
		k = &answersOfKind{}
		l.kinds[kind] = k
	}
	if k.written < logKindLines && l.lines < logLines {
		k.written++
		l.lines++
		return true
	}
	if k.left++; l.ends == nil {
		l.ends = time.AfterFunc(l.begun.Add(logPeriod).Sub(now), func() {
			l.mu.Lock()
			defer l.mu.Unlock()
			l.end()
		})
	}
	return false
}

// end says what was left out of the minute. The lock is held.
func (l *accessLog) end() {
	if l.ends != nil {
		l.ends.Stop()
		l.ends = nil
	}
	for kind, k := range l.kinds {
		if k.left > 0 {
			l.logger.LogAttrs(context.Background(), slog.LevelInfo, "more requests alike", slog.Int("count", k.left),
				slog.String("route", kind.route), slog.Int("status", kind.status), slog.String("code", string(kind.code)))
		}
	}
	clear(l.kinds)
	l.lines, l.begun = 0, time.Time{}
}
