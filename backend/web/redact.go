package web

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/http"
	"regexp"

	"github.com/go-json-experiment/json/jsontext"

	"latchkey/backend/access"
	"latchkey/backend/activity"
)

const (
	// maxCaptured is what is read of a body to take the secrets out of it. A
	// longer one is not shown at all: half a document cannot be understood.
	maxCaptured = 64 << 10
	// maxShownBody is where a captured body is cut.
	maxShownBody = 10 << 10
)

// capturing collects both bodies of a request while it is served.
type capturing struct{ request, answer bounded }

func captureBodies(w *recorder, r *http.Request) *capturing {
	c := &capturing{}
	w.copy = &c.answer
	if r.Body != nil {
		r.Body = &teeBody{ReadCloser: r.Body, to: &c.request}
	}
	return c
}

func (c *capturing) bodies(r *http.Request, w *recorder) *activity.Bodies {
	b := &activity.Bodies{}
	b.Request, b.RequestCut = c.request.shown(r.Header.Get("Content-Type"), true, showOfRequest)
	if b.Answer = hidden; w.code != access.CodeForeignHost && w.code != access.CodeForeignOrigin { // those repeat what was sent
		b.Answer, b.AnswerCut = c.answer.shown(w.Header().Get("Content-Type"), false, showOfAnswer)
	}
	c.request.forget()
	c.answer.forget()
	return b
}

// teeBody gives a body to its reader and a copy to somebody else.
type teeBody struct {
	io.ReadCloser
	to *bounded
}

func (t *teeBody) Read(p []byte) (int, error) {
	n, err := t.ReadCloser.Read(p)
	t.to.take(p[:n])
	return n, err
}

// bounded keeps the beginning of a body, and how long it was.
type bounded struct {
	kept  []byte
	total int64
}

func (b *bounded) take(p []byte) {
	b.total += int64(len(p))
	b.kept = append(b.kept, p[:min(len(p), maxCaptured-len(b.kept))]...)
}

// forget wipes what was kept: there may have been a secret in it.
func (b *bounded) forget() { clear(b.kept) }

// shown is the body as it may be shown, and how many bytes were cut off.
func (b *bounded) shown(contentType string, unsaidIsJSON bool, show func(name string, value jsontext.Value) string) (string, int64) {
	kind, _, err := mime.ParseMediaType(contentType)
	isJSON := kind == "application/json" || kind == "application/problem+json" || contentType == "" && unsaidIsJSON
	switch {
	case b.total == 0:
		return "", 0
	case err != nil && contentType != "", !isJSON:
		return fmt.Sprintf("(%d bytes that are not JSON, hidden)", b.total), 0
	case b.total > int64(len(b.kept)):
		return fmt.Sprintf("(%d bytes: too long to take the secrets out, hidden)", b.total), 0
	}
	text, ok := redact(b.kept, show)
	if !ok {
		return fmt.Sprintf("(%d bytes that are not valid JSON, hidden)", b.total), 0
	}
	short := activity.Cut(text, maxShownBody)
	return short, int64(len(text) - len(short))
}

const (
	masked = "••••••••••••••••" // what is secret, whatever its length
	hidden = "(hidden)"         // what is not known to be harmless
)

// redact writes a document again with every value as show gives it. The names
// of members are those of a list: any other may be a secret in the wrong place.
func redact(body []byte, show func(name string, value jsontext.Value) string) (string, bool) {
	var out bytes.Buffer
	dec := jsontext.NewDecoder(bytes.NewReader(body))
	enc := jsontext.NewEncoder(&out, jsontext.AllowDuplicateNames(true), jsontext.EscapeForHTML(false))
	if redactValue(dec, enc, "", show) != nil {
		return "", false
	}
	if _, err := dec.ReadToken(); err != io.EOF {
		return "", false
	}
	return string(bytes.TrimSpace(out.Bytes())), true
}

func redactValue(dec *jsontext.Decoder, enc *jsontext.Encoder, name string, show func(string, jsontext.Value) string) error {
	switch kind := dec.PeekKind(); kind {
	case '{', '[':
		begin, err := dec.ReadToken()
		if err != nil {
			return err
		}
		if err := enc.WriteToken(begin); err != nil {
			return err
		}
		for dec.PeekKind() != '}' && dec.PeekKind() != ']' {
			inner := name
			if kind == '{' {
				token, err := dec.ReadToken()
				if err != nil {
					return err
				}
				if inner = token.String(); !knownMembers[inner] {
					inner = hidden
				}
				if err := enc.WriteToken(jsontext.String(inner)); err != nil {
					return err
				}
			}
			if err := redactValue(dec, enc, inner, show); err != nil {
				return err
			}
		}
		end, err := dec.ReadToken()
		if err != nil {
			return err
		}
		return enc.WriteToken(end)
	default:
		value, err := dec.ReadValue()
		if err != nil {
			return err
		}
		if kind == 'n' || string(value) == `""` {
			return enc.WriteValue(value)
		}
		if text := show(name, value); text != "" {
			return enc.WriteToken(jsontext.String(text))
		}
		return enc.WriteValue(value)
	}
}

var accessKeyShape = regexp.MustCompile(`^"[0-9a-f]{40}"$`)

// showOfRequest shows the kind of what was sent and hardly ever the value:
// people send passwords as usernames and secrets as access keys.
func showOfRequest(name string, value jsontext.Value) string {
	switch {
	case secretMembers[name] && value.Kind() == '"':
		return masked
	case (name == "accessKey" || name == "apiKey") && accessKeyShape.Match(value):
		return ""
	case value.Kind() == '0':
		return "(a number, hidden)"
	case value.Kind() != '"':
		return "(true or false, hidden)"
	}
	return hidden
}

// errorNameShape is what the core names its errors; other names are people's.
var errorNameShape = regexp.MustCompile(`^"[A-Z][A-Za-z]{2,40}Error"$`)

// showOfAnswer shows what the core wrote itself, not what people called things.
func showOfAnswer(name string, value jsontext.Value) string {
	switch {
	case secretMembers[name]:
		return masked
	case name == "" || name == hidden || peoplesMembers[name]:
		return hidden
	case name == "name" && !errorNameShape.Match(value):
		return hidden
	}
	return ""
}

// secretMembers hold a secret, wherever they stand.
var secretMembers = set("secret", "apiSecret", "password", "text", "token", "Token", "access_token")

// peoplesMembers hold what people typed once.
var peoplesMembers = set("username", "email", "createdBy", "updatedBy", "accountName", "Username", "Email", "Firstname", "Lastname")

// knownMembers are the members of the dialects' bodies.
var knownMembers = set("secret", "apiSecret", "password", "text", "token", "Token", "access_token",
	"accessKey", "apiKey", "username", "name",
	"statusCode", "error", "message", "details", "reason", "path", "code", "info", "type", "missingProperty", "limit",
	"title", "status", "detail", "errors", "hint", "field", "requestId", "instance",
	"id", "email", "createdBy", "updatedBy", "createdAt", "updatedAt", "primaryAccount", "accounts", "flatRolesList", "flatPermissionsList",
	"accountId", "uniqueId", "accountName", "customerId", "realm", "domain", "roles", "permissions", "accountAdmin", "usersPrimaryAccount",
	"created", "Id", "Created", "Username", "Email", "Firstname", "Lastname", "PasswordExpiration")

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}
