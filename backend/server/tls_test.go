package server_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"latchkey/backend/server"
)

// certPair writes a self-signed certificate and its key.
func certPair(t *testing.T, dir, name string, modified time.Time) (certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(modified.Unix()), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"localhost"},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	certFile, keyFile = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: der}, keyFile: {Type: "PRIVATE KEY", Bytes: pkcs8}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, modified, modified); err != nil {
			t.Fatal(err)
		}
	}
	return certFile, keyFile
}

func TestANewCertificateIsTakenWithoutRestartAndABadOneIsNot(t *testing.T) {
	dir := t.TempDir()
	certFile, keyFile := certPair(t, dir, "first", time.Unix(1000, 0))
	cfg, err := server.LoadTLS(certFile, keyFile, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	s := startServing(t, echo, server.Options{TLS: cfg})
	name := func() string {
		conn, err := tls.Dial("tcp", s.addr, &tls.Config{InsecureSkipVerify: true})
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		return conn.ConnectionState().PeerCertificates[0].Subject.CommonName
	}
	if got := name(); got != "first" {
		t.Fatal(got)
	}
	if err := os.WriteFile(certFile, []byte("half written"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := name(); got != "first" {
		t.Errorf("after a half-written file: %s", got)
	}
	certPair(t, dir, "second", time.Unix(2000, 0))
	if got := name(); got != "second" {
		t.Errorf("after the new one was whole: %s", got)
	}
	if err := os.Remove(keyFile); err != nil {
		t.Fatal(err)
	}
	if got := name(); got != "second" {
		t.Errorf("after the key was taken away: %s", got)
	}
}

func TestTLSTakesWhatIsSafeToday(t *testing.T) {
	certFile, keyFile := certPair(t, t.TempDir(), "localhost", time.Unix(1000, 0))
	cfg, err := server.LoadTLS(certFile, keyFile, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	s := startServing(t, echo, server.Options{TLS: cfg})
	for version, want := range map[uint16]bool{tls.VersionTLS10: false, tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true} {
		conn, err := tls.Dial("tcp", s.addr, &tls.Config{InsecureSkipVerify: true, MinVersion: version, MaxVersion: version})
		if (err == nil) != want {
			t.Errorf("%s: %v", tls.VersionName(version), err)
		}
		if err == nil {
			conn.Close()
		}
	}
	client := http.Client{Transport: &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	answer, err := client.Get("https://" + s.addr + "/")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	client.CloseIdleConnections()
	if answer.ProtoMajor != 2 {
		t.Errorf("under TLS it speaks %s", answer.Proto)
	}
}

func TestTLSFilesThatCannotBeUsedAreNamed(t *testing.T) {
	dir := t.TempDir()
	certFile, _ := certPair(t, dir, "one", time.Unix(1000, 0))
	other := filepath.Join(dir, "other")
	if err := os.Mkdir(other, 0o700); err != nil {
		t.Fatal(err)
	}
	_, keyFile := certPair(t, other, "two", time.Unix(1000, 0))
	missing := filepath.Join(dir, "missing.pem")
	for _, test := range [][2]string{{certFile, missing}, {missing, keyFile}, {certFile, keyFile}} {
		_, err := server.LoadTLS(test[0], test[1], nil)
		if err == nil || !strings.Contains(err.Error(), dir) {
			t.Errorf("%v: %v", test, err)
		}
	}
}
