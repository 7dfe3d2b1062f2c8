package access

import (
	"context"
	"time"

	"latchkey/backend/activity"
)

// Observe takes a request to the listener that has been answered: into the
// activity feed, the usage counts and the metrics. It allocates nothing.
func (s *Service) Observe(e *activity.Entry) {
	e.At = s.now()
	s.activity.Put(e)
	s.usage.count(e)
	s.requests.count(e)
}

// ActivityEntry is a request with the names of what it was about, as they are
// now.
type ActivityEntry struct {
	activity.Entry
	Subject Subject
}

// Subject is what a request was about.
type Subject struct {
	Kind string // "key", "authheader", "user", "" for nothing that is known
	ID   string
	Name string
	Hint string // the access key, or what may be shown of a token
	User string // the username it belongs to
}

// ActivityQuery asks for a part of the activity feed.
type ActivityQuery struct {
	After  int64 // the id seen last; 0 = the newest there are
	Before int64 // or those before this one; 0 = no such bound
	Limit  int   // 0 = maxActivity
	Filter string
	Wait   time.Duration // how long to wait for the first that matches; with After
}

const (
	maxActivity = 200
	// feedTick is how often a watcher is told of what is new.
	feedTick = 100 * time.Millisecond
)

// ActivityPage is a part of the activity feed.
type ActivityPage struct {
	Items   []ActivityEntry // oldest first
	Next    int64           // to go on after
	Dropped int64           // how many after the one seen last were gone already
	More    bool            // there is more already: later ones, or without After earlier ones
	Size    int             // how many the feed keeps
	Capture Capture
}

// Activity gives the requests after one, at most ten times a second, or the
// newest, or the newest before one; when ctx ends it gives what there is. Who
// waits is let go when the session ends. Codes: unauthenticated, denied, invalid.
func (s *Service) Activity(ctx context.Context, c Caller, q ActivityQuery) (ActivityPage, error) {
	if err := s.allow(ctx, c, RoleViewer, "activity.read"); err != nil {
		return ActivityPage{}, err
	}
	match, err := parseActivityFilter(q.Filter)
	if err != nil {
		return ActivityPage{}, err
	}
	if q.Limit <= 0 || q.Limit > maxActivity {
		q.Limit = maxActivity
	}
	if q.Before != 0 && (q.After != 0 || q.Wait != 0) {
		return ActivityPage{}, Invalidf("before", "before goes neither with after nor with wait").WithHint("ask for what came before and for what comes after one by one")
	}
	if q.After == 0 {
		return s.newestActivity(q.Before, q.Limit, match), nil
	}
	page := ActivityPage{Items: []ActivityEntry{}, Next: q.After, Size: s.activity.Size()}
	if q.After > s.activity.Last() {
		page.Next = s.activity.Oldest() - 1 // an id of nobody's: from the start
	}
	if q.Wait <= 0 {
		s.activityAfter(&page, q.Limit, match)
		return page, nil
	}
	over, tick := time.NewTimer(q.Wait), time.NewTicker(feedTick)
	defer over.Stop()
	defer tick.Stop()
	for ended := false; !ended; {
		select {
		case <-tick.C:
		case <-over.C:
			ended = true
		case <-ctx.Done():
			ended = true
		}
		if !s.signedIn(c) {
			return ActivityPage{}, signedOut()
		}
		if s.activityAfter(&page, q.Limit, match); len(page.Items) > 0 || page.Dropped > 0 {
			break
		}
	}
	return page, nil
}

// newestActivity gives the newest that match, before an id where there is one.
func (s *Service) newestActivity(before int64, limit int, match activityFilter) ActivityPage {
	page := ActivityPage{Items: []ActivityEntry{}, Next: s.activity.Last(), Size: s.activity.Size(), Capture: s.captureState()}
	id := page.Next
	if before != 0 {
		id = min(id, before-1)
	}
	for ; id >= s.activity.Oldest() && len(page.Items) < limit; id-- {
		if e, ok := s.activityEntry(id); ok && match.matches(&e) {
			page.Items = append(page.Items, e)
		}
	}
	page.More = id >= s.activity.Oldest()
	for i, j := 0, len(page.Items)-1; i < j; i, j = i+1, j-1 {
		page.Items[i], page.Items[j] = page.Items[j], page.Items[i]
	}
	return page
}

// activityAfter adds what came after page.Next.
func (s *Service) activityAfter(page *ActivityPage, limit int, match activityFilter) {
	page.Capture = s.captureState()
	if missed := s.activity.Missed(page.Next); missed > 0 || page.Next < s.activity.Oldest()-1 {
		page.Dropped += missed
		page.Next = s.activity.Oldest() - 1
	}
	last := s.activity.Last()
	for page.Next < last && len(page.Items) < limit {
		e, ok := s.activityEntry(page.Next + 1)
		if !ok && page.Next+1 >= s.activity.Oldest() {
			return // it is being written this very moment
		}
		page.Next++
		switch {
		case !ok:
			page.Dropped++
		case match.matches(&e):
			page.Items = append(page.Items, e)
		}
	}
	page.More = page.Next < last
}

func (s *Service) activityEntry(id int64) (ActivityEntry, bool) {
	var e ActivityEntry
	if !s.activity.Read(id, &e.Entry) {
		return e, false
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	e.Subject = s.subject(e.Verdict)
	return e, true
}

// subject names what a request was about. The lock is held.
func (s *Service) subject(v activity.Verdict) Subject {
	switch v.Of {
	case activity.Key:
		if k := s.state.keyNumbered(v.Number); k != nil {
			return Subject{Kind: "key", ID: k.ID, Name: k.Name, Hint: k.AccessKey, User: s.state.username(k.UserID)}
		}
	case activity.AuthHeader:
		if h := s.state.headerNumbered(v.Number); h != nil {
			return Subject{Kind: "authheader", ID: h.ID, Name: h.Name, Hint: hint(h.Token), User: s.state.username(h.UserID)}
		}
	case activity.User:
		if u := s.state.userNumbered(v.Number); u != nil {
			return Subject{Kind: "user", ID: u.ID, Name: u.Username, User: u.Username}
		}
	}
	return Subject{}
}

func (st *state) username(id string) string {
	if u := st.users[id]; u != nil {
		return u.Username
	}
	return ""
}
