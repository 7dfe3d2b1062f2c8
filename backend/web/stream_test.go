package web_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"latchkey/backend/web"
)

// A browser sends a whole file before it reads the answer, and sends it all
// again where the connection breaks before.
func TestAnswerReachesWhoStillSends(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := web.ReadStream(w, r)
		if err != nil {
			t.Error(err)
			return
		}
		if _, err := io.ReadFull(body, make([]byte, 16)); err != nil {
			t.Error(err)
		}
		web.ReadRest(body)
		w.WriteHeader(http.StatusTeapot)
	}))
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	const size = 64 << 20 // more than the kernel keeps for a connection
	fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: latchkey\r\nContent-Type: application/octet-stream\r\nContent-Length: %d\r\n\r\n", size)
	if _, err := io.CopyN(conn, zeros{}, size); err != nil {
		t.Fatalf("the file could not be sent whole: %v", err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("no answer: %v", err)
	}
	if answer.StatusCode != http.StatusTeapot {
		t.Errorf("status %d, want %d", answer.StatusCode, http.StatusTeapot)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }
