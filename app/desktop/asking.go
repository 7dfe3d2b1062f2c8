package desktop

import (
	"context"
	"net/http"
	"sync"
	"time"

	"latchkey/backend/access"
)

// asking puts the question of a closing window to its page, which speaks the
// user's language and knows what is open in it. A page that does not take it up
// at once is none: then the system's own dialog asks, or nobody.
type asking struct {
	tell   func(serving bool)        // wakes the page
	native func(serving bool) answer // where no page is there

	mu      sync.Mutex
	serving bool
	heard   chan struct{}
	said    chan answer
}

// pagePatience is how long a page may take to say that it asks. It answers from
// where it runs scripts, so a busy one takes longer than the eye would think.
const pagePatience = 2 * time.Second

// ask gives the answer. serving says that somebody may reach the core who loses
// it with the window.
func (a *asking) ask(ctx context.Context, serving bool) answer {
	said := make(chan answer, 1)
	a.mu.Lock()
	a.serving, a.said = serving, said
	a.mu.Unlock()
	a.put(ctx)
	select {
	case answered := <-said:
		return answered
	case <-ctx.Done():
		return stay
	}
}

// remind is for who closes the window again: a page that does not even say that
// it asks is gone, and nobody waits for its answer.
func (a *asking) remind(ctx context.Context) { a.put(ctx) }

// put wakes the page. Where it does not take the question up, whoever is asked
// instead answers it.
func (a *asking) put(ctx context.Context) {
	heard := make(chan struct{}, 1)
	a.mu.Lock()
	a.heard = heard
	serving, said := a.serving, a.said
	a.mu.Unlock()
	a.tell(serving)
	wait := time.NewTimer(pagePatience)
	defer wait.Stop()
	select {
	case <-heard:
	case <-ctx.Done():
	case <-wait.C:
		offer(said, a.native(serving))
	}
}

// closingWords are the words of a page. "asking" says that it has the question.
var closingWords = map[string]answer{"stay": stay, "keep": keepServing, "stop": stop}

// hear takes a word of the page, and says whether it is one. One that comes when
// nothing is asked is late.
func (a *asking) hear(word string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	answered, known := closingWords[word]
	if !known && word != "asking" {
		return false
	}
	offer(a.heard, struct{}{}) // who answers has heard, too
	if known {
		offer(a.said, answered)
	}
	return true
}

func offer[T any](to chan T, v T) {
	select {
	case to <- v:
	default:
	}
}

func (b *bridge) closingAnswer(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Answer string `json:"answer"`
	}
	if !readOwn(w, r, &body) {
		return
	}
	if b.desktop.Closing == nil || !b.desktop.Closing(body.Answer) {
		problem(w, http.StatusBadRequest, http.StatusText(http.StatusBadRequest), access.Errorf(access.CodeInvalid, "the window does not understand this request"))
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
