package server

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"testing"
	"testing/synctest"
	"time"
)

// armings counts how often a connection's own deadlines are moved.
type armings struct {
	net.Conn
	n int
}

func (a *armings) SetReadDeadline(t time.Time) error {
	a.n++
	return a.Conn.SetReadDeadline(t)
}

func (a *armings) SetWriteDeadline(t time.Time) error {
	a.n++
	return a.Conn.SetWriteDeadline(t)
}

func deadlineConn() (*conn, *armings, net.Conn) {
	near, far := net.Pipe()
	counted := &armings{Conn: near}
	return newConn(counted, func() {}), counted, far
}

// moves are what net/http does to a connection's deadlines for one request.
func moves(c *conn) {
	now := time.Now()
	_ = c.SetReadDeadline(now.Add(60 * time.Second))
	_ = c.SetReadDeadline(now.Add(5 * time.Second))
	_ = c.SetWriteDeadline(now.Add(10 * time.Second))
	_ = c.SetReadDeadline(now.Add(10 * time.Second))
	_ = c.SetReadDeadline(time.Unix(1, 0)) // ends the read in the background, which has not begun
	_ = c.SetReadDeadline(time.Time{})
}

func TestAConnectionUnderLoadArmsHardlyAnyDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, counted, far := deadlineConn()
		defer c.Close()
		go func() {
			buf := make([]byte, 1)
			for {
				if _, err := far.Read(buf); err != nil {
					return
				}
			}
		}()
		const requests = 10_000
		for range requests { // a minute of them
			moves(c)
			time.Sleep(6 * time.Millisecond)
			if _, err := c.Write([]byte("x")); err != nil {
				t.Fatal(err)
			}
		}
		if counted.n > 30 {
			t.Errorf("%d deadlines were armed for %d requests", counted.n, requests)
		}
	})
}

// Whatever was armed before: a wait ends at the very moment that was asked for.
func TestNoDeadlineGoesOffLateOrEarly(t *testing.T) {
	for seed := range uint64(200) {
		synctest.Test(t, func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 1))
			c, _, far := deadlineConn()
			defer c.Close()
			defer far.Close()
			for step := range 20 {
				var want time.Time
				for range 1 + r.IntN(4) {
					want = time.Now().Add(time.Duration(r.IntN(20_000)-2000) * time.Millisecond)
					set(t, c, step%2 == 0, want)
				}
				if r.IntN(3) == 0 && time.Until(want) > time.Second { // moved while somebody waits
					go func() {
						time.Sleep(time.Until(want) / 2)
						want = time.Now().Add(time.Duration(r.IntN(5000)) * time.Millisecond)
						set(t, c, step%2 == 0, want)
					}()
				}
				began := time.Now()
				var err error
				if step%2 == 0 {
					_, err = c.Read(make([]byte, 1))
				} else {
					_, err = c.Write([]byte("x"))
				}
				synctest.Wait()
				if !errors.Is(err, os.ErrDeadlineExceeded) {
					t.Fatalf("seed %d, step %d: %v", seed, step, err)
				}
				ended := time.Now()
				if due := later(want, began); !ended.Equal(due) {
					t.Fatalf("seed %d, step %d: ended %s after it was due", seed, step, ended.Sub(due))
				}
			}
		})
	}
}

func set(t *testing.T, c *conn, read bool, at time.Time) {
	t.Helper()
	move := c.SetWriteDeadline
	if read {
		move = c.SetReadDeadline
	}
	if err := move(at); err != nil {
		t.Error(err)
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// What net/http does to end its read in the background.
func TestADeadlineInThePastEndsAWaitAndTheNextOneLetsItGoOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _, far := deadlineConn()
		defer c.Close()
		for round := range 5 {
			ended := make(chan error)
			go func() {
				_, err := c.Read(make([]byte, 1))
				ended <- err
			}()
			if round%2 == 0 {
				synctest.Wait()
			}
			set(t, c, true, time.Unix(1, 0))
			if err := <-ended; !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Fatal(err)
			}
			set(t, c, true, time.Time{})
			go func() {
				time.Sleep(time.Hour)
				fmt.Fprint(far, "y")
			}()
			if n, err := c.Read(make([]byte, 1)); n != 1 || err != nil {
				t.Fatalf("%d bytes, %v", n, err)
			}
		}
	})
}
