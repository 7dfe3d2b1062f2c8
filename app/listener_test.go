package app

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/adminapi"
	"latchkey/backend/server"
)

// aListener listens on a free port and answers "/slow" when released.
func aListener(t *testing.T) (l *listener, slow, release chan struct{}) {
	t.Helper()
	slow, release = make(chan struct{}), make(chan struct{})
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			close(slow)
			<-release
		}
		_, _ = io.WriteString(w, "ok")
	})
	l = newListener(handler, server.Options{}, time.Now)
	t.Cleanup(l.close)
	if err := l.move(t.Context(), "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	return l, slow, release
}

func answers(l *listener, path string) error {
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Get("http://" + l.status(false).Address + path)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func TestStoppedListenerRefusesUntilItIsStartedOnTheSameAddress(t *testing.T) {
	l, _, _ := aListener(t)
	before := l.status(false).Address
	l.halt()
	l.halt() // what is so already is no error
	if s := l.status(false); s.Listening || s.Address != before || s.Error != "" {
		t.Errorf("stopped, its status is %+v", s)
	}
	if err := answers(l, "/"); err == nil {
		t.Error("a stopped listener answers")
	}
	if err := l.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s := l.status(false); !s.Listening || s.Address != before {
		t.Errorf("started, its status is %+v", s)
	}
	if err := answers(l, "/"); err != nil {
		t.Error(err)
	}
}

func TestRestartAnswersWhatIsUnderWayAndListensAtOnce(t *testing.T) {
	l, slow, release := aListener(t)
	before := l.status(false)
	under := make(chan error, 1)
	go func() { under <- answers(l, "/slow") }()
	<-slow
	if err := l.restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after := l.status(false); !after.Listening || after.Address != before.Address || !after.Since.After(before.Since) {
		t.Errorf("restarted, its status is %+v", after)
	}
	if err := answers(l, "/"); err != nil {
		t.Errorf("beside the request of before: %v", err)
	}
	close(release)
	if err := <-under; err != nil {
		t.Errorf("the request under way: %v", err)
	}
	select {
	case err := <-l.ended:
		t.Errorf("the process would end: %v", err)
	default:
	}
}

func TestStartOnATakenPortSaysWhoHasItAndWhichIsFree(t *testing.T) {
	l, _, _ := aListener(t)
	l.halt()
	taken, err := net.Listen("tcp", l.status(false).Address)
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	err = l.start(t.Context())
	if access.AsError(err).Code != access.CodeConflict {
		t.Fatalf("start: %v, want a conflict", err)
	}
	s := l.status(false)
	if s.Listening || s.Suggestion == "" {
		t.Errorf("its status is %+v, want a free address beside it", s)
	}
	if runtime.GOOS == "linux" && !strings.Contains(s.Error, "is taken by app.test (process ") {
		t.Errorf("the reason is %q, want this process by name", s.Error)
	}
	free := l.probe(t.Context(), s.Suggestion)
	if free != nil {
		t.Errorf("%s was said to be free: %v", s.Suggestion, free)
	}
}

func TestEphemeralStatusSaysWhatItListensOn(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "latchkey", "serve", "--ephemeral")
	cmd.Env = append(cmd.Environ(), "TMPDIR="+t.TempDir())
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = cmd.Cancel()
		_ = cmd.Wait()
	}()
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	var info ephemeralInfo
	if err := json.Unmarshal(line, &info); err != nil {
		t.Fatal(err)
	}
	text, err := exec.CommandContext(ctx, "latchkey", "status", "--json", "--data", info.Folder).Output()
	if err != nil {
		t.Fatal(err)
	}
	var status adminapi.StatusAnswer
	if err := json.Unmarshal(text, &status); err != nil {
		t.Fatal(err)
	}
	want := adminapi.Setting{Name: "listen", Value: info.Address, Origin: "--ephemeral"}
	for _, s := range *status.Settings {
		if s.Name == "listen" && s != want {
			t.Errorf("status says %+v, want %+v", s, want)
		}
	}
	if status.Listener.Address != info.Address {
		t.Errorf("it listens on %s, status says %s", info.Address, status.Listener.Address)
	}
}
