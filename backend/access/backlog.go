package access

import "log/slog"

// backlog is what is written now and then, and waits where the store does not
// take it: a full disk, say. It is tried again once a second and told of twice,
// when it begins to wait and when it is written again.
type backlog struct {
	log     *slog.Logger
	what    string
	waiting bool
}

// saw takes what came of a try.
func (b *backlog) saw(err error) {
	if waits := err != nil; waits != b.waiting {
		b.waiting = waits
		if waits {
			b.log.Warn(b.what+" wait to be written", "err", err)
		} else {
			b.log.Info(b.what + " are written again")
		}
	}
}
