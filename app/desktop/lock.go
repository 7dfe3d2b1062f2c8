package desktop

import (
	"context"
	"net/http"
)

// A window that locks shows its portal to operators only. Whether it does is a
// setting of the core, which also holds it: the bridge marks what it sends as a
// window's, and the core then asks for a session. So to lock is to forget the
// session. The system's own lock does that, too, where it can be heard.

// lock forgets the operator of this machine's core, if there is one: a window
// that does not lock has none.
func (b *bridge) lock(ctx context.Context) (was bool) {
	was = b.local.signedIn()
	b.local.signOut(ctx)
	return was
}

func (b *bridge) lockNow(w http.ResponseWriter, r *http.Request) {
	b.lock(context.WithoutCancel(r.Context()))
	w.WriteHeader(http.StatusNoContent)
}
