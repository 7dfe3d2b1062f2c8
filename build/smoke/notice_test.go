//go:build smoke

package smoke

import (
	"fmt"
	"os"
	"path/filepath"
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
// from their end, and once more after one of them has come nearer. In between the
// page is given another language: the system's dialogs speak it at once, and the
// notices of the next window.
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

	home.speaksGerman()
	home.savesInGerman(filepath.Join(home.dir, "gespeichert.csv"))
	home.importsInGerman(filepath.Join(home.dir, "paare.csv"))
	home.quit(w)

	home.run("key", "edit", "ends-later", "--expires", "40h")
	w = home.open()
	want = append(want, "ends-later läuft in 2 Tagen ab")
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

// speaksGerman chooses the language as one does.
func (h *home) speaksGerman() {
	h.t.Helper()
	h.screen.focus("Latchkey")
	h.press("Settings")
	h.press("Appearance")
	h.press("Language")
	h.sees("the languages", func(r report) bool { return len(r.Layers) > 0 && strings.Contains(r.Text, "Deutsch") })
	h.screen.keys("Down", "Down", "Return") // that of the system, English, Deutsch
	h.press("Zugriffsschlüssel")
	h.sees("the keys", func(r report) bool {
		return r.Heading == "Zugriffsschlüssel" && strings.Contains(r.Text, "ends-later")
	})
}

// savesInGerman keeps the list by GTK's dialog, which reports nothing but its title.
func (h *home) savesInGerman(file string) {
	h.t.Helper()
	h.press("Exportieren")
	h.press("CSV exportieren")
	h.screen.focus("Datei speichern")
	h.screen.keys("ctrl+a")
	h.screen.write(file)
	h.screen.keys("Return")
	eventually(h.t, "the file is there", func() (bool, string) {
		_, err := os.Stat(file)
		return err == nil, fmt.Sprint(err)
	})
}

// importsInGerman brings a pair of elsewhere in, from a file that GTK's dialog finds.
func (h *home) importsInGerman(file string) {
	h.t.Helper()
	const head, row = "accessKey,secret,user,account,name,expires\n", "0123456789abcdef0123456789abcdef01234567,the-secret-of-a-pair-that-was-there-before-0001,svc-billing,Acme,mitgebracht,2099-01-01\n"
	if err := os.WriteFile(file, []byte(head+row), 0o600); err != nil {
		h.t.Fatal(err)
	}
	h.press("Exportieren")
	h.press("Vorhandene Schlüssel importieren …")
	h.press("Datei wählen …")
	h.screen.focus("Datei öffnen")
	h.screen.keys("ctrl+l") // for a path
	h.screen.write(file)
	h.screen.shoot("german-open-dialog")
	eventually(h.t, "the page has the file", func() (bool, string) {
		if strings.Contains(h.report().Text, filepath.Base(file)) {
			return true, ""
		}
		if h.screen.shows("Datei öffnen") { // it takes Return once it has looked at the folder
			h.screen.keys("Return")
		}
		return false, h.report().Text
	})
	h.press("Datei prüfen")
	h.press("1 Zeile importieren")
	h.sees("the key", func(r report) bool { return len(r.Layers) == 0 && strings.Contains(r.Text, "mitgebracht") })
	if r := h.report(); len(r.Errors) > 0 {
		h.t.Errorf("the page has errors: %q", r.Errors)
	}
}
