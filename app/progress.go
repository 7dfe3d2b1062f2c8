package app

import (
	"fmt"
	"io"
	"time"
)

// progress says on stderr how far something is that takes longer than a second:
// a line at the first second, and then one each time another second has passed.
// With --json it says nothing, since there stderr is for a program.
type progress struct {
	out   io.Writer // nil = nobody is told
	now   func() time.Time
	what  string
	total int64 // 0 = not known
	next  time.Time
	told  bool
}

const progressStep = time.Second

func (p *program) progress(what string, total int64) *progress {
	g := &progress{now: p.now, what: what, total: total, next: p.now().Add(progressStep)}
	if !p.json {
		g.out = p.stderr
	}
	return g
}

// at says that so much is done.
func (g *progress) at(done int64) {
	if g.out == nil || g.now().Before(g.next) {
		return
	}
	g.next = g.now().Add(progressStep)
	g.told = true
	if g.total > 0 {
		fmt.Fprintf(g.out, "%s: %d %%\n", g.what, min(100, 100*done/g.total))
		return
	}
	fmt.Fprintf(g.out, "%s: %d\n", g.what, done)
}

// during does what nobody can tell the end of, and says once a second how long it
// has taken.
func (p *program) during(what string, do func() error) error {
	if p.json {
		return do()
	}
	done, told := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(told)
		tick := time.NewTicker(progressStep)
		defer tick.Stop()
		for n := 1; ; n++ {
			select {
			case <-done:
				return
			case <-tick.C:
				fmt.Fprintf(p.stderr, "%s: %d s\n", what, n)
			}
		}
	}()
	defer func() { close(done); <-told }()
	return do()
}

// through counts the bytes that are read from r.
func (g *progress) through(r io.Reader) io.Reader { return &countedReader{r: r, tell: g} }

type countedReader struct {
	r    io.Reader
	done int64
	tell *progress
}

func (c *countedReader) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.done += int64(n)
	c.tell.at(c.done)
	return n, err
}
