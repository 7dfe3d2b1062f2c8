package web_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

func TestTheClientsAddressIsNeverItsOwnChoice(t *testing.T) {
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	tests := []struct {
		peer      string
		forwarded []string
		want      string
	}{
		{"192.0.2.7:1", nil, "192.0.2.7"},
		{"192.0.2.7:1", []string{"198.51.100.1"}, "192.0.2.7"}, // no proxy of ours
		{"10.0.0.1:1", nil, "10.0.0.1"},
		{"10.0.0.1:1", []string{"198.51.100.1"}, "198.51.100.1"},
		{"10.0.0.1:1", []string{"203.0.113.9, 198.51.100.1"}, "198.51.100.1"},
		{"10.0.0.1:1", []string{"203.0.113.9", "198.51.100.1"}, "198.51.100.1"},
		{"10.0.0.1:1", []string{"198.51.100.1, 10.0.0.2"}, "198.51.100.1"},
		{"10.0.0.1:1", []string{"198.51.100.1,10.0.0.2 , 10.1.1.1"}, "198.51.100.1"},
		{"10.0.0.1:1", []string{"10.0.0.2, 10.0.0.3"}, "10.0.0.2"},
		{"10.0.0.1:1", []string{"198.51.100.1, nonsense"}, "10.0.0.1"},
		{"10.0.0.1:1", []string{"nonsense, 198.51.100.1"}, "198.51.100.1"},
		{"10.0.0.1:1", []string{"198.51.100.1, 10.0.0.2, "}, "10.0.0.1"},
		{"10.0.0.1:1", []string{"unknown"}, "10.0.0.1"},
		{"10.0.0.1:1", []string{"198.51.100.1:4711"}, "198.51.100.1"},
		{"10.0.0.1:1", []string{"[2001:db8::1]:4711"}, "2001:db8::1"},
		{"10.0.0.1:1", []string{"[2001:db8::1]"}, "2001:db8::1"},
		{"10.0.0.1:1", []string{"2001:db8::1"}, "2001:db8::1"},
		{"10.0.0.1:1", []string{"::ffff:198.51.100.1"}, "198.51.100.1"},
		{"[::ffff:10.0.0.1]:1", []string{"198.51.100.1"}, "198.51.100.1"},
		{"[fd00::1]:1", []string{"198.51.100.1"}, "198.51.100.1"},
		{"[fe80::1%eth0]:1", nil, "fe80::1"},
		{"@", nil, ""},
		{"", []string{"198.51.100.1"}, ""},
	}
	for _, test := range tests {
		var got access.Caller
		h := web.Front{Logger: slog.New(slog.DiscardHandler), BehindProxy: trusted}.Wrap(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = web.Caller(r) }))
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = test.peer
		r.Header["X-Forwarded-For"] = test.forwarded
		h.ServeHTTP(httptest.NewRecorder(), r)
		if got.Addr != test.want {
			t.Errorf("peer %s, X-Forwarded-For %q: %q, want %q", test.peer, test.forwarded, got.Addr, test.want)
		}
	}
}

// A client behind a trusted proxy may write what it likes before the proxy
// adds its address: it is always counted under the one the proxy saw.
func FuzzForwardedFor(f *testing.F) {
	f.Add("203.0.113.9")
	f.Add("10.0.0.1, ,x")
	f.Add("[::1]:5,,")
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	f.Fuzz(func(t *testing.T, chosen string) {
		var got access.Caller
		h := web.Front{Logger: slog.New(slog.DiscardHandler), BehindProxy: trusted}.Wrap(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = web.Caller(r) }))
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = "10.0.0.1:1"
		r.Header.Set("X-Forwarded-For", chosen+", 198.51.100.1")
		h.ServeHTTP(httptest.NewRecorder(), r)
		if got.Addr != "198.51.100.1" {
			t.Fatalf("%q: counted as %s", chosen, got.Addr)
		}
	})
}

func TestEveryAnswerCarriesARequestID(t *testing.T) {
	tests := []struct {
		given []string
		kept  bool
	}{
		{nil, false},
		{[]string{"abc-DEF_1.2"}, true},
		{[]string{strings.Repeat("a", 64)}, true},
		{[]string{strings.Repeat("a", 65)}, false},
		{[]string{""}, false},
		{[]string{"a b"}, false},
		{[]string{"a\"b"}, false},
		{[]string{"ä"}, false},
		{[]string{"a", "b"}, false},
	}
	for _, test := range tests {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header["X-Request-Id"] = test.given
		rec, _ := serve(http.NotFoundHandler(), r)
		got := rec.Header().Values("X-Request-Id")
		if len(got) != 1 || got[0] == "" {
			t.Fatalf("%q: %q", test.given, got)
		}
		if kept := len(test.given) == 1 && got[0] == test.given[0]; kept != test.kept {
			t.Errorf("%q became %q", test.given, got[0])
		}
	}
}

// One request is one line, whatever is in it, and holds no text of the client.
func TestTheAccessLogIsOneLineARequestWithoutSecrets(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle("/keys/{ref}", http.NotFoundHandler())
	mux.Handle("/", http.NotFoundHandler())
	for path, route := range map[string]string{
		"/keys/s3cr3t": "/keys/{ref}", "/s3cr3t": "/", "/%0a%0d%1b[31m": "/", "/%e2%80%a8": "/", "/%ff%fe": "/", "/" + strings.Repeat("x", 5000): "/",
	} {
		for _, method := range []string{"POST", "S3CR3T"} {
			r := httptest.NewRequest(method, path+"?secret=s3cr3t", strings.NewReader("s3cr3t"))
			r.Header.Set("Authorization", "Bearer s3cr3t")
			r.Header.Set("User-Agent", "s3cr3t\u2028")
			_, log := serve(mux, r)
			if strings.Count(log, "\n") != 1 || len(log) > 500 {
				t.Errorf("%q: %q", path, log)
			}
			var line map[string]any
			if err := json.Unmarshal([]byte(log), &line); err != nil || line["route"] != route {
				t.Errorf("%q: %v %s", path, err, log)
			}
			if strings.Contains(strings.ToLower(log), "s3cr3t") {
				t.Errorf("%q: the log has the secret: %s", path, log)
			}
		}
	}
}

func TestSuccessIsLoggedAtDebugAndFailureAbove(t *testing.T) {
	for status, want := range map[int]bool{200: false, 302: false, 404: true, 500: true} {
		var log bytes.Buffer
		h := web.Front{Logger: slog.New(slog.NewTextHandler(&log, nil))}.Wrap(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
		if logged := log.Len() > 0; logged != want {
			t.Errorf("%d: logged is %v at the level of a running server", status, logged)
		}
	}
}

func TestTheAgentIsCutAndMended(t *testing.T) {
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("User-Agent", "\xff"+strings.Repeat("ä", 150))
	agent := web.Caller(r).Agent
	if len(agent) > 203 || !strings.HasPrefix(agent, "\ufffdä") || strings.HasSuffix(agent, "\ufffd") {
		t.Errorf("%d bytes: %q", len(agent), agent)
	}
}

func TestTheCredentialOfARequest(t *testing.T) {
	tests := []struct {
		values []string
		want   string
	}{
		{nil, ""},
		{[]string{""}, ""},
		{[]string{"abc.def-_"}, "abc.def-_"},
		{[]string{"Bearer abc"}, "abc"},
		{[]string{"bearer abc"}, "abc"},
		{[]string{"BEARER   abc "}, "abc"},
		{[]string{"Bearer"}, ""},
		{[]string{"Bearer "}, ""},
		{[]string{"Bearer a b"}, ""},
		{[]string{"Bearer Bearer abc"}, ""},
		{[]string{"Basic abc"}, ""},
		{[]string{"abc, def"}, ""},
		{[]string{"abc,def"}, ""},
		{[]string{"abc", "def"}, ""},
		{[]string{"abc", "abc"}, ""},
	}
	for _, test := range tests {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header["Authorization"] = test.values
		if got := web.Credential(r); got != test.want {
			t.Errorf("%q: %q, want %q", test.values, got, test.want)
		}
	}
}
