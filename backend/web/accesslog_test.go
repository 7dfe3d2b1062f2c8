package web_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// However often somebody is refused, the log grows by a few lines a minute, and
// says how many it left out.
func TestRefusalsDoNotFillTheLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &logText{}
		refuse := web.Handle(func(_ http.ResponseWriter, r *http.Request) error {
			r.Pattern = r.URL.Path
			return access.Errorf(access.Code(r.URL.Query().Get("code")), "no")
		}, web.Problem)
		h := web.Front{Logger: slog.New(slog.NewTextHandler(log, nil))}.Wrap(refuse)
		ask := func(target string, times int) {
			for range times {
				h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", target, nil))
			}
		}
		lines := func() (requests, left int) {
			synctest.Wait()
			text := log.take()
			return strings.Count(text, "msg=request "), strings.Count(text, `msg="more requests alike" `)
		}
		ask("/login?code=unauthenticated", 5)
		if requests, left := lines(); requests != 5 || left != 0 {
			t.Errorf("of 5 refusals %d lines, %d of what was left out", requests, left)
		}
		ask("/login?code=unauthenticated", 1000)
		ask("/login?code=syntax", 3)
		if requests, _ := lines(); requests != 25+3 {
			t.Errorf("%d lines of a flood and of 3 others, want 28", requests)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if text := log.take(); !strings.Contains(text, "count=975 route=/login status=401 code=unauthenticated") {
			t.Errorf("what was left out is not said: %s", text)
		}
		lines()
		time.Sleep(time.Hour)
		if requests, left := lines(); requests+left != 0 {
			t.Error("the log goes on without anybody asking")
		}
		ask("/login?code=unauthenticated", 1)
		if requests, _ := lines(); requests != 1 {
			t.Error("the first refusal of another minute is not in the log")
		}
		time.Sleep(time.Hour)
		for _, path := range strings.Fields("/a /b /c /d /e /f /g /h /i /j") {
			ask(path+"?code=unauthenticated", 100)
		}
		if requests, _ := lines(); requests != 120 {
			t.Errorf("%d lines of many kinds, want 120", requests)
		}
		ask("/a?code=unauthenticated", 10)
		time.Sleep(time.Minute)
		if requests, left := lines(); requests != 0 || left != 10 {
			t.Errorf("%d lines, %d of what was left out, want one of each of 10 kinds", requests, left)
		}
	})
}

// logText is a log that is also written by who ends a minute.
type logText struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logText) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// take gives what was written since.
func (l *logText) take() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.text.Reset()
	return l.text.String()
}

func TestWhoDebugsSeesEverySuccess(t *testing.T) {
	var log bytes.Buffer
	ok := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") })
	h := web.Front{Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))}.Wrap(ok)
	for range 200 {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/login", nil))
	}
	if n := strings.Count(log.String(), "msg=request "); n != 200 {
		t.Errorf("%d lines of 200 successes", n)
	}
}
