package desktop

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"latchkey/backend/access"
)

// able is a bridge over a core, with a desktop that can what can says.
func able(t *testing.T, c *core, can Abilities) (*bridge, http.Handler) {
	t.Helper()
	a := newAttachment(c.find)
	if err := a.attach(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	b := newBridge(testFiles, a, c.dial, can, recall(filepath.Join(t.TempDir(), "window.json")), slog.New(slog.DiscardHandler))
	return b, b.Middleware(http.FileServerFS(testFiles))
}

func answers(path string) func(context.Context, string) (string, error) {
	return func(context.Context, string) (string, error) { return path, nil }
}

func TestSavedFileIsWholeOrNotThere(t *testing.T) {
	c := startCore(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/api/v1/keys.csv":
			_, _ = io.WriteString(w, "name\nbilling-batch\n")
		case "/api/v1/backup":
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "half of it")
		default:
			problem(w, http.StatusForbidden, "Forbidden", access.Errorf(access.CodeDenied, "not you"))
		}
	})
	dir := t.TempDir()
	path := filepath.Join(dir, "keys.csv")
	_, h := able(t, c, Abilities{SaveAs: answers(path)})

	res := ask(h, "POST", "/window/save", strings.NewReader(`{"path":"/api/v1/keys.csv","name":"keys.csv"}`))
	if got := text(t, res); res.StatusCode != 200 || got != `{"path":"`+path+`","size":19}` {
		t.Fatalf("%d %s", res.StatusCode, got)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "name\nbilling-batch\n" {
		t.Errorf("%q, %v", got, err)
	}
	res = ask(h, "POST", "/window/save", strings.NewReader(`{"path":"/api/v1/secrets","name":"x"}`))
	if got := text(t, res); res.StatusCode != 403 || !strings.Contains(got, "not you") {
		t.Errorf("a refusal of the core: %d %s", res.StatusCode, got)
	}
	res = ask(h, "POST", "/window/save", strings.NewReader(`{"path":"/api/v1/backup","name":"x"}`))
	if res.StatusCode != 500 {
		t.Errorf("an answer that was cut off: %d", res.StatusCode)
	}
	if got, _ := os.ReadFile(path); string(got) != "name\nbilling-batch\n" {
		t.Errorf("half an answer took the place of the file: %q", got)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
	_, h = able(t, c, Abilities{SaveAs: answers("")})
	if res := ask(h, "POST", "/window/save", strings.NewReader(`{"path":"/api/v1/keys.csv","name":"x"}`)); res.StatusCode != 204 {
		t.Errorf("a dialog that was closed: %d", res.StatusCode)
	}
}

func TestPageGetsOnlyAtFilesThatWereChosen(t *testing.T) {
	var took string
	c := startCore(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		took = r.Method + " " + r.URL.Path + " " + r.Header.Get("Content-Type") + " " + string(body)
		problem(w, http.StatusConflict, "Conflict", access.Errorf(access.CodeConflict, "it is older"))
	})
	path := filepath.Join(t.TempDir(), "pairs.csv")
	if err := os.WriteFile(path, []byte("a,b\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, h := able(t, c, Abilities{Open: answers(path)})
	for _, name := range []string{"", path, "../pairs.csv", "AAAAAAAAAAAAAAAAAAAAAAAAAA"} {
		body, _ := json.Marshal(map[string]string{"file": name})
		if res := ask(h, "POST", "/window/read", strings.NewReader(string(body))); res.StatusCode != 404 {
			t.Errorf("%q: %d", name, res.StatusCode)
		}
	}
	var opened openedFile
	if err := json.Unmarshal([]byte(text(t, ask(h, "POST", "/window/open", strings.NewReader(`{"pattern":"*.csv"}`)))), &opened); err != nil {
		t.Fatal(err)
	}
	if opened.Name != "pairs.csv" || opened.Size != 4 || strings.Contains(opened.File, "/") {
		t.Errorf("%+v", opened)
	}
	if got := text(t, ask(h, "POST", "/window/read", strings.NewReader(`{"file":"`+opened.File+`"}`))); got != "a,b\n" {
		t.Errorf("%q", got)
	}
	res := ask(h, "POST", "/window/send", strings.NewReader(`{"file":"`+opened.File+`","path":"/api/v1/restore"}`))
	if got := text(t, res); res.StatusCode != 409 || !strings.Contains(got, "it is older") {
		t.Errorf("%d %s", res.StatusCode, got)
	}
	if took != "POST /api/v1/restore application/octet-stream a,b\n" {
		t.Errorf("the core got %q", took)
	}
}

func TestWindowZoomsWhereItCanAndSaysWhereItCannot(t *testing.T) {
	c := startCore(t, nil)
	var zoomed []int
	_, h := able(t, c, Abilities{Zoom: func(percent int) { zoomed = append(zoomed, percent) }})
	for body, want := range map[string]int{`{"percent":150}`: 204, `{"percent":5}`: 400, `{"percent":"x"}`: 400} {
		if res := ask(h, "PUT", "/window/zoom", strings.NewReader(body)); res.StatusCode != want {
			t.Errorf("%s: %d, want %d", body, res.StatusCode, want)
		}
	}
	if len(zoomed) != 1 || zoomed[0] != 150 {
		t.Errorf("zoomed to %v", zoomed)
	}
	_, h = able(t, c, Abilities{})
	if res := ask(h, "PUT", "/window/zoom", strings.NewReader(`{"percent":150}`)); res.StatusCode != 404 {
		t.Errorf("a window that cannot: %d", res.StatusCode)
	}
}
