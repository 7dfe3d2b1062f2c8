//go:build smoke

package smoke

import (
	"strings"
	"testing"
)

// TestPassphraseOfTheStoreIsAskedForInTheWindow opens the window over a store that
// is sealed with a passphrase, which no core could start without until now.
func TestPassphraseOfTheStoreIsAskedForInTheWindow(t *testing.T) {
	const passphrase = "teal river candle fifty-eight"
	s, d := openScreen(t), openDesk(t)
	home := newHome(t, s, d)
	home.seed(map[string]string{"billing-batch": "90d"})
	home.give(passphrase, "store", "source", "passphrase", "--passphrase-stdin")

	w := home.open()
	home.sees("where it is asked for", func(r report) bool { return r.Heading == "Unlock the keys" && r.has("Unlock") })
	s.shoot("passphrase")
	s.focus("Latchkey")
	home.press("Passphrase")
	s.write("some other words")
	s.keys("Return")
	home.sees("that it is the wrong one", func(r report) bool { return strings.Contains(r.Text, "That is not the passphrase") })
	s.shoot("passphrase-wrong")
	s.keys("ctrl+a")
	s.write(passphrase)
	s.keys("Return")
	home.sees("the portal", func(r report) bool { return r.link("Access keys") != nil && r.Heading == "Overview" })
	home.press("Access keys")
	home.sees("the key", func(r report) bool { return strings.Contains(r.Text, "billing-batch") })
	home.answers("/livez", 200)

	home.kill(home.pid())
	home.press("Restart core")
	home.sees("that it is asked for again", func(r report) bool { return len(r.Layers) == 1 && r.has("Unlock") })
	s.shoot("passphrase-again")
	s.write(passphrase)
	s.keys("Return")
	home.sees("the list as it was", func(r report) bool {
		return len(r.Layers) == 0 && !r.has("Restart core") && strings.Contains(r.Text, "billing-batch")
	})
	home.quit(w)
	home.holds(t, passphrase, map[string][]byte{"what the window wrote": w.log.Bytes()})
}
