package desktop

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"latchkey/backend/access"
)

// probed is what a server shows of itself before anybody signs in to it.
type probed struct {
	Address     string       `json:"address"`
	Trusted     bool         `json:"trusted"` // the system trusts its certificate, or it is on this machine
	Known       bool         `json:"known"`   // this very certificate was agreed on before
	Changed     bool         `json:"changed"` // another one was
	Certificate *certificate `json:"certificate"`
}

type certificate struct {
	Fingerprint string    `json:"fingerprint"` // SHA-256
	Subject     string    `json:"subject"`
	Issuer      string    `json:"issuer"`
	Names       []string  `json:"names"`
	NotBefore   time.Time `json:"notBefore"`
	NotAfter    time.Time `json:"notAfter"`
	Why         string    `json:"why"` // it is not trusted; "" where it is
}

type serverAddress struct {
	Address     string `json:"address"`
	Fingerprint string `json:"fingerprint"` // that was agreed on; "" = what the system trusts
}

// readServer reads which server the page means.
func readServer(w http.ResponseWriter, r *http.Request) (u *url.URL, pin string, ok bool) {
	var body serverAddress
	if !readOwn(w, r, &body) {
		return nil, "", false
	}
	u, err := parseServer(body.Address)
	if err != nil {
		problem(w, http.StatusBadRequest, http.StatusText(http.StatusBadRequest), access.AsError(err))
		return nil, "", false
	}
	return u, body.Fingerprint, true
}

// probe looks at a server without telling it anything.
func (b *bridge) probe(w http.ResponseWriter, r *http.Request) {
	u, _, ok := readServer(w, r)
	if !ok {
		return
	}
	out := probed{Address: u.Scheme + "://" + u.Host, Trusted: true}
	pin := ""
	if u.Scheme == "https" {
		var err error
		if out.Certificate, err = look(r.Context(), u); err != nil {
			unreachable(w, remotePlace(u.Scheme, u.Host, "").failure(err))
			return
		}
		out.Trusted = out.Certificate.Why == ""
		if agreed, ok := b.known.pin(out.Address); ok && agreed != "" {
			out.Known, out.Changed = agreed == out.Certificate.Fingerprint, agreed != out.Certificate.Fingerprint
		}
		if !out.Trusted {
			pin = out.Certificate.Fingerprint
		}
	}
	if err := greets(r.Context(), remotePlace(u.Scheme, u.Host, pin)); err != nil {
		unreachable(w, err)
		return
	}
	writeOwn(w, out)
}

// connect makes a server the one the page talks to.
func (b *bridge) connect(w http.ResponseWriter, r *http.Request) {
	u, pin, ok := readServer(w, r)
	if !ok {
		return
	}
	at := remotePlace(u.Scheme, u.Host, pin)
	if err := greets(r.Context(), at); err != nil {
		unreachable(w, err)
		return
	}
	if err := b.known.remember(knownPlace{Address: at.url(), Fingerprint: pin}); err != nil {
		b.logger.Warn("the server is not remembered", "error", err)
	}
	b.at.Store(at)
	b.state(w, r)
}

// disconnect goes back to this machine's own core, and ends the session at the
// server.
func (b *bridge) disconnect(w http.ResponseWriter, r *http.Request) {
	if was := b.at.Swap(b.local); was.remote() {
		was.signOut(r.Context())
	}
	b.state(w, r)
}

// parseServer reads an address as people type it: a host is enough.
func parseServer(text string) (*url.URL, error) {
	text = strings.TrimSpace(text)
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil {
		return nil, access.Invalidf("address", "that is no address of a server").WithHint("write it as keys.example.com or https://keys.example.com:8443")
	}
	if u.Scheme == "http" && !isLoopback(u.Hostname()) {
		return nil, access.Invalidf("address", "over plain HTTP a password would cross the network for everybody to read").WithHint("use the server's https address")
	}
	return u, nil
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// look fetches a server's certificate, and says whether the system trusts it.
func look(ctx context.Context, u *url.URL) (*certificate, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	port := u.Port()
	if port == "" {
		port = "443"
	}
	d := tls.Dialer{Config: &tls.Config{MinVersion: tls.VersionTLS12, ServerName: u.Hostname(), InsecureSkipVerify: true}} // to look, not to speak
	conn, err := d.DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	chain := conn.(*tls.Conn).ConnectionState().PeerCertificates
	leaf := chain[0]
	out := &certificate{
		Fingerprint: fingerprint(leaf.Raw), Subject: leaf.Subject.String(), Issuer: leaf.Issuer.String(), Names: leaf.DNSNames,
		NotBefore: leaf.NotBefore.UTC(), NotAfter: leaf.NotAfter.UTC(),
	}
	for _, ip := range leaf.IPAddresses {
		out.Names = append(out.Names, ip.String())
	}
	if out.Names == nil {
		out.Names = []string{}
	}
	between := x509.NewCertPool()
	for _, c := range chain[1:] {
		between.AddCert(c)
	}
	if _, err := leaf.Verify(x509.VerifyOptions{DNSName: u.Hostname(), Intermediates: between}); err != nil {
		out.Why = whyUntrusted(err)
	}
	return out, nil
}

func whyUntrusted(err error) string {
	var (
		name    x509.HostnameError
		invalid x509.CertificateInvalidError
	)
	switch {
	case errors.As(err, &name):
		return "name"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "expired"
	}
	return "signer"
}

// greets asks whether a Latchkey answers there: its API refuses a stranger in a
// way of its own.
func greets(ctx context.Context, at *place) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, at.url()+"/api/v1/session", nil)
	if err != nil {
		return err
	}
	res, err := at.transport.RoundTrip(r)
	if err != nil {
		return at.failure(err)
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 1<<16))
	if res.StatusCode != http.StatusUnauthorized || res.Header.Get("Content-Type") != "application/problem+json" || res.Header.Get("X-Request-Id") == "" {
		return access.Errorf(access.CodeUnavailable, "what answers at %s is no portal of Latchkey", at.host).
			WithHint("where the portal has an address of its own (--admin-listen), use that one")
	}
	return nil
}
