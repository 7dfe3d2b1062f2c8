package web

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

// A captured body shows its form and what the core says itself: of a request no
// text that was sent but an access key in the place of one, and of an answer no
// value of a member that holds a secret.
func FuzzCapturedBodiesHoldNothingSecret(f *testing.F) {
	for _, seed := range []string{
		`{"accessKey":"986d8167a9b9a15e37db4ab4ad50877b01347a94","secret":"s3cret"}`, `{"apiKey":"hunter2","apiSecret":["a",{"token":"b"}]}`,
		`{"password":7,"username":true,"hunter2":null}`, `{"token":{"a":"b","Token":["c"]},"access_token":"d"}`, `["a",{"text":"b"}]`, `"s"`, `{"name":"BadError","error":{"name":"hunter2"}}`, `{`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if text, ok := redact(body, showOfRequest); ok {
			eachText(t, text, func(name, value string) {
				key := (name == "accessKey" || name == "apiKey") && accessKeyShape.MatchString(`"`+value+`"`)
				if !key && value != masked && value != "" && !(strings.HasPrefix(value, "(") && strings.HasSuffix(value, "hidden)")) {
					t.Errorf("a captured request shows %q of %q", value, body)
				}
			})
		}
		if text, ok := redact(body, showOfAnswer); ok {
			eachText(t, text, func(name, value string) {
				if (secretMembers[name] || peoplesMembers[name] || name == "" || name == hidden) && value != masked && value != hidden && value != "" {
					t.Errorf("a captured answer shows %q as %s of %q", value, name, body)
				}
			})
		}
	})
}

// eachText calls see for each text of a document, with the name of the member it
// is of, or of the member whose list it is in. A name that nobody knows is an
// error.
func eachText(t *testing.T, text string, see func(name, value string)) {
	t.Helper()
	dec := jsontext.NewDecoder(strings.NewReader(text), jsontext.AllowDuplicateNames(true))
	var walk func(name string)
	walk = func(name string) {
		switch kind := dec.PeekKind(); kind {
		case '{', '[':
			_, _ = dec.ReadToken()
			for dec.PeekKind() != '}' && dec.PeekKind() != ']' {
				inner := name
				if kind == '{' {
					token, err := dec.ReadToken()
					if err != nil {
						t.Fatalf("%v in %s", err, text)
					}
					if inner = token.String(); !knownMembers[inner] && inner != hidden {
						t.Errorf("the name %q is shown", inner)
					}
				}
				walk(inner)
			}
			_, _ = dec.ReadToken()
		default:
			raw, err := dec.ReadValue()
			if err != nil {
				t.Fatalf("%v in %s", err, text)
			}
			value := ""
			if kind == '"' {
				if err := json.Unmarshal(raw, &value); err != nil {
					t.Fatal(err)
				}
			}
			see(name, value)
		}
	}
	walk("")
}

func TestABodyThatIsCapturedInPartIsNotShown(t *testing.T) {
	var b bounded
	b.take([]byte(`{"secret":"`))
	b.take(bytes.Repeat([]byte("x"), maxCaptured))
	if text, _ := b.shown("application/json", true, showOfRequest); strings.Contains(text, "xx") || !strings.Contains(text, "too long") {
		t.Errorf("shown: %.80s", text)
	}
}
