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
	"log/slog"
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
		Set(w, retryAfter, strconv.FormatInt(int64(seconds), 10))
	}
	fail(w, r, e)
}
