package servertest

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"latchkey/backend/web"
)

var update = flag.Bool("update", false, "write what came back into the transcripts")

// Transcripts runs every transcript of a folder. A transcript is a txtar file of
//
//	-- state --     lines of Do; "limits on" and "cors ORIGIN" of the world itself
//	-- request --   a request: line, headers, empty line, body
//	-- response --  what must come back
//
// over and over. What is random stands in it by name: <jwt 1 …> with the token's
// header and claims, <uuid 1>, <auth header 1>, <request id>. A request may use
// what came back before as $JWT1 and $AUTHHEADER1. "(N bytes)" as a body is a body
// of N spaces. The headers that every answer has are checked and not shown, nor
// is a Content-Length that is right.
func Transcripts(t *testing.T, folder string) {
	files, err := filepath.Glob(filepath.Join(folder, "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts in %s: %v", folder, err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) { run(t, name) })
	}
}

func run(t *testing.T, name string) {
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	w := Open(t, optionsOf(t, archive))
	seen := newNames()
	out := &txtar.Archive{Comment: archive.Comment}
	for i, f := range archive.Files {
		switch f.Name {
		case "state":
			for line := range strings.Lines(string(f.Data)) {
				if line = strings.TrimSpace(line); line != "" && !isOption(line) {
					w.Do(line)
				}
			}
			out.Files = append(out.Files, f)
		case "request":
			out.Files = append(out.Files, f)
			r := request(t, seen.fill(string(f.Data)))
			answer := w.Call(r)
			w.checkSpec(r, answer)
			got := seen.show(t, r, answer)
			out.Files = append(out.Files, txtar.File{Name: "response", Data: []byte(got)})
			if *update {
				continue
			}
			if i+1 == len(archive.Files) || archive.Files[i+1].Name != "response" {
				t.Fatalf("a request without a response: run the test with -update\n%s", f.Data)
			}
			if diff := cmp.Diff(string(archive.Files[i+1].Data), got); diff != "" {
				t.Errorf("%s\n(-want +got):\n%s", firstLine(f.Data), diff)
			}
		case "response":
		default:
			t.Fatalf("%s: no section is named %s", name, f.Name)
		}
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(out), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func isOption(line string) bool { return line == "limits on" || strings.HasPrefix(line, "cors ") }

func optionsOf(t *testing.T, archive *txtar.Archive) Options {
	var opts Options
	for _, f := range archive.Files {
		if f.Name != "state" {
			continue
		}
		for line := range strings.Lines(string(f.Data)) {
			line = strings.TrimSpace(line)
			if line == "limits on" {
				opts.Limits = true
			}
			if origin, ok := strings.CutPrefix(line, "cors "); ok {
				parsed, err := web.ParseOrigin(origin)
				if err != nil {
					t.Fatal(err)
				}
				opts.Server.CORSOrigins = append(opts.Server.CORSOrigins, parsed)
			}
		}
	}
	return opts
}

// request reads a request as it stands in a transcript.
func request(t *testing.T, text string) *http.Request {
	t.Helper()
	head, body, _ := strings.Cut(text, "\n\n")
	body = strings.TrimSuffix(body, "\n")
	if n, ok := strings.CutPrefix(body, "("); ok {
		if size, err := strconv.Atoi(strings.TrimSuffix(n, " bytes)")); err == nil {
			body = strings.Repeat(" ", size)
		}
	}
	head = strings.ReplaceAll(strings.TrimSuffix(head, "\n"), "\n", "\r\n")
	if body != "" {
		head += "\r\nContent-Length: " + strconv.Itoa(len(body))
	}
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(head + "\r\n\r\n" + body)))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return r
}

// always are the headers that every answer has.
var always = map[string]string{
	"Content-Security-Policy":      "default-src 'none'; frame-ancestors 'none'",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Referrer-Policy":              "no-referrer",
	"X-Content-Type-Options":       "nosniff",
}

// show writes an answer as it stands in a transcript.
func (n *names) show(t *testing.T, r *http.Request, rec *httptest.ResponseRecorder) string {
	t.Helper()
	answer := rec.Result()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range always {
		if got := answer.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
		answer.Header.Del(name)
	}
	if length := answer.Header.Get("Content-Length"); length == strconv.Itoa(len(body)) {
		answer.Header.Del("Content-Length")
	}
	if r.Method == http.MethodHead {
		body = nil // net/http does not send it
	}
	if bytes.HasSuffix(body, []byte("\n")) {
		t.Error("the body ends with a newline")
	}
	var b strings.Builder
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\n", answer.StatusCode, http.StatusText(answer.StatusCode))
	headers := make([]string, 0, len(answer.Header))
	for name := range answer.Header {
		headers = append(headers, name)
	}
	slices.Sort(headers)
	for _, name := range headers {
		for _, value := range answer.Header[name] {
			b.WriteString(strings.TrimRight(name+": "+value, " ") + "\n")
		}
	}
	b.WriteString("\n")
	if len(body) > 0 {
		b.Write(body)
		b.WriteString("\n")
	}
	return n.hide(b.String(), answer.Header.Get("X-Request-Id"))
}

func firstLine(text []byte) string {
	line, _, _ := strings.Cut(string(text), "\n")
	return line
}
