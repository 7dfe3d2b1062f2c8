package web

import (
	"context"
	"net/http"
)

type endingKey struct{}

// WithEnding notes what is closed when a listener begins to end.
func WithEnding(ctx context.Context, ending <-chan struct{}) context.Context {
	return context.WithValue(ctx, endingKey{}, ending)
}

// Ending is closed when the listener that a request came in on begins to end: a
// handler that waits on purpose answers then, so that nobody waits for it. It is
// nil, and never closed, where nobody said.
func Ending(r *http.Request) <-chan struct{} {
	ending, _ := r.Context().Value(endingKey{}).(<-chan struct{})
	return ending
}
