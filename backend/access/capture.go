package access

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// captureLife is how long bodies are captured before it ends by itself: long
// enough to look at a fault, too short to be forgotten.
const captureLife = 15 * time.Minute

// capture is the switch by which an owner has bodies kept in the activity feed,
// without what is secret in them.
type capture struct {
	until atomic.Int64 // nanoseconds since 1970; 0 = off
	mu    sync.Mutex
	by    string
}

// Capture is the state of that switch.
type Capture struct {
	On    bool
	Until time.Time
	By    string
}

// Capturing reports whether bodies are to be kept now.
func (s *Service) Capturing() bool {
	until := s.capture.until.Load()
	return until != 0 && s.now().UnixNano() < until
}

func (s *Service) captureState() Capture {
	if !s.Capturing() {
		return Capture{}
	}
	s.capture.mu.Lock()
	defer s.capture.mu.Unlock()
	return Capture{On: true, Until: time.Unix(0, s.capture.until.Load()).UTC(), By: s.capture.by}
}

// CaptureBodies switches the capture of bodies on for a quarter of an hour, or
// off. Codes: unauthenticated, denied, full.
func (s *Service) CaptureBodies(ctx context.Context, c Caller, on bool) (Capture, error) {
	if err := s.allow(ctx, c, RoleOwner, "activity.capture"); err != nil {
		return Capture{}, err
	}
	until, detail := int64(0), "off"
	if on {
		until, detail = s.now().Add(captureLife).UnixNano(), "on for 15 minutes"
	}
	// What is written down first cannot go unseen.
	if err := s.writeAudit(ctx, entryOf(c, s.now(), "activity.capture", "core", "", "", "done", detail)); err != nil {
		return Capture{}, err
	}
	s.capture.mu.Lock()
	s.capture.by = c.Name
	s.capture.until.Store(until)
	s.capture.mu.Unlock()
	return s.captureState(), nil
}
