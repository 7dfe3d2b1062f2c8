package web_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// serve sends one request through the front and gives the answer and the log.
func serve(h http.Handler, r *http.Request) (*httptest.ResponseRecorder, string) {
	var log bytes.Buffer
	rec := httptest.NewRecorder()
	logger := slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	web.Front{Logger: logger}.Wrap(h).ServeHTTP(rec, r)
	return rec, log.String()
}

func TestEveryCodeHasAStatus(t *testing.T) {
	for _, code := range access.Codes() {
		if status := web.Status(code); status < 400 || status == http.StatusInternalServerError && code != access.CodeInternal {
			t.Errorf("%s has the status %d", code, status)
		}
	}
}

func TestAProblemHasTheFormOfRFC9457(t *testing.T) {
	h := web.Handle(func(http.ResponseWriter, *http.Request) error {
		e := access.Invalidf("name", "a name is <short> & \"plain\"").WithHint("choose another")
		e.Details = []access.Detail{{Path: "/name", Code: "maxLength", Message: "must NOT have more than 1 characters", Info: map[string]any{"limit": 1}}}
		e.Reason = access.ReasonRevoked
		return e.Wrap(errors.New("cause"))
	}, web.Problem)
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("X-Request-Id", "req-1")
	rec, _ := serve(h, r)
	want := `{"type":"about:blank","title":"Bad Request","status":400,"detail":"a name is <short> & \"plain\"","code":"invalid","hint":"choose another","field":"name",` +
		`"errors":[{"path":"/name","code":"maxLength","message":"must NOT have more than 1 characters","info":{"limit":1}}],"requestId":"req-1"}`
	if got := rec.Body.String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for name, value := range map[string]string{"Content-Type": "application/problem+json", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Request-Id": "req-1"} {
		if got := rec.Header().Get(name); got != value {
			t.Errorf("%s is %q, want %q", name, got, value)
		}
	}
}

func TestTheCurrentObjectOfAConflictIsInTheProblem(t *testing.T) {
	h := web.Handle(func(http.ResponseWriter, *http.Request) error {
		e := access.Errorf(access.CodeConflict, "changed meanwhile")
		e.Current = map[string]any{"name": "new"}
		return e
	}, web.Problem)
	rec, _ := serve(h, httptest.NewRequest("GET", "/", nil))
	if !strings.Contains(rec.Body.String(), `"current":{"name":"new"}`) {
		t.Error(rec.Body)
	}
}

func TestACurrentObjectThatCannotBeEncodedIsLeftOut(t *testing.T) {
	h := web.Handle(func(http.ResponseWriter, *http.Request) error {
		e := access.Errorf(access.CodeConflict, "changed meanwhile")
		e.Current = func() {}
		return e
	}, web.Problem)
	rec, _ := serve(h, httptest.NewRequest("GET", "/", nil))
	if rec.Code != http.StatusConflict || strings.Contains(rec.Body.String(), "current") {
		t.Error(rec.Code, rec.Body)
	}
}

// What is ours to mend stays with us: the cause is logged once under the
// request id, and the client learns the id.
func TestForeignErrorsAndPanicsAreLoggedOnceAndNeverShown(t *testing.T) {
	handlers := map[string]web.Handler{
		"error": func(http.ResponseWriter, *http.Request) error { return errors.New("disk caught fire at /secret/path") },
		"panic": func(http.ResponseWriter, *http.Request) error { panic("disk caught fire at /secret/path") },
	}
	for name, h := range handlers {
		t.Run(name, func(t *testing.T) {
			rec, log := serve(web.Handle(h, web.Problem), httptest.NewRequest("GET", "/thing?token=query-secret", nil))
			if rec.Code != http.StatusInternalServerError || strings.Contains(rec.Body.String(), "disk") {
				t.Errorf("%d %s", rec.Code, rec.Body)
			}
			if n := strings.Count(log, "disk caught fire"); n != 1 {
				t.Errorf("the cause is logged %d times:\n%s", n, log)
			}
			if !strings.Contains(log, rec.Header().Get("X-Request-Id")) {
				t.Error("the log does not name the request")
			}
			if strings.Contains(log, "query-secret") {
				t.Error("the log has the query")
			}
		})
	}
}

func TestAnAbortedHandlerAborts(t *testing.T) {
	defer func() {
		if p := recover(); p != http.ErrAbortHandler {
			t.Errorf("recovered %v", p)
		}
	}()
	serve(web.Handle(func(http.ResponseWriter, *http.Request) error { panic(http.ErrAbortHandler) }, web.Problem), httptest.NewRequest("GET", "/", nil))
	t.Error("the handler returned")
}

func TestAClientThatWentAwayIsNoFaultOfOurs(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	h := web.Handle(func(_ http.ResponseWriter, r *http.Request) error {
		cancel()
		return r.Context().Err()
	}, web.Problem)
	_, log := serve(h, httptest.NewRequestWithContext(ctx, "GET", "/", nil))
	if strings.Contains(log, "ERROR") {
		t.Error(log)
	}
}

// A stream that breaks off must not look whole: the client sees the connection
// cut, and no second answer in the middle of the first.
func TestAnErrorAfterTheAnswerBeganCutsTheConnection(t *testing.T) {
	for name, end := range map[string]func() error{
		"an error": func() error { return errors.New("too late") },
		"a panic":  func() error { panic("too late") },
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			h := web.Handle(func(w http.ResponseWriter, _ *http.Request) error {
				_, _ = io.WriteString(w, strings.Repeat("a row\n", 1000))
				return end()
			}, web.Problem)
			srv := httptest.NewServer(web.Front{Logger: slog.New(slog.NewJSONHandler(&log, nil))}.Wrap(h))
			resp, err := srv.Client().Get(srv.URL)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(resp.Body)
			resp.Body.Close()
			srv.Close()
			if resp.StatusCode != http.StatusOK || err == nil || strings.Contains(string(body), "{") {
				t.Errorf("%d, %d bytes, %v; want 200 and an answer that breaks off", resp.StatusCode, len(body), err)
			}
			if n := strings.Count(log.String(), "too late"); n != 1 {
				t.Errorf("the cause is logged %d times:\n%s", n, &log)
			}
		})
	}
}

func TestRetryAfterIsSetForThoseThatMayTryAgain(t *testing.T) {
	tests := []struct {
		code  access.Code
		after time.Duration
		want  string
	}{
		{access.CodeRateLimited, time.Millisecond, "1"},
		{access.CodeRateLimited, 30 * time.Second, "30"},
		{access.CodeUnavailable, 1500 * time.Millisecond, "2"},
		{access.CodeUnavailable, 0, ""},
		{access.CodeConflict, time.Second, ""},
	}
	for _, test := range tests {
		h := web.Handle(func(http.ResponseWriter, *http.Request) error {
			e := access.Errorf(test.code, "no")
			e.RetryAfter = test.after
			return e
		}, web.Problem)
		rec, _ := serve(h, httptest.NewRequest("GET", "/", nil))
		if got := rec.Header().Get("Retry-After"); got != test.want {
			t.Errorf("%s after %s: Retry-After is %q, want %q", test.code, test.after, got, test.want)
		}
	}
}

func TestMethodsNamesWhatAPathTakes(t *testing.T) {
	ok := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { web.WriteText(w, http.StatusOK, r.Method) })
	h := web.Methods(map[string]http.Handler{"GET": ok, "PATCH": ok}, web.Problem)
	for method, want := range map[string]int{"GET": 200, "HEAD": 200, "PATCH": 200, "POST": 405, "OPTIONS": 405, "DELETE": 405, "BREW": 405, "get": 405} {
		rec, _ := serve(h, httptest.NewRequest(method, "/", nil))
		if rec.Code != want {
			t.Errorf("%s: %d, want %d", method, rec.Code, want)
		}
		if allow := rec.Header().Get("Allow"); want == 405 && allow != "GET, HEAD, PATCH" {
			t.Errorf("%s: Allow is %q", method, allow)
		}
	}
}

func TestBodiesAreWrittenWholeAndCompact(t *testing.T) {
	rec := httptest.NewRecorder()
	v := struct {
		B string         `json:"b"`
		A []string       `json:"a"`
		M map[string]int `json:"m"`
		N *int           `json:"n"`
	}{B: "<&>\u2028 \xff", M: map[string]int{"z": 1, "a": 2}}
	if err := web.WriteJSON(rec, http.StatusCreated, v); err != nil {
		t.Fatal(err)
	}
	want := "{\"b\":\"<&>\u2028 \ufffd\",\"a\":[],\"m\":{\"a\":2,\"z\":1},\"n\":null}"
	if got := rec.Body.String(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if rec.Header().Get("Cache-Control") != "no-store" {
		t.Error(rec.Header())
	}
}

func TestEveryAnswerSaysItsLength(t *testing.T) {
	for _, method := range []string{"GET", "HEAD"} {
		for _, size := range []int{0, 1, 2<<10 - 1, 2 << 10, 2<<10 + 1, 100_000} {
			text := strings.Repeat("x", size)
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { web.WriteText(w, http.StatusCreated, text) }))
			r, err := http.NewRequestWithContext(t.Context(), method, srv.URL, nil)
			if err != nil {
				t.Fatal(err)
			}
			answer, err := srv.Client().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(answer.Body)
			if err != nil {
				t.Fatal(err)
			}
			if answer.ContentLength != int64(size) && (method == "GET" || size > 0) || len(answer.TransferEncoding) > 0 {
				t.Errorf("%s of %d bytes: length %d, encoding %v", method, size, answer.ContentLength, answer.TransferEncoding)
			}
			if method == "GET" && len(body) != size {
				t.Errorf("%d bytes came of %d", len(body), size)
			}
			srv.Close()
		}
	}
}

func TestNothingIsWrittenWhenAnAnswerCannotBeEncoded(t *testing.T) {
	h := web.Handle(func(w http.ResponseWriter, _ *http.Request) error { return web.WriteJSON(w, http.StatusOK, func() {}) }, web.Problem)
	if rec, _ := serve(h, httptest.NewRequest("GET", "/", nil)); rec.Code != http.StatusInternalServerError {
		t.Error(rec.Code, rec.Body)
	}
}
