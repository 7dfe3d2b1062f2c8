package server_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestNoSecretInAnyFileOfTheDataFolder lives through random histories, each its
// seed, and then looks for every secret, password and token that was made, sent
// or answered, in every usual encoding: in the files of the data folder, in the
// log, and in every answer but those that reveal it.
func TestNoSecretInAnyFileOfTheDataFolder(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprintf("history %d", seed), func(t *testing.T) {
			h := &history{program: start(t), rand: rand.New(rand.NewPCG(seed, 0))}
			h.live(100)
			h.restart()
			h.search()
		})
	}
}

// TestSecretsAreFoundWhereTheyAre shows that the search finds what it is for.
func TestSecretsAreFoundWhereTheyAre(t *testing.T) {
	const text = "lk_a secret/that?is+looked=for"
	for name, hay := range map[string]string{
		"raw":              "before " + text + " after",
		"hex":              hex.EncodeToString([]byte("x" + text + "y")),
		"upper-case hex":   strings.ToUpper(hex.EncodeToString([]byte(text))),
		"base64":           base64.StdEncoding.EncodeToString([]byte(text)),
		"base64 after one": base64.StdEncoding.EncodeToString([]byte("x" + text + "yz")),
		"base64 after two": base64.URLEncoding.EncodeToString([]byte("xy" + text)),
		"a query":          url.Values{"q": {text}}.Encode(),
		"a path":           url.PathEscape(text),
		"JSON":             quoted(text),
	} {
		if !holds([]byte(hay), forms(text)) {
			t.Errorf("not found in %s", name)
		}
	}
	raw := []byte("0123456789abcdefghij")
	if !holds(raw, forms(base64.RawURLEncoding.EncodeToString(raw))) {
		t.Error("not found where the bytes are that a secret writes")
	}
	if holds([]byte("something else altogether"), forms(text)) {
		t.Error("found where it is not")
	}
}

// revealing are the answers that may hold a secret, and where in them.
var revealing = map[string][]string{
	"POST /api/v1/keys":                   {"secret"},
	"POST /api/v1/authheaders":            {"token"},
	"POST /api/v1/first-run":              {"secret", "password"},
	"POST /api/v1/signing-keys/ID/reveal": {"secret"},
	"POST /api/v1/seed":                   {"secret", "token"},
	"POST /api/v1/setup-link":             {"url"},
	"POST /api/v1/setup":                  {"session"},
	"POST /api/v1/session":                {"session"},
	"POST /login":                         {"body"},
	"POST /auth/login":                    {"token"},
	"POST /user/login":                    {"Token"},
	"POST /authheader/add":                {"token"},
	"GET /authheader/list":                {"token"},
}

// secretMembers hold a secret in a request or an answer.
var secretMembers = []string{"secret", "apiSecret", "password", "passwordHash", "token", "Token", "text", "session", "url"}

func route(r *http.Request) string {
	path := r.URL.Path
	if rest, ok := strings.CutPrefix(path, "/api/v1/signing-keys/"); ok && strings.HasSuffix(rest, "/reveal") {
		path = "/api/v1/signing-keys/ID/reveal"
	}
	return r.Method + " " + path
}

// secretsOf gives what a request and its answer hold of secrets, and which of
// them the answer may.
func secretsOf(x exchange) (all, mayHold []string) {
	all = secretsIn(x.sent, secretMembers)
	all = append(all, secretsIn(x.received, secretMembers)...)
	for _, name := range []string{"Authorization", "Latchkey-Session"} {
		all = append(all, strings.TrimPrefix(x.request.Header.Get(name), "Bearer "))
	}
	if x.status < 300 {
		members := revealing[route(x.request)]
		mayHold = secretsIn(x.received, members)
		if slices.Contains(members, "body") {
			all, mayHold = append(all, x.received), append(mayHold, x.received)
		}
		for _, c := range (&http.Response{Header: x.header}).Cookies() {
			all = append(all, c.Value)
			if slices.Contains(members, "session") {
				mayHold = append(mayHold, c.Value)
			}
		}
	}
	return all, mayHold
}

func secretsIn(text string, members []string) []string {
	var value any
	if json.Unmarshal([]byte(text), &value) != nil {
		return nil
	}
	var found []string
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			for name, e := range v {
				if text, ok := e.(string); ok && slices.Contains(members, name) {
					if _, token, isLink := strings.Cut(text, "#/setup?t="); isLink {
						text = token
					}
					found = append(found, text)
				}
				walk(e)
			}
		}
	}
	walk(value)
	return found
}

// search looks for every secret of the history wherever it must not be.
func (h *history) search() {
	h.t.Helper()
	needles := map[string][][]byte{}
	allowed := make([][]string, len(h.exchanges))
	for i, x := range h.exchanges {
		var all []string
		all, allowed[i] = secretsOf(x)
		for _, s := range append(all, h.learned...) {
			if len(s) >= 10 && needles[s] == nil {
				needles[s] = forms(s)
			}
		}
	}
	if len(needles) < 30 {
		h.t.Fatalf("the history knows only %d secrets", len(needles))
	}
	files := h.files()
	files["the log"] = h.log.bytes()
	for name, content := range files {
		for s := range needles {
			if holds(content, needles[s]) {
				h.t.Errorf("%s holds a secret of %d characters", name, len(s))
			}
		}
		if bytes.Contains(content, []byte("$argon2id$")) {
			h.t.Errorf("%s holds a password hash", name)
		}
	}
	for i, x := range h.exchanges {
		answer := []byte(fmt.Sprint(x.header) + "\n" + x.received)
		for s := range needles {
			if !slices.Contains(allowed[i], s) && holds(answer, needles[s]) {
				h.t.Errorf("the answer %d to %s holds a secret of %d characters that it must not reveal", x.status, route(x.request), len(s))
			}
		}
		if bytes.Contains(answer, []byte("$argon2id$")) {
			h.t.Errorf("the answer to %s holds a password hash", route(x.request))
		}
	}
	h.searchMasterKey(files)
}

// searchMasterKey looks for the key of all keys outside its own file.
func (h *history) searchMasterKey(files map[string][]byte) {
	h.t.Helper()
	text, err := os.ReadFile(filepath.Join(h.core.Dir, "master.key"))
	if err != nil {
		h.t.Fatal(err)
	}
	needles := forms(strings.TrimSpace(string(text)))
	for name, content := range files {
		if name != "master.key" && holds(content, needles) {
			h.t.Errorf("%s holds the master key", name)
		}
	}
	for _, x := range h.exchanges {
		if holds([]byte(x.received), needles) {
			h.t.Errorf("the answer to %s holds the master key", route(x.request))
		}
	}
}

func (h *history) files() map[string][]byte {
	h.t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(h.core.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		files[filepath.Base(path)] = content
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	if len(files["latchkey.db"]) == 0 {
		h.t.Fatalf("no store among %v", slices.Collect(maps.Keys(files)))
	}
	return files
}

func holds(content []byte, needles [][]byte) bool {
	return slices.ContainsFunc(needles, func(n []byte) bool { return bytes.Contains(content, n) })
}

// forms are the encodings a secret might hide in: as it is, in hex, in base64
// at each of its three alignments, escaped for a URL and for JSON, and the bytes
// that it is itself an encoding of.
func forms(secret string) [][]byte {
	list := [][]byte{
		[]byte(secret), []byte(hex.EncodeToString([]byte(secret))), []byte(strings.ToUpper(hex.EncodeToString([]byte(secret)))),
		[]byte(url.QueryEscape(secret)), []byte(url.PathEscape(secret)), []byte(strings.Trim(quoted(secret), `"`)),
	}
	for shift := range 3 {
		padded := append(make([]byte, shift), secret...)
		first, last := (shift*8+5)/6, len(padded)*8/6 // characters that depend on the secret alone
		for _, e := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			list = append(list, []byte(e.EncodeToString(padded))[first:last])
		}
	}
	if raw, err := hex.DecodeString(secret); err == nil {
		list = append(list, raw)
	}
	for _, e := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding, base64.StdEncoding} {
		if raw, err := e.DecodeString(secret); err == nil && len(raw) >= 8 {
			list = append(list, raw)
		}
	}
	return list
}
