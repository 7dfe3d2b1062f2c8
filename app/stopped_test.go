package app

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/backend/access"
)

// heard is what was logged so far.
type heard struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (h *heard) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.Write(p)
}

func (h *heard) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.String()
}

// A store that lost its file has nowhere to write what is changed. Who has a key
// does not notice; who changes something is told, and what to do.
func TestLoginsGoOnWhenTheStoreHasStopped(t *testing.T) {
	dir := closedFolder(t)
	st, err := openStore(t.Context(), secrets{&program{lookupEnv: func(string) (string, bool) { return "", false }}, dir}, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	var log heard
	core, err := access.Open(t.Context(), access.Config{Store: st, Subkey: st.Subkey, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	owner := access.Caller{Kind: access.CallerLocal, Name: "local", Role: access.RoleOwner}
	_, err = core.CreateAccount(t.Context(), owner, access.AccountSpec{Name: "Acme"})
	if err == nil {
		_, err = core.CreateUser(t.Context(), owner, access.UserSpec{Username: "ada"})
	}
	if err == nil {
		_, err = core.SetMember(t.Context(), owner, "Acme", "ada", access.MemberSpec{})
	}
	if err != nil {
		t.Fatal(err)
	}
	key, secret, err := core.CreateKey(t.Context(), owner, access.KeySpec{User: "ada", Account: "Acme", Name: "job"})
	if err != nil {
		t.Fatal(err)
	}

	if err := os.Rename(filepath.Join(dir, storeName), filepath.Join(dir, "away.db")); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		_, err := core.CreateUser(t.Context(), owner, access.UserSpec{Username: "eve"})
		var refused *access.Error
		if !errors.As(err, &refused) || refused.Code != access.CodeUnavailable || !strings.Contains(refused.Public, "has stopped") || !strings.Contains(refused.Hint, "restart") {
			t.Errorf("%v, want that the store has stopped and what to do", err)
		}
		if _, err := core.LoginKey(t.Context(), access.Caller{Addr: "192.0.2.7"}, key.AccessKey, secret); err != nil {
			t.Errorf("a login: %v", err)
		}
	}
	const said = "the store has stopped: logins go on"
	for deadline := time.Now().Add(time.Minute); strings.Count(log.String(), said) == 0 && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	core.Close() // the stamp of the logins is lost, and it says so
	if n := strings.Count(log.String(), said); n != 1 {
		t.Errorf("the log says it %d times:\n%s", n, log.String())
	}
	// Put back, it opens with everything that was acknowledged.
	if err := st.Close(); err != nil {
		t.Log(err)
	}
	if err := os.Rename(filepath.Join(dir, "away.db"), filepath.Join(dir, storeName)); err != nil {
		t.Fatal(err)
	}
	if err := open(t, dir); err != nil {
		t.Error(err)
	}
}
