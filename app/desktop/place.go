package desktop

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"latchkey/backend/access"
)

// place is where the bridge sends the page's requests: the core of this
// machine, or a team's server. The page does not see the difference: the place
// holds both halves of the operator's session at a server, or at this machine's
// core where the window locks, because a webview keeps no cookies and a page
// should not keep what opens either.
type place struct {
	own       bool // the core of this machine
	transport http.RoundTripper
	scheme    string
	host      string // with its port where it has one
	pin       string // the fingerprint that was agreed on; "" where the system trusts the certificate

	mu      sync.Mutex
	cookie  string
	session string
}

// The halves of a session, as the core names them.
const (
	sessionCookie = "latchkey_session"
	sessionHeader = "Latchkey-Session"
	// windowHeader tells this machine's core that a window asks: it serves one
	// that locks to operators only. The command line sends none.
	windowHeader = "Latchkey-Window"
	// heldHere is what the page gets in place of its half.
	heldHere = "held-by-the-window"
)

func localPlace(t http.RoundTripper) *place {
	// The transport dials the socket whatever the host says.
	return &place{own: true, transport: t, scheme: "http", host: "localhost"}
}

func remotePlace(scheme, host, pin string) *place {
	return &place{scheme: scheme, host: host, pin: pin, transport: &http.Transport{
		TLSClientConfig:     pinned(pin),
		DialContext:         (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
		TLSHandshakeTimeout: 10 * time.Second,
		ForceAttemptHTTP2:   true,
		MaxIdleConnsPerHost: 8,
		IdleConnTimeout:     time.Minute,
		DisableCompression:  true,
	}}
}

// errOtherCertificate says that a server shows another certificate than the one
// that was agreed on.
var errOtherCertificate = errors.New("another certificate than the one that was agreed on")

// pinned takes the one certificate with that fingerprint, whoever signed it;
// without one, what the system trusts.
func pinned(pin string) *tls.Config {
	if pin == "" {
		return &tls.Config{MinVersion: tls.VersionTLS12}
	}
	return &tls.Config{
		MinVersion:         tls.VersionTLS12,
		InsecureSkipVerify: true, // the next lines verify more narrowly
		VerifyConnection: func(s tls.ConnectionState) error {
			if len(s.PeerCertificates) == 0 || fingerprint(s.PeerCertificates[0].Raw) != pin {
				return errOtherCertificate
			}
			return nil
		},
	}
}

// fingerprint is a certificate's SHA-256, as browsers show it.
func fingerprint(der []byte) string {
	sum := sha256.Sum256(der)
	text := strings.ToUpper(hex.EncodeToString(sum[:]))
	pairs := make([]string, 0, len(sum))
	for i := 0; i < len(text); i += 2 {
		pairs = append(pairs, text[i:i+2])
	}
	return strings.Join(pairs, ":")
}

func (p *place) remote() bool { return !p.own }

func (p *place) signedIn() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cookie != ""
}

func (p *place) url() string { return p.scheme + "://" + p.host }

// address makes a request one to this place.
func (p *place) address(r *http.Request) {
	r.URL.Scheme, r.URL.Host, r.Host = p.scheme, p.host, p.host
	r.Header.Del(windowHeader)
	if !p.remote() {
		r.Header.Set(windowHeader, "yes")
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	r.Header.Del(sessionHeader)
	r.Header.Del("Cookie")
	if p.cookie != "" {
		r.AddCookie(&http.Cookie{Name: sessionCookie, Value: p.cookie})
		r.Header.Set(sessionHeader, p.session)
	}
}

// learn keeps both halves of a session that has just begun, and puts a word in
// the place of the page's.
func (p *place) learn(res *http.Response) error {
	if res.Request.Method == http.MethodGet {
		return nil
	}
	for _, c := range res.Cookies() {
		if c.Name != sessionCookie {
			continue
		}
		if c.Value == "" || c.MaxAge < 0 {
			p.keep("", "")
			return nil
		}
		body, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
		res.Body.Close()
		if err != nil {
			return err
		}
		var answer map[string]json.RawMessage
		var value string
		if err := json.Unmarshal(body, &answer); err != nil {
			return errors.New("a session that is not in its form") // the decoder's text quotes it
		}
		if err := json.Unmarshal(answer["session"], &value); err != nil {
			return errors.New("a session without its value")
		}
		p.keep(c.Value, value)
		answer["session"] = json.RawMessage(`"` + heldHere + `"`)
		if body, err = json.Marshal(answer); err != nil {
			return err
		}
		res.Body = io.NopCloser(bytes.NewReader(body))
		res.ContentLength = int64(len(body))
		res.Header.Del("Content-Length")
	}
	return nil
}

func (p *place) keep(cookie, session string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cookie, p.session = cookie, session
}

// signOut forgets the session, whatever becomes of the rest, and ends it there.
func (p *place) signOut(ctx context.Context) {
	if !p.signedIn() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	out, err := http.NewRequestWithContext(ctx, http.MethodDelete, p.url()+"/api/v1/session", nil)
	if err != nil {
		p.keep("", "")
		return
	}
	p.address(out)
	p.keep("", "")
	if res, err := p.transport.RoundTrip(out); err == nil {
		res.Body.Close()
	}
}

// failure puts into words why a server did not answer.
func (p *place) failure(err error) *access.Error {
	if errors.Is(err, errOtherCertificate) {
		return access.Errorf(access.CodeUnavailable, "%s shows another certificate than the one you agreed on", p.host).
			WithHint("ask whoever runs it whether it was renewed, then connect again and compare the fingerprint")
	}
	var unknown *tls.CertificateVerificationError
	if errors.As(err, &unknown) {
		return access.Errorf(access.CodeUnavailable, "the certificate of %s is not trusted", p.host).WithHint("connect again to look at it")
	}
	return access.Errorf(access.CodeUnavailable, "%s does not answer", p.host).
		WithHint("see whether it runs and this machine reaches it, or go back to this machine's own")
}

type placeKey struct{}

// placeOf is where a request of the bridge goes.
func placeOf(r *http.Request) *place {
	p, _ := r.Context().Value(placeKey{}).(*place)
	return p
}

// toPlace sends a request to its place.
type toPlace struct{}

func (toPlace) RoundTrip(r *http.Request) (*http.Response, error) {
	return placeOf(r).transport.RoundTrip(r)
}
