package desktop

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"testing"
)

func TestClosingAsksOnlyForAListenerOfOurOwn(t *testing.T) {
	tests := []struct {
		name      string
		started   bool
		listener  string
		answer    answer
		asked     bool
		stopped   bool
		prevented bool
	}{
		{"a core that was there before", false, "listening", stop, false, false, false},
		{"ours, and it serves: keep it", true, "listening", keepServing, true, false, false},
		{"ours, and it serves: stop it", true, "listening", stop, true, true, false},
		{"ours, and the question was closed", true, "listening", stay, true, false, true},
		{"ours, and nobody can reach it", true, "stopped", keepServing, false, true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := startCore(t, func(w http.ResponseWriter, _ *http.Request) {
				fmt.Fprintf(w, `{"listener":{"state":%q}}`, tt.listener)
			})
			a := newAttachment(func(context.Context, string) (bool, error) { return tt.started, nil })
			if err := a.attach(t.Context(), ""); err != nil {
				t.Fatal(err)
			}
			var asked, stopped bool
			closing := &closing{
				core: a, status: transport(c.dial), logger: slog.New(slog.DiscardHandler),
				ask:  func() answer { asked = true; return tt.answer },
				stop: func(context.Context) error { stopped = true; return nil },
			}
			if got := closing.prevent(t.Context()); got != tt.prevented || asked != tt.asked || stopped != tt.stopped {
				t.Errorf("prevented %t, asked %t, stopped %t; want %t, %t, %t", got, asked, stopped, tt.prevented, tt.asked, tt.stopped)
			}
		})
	}
}

func TestSecondCloseWhileTheQuestionStandsKeepsTheWindow(t *testing.T) {
	c := startCore(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"listener":{"state":"listening"}}`) })
	a := newAttachment(func(context.Context, string) (bool, error) { return true, nil })
	if err := a.attach(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	var inner *closing
	var again bool
	inner = &closing{
		core: a, status: transport(c.dial), logger: slog.New(slog.DiscardHandler),
		ask:  func() answer { again = inner.prevent(t.Context()); return keepServing },
		stop: func(context.Context) error { return nil },
	}
	if inner.prevent(t.Context()) || !again {
		t.Errorf("the second close was let through: %t", !again)
	}
}

func TestCoreThatDoesNotAnswerHoldsUpNoWindow(t *testing.T) {
	c := startCore(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	a := newAttachment(func(context.Context, string) (bool, error) { return true, nil })
	if err := a.attach(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	closing := &closing{
		core: a, status: transport(c.dial), logger: slog.New(slog.DiscardHandler),
		ask:  func() answer { t.Error("asked about a listener that is not there"); return stay },
		stop: func(context.Context) error { return context.DeadlineExceeded },
	}
	if closing.prevent(t.Context()) {
		t.Error("the window was kept")
	}
}

func TestProcessToldToEndAsksNobody(t *testing.T) {
	c := startCore(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"listener":{"state":"listening"}}`) })
	a := newAttachment(func(context.Context, string) (bool, error) { return true, nil })
	if err := a.attach(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	stopped := false
	closing := &closing{
		core: a, status: transport(c.dial), logger: slog.New(slog.DiscardHandler),
		ask:  func() answer { t.Error("asked"); return stay },
		stop: func(ctx context.Context) error { stopped = ctx.Err() == nil; return nil },
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if closing.prevent(ended) {
		t.Error("the window was kept")
	}
	if closing.end(ended); !stopped {
		t.Error("the core that was started here was not given the time to stop")
	}
}
