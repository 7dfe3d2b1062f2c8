package partner_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"latchkey/backend/access/accesstest"
	"latchkey/backend/server/servertest"
)

func login(w *servertest.World, accessKey, secret string) *httptest.ResponseRecorder {
	body, _ := json.Marshal(map[string]string{"accessKey": accessKey, "secret": secret})
	return post(w, string(body))
}

func post(w *servertest.World, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", "/login", strings.NewReader(body))
	r.Host, r.RemoteAddr = "localhost:8417", ""
	r.Header.Set("X-Request-Id", "same")
	return w.Call(r)
}

func TestEveryReasonOfA401IsAlikeInBodyAndHeaders(t *testing.T) {
	w := servertest.Open(t, servertest.Options{})
	want := login(w, "unknown", servertest.Secret)
	if want.Code != http.StatusUnauthorized {
		t.Fatal(want.Code)
	}
	for _, name := range []string{"pending", "early", "paused", "expired", "revoked", "disabled", "left", "active-with-a-wrong-secret"} {
		got := login(w, servertest.AccessKey+"-"+name, servertest.Secret)
		if name == "active-with-a-wrong-secret" {
			got = login(w, servertest.AccessKey, "wrong")
		}
		if got.Code != want.Code || got.Body.String() != want.Body.String() {
			t.Errorf("%s: %d %s", name, got.Code, got.Body)
		}
		if diff := cmp.Diff(want.Header(), got.Header()); diff != "" {
			t.Errorf("%s: headers differ:\n%s", name, diff)
		}
	}
}

// A service behind verifies the token with the secret that the portal reveals,
// and the standard library.
func TestTheTokenIsSignedWithTheRevealedSecret(t *testing.T) {
	w := servertest.Open(t, servertest.Options{})
	token := login(w, servertest.AccessKey, servertest.Secret).Body.String()
	keys, err := w.Core.SigningKeys(t.Context(), accesstest.Local)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range keys {
		if key.Alg != "HS384" {
			continue
		}
		revealed, err := w.Core.RevealSigningKey(t.Context(), accesstest.Local, key.ID)
		if err != nil {
			t.Fatal(err)
		}
		end := strings.LastIndexByte(token, '.')
		signed, signature := token[:end], token[end+1:]
		mac := hmac.New(sha512.New384, []byte(revealed.Secret))
		mac.Write([]byte(signed))
		if got := base64.RawURLEncoding.EncodeToString(mac.Sum(nil)); got != signature {
			t.Errorf("the signature is %s, want %s", signature, got)
		}
		return
	}
	t.Fatal("there is no HS384 key")
}

func TestALoginLeavesNoSecretInTheLog(t *testing.T) {
	w := servertest.Open(t, servertest.Options{})
	token := login(w, servertest.AccessKey, servertest.Secret).Body.String()
	login(w, servertest.AccessKey, "wr0ng-s3cret")
	post(w, `{"accessKey":"a","secret":"wr0ng-s3cret"`)
	post(w, `{"accessKey":5,"secret":"wr0ng-s3cret"}`)
	for _, secret := range []string{servertest.Secret, token, "wr0ng-s3cret"} {
		if strings.Contains(w.Log.String(), secret) {
			t.Errorf("the log has %q", secret)
		}
	}
}

// Whatever the body: an answer of the contract, and nothing of the body in it.
func FuzzLogin(f *testing.F) {
	for _, seed := range []string{
		`{"accessKey":"canary1","secret":"canary2"}`, `{"accessKey":"canary","secret":5}`, `{"accessKey":"canary"`, `["canary"]`, `"canary"`, ``,
		`{"canary":{"canary":[1,2,"canary"]}}`, "{\"accessKey\":\"canary\xff\"}", `{"accessKey":"\ud800canary"}`, `{"accessKey":"canary","accessKey":"canary"}`,
	} {
		f.Add([]byte(seed))
	}
	w := servertest.Open(f, servertest.Options{})
	refused := `{"statusCode":"Error","error":{"message":"Service was unable to complete your request.","name":"AuthenticationError","code":"AuthenticationError","details":{"reason":"AccessKeyUnauthorized"}}}`
	const invalid = `{"statusCode":"Error","error":{"name":"InvalidRequestFormatError","message":"The request body is invalid. See error object ` + "`details`" + ` property for more info","details":[{"path":`
	f.Fuzz(func(t *testing.T, body []byte) {
		rec := post(w, string(body))
		got := rec.Body.String()
		switch rec.Code {
		case http.StatusUnauthorized:
			if got != refused {
				t.Fatalf("401 with %s", got)
			}
		case http.StatusBadRequest:
			if !strings.HasPrefix(got, invalid) || !strings.HasSuffix(got, `}]}}`) {
				t.Fatalf("400 with %s", got)
			}
		case http.StatusRequestEntityTooLarge:
			if len(body) <= 16<<10 {
				t.Fatalf("%d bytes are too many", len(body))
			}
		default:
			t.Fatalf("%d %s", rec.Code, got)
		}
		if bytes.Contains(rec.Body.Bytes(), []byte("canary")) {
			t.Fatalf("the answer repeats the body: %s", got)
		}
	})
}

func BenchmarkLogin(b *testing.B) {
	w := servertest.Open(b, servertest.Options{})
	body := fmt.Sprintf(`{"accessKey":%q,"secret":%q}`, servertest.AccessKey, servertest.Secret)
	b.ReportAllocs()
	for b.Loop() {
		if rec := post(w, body); rec.Code != http.StatusCreated {
			b.Fatal(rec.Code)
		}
	}
}
