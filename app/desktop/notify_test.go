package desktop

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"latchkey/frontend"
)

func TestExpiryIsSpokenOfOnceAtEachNearness(t *testing.T) {
	now := time.Date(2026, 11, 22, 14, 3, 0, 0, time.UTC)
	end := now.Add(20 * day)
	keys := []expiringKey{{ID: "k1", Name: "billing-batch", Expires: &end}, {ID: "k2", Name: "for ever"}}
	path := filepath.Join(t.TempDir(), "window.json")
	var said []string
	fresh := func() *notifier {
		return &notifier{
			known: recall(path), words: newWords(frontend.WindowTexts()), now: func() time.Time { return now }, logger: slog.New(slog.DiscardHandler),
			ask: func(_ context.Context, path string) (*http.Response, error) {
				if !strings.HasPrefix(path, "/api/v1/keys?state=active&") {
					t.Errorf("asked for %s", path)
				}
				body, err := json.Marshal(map[string]any{"items": keys})
				return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(string(body)))}, err
			},
			send: func(key, title, _ string) error {
				said = append(said, key+": "+title)
				return nil
			},
		}
	}
	n := fresh()
	for i := range 21 * 4 { // four times a day
		if i%7 == 0 {
			n = fresh() // the window was closed and opened
		}
		if err := n.look(t.Context()); err != nil {
			t.Fatal(err)
		}
		now = now.Add(6 * time.Hour)
	}
	want := []string{"k1: billing-batch expires in 14 days", "k1: billing-batch expires in 3 days", "k1: billing-batch expires within a day"}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}

	// A renewed key is spoken of again, and many at once are one.
	said = nil
	end = now.Add(2 * day)
	if err := n.look(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"a", "b", "c", "d"} {
		keys = append(keys, expiringKey{ID: id, Name: id, Expires: &end})
	}
	if err := n.look(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"k1: billing-batch expires in 2 days", ": 4 access keys expire soon"}, said); diff != "" {
		t.Error(diff)
	}
}

func TestNoticeThatTheDesktopDidNotTakeIsGivenAgain(t *testing.T) {
	now := time.Date(2026, 11, 22, 14, 3, 0, 0, time.UTC)
	end := now.Add(2 * day)
	var said []string
	away := true // the service, at sign-in, may come later than the window
	n := &notifier{
		known: recall(""), words: newWords(frontend.WindowTexts()), now: func() time.Time { return now }, logger: slog.New(slog.DiscardHandler),
		ask: func(context.Context, string) (*http.Response, error) {
			body, err := json.Marshal(map[string]any{"items": []expiringKey{{ID: "k1", Name: "one", Expires: &end}, {ID: "k2", Name: "two", Expires: &end}}})
			return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(string(body)))}, err
		},
		send: func(key, _, _ string) error {
			if key == "k2" && away {
				return errors.New("no such name on the bus")
			}
			said = append(said, key)
			return nil
		},
	}
	if err := n.look(t.Context()); err == nil {
		t.Error("a notice that was not taken is no error")
	}
	away = false
	for range 2 {
		if err := n.look(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"k1", "k2"}, said); diff != "" {
		t.Error(diff)
	}
}
