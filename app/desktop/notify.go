package desktop

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"
)

// notifier tells the user of access keys that are about to expire: 14 days, 3
// days and on the day before the end, once each. It asks the core, so that what
// it says is what a login would meet.
type notifier struct {
	ask    func(ctx context.Context, path string) (*http.Response, error)
	send   func(key, title, body string) error // key is "" where it is about more than one
	known  *memory
	words  *words
	now    func() time.Time
	logger *slog.Logger
}

// expiringKey is what it reads of a key.
type expiringKey struct {
	ID      string     `json:"id"`
	Name    string     `json:"name"`
	Expires *time.Time `json:"expires"`
}

// maxSingle is how many keys it names one by one.
const maxSingle = 3

const day = 24 * time.Hour

// errLocked says that nobody has opened the window: names of keys are for who has.
var errLocked = errors.New("the window is locked")

// near is how near a key has come to its end: 14, 3 or 0 days, -1 for not yet.
func near(left time.Duration) int {
	switch {
	case left < day:
		return 0
	case left <= 3*day:
		return 3
	case left <= 14*day:
		return 14
	}
	return -1
}

// look speaks of the keys that have come nearer since it last did.
func (n *notifier) look(ctx context.Context) error {
	res, err := n.ask(ctx, "/api/v1/keys?state=active&sort=expires&limit=200")
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode == http.StatusUnauthorized {
		return errLocked
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("the core answered %d", res.StatusCode)
	}
	var list struct {
		Items []expiringKey `json:"items"`
	}
	if err := json.NewDecoder(res.Body).Decode(&list); err != nil {
		return err
	}
	before, after := n.known.notified(), map[string]string{}
	var fresh []expiringKey
	for _, k := range list.Items {
		if k.Expires == nil {
			continue
		}
		days := near(k.Expires.Sub(n.now()))
		if days < 0 {
			continue
		}
		mark := fmt.Sprintf("%s %d", k.Expires.UTC().Format(time.RFC3339), days)
		if before[k.ID] != mark {
			fresh = append(fresh, k)
		}
		after[k.ID] = mark
	}
	unsaid, err := n.speak(fresh)
	for _, k := range unsaid {
		delete(after, k.ID) // the desktop did not take it: again the next time
	}
	if err := n.known.change(func(d *remembered) { d.Notified = after }); err != nil {
		n.logger.Warn("what was spoken of is not remembered", "error", err)
	}
	return err
}

// speak gives the keys that the desktop took no notice of.
func (n *notifier) speak(fresh []expiringKey) (unsaid []expiringKey, err error) {
	if len(fresh) > maxSingle {
		first := fresh[0]
		if err := n.send("", n.words.count("notice.many", len(fresh)), n.words.say("notice.first", "name", first.Name, "moment", n.words.moment(*first.Expires))); err != nil {
			return fresh, err
		}
		return nil, nil
	}
	for i, k := range fresh {
		if err := n.send(k.ID, n.title(k), n.words.say("notice.until", "moment", n.words.moment(*k.Expires))); err != nil {
			return fresh[i:], err
		}
	}
	return nil, nil
}

// title rounds: a key that was given 3 days a minute ago ends in 3 days.
func (n *notifier) title(k expiringKey) string {
	left := k.Expires.Sub(n.now())
	if left < day {
		return n.words.say("notice.today", "name", k.Name)
	}
	return n.words.count("notice.soon", int((left+day/2)/day), "name", k.Name)
}
