package app

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// process is a core in a process of its own: the real program.
type process struct {
	t      *testing.T
	folder string
	url    string
	setup  string // the token of its setup link
	cmd    *exec.Cmd
	log    *syncBuffer
}

// syncBuffer may be read while it is written.
type syncBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// serveProcess starts "latchkey serve" with a folder, and ends it with the test.
func serveProcess(t *testing.T, folder string, args ...string) *process {
	t.Helper()
	p := &process{t: t, folder: folder, log: &syncBuffer{}}
	p.cmd = exec.Command("latchkey", append([]string{"serve", "--data", folder, "--listen", "127.0.0.1:" + freePort()}, args...)...)
	p.cmd.Stderr = p.log
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.stop)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		line := lines.Text()
		if url, ok := strings.CutPrefix(line, "listening on "); ok {
			p.url = url
		}
		if link, ok := strings.CutPrefix(line, "set up at "); ok {
			_, p.setup, _ = strings.Cut(link, "#/setup?t=")
		}
		if p.url != "" && p.setup != "" {
			return p
		}
	}
	t.Fatalf("serve ended: %s", p.log)
	return nil
}

func (p *process) stop() {
	if p.cmd.ProcessState == nil {
		_ = p.cmd.Process.Signal(os.Interrupt)
		_ = p.cmd.Wait()
	}
}

// run runs a command on the folder and gives what it printed.
func (p *process) run(stdin string, args ...string) string {
	p.t.Helper()
	cmd := exec.Command("latchkey", append(args, "--data", p.folder)...)
	cmd.Stdin = strings.NewReader(stdin)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		p.t.Fatalf("latchkey %s: %v\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return string(out)
}

// ask sends a request with a JSON body and decodes the answer.
func (p *process) ask(method, path, body string, header http.Header) (int, http.Header, map[string]any) {
	p.t.Helper()
	req, err := http.NewRequest(method, p.url+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	if header != nil {
		req.Header = header.Clone()
	}
	req.Header.Set("Content-Type", "application/json")
	client := &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	var object map[string]any
	_ = json.Unmarshal(text, &object) // a token is none
	return resp.StatusCode, resp.Header, object
}

// folder is a name for a data folder that does not exist yet.
func folder(t *testing.T) string { return filepath.Join(t.TempDir(), "data") }

func TestSetupLinkMakesTheFirstOwnerOnce(t *testing.T) {
	p := serveProcess(t, folder(t))
	body := func(token, name string) string {
		return `{"token":"` + token + `","username":"` + name + `","password":"correct horse battery"}`
	}
	// A fresh link makes the one that was printed void.
	var link struct{ URL string }
	if err := json.Unmarshal([]byte(p.run("", "setup-link", "--json")), &link); err != nil {
		t.Fatal(err)
	}
	_, token, _ := strings.Cut(link.URL, "#/setup?t=")
	if status, _, _ := p.ask("POST", "/api/v1/setup", body(p.setup, "eve"), nil); status != http.StatusUnauthorized {
		t.Errorf("the link of before answered %d, want 401", status)
	}
	status, header, session := p.ask("POST", "/api/v1/setup", body(token, "olga"), nil)
	if status != http.StatusCreated {
		t.Fatalf("the setup link answered %d: %v", status, session)
	}
	if status, _, _ := p.ask("POST", "/api/v1/setup", body(token, "eve"), nil); status < 400 {
		t.Errorf("the same link again answered %d, want a refusal", status)
	}

	cookie, _, _ := strings.Cut(header.Get("Set-Cookie"), ";")
	value, _ := session["session"].(string)
	for _, c := range []struct {
		name          string
		cookie, value string
		want          int
	}{
		{"both", cookie, value, http.StatusOK},
		{"the cookie alone", cookie, "", http.StatusUnauthorized},
		{"the value alone", "", value, http.StatusUnauthorized},
	} {
		h := http.Header{}
		if c.cookie != "" {
			h.Set("Cookie", c.cookie)
		}
		if c.value != "" {
			h.Set("Latchkey-Session", c.value)
		}
		if status, _, _ := p.ask("GET", "/api/v1/status", "", h); status != c.want {
			t.Errorf("with %s the API answered %d, want %d", c.name, status, c.want)
		}
	}

	// Once there is an operator, nothing offers to make another.
	cmd := exec.Command("latchkey", "setup-link", "--data", p.folder)
	if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "there is an operator already") {
		t.Errorf("setup-link with an operator: %v, %s", err, out)
	}
}

func TestLogHoldsNoSecret(t *testing.T) {
	p := serveProcess(t, folder(t), "--log-level", "debug")
	const password = "correct horse battery"
	var key, header struct{ AccessKey, Secret, Token string }
	decode := func(text string, into any) {
		t.Helper()
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatal(err)
		}
	}
	p.run("", "account", "add", "Acme")
	p.run(password, "user", "add", "ada", "--password-stdin")
	p.run("", "account", "member", "Acme", "ada", "--role", "Partner")
	decode(p.run("", "key", "add", "--user", "ada", "--name", "one", "--json"), &key)
	decode(p.run("", "authheader", "add", "--user", "ada", "--name", "two", "--json"), &header)
	var signing struct{ Secret string }
	decode(p.run("", "signing-key", "reveal", "--json"), &signing)
	status, _, login := p.ask("POST", "/auth/login", `{"apiKey":"`+key.AccessKey+`","apiSecret":"`+key.Secret+`"}`, nil)
	if status != http.StatusOK {
		t.Fatalf("login answered %d", status)
	}
	token, _ := login["token"].(string)
	p.ask("POST", "/login", `{"accessKey":"`+key.AccessKey+`","secret":"`+key.Secret+`x"}`, nil)
	p.ask("POST", "/login", `{"accessKey":"`+key.AccessKey+`","secret":"`+key.Secret, nil)
	p.ask("POST", "/user/login", `{"username":"ada","password":"`+password+`"}`, nil)
	p.ask("GET", "/verify?secret="+key.Secret, "", http.Header{"Authorization": {"Bearer " + token}})
	p.ask("GET", "/"+key.Secret, "", http.Header{"Authorization": {header.Token}})
	p.ask("POST", "/api/v1/setup", `{"token":"`+p.setup+`","username":"olga","password":"`+password+`"}`, nil)
	p.stop()
	log := p.log.String()
	if !strings.Contains(log, "route=/login") {
		t.Fatalf("nothing was logged: %s", log)
	}
	for name, secret := range map[string]string{
		"the password": password, "the secret": key.Secret, "the token": token, "its signature": token[strings.LastIndex(token, ".")+1:],
		"the auth header": header.Token, "the signing secret": signing.Secret, "the setup token": p.setup,
	} {
		if secret == "" || strings.Contains(log, secret) {
			t.Errorf("%s is in the log, or was never made", name)
		}
	}
}
