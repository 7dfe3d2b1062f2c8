package web

import (
	"net/http"
	"strings"
	"testing"
)

func TestAHeadWritesTheUsualHeaderAlone(t *testing.T) {
	usual := func(change func(http.Header)) http.Header {
		h := http.Header{"Cache-Control": {"no-store"}, "Remote-User": {""}, "X-Request-Id": {"a"}}
		change(h)
		return h
	}
	into := func(h *Head, sent string) string {
		whole, err := h.Into([]byte(sent))
		if err != nil {
			t.Error(err)
		}
		return string(whole)
	}
	for name, test := range map[string]struct {
		header http.Header
		status int
		lines  string // "" = it is net/http's
	}{
		"usual":          {usual(func(http.Header) {}), 200, "Cache-Control: no-store\r\nRemote-User: \r\nX-Request-Id: a\r\n"},
		"two of a name":  {usual(func(h http.Header) { h["Remote-User"] = []string{"a", "b"} }), 401, ""},
		"none of a name": {usual(func(h http.Header) { h["Remote-User"] = nil }), 200, ""},
		"another name":   {usual(func(h http.Header) { h.Set("Content-Length", "0") }), 200, ""},
		"a line break":   {usual(func(h http.Header) { h.Set("Remote-User", "a\nSet-Cookie: b") }), 200, ""},
		"a return":       {usual(func(h http.Header) { h.Set("Remote-User", "a\rb") }), 200, ""},
		"space around":   {usual(func(h http.Header) { h.Set("Remote-User", "a ") }), 200, ""},
		"no content":     {usual(func(http.Header) {}), 204, ""},
		"not modified":   {usual(func(http.Header) {}), 304, ""},
		"informational":  {usual(func(http.Header) {}), 103, ""},
	} {
		var head Head
		if took := head.take(test.header) && head.write(test.status); took != (test.lines != "") {
			t.Errorf("%s: taken: %v", name, took)
		}
		const status, rest = "HTTP/1.1 200 OK\r\n", "Date: now\r\n\r\n\r\nbody"
		if between := "HTTP/1.1 100 Continue\r\n\r\n"; into(&head, between) != between {
			t.Errorf("%s: lines in an answer that is none yet", name)
		}
		if got := into(&head, status+rest); got != status+test.lines+rest {
			t.Errorf("%s: %q", name, got)
		}
		if test.lines != "" {
			head.Sent()
		}
		if got := into(&head, status); got != status {
			t.Errorf("%s: the lines come twice: %q", name, got)
		}
	}
	for i := 1; i < len(linesOfHeads); i++ {
		if a, b := linesOfHeads[i-1].name, linesOfHeads[i].name; strings.Compare(a, b) >= 0 || b != http.CanonicalHeaderKey(b) {
			t.Errorf("%s, %s: net/http sorts otherwise", a, b)
		}
	}
}
