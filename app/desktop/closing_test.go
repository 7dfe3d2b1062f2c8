package desktop

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
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
				ask: func(_ context.Context, serving bool) answer {
					if !serving {
						return keepServing // a page with nothing to lose
					}
					asked = true
					return tt.answer
				},
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
	reminded := false
	inner = &closing{
		remind: func(context.Context) { reminded = true },
		core:   a, status: transport(c.dial), logger: slog.New(slog.DiscardHandler),
		ask:  func(context.Context, bool) answer { again = inner.prevent(t.Context()); return keepServing },
		stop: func(context.Context) error { return nil },
	}
	if inner.prevent(t.Context()) || !again || !reminded {
		t.Errorf("the second close was let through: %t; the page was reminded: %t", !again, reminded)
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
		ask: func(_ context.Context, serving bool) answer {
			if serving {
				t.Error("asked about a listener that is not there")
			}
			return keepServing
		},
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
		ask:  func(context.Context, bool) answer { t.Error("asked"); return stay },
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

// page answers a window that is being closed, as a script would.
func page(t *testing.T, words ...string) (*asking, http.Handler) {
	t.Helper()
	a := &asking{}
	_, h := able(t, startCore(t, nil), Abilities{Closing: a.hear})
	a.tell = func(bool) {
		go func() {
			for _, word := range words {
				if res := ask(h, "POST", "/window/closing", strings.NewReader(`{"answer":"`+word+`"}`)); res.StatusCode != http.StatusNoContent {
					t.Errorf("%s: %d", word, res.StatusCode)
				}
			}
		}()
	}
	a.native = func(bool) answer { t.Error("the system's dialog was shown"); return stay }
	return a, h
}

// atOnce is the answer of a page that has nothing to ask anybody.
func atOnce(t *testing.T, word string) answer {
	a, _ := page(t, word)
	return a.ask(t.Context(), true)
}

func TestPageSaysWhetherItsWindowCloses(t *testing.T) {
	for word, want := range map[string]answer{"stay": stay, "keep": keepServing, "stop": stop} {
		a, h := page(t, "asking", word)
		if got := a.ask(t.Context(), true); got != want {
			t.Errorf("%s: %d, want %d", word, got, want)
		}
		if got := atOnce(t, word); got != want {
			t.Errorf("%s, at once: %d, want %d", word, got, want)
		}
		if res := ask(h, "POST", "/window/closing", strings.NewReader(`{"answer":"maybe"}`)); res.StatusCode != http.StatusBadRequest {
			t.Errorf("maybe: %d", res.StatusCode)
		}
	}
}

func TestPageThatIsGoneHoldsUpNoWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &asking{tell: func(bool) {}, native: func(bool) answer { return stop }}
		if got := a.ask(t.Context(), true); got != stop {
			t.Errorf("a page that never spoke: %d", got)
		}
		a.tell = func(bool) { a.hear("asking") }
		said := make(chan answer)
		go func() { said <- a.ask(t.Context(), true) }()
		synctest.Wait()
		a.remind(t.Context())
		synctest.Wait()
		select {
		case got := <-said:
			t.Errorf("a page that still asks: %d", got)
		default:
		}
		a.tell = func(bool) {}
		a.remind(t.Context())
		if got := <-said; got != stop {
			t.Errorf("a page that died while it asked: %d", got)
		}
	})
}
