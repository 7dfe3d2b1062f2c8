// Package web is the HTTP plumbing that every door shares: handlers that return
// errors, the one table of status codes, strict JSON in and compact JSON out,
// request ids, the access log, the client's address, and the table of who may
// call what from a browser.
//
// It knows HTTP and the codes of access. It must not know any path's meaning,
// any dialect's error shape, or the store.
package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"latchkey/backend/access"
)

// Handler is a handler that returns what went wrong instead of writing it. Where
// it has begun to write, as a stream does, the connection is cut: whoever reads
// it must not take the part for the whole.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Fail is how a dialect writes an error.
type Fail func(w http.ResponseWriter, r *http.Request, err *access.Error)

// Handle makes an http.Handler of h: a panic becomes an internal error, what
// the client must not see is logged once under the request id, and fail writes
// the rest. Retry-After is set here, for all dialects alike.
func Handle(h Handler, fail Fail) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := record(w)
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler {
					panic(p)
				}
				refuseOrCut(rec, r, fmt.Errorf("panic: %v\n%s", p, debug.Stack()), fail)
			}
		}()
		if err := h(rec, r); err != nil {
			refuseOrCut(rec, r, err, fail)
		}
	})
}

func refuseOrCut(w *recorder, r *http.Request, err error, fail Fail) {
	begun := w.status != 0
	refuse(w, r, err, fail)
	if begun {
		panic(http.ErrAbortHandler)
	}
}

// NotFound answers every request with CodeNotFound in the dialect's own shape.
func NotFound(fail Fail) http.Handler {
	return Handle(func(http.ResponseWriter, *http.Request) error {
		return access.Errorf(access.CodeNotFound, "there is nothing at this path")
	}, fail)
}

func refuse(w *recorder, r *http.Request, err error, fail Fail) {
	if r.Context().Err() != nil && errors.Is(err, context.Canceled) {
		// Nobody reads the answer, and it is no fault of ours to be logged as one.
		err = access.Errorf(access.CodeUnavailable, "the client went away before the answer").Wrap(err)
	}
	e := access.AsError(err)
	if e.Code == access.CodeInternal {
		logger(r).LogAttrs(r.Context(), slog.LevelError, "internal error",
			slog.String("request", RequestID(r)), slog.String("method", method(r)),
			slog.String("route", route(r)), slog.String("cause", err.Error()))
	}
	if w.status != 0 {
		return // too late for another answer
	}
	w.code = e.Code
	if e.RetryAfter > 0 && (e.Code == access.CodeRateLimited || e.Code == access.CodeUnavailable) {
		seconds := (e.RetryAfter + time.Second - 1) / time.Second
		w.Header().Set("Retry-After", strconv.FormatInt(int64(seconds), 10))
	}
	fail(w, r, e)
}

// recorder remembers what was answered: Handle must know whether it may still
// write, and the access log what it was.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
	code   access.Code
	copy   *bounded    // of the body, while bodies are captured
	head   *Head       // of the connection; nil where net/http writes the header
	header http.Header // of the answer, until head or net/http gets it; only with head
}

func record(w http.ResponseWriter) *recorder {
	if rec, ok := w.(*recorder); ok {
		return rec
	}
	return &recorder{ResponseWriter: w}
}

func (w *recorder) Header() http.Header {
	if w.header != nil {
		return w.header
	}
	return w.ResponseWriter.Header()
}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		if w.header != nil {
			w.passHeader(status)
		}
		if status >= 200 || status == http.StatusSwitchingProtocols {
			w.status = status
		}
	}
	w.ResponseWriter.WriteHeader(status)
}

// passHeader gives the header to who writes it.
func (w *recorder) passHeader(status int) {
	rest := w.ResponseWriter.Header()
	if len(rest) > 0 || !w.head.write(w.header, status) { // net/http says by itself that it will close
		maps.Copy(rest, w.header)
		return
	}
	if _, ok := w.header["Content-Type"]; ok {
		rest["Content-Type"] = nil // written already, and not to be guessed
	}
}

func (w *recorder) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	if w.copy != nil {
		w.copy.take(p[:n])
	}
	return n, err
}

// WriteString keeps a text from being copied on its way to the connection.
func (w *recorder) WriteString(s string) (int, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	n, err := io.WriteString(w.ResponseWriter, s)
	w.bytes += int64(n)
	if w.copy != nil {
		w.copy.take([]byte(s[:n]))
	}
	return n, err
}

// FlushError is for http.ResponseController, which would reach past the header.
func (w *recorder) FlushError() error {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	return http.NewResponseController(w.ResponseWriter).Flush()
}

// Unwrap lets http.ResponseController reach the connection.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }
