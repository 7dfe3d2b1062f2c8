package seal

import (
	"crypto/hmac"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"latchkey/backend/kv/safefile"
)

// The anchor is a small file outside of the store that says how far the store
// had come: who puts an older copy of the store in its place, or a flipped bit
// that makes the engine fall back to its last state but one, cannot put back
// what is said here. It is three lines, as the header is.
type anchor struct {
	Version int    `json:"version"`
	Store   string `json:"store"`
	Epoch   uint64 `json:"epoch"`
	Digest  string `json:"digest"` // of the tip
	// Next is a store that is about to take the place of this one and is more
	// than one epoch ahead of it: until the anchor is written again either of the
	// two is right, so that a crash may come before the exchange or after it.
	Next *successor `json:"next,omitempty"`
}

// successor is the tip of such a store.
type successor struct {
	Epoch  uint64 `json:"epoch"`
	Digest string `json:"digest"`
}

const anchorVersion = 1

// What an anchor can have against a store.
var (
	ErrRolledBack    = errors.New("the store is older than its anchor: an earlier copy was put in its place")
	ErrForked        = errors.New("the store and its anchor went different ways: a copy of the store was written elsewhere")
	ErrNoAnchor      = errors.New("the store has no anchor beside it, so nothing says whether it is the newest copy")
	ErrAnchorBehind  = errors.New("the anchor is older than the store: an earlier copy of the anchor was put in its place")
	ErrAnchorDamaged = errors.New("the anchor is damaged")
	ErrAnchorForeign = errors.New("the anchor is that of another store")
	ErrAnchorRefused = errors.New("the anchor cannot be read")
)

// AnchorError says why a store was not opened beside its anchor. Both were left
// as they were found.
type AnchorError struct {
	Path  string // of the anchor
	Err   error  // one of the sentinels
	Found string // e.g. "epoch 41, anchor 44"; may be empty
	Hint  string // what to do, a sentence without full stop
}

func (e *AnchorError) Error() string {
	if e.Found == "" {
		return e.Err.Error()
	}
	return fmt.Sprintf("%v (%s)", e.Err, e.Found)
}

func (e *AnchorError) Unwrap() error { return e.Err }

const (
	hintOlder = "put the newest copy back; to go on with this one all the same, name it as the backup: latchkey restore FILE --accept-older"
	hintAdopt = "if you know that this is the newest copy of the store, accept it with: latchkey check --adopt"
)

func hintAnchor(path string) string { return "put " + path + " back as it was; " + hintAdopt }

// holdAgainst decides the matrix of store and anchor. A store of the schema
// before anchors is old. It reports whether the anchor must be written before
// the store goes on, and the epoch the anchor is at.
func (s *tips) holdAgainst(path string, t tip, old bool) (behind bool, err error) {
	a, err := s.readAnchor(path)
	if errors.Is(err, fs.ErrNotExist) {
		if old || t.epoch <= 1 {
			return true, nil
		}
		return false, &AnchorError{path, ErrNoAnchor, fmt.Sprintf("the store is at epoch %d", t.epoch), hintAdopt}
	}
	if err != nil {
		return false, err
	}
	found := fmt.Sprintf("store at epoch %d, anchor at %d", t.epoch, a.Epoch)
	if n := a.Next; n != nil && !old && n.Epoch == t.epoch && n.Digest == s.digest(t) {
		return true, nil
	}
	switch {
	case old || t.epoch < a.Epoch:
		return false, &AnchorError{path, ErrRolledBack, found, hintOlder}
	case t.epoch > a.Epoch+1:
		return false, &AnchorError{path, ErrAnchorBehind, found, hintAnchor(path)}
	case t.epoch == a.Epoch+1:
		return true, nil
	case a.Digest != s.digest(t):
		return false, &AnchorError{path, ErrForked, found, hintOlder}
	}
	return false, nil
}

// readAnchor gives fs.ErrNotExist where there is none; other errors are
// *AnchorError.
func (s *tips) readAnchor(path string) (anchor, error) {
	file, err := safefile.Open(path, false)
	var refused *safefile.Error
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return anchor{}, fs.ErrNotExist
	case errors.As(err, &refused):
		return anchor{}, &AnchorError{path, fmt.Errorf("%w: %w", ErrAnchorRefused, refused.Err), path, refused.Hint}
	case err != nil:
		return anchor{}, &AnchorError{path, fmt.Errorf("%w: %w", ErrAnchorRefused, err), "", ""}
	}
	defer file.Close()
	value, err := io.ReadAll(io.LimitReader(file, 4096))
	if err != nil {
		return anchor{}, &AnchorError{path, fmt.Errorf("%w: %w", ErrAnchorRefused, err), "", ""}
	}
	return s.parseAnchor(path, value)
}

func (s *tips) parseAnchor(path string, value []byte) (anchor, error) {
	var a anchor
	line, mac, ok := unsigned(value)
	if !ok || json.Unmarshal(line, &a) != nil {
		return anchor{}, &AnchorError{path, ErrAnchorDamaged, fmt.Sprintf("%d bytes", len(value)), hintAnchor(path)}
	}
	switch {
	case a.Version > anchorVersion:
		return anchor{}, &AnchorError{path, ErrNewer, fmt.Sprintf("version %d, this program knows %d", a.Version, anchorVersion), "run the latchkey that wrote it, or a newer one"}
	case a.Store != s.storeID:
		return anchor{}, &AnchorError{path, ErrAnchorForeign, "it names the store " + a.Store, hintAnchor(path)}
	case a.Version != anchorVersion || !hmac.Equal([]byte(mac), []byte(tag(s.anchorKey, string(line)))):
		return anchor{}, &AnchorError{path, ErrAnchorDamaged, "its seal does not fit", hintAnchor(path)}
	}
	return a, nil
}

// writeAnchor says how far the store has come. It is written aside, synced and
// renamed, so that there is always one that is whole.
func (s *tips) writeAnchor(path string, t tip) error {
	return s.putAnchor(path, anchor{Epoch: t.epoch, Digest: s.digest(t)})
}

// admit has an anchor that was read take another store as well.
func (s *tips) admit(path string, a anchor, next tip) error {
	a.Next = &successor{next.epoch, s.digest(next)}
	return s.putAnchor(path, a)
}

func (s *tips) putAnchor(path string, a anchor) error {
	a.Version, a.Store = anchorVersion, s.storeID
	line, err := json.Marshal(a)
	if err != nil {
		return err
	}
	if err := safefile.Replace(path, signed(line, s.anchorKey)); err != nil {
		return fmt.Errorf("write the anchor: %w", err)
	}
	return nil
}
