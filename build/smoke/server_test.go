//go:build smoke

package smoke

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// certify writes a certificate for this machine that nobody signed, and its key.
func certify(t *testing.T, dir string) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		t.Fatal(err)
	}
	is := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: "keys of a team"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, is, is, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

// TestWindowShowsTheServerOfATeam connects the window to a server whose certificate
// it has to be told to trust, signs in, and comes home when that server shows
// another one.
func TestWindowShowsTheServerOfATeam(t *testing.T) {
	const password = "correct horse battery"
	s, d := openScreen(t), openDesk(t)
	team := newHome(t, s, d)
	team.seed(map[string]string{"of-the-team": "90d"})
	team.give(password, "user", "add", "ada", "--operator", "--password-stdin")
	serve := func() (stop func()) {
		t.Helper()
		cert, key := certify(t, team.dir)
		cmd := exec.Command(filepath.Join(programs, "latchkey"), "serve", "--data", team.data, "--tls-cert", cert, "--tls-key", key)
		cmd.Env = team.env
		done := startWithUs(t, cmd)
		eventually(t, "the server listens", func() (bool, string) {
			conn, err := net.Dial("tcp", team.address)
			if err != nil {
				return false, err.Error()
			}
			return conn.Close() == nil, ""
		})
		stop = func() {
			_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
			<-done
		}
		t.Cleanup(stop)
		return stop
	}
	stop := serve()

	home := newHome(t, s, d)
	home.seed(map[string]string{"of-this-machine": "90d"})
	w := home.open()
	s.focus("Latchkey")
	home.press("This window shows This computer")
	home.press("Connect to a server…")
	home.sees("where its address goes", func(r report) bool { return r.field("Address") != nil })
	s.write(team.address)
	s.keys("Return")
	home.sees("its certificate, and that nobody vouches for it", func(r report) bool {
		return r.has("Trust this certificate and connect") && strings.Contains(r.Text, "does not know who signed") && strings.Contains(r.Text, "keys of a team")
	})
	s.shoot("server-certificate")
	home.press("Trust this certificate and connect")
	home.sees("its sign-in", func(r report) bool { return r.field("Username") != nil && r.field("Password") != nil })
	home.press("Username")
	s.write("ada")
	home.press("Password")
	s.write(password)
	s.keys("Return")
	home.sees("its portal", func(r report) bool { return r.has("This window shows "+team.address) && r.link("Access keys") != nil })
	home.press("Access keys")
	home.sees("its keys and none of this machine", func(r report) bool {
		return strings.Contains(r.Text, "of-the-team") && !strings.Contains(r.Text, "of-this-machine")
	})

	stop()
	serve()
	home.sees("that something else answers there", func(r report) bool { return strings.Contains(r.Text, "core_unreachable") })
	home.press("This window shows " + team.address)
	home.press(team.address)
	home.press("Look at server")
	home.sees("that it is another certificate", func(r report) bool {
		return strings.Contains(r.Text, "another certificate than the one you trusted") && r.has("Trust the other certificate")
	})
	s.shoot("server-other-certificate")
	s.keys("Escape")
	home.press("This window shows " + team.address)
	home.press("This computer")
	home.sees("this machine", func(r report) bool { return r.has("This window shows This computer") && r.link("Access keys") != nil })
	home.press("Access keys")
	home.sees("its own keys", func(r report) bool { return strings.Contains(r.Text, "of-this-machine") })
	home.quit(w)
	if secrets := w.log.String(); strings.Contains(secrets, password) {
		t.Error("the window's log has the password")
	}
}
