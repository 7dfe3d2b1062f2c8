package web

import (
	"io"
	"maps"
	"net/http"
	"strconv"

	"latchkey/backend/access"
)

// recorder remembers what was answered: Handle must know whether it may still
// write, and the access log what it was. Where the connection has a Head, it
// leaves to net/http no more than it must.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
	code   access.Code
	copy   *bounded    // of the body, while bodies are captured
	head   *Head       // of the connection; nil where net/http writes the header
	header http.Header // of the answer, until head or net/http gets it; only with head, and nil until somebody wants it
	bare   bool        // the request is a HEAD: no answer has a body
	kept   bool        // the whole answer is with head, and net/http knows of none yet
}

func record(w http.ResponseWriter) *recorder {
	if rec, ok := w.(*recorder); ok {
		return rec
	}
	return &recorder{ResponseWriter: w}
}

// plain reports whether lines may still be set without a map.
func (w *recorder) plain() bool { return w.head != nil && w.header == nil && w.status == 0 }

func (w *recorder) Header() http.Header {
	if w.more(); w.head == nil {
		return w.ResponseWriter.Header()
	}
	if w.header == nil {
		w.header = ownHeaders.Get().(http.Header)
		w.head.move(w.header)
	}
	return w.header
}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		if w.head != nil {
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
	rest := w.ResponseWriter.Header() // net/http says there by itself that it will close
	if (w.header == nil || len(rest) == 0 && w.head.take(w.header)) && w.head.write(status) {
		if w.head.has&(1<<contentType.line) != 0 {
			rest["Content-Type"] = nil // written already, and not to be guessed
		}
		return
	}
	maps.Copy(rest, w.Header())
}

const (
	// countedByHTTP is how long a body is at least that net/http does not keep
	// whole until the handler is done. It writes the Content-Length of shorter ones
	// itself, for less.
	countedByHTTP = 2 << 10
	// keptBody is how long a body may be that is left to the head.
	keptBody = 16 << 10
)

// answer is a whole answer whose header has been set. Most are left to the head,
// body and all, so that net/http has nothing of it to copy; that is told when
// the handler is done, for it may still write more.
func answer[T string | []byte](w http.ResponseWriter, status int, body T) {
	rec, ok := w.(*recorder)
	if !ok || !rec.keeps(status, len(body)) {
		begin(w, status, len(body))
		switch body := any(body).(type) {
		case string:
			_, _ = io.WriteString(w, body)
		case []byte:
			_, _ = w.Write(body)
		}
		return
	}
	rec.head.next.body = append(rec.head.next.body, body...)
	rec.status, rec.bytes, rec.kept = status, int64(len(body)), true
	if rec.copy != nil {
		rec.copy.take([]byte(body))
	}
}

// begin writes the header of an answer of that many bytes by way of net/http.
func begin(w http.ResponseWriter, status, size int) {
	if size >= countedByHTTP {
		w.Header()["Content-Length"] = []string{strconv.Itoa(size)}
	}
	w.WriteHeader(status)
}

// keeps leaves the header of an answer to the head, and reports whether it takes
// the body as well.
func (w *recorder) keeps(status, size int) bool {
	if !w.plain() || w.bare || size == 0 || size > keptBody {
		return false
	}
	if size >= countedByHTTP {
		w.head.values[lengthLine] = strconv.Itoa(size)
		w.head.has |= 1 << lengthLine
	}
	if !w.head.write(status) {
		w.head.has &^= 1 << lengthLine
		return false
	}
	return true
}

// done is called when the handler is.
func (w *recorder) done() {
	switch {
	case w.kept:
		w.kept = false
		w.ResponseWriter.WriteHeader(w.status)
	case w.status == 0:
		w.WriteHeader(http.StatusOK) // as net/http would
	}
}

// more is called before more is written than one whole answer: what was kept
// goes the way of everything else.
func (w *recorder) more() {
	if !w.kept {
		return
	}
	status, body := w.status, append([]byte(nil), w.head.next.body...)
	w.head.Sent()
	w.head.has &^= 1 << lengthLine
	w.status, w.bytes, w.kept = 0, 0, false
	begin(w, status, len(body))
	n, _ := w.ResponseWriter.Write(body)
	w.bytes = int64(n)
}

func (w *recorder) Write(p []byte) (int, error) {
	w.more()
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
	w.more()
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
	w.more()
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	return http.NewResponseController(w.ResponseWriter).Flush()
}

// Unwrap lets http.ResponseController reach the connection.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }
