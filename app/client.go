package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"latchkey/backend/access"
)

// client is a caller of /api/v1: of a core in another process, by its socket,
// or of one in this process, for the time of one command.
type client struct {
	http    *http.Client
	running bool         // another process answers
	close   func() error // ends the core in this process
}

// apiHost is the host name of requests to the socket, where nobody looks at it.
const apiHost = "http://latchkey"

// maxAnswer is more than any answer has; what is longer is none of ours.
const maxAnswer = 256 << 20

// do sends a request and decodes the answer into out, which may be nil, or a
// *json.RawMessage for the bytes as they are. A refusal comes back as the
// *access.Error the core wrote.
func (c *client) do(ctx context.Context, method, path string, body, out any) error {
	var payload io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return fmt.Errorf("write the request: %w", err)
		}
		payload = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, method, apiHost+"/api/v1"+path, payload)
	if err != nil {
		return fmt.Errorf("write the request: %w", err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return answered(ctx, c.http, req, out)
}

// upload sends a file of any size as it is read.
func (c *client) upload(ctx context.Context, path string, body io.Reader, out any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, apiHost+"/api/v1"+path, body)
	if err != nil {
		return fmt.Errorf("write the request: %w", err)
	}
	req.Header.Set("Content-Type", "application/octet-stream")
	return answered(ctx, c.patient(), req, out)
}

// patient is the client for what takes its time.
func (c *client) patient() *http.Client {
	patient := *c.http
	patient.Timeout = 0
	return &patient
}

func answered(ctx context.Context, by *http.Client, req *http.Request, out any) error {
	req.Header.Set("User-Agent", "latchkey/"+version)
	resp, err := by.Do(req)
	if err != nil {
		return lostCore(ctx, err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return lostCore(ctx, err)
	}
	if resp.StatusCode >= 300 {
		return problemError(resp.StatusCode, answer)
	}
	if out == nil || len(answer) == 0 {
		return nil
	}
	if raw, ok := out.(*json.RawMessage); ok {
		*raw = bytes.TrimSpace(answer)
		return nil
	}
	if err := json.Unmarshal(answer, out); err != nil {
		return errNotOurs
	}
	return nil
}

// list reads a whole list, page by page; one without query has no pages.
func (c *client) list(ctx context.Context, path string, query url.Values) ([]json.RawMessage, error) {
	all := []json.RawMessage{}
	for {
		at := path
		if query != nil {
			query.Set("offset", fmt.Sprint(len(all)))
			query.Set("limit", "1000")
			at += "?" + query.Encode()
		}
		var page struct {
			Items []json.RawMessage `json:"items"`
			Total int               `json:"total"`
		}
		if err := c.do(ctx, http.MethodGet, at, nil, &page); err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
		if query == nil || len(page.Items) == 0 || len(all) >= page.Total {
			return all, nil
		}
	}
}

// segment escapes a name for a path. A path has no name for "." and "..": they
// would be taken for the folders of that name.
func segment(ref string) (string, error) {
	if ref == "" || ref == "." || ref == ".." {
		return "", usagef("%q names nothing", ref).withHint("give an id or a name")
	}
	return url.PathEscape(ref), nil
}

// problemError reads an RFC 9457 body.
func problemError(status int, body []byte) error {
	var p struct {
		Detail    string          `json:"detail"`
		Code      access.Code     `json:"code"`
		Hint      string          `json:"hint"`
		Field     string          `json:"field"`
		RequestID string          `json:"requestId"`
		Current   json.RawMessage `json:"current"`
		Errors    []struct {
			Path    string `json:"path"`
			Message string `json:"message"`
		} `json:"errors"`
	}
	if json.Unmarshal(body, &p) != nil || p.Detail == "" {
		return fmt.Errorf("the core answered %d %s", status, strings.ToLower(http.StatusText(status)))
	}
	e := &access.Error{Code: p.Code, Public: p.Detail, Hint: p.Hint, Field: p.Field}
	if len(p.Current) > 0 {
		e.Current = p.Current
	}
	if p.Code == access.CodeInternal && p.RequestID != "" {
		e.Public += " (request " + p.RequestID + ")"
	}
	for _, d := range p.Errors {
		e.Details = append(e.Details, access.Detail{Path: d.Path, Message: d.Message})
	}
	return e
}

// lostCore says what an interrupted request means.
func lostCore(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return access.Errorf(access.CodeUnavailable, "interrupted before the answer came").
			WithHint("look whether it happened before you repeat it").Wrap(err)
	}
	return access.Errorf(access.CodeUnavailable, "the core went away before its answer came").
		WithHint("look whether it happened before you repeat it").Wrap(err)
}

// errCut is an answer that broke off, as a connection does that is cut.
var errCut = errors.New("the answer broke off")

// inProcess answers requests by calling a handler.
type inProcess struct{ handler http.Handler }

func (t inProcess) RoundTrip(req *http.Request) (_ *http.Response, err error) {
	defer func() {
		if p := recover(); p == http.ErrAbortHandler {
			err = errCut
		} else if p != nil {
			panic(p)
		}
	}()
	in := req.Clone(req.Context())
	in.RequestURI = req.URL.RequestURI()
	in.Host = req.URL.Host
	if in.Body == nil {
		in.Body = http.NoBody
	}
	defer in.Body.Close()
	w := &answer{header: http.Header{}}
	t.handler.ServeHTTP(w, in)
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return &http.Response{
		StatusCode: w.status, Status: http.StatusText(w.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: req,
	}, nil
}

// answer keeps what a handler writes.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *answer) Header() http.Header { return w.header }

func (w *answer) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
}

func (w *answer) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}
