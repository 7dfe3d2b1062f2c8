package desktop

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"latchkey/backend/access"
	"latchkey/backend/access/accesstest"
	"latchkey/backend/adminapi"
	"latchkey/backend/web"
)

// lockable is a real core behind a bridge, with an owner ada, and what asks it as
// the command line does.
func lockable(t *testing.T) (c *core, b *bridge, window http.Handler, cli func(method, path, body string) *http.Response) {
	t.Helper()
	store := accesstest.Open(t, accesstest.Options{})
	api := adminapi.New(adminapi.Config{Access: store.Service}).Local(func(r *http.Request) access.Caller {
		c := web.Caller(r)
		c.Kind, c.Name, c.Role = access.CallerLocal, "local:tester", access.RoleOwner
		return c
	})
	c = startCore(t, web.Front{}.Wrap(api).ServeHTTP)
	b, window = able(t, c, Abilities{})
	cli = func(method, path, body string) *http.Response {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, "http://localhost/api/v1"+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		res, err := transport(c.dial).RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		text, _ := io.ReadAll(res.Body)
		if res.StatusCode >= 300 {
			t.Fatalf("%s %s: %d %s", method, path, res.StatusCode, text)
		}
		return res
	}
	cli("POST", "/users", `{"username":"ada","password":"ada-password","operator":"owner"}`)
	return c, b, window, cli
}

const lockOn, lockOff = `{"changes":[{"name":"window-lock","value":"on"}]}`, `{"changes":[{"name":"window-lock","value":"off"}]}`

func signInAt(t *testing.T, window http.Handler) {
	t.Helper()
	res := ask(window, "POST", "/api/v1/session", strings.NewReader(`{"username":"ada","password":"ada-password"}`), "Content-Type", "application/json")
	var got struct{ Session string }
	if body := text(t, res); res.StatusCode != http.StatusCreated || json.Unmarshal([]byte(body), &got) != nil || got.Session != heldHere || res.Header.Get("Set-Cookie") != "" {
		t.Fatalf("%d %s %v", res.StatusCode, body, res.Header)
	}
}

func statusOf(window http.Handler, path string, headers ...string) int {
	return ask(window, "GET", path, nil, headers...).StatusCode
}

func TestLockedWindowOpensToAnOperatorAndLocksAgain(t *testing.T) {
	_, _, window, cli := lockable(t)
	if got := statusOf(window, "/api/v1/accounts"); got != http.StatusOK {
		t.Fatalf("a window that does not lock: %d", got)
	}
	cli("PATCH", "/settings", lockOn)
	for _, headers := range [][]string{nil, {windowHeader, ""}, {sessionHeader, heldHere}, {"Cookie", "latchkey_session=of-the-page"}} {
		if got := statusOf(window, "/api/v1/accounts", headers...); got != http.StatusUnauthorized {
			t.Errorf("locked, with %v: %d", headers, got)
		}
	}
	signInAt(t, window)
	if got := statusOf(window, "/api/v1/accounts", sessionHeader, heldHere); got != http.StatusOK {
		t.Errorf("open: %d", got)
	}
	if res := ask(window, "POST", "/window/lock", nil); res.StatusCode != http.StatusNoContent {
		t.Errorf("lock: %d", res.StatusCode)
	}
	if got := statusOf(window, "/api/v1/accounts", sessionHeader, heldHere); got != http.StatusUnauthorized {
		t.Errorf("locked again: %d", got)
	}
	cli("GET", "/accounts", "") // the command line never was
	cli("PATCH", "/settings", lockOff)
	if got := statusOf(window, "/api/v1/accounts"); got != http.StatusOK {
		t.Errorf("the lock was taken away: %d", got)
	}
}

func TestWindowLocksWithoutItsCore(t *testing.T) {
	c, b, window, cli := lockable(t)
	cli("PATCH", "/settings", lockOn)
	signInAt(t, window)
	handler := c.server.Handler
	c.stop()
	if !b.lock(context.Background()) {
		t.Error("it was not open")
	}
	c.serve(handler.ServeHTTP)
	if got := statusOf(window, "/api/v1/accounts", sessionHeader, heldHere); got != http.StatusUnauthorized {
		t.Errorf("the core is back: %d", got)
	}
	if b.lock(context.Background()) {
		t.Error("a locked one was open")
	}
}

func TestLockedWindowSavesNothing(t *testing.T) {
	c, _, _, cli := lockable(t)
	cli("PATCH", "/settings", lockOn)
	file := filepath.Join(t.TempDir(), "keys.csv")
	_, window := able(t, c, Abilities{SaveAs: answers(file)})
	if res := ask(window, "POST", "/window/save", strings.NewReader(`{"path":"/api/v1/keys.csv","name":"keys.csv"}`)); res.StatusCode != http.StatusUnauthorized {
		t.Errorf("%d %s", res.StatusCode, text(t, res))
	}
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is a file: %v", err)
	}
}
