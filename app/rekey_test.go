package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os/exec"
	"strings"
	"testing"
)

// A core that is killed while it re-keys opens, says how far it came, goes on
// where it was when it is asked again, and has lost nothing.
func TestRekeyThatWasKilledGoesOn(t *testing.T) {
	dir := folder(t)
	p := serveProcess(t, dir)
	var lines strings.Builder
	lines.WriteString(`{"type":"account","name":"Acme"}` + "\n" + `{"type":"user","username":"ada"}` + "\n" + `{"type":"membership","user":"ada","account":"Acme"}` + "\n")
	const keys = 6000
	for n := range keys {
		fmt.Fprintf(&lines, `{"accessKey":"key-%d","secret":"Vb9pWq3xTz6rLm1sYc8uHd4k","user":"ada","name":"k%d"}`+"\n", n, n)
	}
	p.run(lines.String(), "import", "-")
	source := func() (state struct {
		Rekeying struct{ Running, Unfinished bool }
	}) {
		t.Helper()
		if err := json.Unmarshal([]byte(p.run("", "store", "source", "show", "--json")), &state); err != nil {
			t.Fatal(err)
		}
		return state
	}
	interrupted := false
	for try := 0; !interrupted && try < 10; try++ {
		cmd := exec.Command("latchkey", "store", "rekey", "--data", dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for range 20 { // until it is under way
			if source().Rekeying.Running {
				break
			}
		}
		_ = p.cmd.Process.Kill()
		_ = p.cmd.Wait()
		_ = cmd.Wait()
		p = serveProcess(t, dir)
		interrupted = source().Rekeying.Unfinished
	}
	if !interrupted {
		t.Fatal("it was over each time before it was killed")
	}
	if said := p.run("", "store", "source", "show"); !strings.Contains(said, "interrupted; latchkey store rekey goes on") {
		t.Errorf("it says %s", said)
	}
	whole := func(when string) {
		t.Helper()
		if said := p.run("", "check"); !strings.Contains(said, "all is as it should be") || !strings.Contains(said, fmt.Sprint(keys, " keys")) {
			t.Errorf("%s: %s", when, said)
		}
		if status, _, _ := p.ask("POST", "/login", `{"accessKey":"key-7","secret":"Vb9pWq3xTz6rLm1sYc8uHd4k"}`, nil); status != http.StatusCreated {
			t.Errorf("%s: a key is answered %d", when, status)
		}
	}
	whole("half-way")
	p.run("", "store", "rekey")
	if s := source(); s.Rekeying.Unfinished {
		t.Error("it is not finished")
	}
	whole("at the end")
}
