package suite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"

	"latchkey/app"
	"latchkey/build/torture/ledger"
)

// orders are what a victim does: a process of this program that opens a folder,
// changes things and says what it was promised, while somebody watches.
type orders struct {
	Folder  string
	Seed    uint64
	Writers int
	Changes int    // of each writer
	Idle    bool   // it only opens and closes
	Restore string // the backup it puts in the place of the store; "" for none
}

func (o orders) encode() string {
	text, _ := json.Marshal(o) // text and numbers always encode
	return string(text)
}

// A line that a victim says: what happens to a change.
type line struct {
	Word   string // begin, done, refused, failed; login: a key that was acknowledged is tried
	Change ledger.Change
	Err    string `json:",omitempty"`
}

func victim(text string) int {
	var o orders
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	err := o.carryOut(context.Background())
	switch {
	case err == nil:
		return 0
	case isNamed(err):
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Fprintln(os.Stderr, "UNNAMED:", err)
	return unnamed
}

// unnamed is the exit code of a victim that ended with an error that has no
// name of ours.
const unnamed = 3

func (o orders) carryOut(ctx context.Context) error {
	if o.Restore != "" {
		backup, err := os.Open(o.Restore)
		if err != nil {
			return err
		}
		defer backup.Close()
		return app.RestoreFolder(ctx, o.Folder, backup, "")
	}
	opened, err := app.OpenFolder(ctx, o.Folder)
	if err != nil {
		return err
	}
	if o.Idle {
		return opened.Close()
	}
	d := inside{opened}
	if err := d.prepare(ctx); err != nil {
		return errors.Join(err, opened.Close())
	}
	book := ledger.New()
	var writers sync.WaitGroup
	for w := range o.Writers {
		writers.Go(func() {
			chance := Options{Seed: o.Seed}.rand(uint64(w))
			for range o.Changes {
				c := book.Next(chance, w)
				book.Begin(c)
				say("begin", c, nil)
				err := d.do(ctx, c)
				switch {
				case err == nil:
					book.Acknowledge(c)
					say("done", c, nil)
				case errors.Is(err, errRefused):
					book.Refuse(c)
					say("refused", c, err)
				default: // it may have happened: the object is left alone from now on
					say("failed", c, err)
				}
			}
		})
	}
	writers.Wait()
	// Whatever became of the disk, logins are answered from memory.
	for object, is := range book.Objects() {
		if in, known, err := d.login(ctx, object); known && !book.Open(object) {
			if err == nil && in != (is.State == "active") {
				err = fmt.Errorf("it is %s, and whether it logs in is %v", is.State, in)
			}
			say("login", ledger.Change{Object: object}, err)
		}
	}
	return opened.Close()
}

// say prints a line with one call to the system.
func say(word string, c ledger.Change, err error) {
	l := line{Word: word, Change: c}
	if err != nil {
		l.Err = err.Error()
	}
	text, _ := json.Marshal(l)
	os.Stdout.Write(append(text, '\n'))
}

// told is what the lines of a victim come to.
func told(said []string) (*ledger.Ledger, []line, error) {
	book := ledger.New()
	var all []line
	for _, part := range said {
		for text := range strings.Lines(part) {
			var l line
			if err := json.Unmarshal([]byte(text), &l); err != nil {
				return nil, nil, fmt.Errorf("the victim said %q", text)
			}
			all = append(all, l)
			switch l.Word {
			case "begin":
				book.Begin(l.Change)
			case "done":
				book.Acknowledge(l.Change)
			case "refused":
				book.Refuse(l.Change)
			}
		}
	}
	return book, all, nil
}
