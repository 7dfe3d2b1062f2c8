package access

import (
	"errors"
	"fmt"
	"time"
)

// Code is the closed list of what can go wrong. Which status or body a code
// becomes is the business of the doors, each in one table.
type Code string

const (
	CodeInvalid         Code = "invalid"          // the request cannot be carried out as it is written
	CodeSyntax          Code = "syntax"           // the body is not what its content type says
	CodeTooLarge        Code = "too_large"        // the body is over the limit
	CodeMediaType       Code = "media_type"       // the body's content type is not taken
	CodeMethod          Code = "method"           // the path exists, not for this method
	CodeUnauthenticated Code = "unauthenticated"  // no valid credential
	CodePasswordExpired Code = "password_expired" // the password was right, and is too old
	CodeSecondFactor    Code = "second_factor"    // a code of the authenticator app is needed too
	CodeDenied          Code = "denied"           // a valid credential that may not do this
	CodeForeignOrigin   Code = "foreign_origin"   // a browser page of another origin asked
	CodeForeignHost     Code = "foreign_host"     // asked under a host name that is not ours
	CodeNotFound        Code = "not_found"
	CodeConflict        Code = "conflict"     // the state does not allow it
	CodeRateLimited     Code = "rate_limited" // too many failures; RetryAfter says when again
	CodeUnavailable     Code = "unavailable"  // not now; RetryAfter may say when again
	CodeFull            Code = "full"         // the store cannot grow
	CodeInternal        Code = "internal"     // ours; the cause is in the log under the request id
)

// Codes lists every code, for the tests that hold a table against it.
func Codes() []Code {
	return []Code{
		CodeInvalid, CodeSyntax, CodeTooLarge, CodeMediaType, CodeMethod, CodeUnauthenticated,
		CodePasswordExpired, CodeSecondFactor, CodeDenied, CodeForeignOrigin, CodeForeignHost, CodeNotFound, CodeConflict,
		CodeRateLimited, CodeUnavailable, CodeFull, CodeInternal,
	}
}

// Error is the one error type. Public is for whoever asked: one sentence, lower
// case, no full stop, never quoting a secret. Hint says what to do next. The
// wrapped cause is for the log and never leaves.
type Error struct {
	Code       Code
	Public     string
	Hint       string
	Field      string // the JSON name of the member that is wrong
	Details    []Detail
	Current    any           // on a conflict of versions: the object as it is now
	RetryAfter time.Duration // with CodeRateLimited and CodeUnavailable
	Reason     Reason        // of a refused login; for the operator, never for the client
	err        error
}

// Detail is one violation of a request schema, in the form AJV reports it.
type Detail struct {
	Path    string         // instancePath, a JSON pointer
	Code    string         // keyword
	Message string         // message
	Info    map[string]any // params
}

func (e *Error) Error() string {
	switch {
	case e.err == nil:
		return e.Public
	case e.Public == "":
		return e.err.Error()
	}
	return e.Public + ": " + e.err.Error()
}

func (e *Error) Unwrap() error { return e.err }

// Wrap keeps the cause for the log.
func (e *Error) Wrap(err error) *Error {
	e.err = err
	return e
}

// WithHint says what to do next.
func (e *Error) WithHint(format string, args ...any) *Error {
	e.Hint = fmt.Sprintf(format, args...)
	return e
}

// Errorf makes an error of that code with a public sentence.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Public: fmt.Sprintf(format, args...)}
}

// Invalidf makes the error for a member of a request.
func Invalidf(field, format string, args ...any) *Error {
	return &Error{Code: CodeInvalid, Field: field, Public: fmt.Sprintf(format, args...)}
}

// AsError finds the Error in err. Any other error is CodeInternal with a
// public sentence that says nothing, and err as its cause.
func AsError(err error) *Error {
	e, ok := err.(*Error) // nearly always, and then found for less
	if ok || errors.As(err, &e) {
		return e
	}
	return &Error{Code: CodeInternal, Public: "something went wrong on our side", Hint: "look in the log for this request id", err: err}
}
