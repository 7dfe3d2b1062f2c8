package seal

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"sync"
	"time"
)

// Witness is a second place that says how far a store has come, outside of its
// folder: who puts back an older copy of the folder puts back the anchor with
// the store, but not this. It is some seconds behind the anchor, never ahead of
// it, and may fail: a store is not stopped for that.
type Witness interface {
	// Read gives what was written last of a store, fs.ErrNotExist where that is
	// nothing.
	Read(store string) (epoch uint64, err error)
	Write(store string, epoch uint64) error
	// Remove forgets a store; that nothing was written is no error.
	Remove(store string) error
}

// errFolderRolledBack is ErrRolledBack of the anchor as well.
var errFolderRolledBack error = folderRolledBack{}

type folderRolledBack struct{}

func (folderRolledBack) Error() string {
	return "the store and its anchor are older than they should be: an earlier copy of the whole folder was put in its place"
}

func (folderRolledBack) Unwrap() error { return ErrRolledBack }

// How often a witness is spoken to. One that failed may be a locked keychain,
// which asks its owner each time.
const (
	witnessPause = 5 * time.Second
	witnessRest  = 10 * time.Minute
)

// testimony is what a witness says of one store. One goroutine speaks to it, so
// that nobody who commits waits for it, and one thing at a time.
type testimony struct {
	store string
	of    func(source string) Witness
	nudge chan struct{}
	end   chan struct{}
	done  chan struct{}

	mu      sync.Mutex // over what follows
	place   Witness    // nil: no way to open the store has one
	source  string     // that has it
	left    Witness    // had one until the way was changed
	reached uint64     // by the anchor
	said    uint64     // by the witness
	heard   bool       // whether said is known
	err     error      // of the last try
	log     *slog.Logger
}

// newTestimony is nil where nothing is to be witnessed.
func newTestimony(store string, opts Options) *testimony {
	if opts.Witness == nil || opts.Anchor == "" {
		return nil
	}
	return &testimony{
		store: store, of: opts.Witness, log: slog.New(slog.DiscardHandler),
		nudge: make(chan struct{}, 1), end: make(chan struct{}), done: make(chan struct{}),
	}
}

// follow goes by the ways in which the store is opened from now on.
func (t *testimony) follow(wraps []wrap) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	before := t.place
	t.place, t.source = nil, ""
	for _, w := range wraps {
		if place := t.of(w.Source); place != nil {
			t.place, t.source = place, w.Source
			break
		}
	}
	switch {
	case before != nil && t.place == nil:
		t.left, t.said, t.heard, t.err = before, 0, false, nil
		t.speak()
	case before == nil && t.place != nil:
		t.left, t.said, t.heard, t.err = nil, 0, true, nil // what it said of an earlier time is over
	}
}

// hear asks the witness. That it cannot be asked is no error of the store.
func (t *testimony) hear() (epoch uint64) {
	if t == nil {
		return 0
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.place == nil {
		return 0
	}
	t.said, t.heard, t.err = 0, true, nil
	said, err := t.place.Read(t.store)
	switch {
	case err == nil:
		t.said = said
	case !errors.Is(err, fs.ErrNotExist):
		t.heard, t.err = false, err
	}
	return t.said
}

// overrule gives what the witness says, and has it say something else from now
// on.
func (t *testimony) overrule() (epoch uint64) {
	if epoch = t.hear(); t != nil {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.heard, t.err = true, nil
	}
	return epoch
}

// holdAgainst refuses a store that has been further, by its witness.
func (t *testimony) holdAgainst(anchor string, epoch uint64) error {
	if said := t.hear(); epoch < said {
		return &AnchorError{anchor, errFolderRolledBack, fmt.Sprintf("store at epoch %d, %s at %d", epoch, t.source, said), hintOlder}
	}
	return nil
}

// reach notes that the anchor has come to an epoch.
func (t *testimony) reach(epoch uint64) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.reached = epoch
	if t.place != nil && (epoch != t.said || !t.heard) {
		t.speak()
	}
}

func (t *testimony) speak() {
	select {
	case t.nudge <- struct{}{}:
	default:
	}
}

// run speaks to the witness until close: at once, then now and then.
func (t *testimony) run() {
	defer close(t.done)
	for {
		select {
		case <-t.nudge:
		case <-t.end:
			t.catchUp(true)
			return
		}
		pause := witnessPause
		if !t.catchUp(false) {
			pause = witnessRest
		}
		select {
		case <-time.After(pause):
		case <-t.end:
		}
	}
}

func (t *testimony) close() {
	if t != nil {
		close(t.end)
		<-t.done
	}
}

// catchUp has the witness say what the anchor does. The last time one that
// failed is left alone: whoever closes the store would wait for it.
func (t *testimony) catchUp(last bool) (worked bool) {
	t.mu.Lock()
	place, left, epoch, said, heard, failed := t.place, t.left, t.reached, t.said, t.heard, t.err
	t.mu.Unlock()
	if last && failed != nil {
		return false
	}
	var err error
	if left != nil {
		err = left.Remove(t.store)
	}
	if place != nil && !heard {
		said, err = place.Read(t.store)
		if errors.Is(err, fs.ErrNotExist) {
			said, err = 0, nil
		}
	}
	switch {
	case err != nil || place == nil:
	case said > epoch && epoch > 0:
		err = errFolderRolledBack // found late; the next start refuses it
	case said < epoch:
		if err = place.Write(t.store, epoch); err == nil {
			said = epoch
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.place != place {
		return err == nil // changed meanwhile, and nudged again
	}
	if err == nil {
		t.said, t.heard, t.left = said, true, nil
	}
	t.err = err
	if (err == nil) != (failed == nil) {
		t.tell()
	}
	return err == nil
}

// tell says once that a witness fails, and once that it does not any more.
func (t *testimony) tell() {
	if t.err != nil {
		t.log.Warn("how far the store has come is not kept outside of its folder, so an older copy of the folder may go unnoticed", "where", t.source, "err", t.err)
	} else {
		t.log.Info("how far the store has come is kept outside of its folder again", "where", t.source)
	}
}

// LogTo has told what goes wrong beside the calls of anybody.
func (s *Store) LogTo(log *slog.Logger) {
	t := s.witness
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.log = log
	if t.err != nil {
		t.tell()
	}
}

// Witnessed reports whether an older copy of the whole folder would be noticed.
func (s *Store) Witnessed() bool {
	t := s.witness
	if t == nil {
		return false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.place != nil && t.heard && t.err == nil
}
