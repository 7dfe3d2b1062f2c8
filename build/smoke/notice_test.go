//go:build smoke

package smoke

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

const notifications = "org.freedesktop.Notifications"

// notices is the desktop's notification service: it keeps what it was told to show.
type notices struct {
	mu    sync.Mutex
	texts []string
}

func (d *desk) showNotices(t *testing.T) *notices {
	t.Helper()
	n := &notices{}
	if err := d.conn.Export(n, "/org/freedesktop/Notifications", notifications); err != nil {
		t.Fatal(err)
	}
	if got, err := d.conn.RequestName(notifications, dbus.NameFlagDoNotQueue); err != nil || got != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("the name of the service: %v, %v", got, err)
	}
	return n
}

// Notify is the service's method of that name.
func (n *notices) Notify(_ string, _ uint32, _, summary, body string, _ []string, hints map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.texts = append(n.texts, fmt.Sprint(summary, "|", body, "|", hints))
	return uint32(len(n.texts)), nil
}

// GetCapabilities is the service's method of that name.
func (n *notices) GetCapabilities() ([]string, *dbus.Error) { return []string{"actions", "body"}, nil }

// titles gives the first lines so far, sorted.
func (n *notices) titles() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	var out []string
	for _, text := range n.texts {
		title, _, _ := strings.Cut(text, "|")
		out = append(out, title)
	}
	slices.Sort(out)
	return out
}

// TestExpiriesAreSpokenOfOnce opens the window over keys that are 14, 3 and 0 days
// from their end, and once more after one of them has come nearer.
func TestExpiriesAreSpokenOfOnce(t *testing.T) {
	s, d := openScreen(t), openDesk(t)
	said := d.showNotices(t)
	home := newHome(t, s, d)
	home.seed(map[string]string{"ends-today": "12h", "ends-soon": "70h", "ends-later": "240h", "ends-next-year": "400d"})

	w := home.open()
	want := []string{"ends-later expires in 10 days", "ends-soon expires in 3 days", "ends-today expires within a day"}
	spoken := func() { // they come one after the other
		t.Helper()
		eventually(t, "the notices are "+strings.Join(want, ", "), func() (bool, string) {
			return slices.Equal(said.titles(), want), fmt.Sprintf("%q\nthe window's log:\n%s", said.titles(), w.log.String())
		})
	}
	spoken()
	home.quit(w)

	home.run("key", "edit", "ends-later", "--expires", "40h")
	w = home.open()
	want = append(want, "ends-later expires in 2 days")
	slices.Sort(want)
	spoken()
	time.Sleep(time.Second) // for one too many
	if got := said.titles(); !slices.Equal(got, want) {
		t.Errorf("said %q, want %q", got, want)
	}
	home.quit(w)
	for _, text := range said.texts {
		if secretIn(text) != "" {
			t.Errorf("a notice has what looks like a secret: %s", text)
		}
	}
}
