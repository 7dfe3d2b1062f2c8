package web

import (
	"io"
	"mime"
	"net/http"
	"time"

	"latchkey/backend/access"
)

// A stream of any size is read and written under deadlines that move on while
// bytes flow, in place of the listener's own, which are made for the dialects.
const (
	streamPatience = 30 * time.Second
	streamStep     = 256 << 10 // how many bytes a deadline is for
	restPatience   = 2 * time.Minute
)

// ReadStream gives the body of a request as a stream of bytes. Codes: media_type.
func ReadStream(w http.ResponseWriter, r *http.Request) (io.Reader, error) {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || mediaType != "application/octet-stream" {
		return nil, access.Errorf(access.CodeMediaType, "the body is taken as bytes").WithHint("send Content-Type: application/octet-stream")
	}
	s := &stream{body: r.Body, control: http.NewResponseController(w), left: 0}
	s.moveOn()
	return s, nil
}

// ReadRest reads what of a stream nobody wants any more, and throws it away:
// a browser reads no answer before it has sent all it has, and where the
// connection is closed before that it sends the request anew. A sender that
// takes longer than it is given is cut off.
func ReadRest(body io.Reader) {
	end := time.Now().Add(restPatience) // of a connection, which knows no other clock
	bin := make([]byte, streamStep)
	for time.Now().Before(end) {
		if _, err := body.Read(bin); err != nil {
			return
		}
	}
}

// WriteStream begins an answer of bytes, and gives where they go.
func WriteStream(w http.ResponseWriter) io.Writer {
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Cache-Control", "no-store")
	s := &stream{out: w, control: http.NewResponseController(w)}
	s.moveOn()
	return s
}

// TakeTime lifts the deadline of an answer that comes when it comes.
func TakeTime(w http.ResponseWriter) {
	control := http.NewResponseController(w)
	_ = control.SetWriteDeadline(time.Time{}) // not every door has deadlines
	_ = control.SetReadDeadline(time.Time{})
}

type stream struct {
	body    io.Reader
	out     io.Writer
	control *http.ResponseController
	left    int // until the deadlines move
}

func (s *stream) moveOn() {
	s.left = streamStep
	at := time.Now().Add(streamPatience) // of a connection, which knows no other clock
	if s.body != nil {
		_ = s.control.SetReadDeadline(at)
		_ = s.control.SetWriteDeadline(time.Time{}) // the answer comes when all was read and done
		return
	}
	_ = s.control.SetWriteDeadline(at)
}

func (s *stream) Read(p []byte) (int, error) {
	n, err := s.body.Read(p)
	if s.left -= n; s.left <= 0 {
		s.moveOn()
	}
	return n, err
}

func (s *stream) Write(p []byte) (int, error) {
	n, err := s.out.Write(p)
	if s.left -= n; s.left <= 0 {
		s.moveOn()
	}
	return n, err
}
