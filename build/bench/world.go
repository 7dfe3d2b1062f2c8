//go:build linux

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	bareKeys      = 1000 // of the server that stands for the libraries
	passwordUsers = 64
	otherTokens   = 10_000
	password      = "correct horse battery staple"
)

func accessKey(i int) string { return fmt.Sprintf("%040x", i+1) }
func secretOf(i int) string  { return fmt.Sprintf("Secret-%041d", i+1) }

// world is the servers that are measured, all at once.
type world struct {
	latchkey  *process
	unlimited *process            // Latchkey with --limits off, where refusals are measured
	other     *process            // Latchkey of -against; nil where there is none
	bares     map[string]*process // by name
	startMS   float64
	idleMB    float64  // of latchkey before its first request
	header    string   // an auth header
	jwt       string   // a token of /login
	jwts      []string // many of them, more than are remembered
	userJWT   string   // a token of /user/login
}

func openWorld(ctx context.Context, dir, bin string, o options, flags ...string) (_ *world, err error) {
	w := &world{bares: map[string]*process{}}
	defer func() {
		if err != nil {
			w.close()
		}
	}()
	data, copied := filepath.Join(dir, "data"), filepath.Join(dir, "copy")
	if w.header, err = seed(ctx, bin, dir, data, o.keys); err != nil {
		return nil, err
	}
	if err := copyFolder(ctx, data, copied); err != nil {
		return nil, err
	}
	if w.startMS, err = firstToken(ctx, bin, copied, o.starts); err != nil {
		return nil, err
	}
	if o.against != "" {
		beside := filepath.Join(dir, "beside")
		if err := copyFolder(ctx, copied, beside); err != nil {
			return nil, err
		}
		if w.other, err = startLatchkey(ctx, o.against, beside, flags...); err != nil {
			return nil, err
		}
	}
	if w.latchkey, err = startLatchkey(ctx, bin, data, flags...); err != nil {
		return nil, err
	}
	w.idleMB = w.latchkey.residentMB()
	if w.unlimited, err = startLatchkey(ctx, bin, copied, "--limits", "off"); err != nil {
		return nil, err
	}
	if w.jwts, err = tokens(w.latchkey.addr, otherTokens, o.keys); err != nil {
		return nil, err
	}
	w.jwt = w.jwts[0]
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	for name := range bares {
		if w.bares[name], err = start(ctx, self, bareCommand, name, strconv.Itoa(len(w.jwt))); err != nil {
			return nil, err
		}
	}
	answer, err := ask(w.latchkey.addr, passwordRequest(0), http.StatusOK)
	if err != nil {
		return nil, err
	}
	var user struct{ Token string }
	err = json.Unmarshal([]byte(answer), &user)
	w.userJWT = user.Token
	return w, err
}

func (w *world) close() {
	for _, p := range w.bares {
		p.stop()
	}
	for _, p := range []*process{w.latchkey, w.unlimited, w.other} {
		if p != nil {
			p.stop()
		}
	}
}

// buildLatchkey builds what is measured as make build does.
func buildLatchkey(ctx context.Context, bin string) error {
	say("build")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-pgo", pgoFile, "-ldflags", "-s -w", "-o", bin, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build latchkey: %w\n%s", err, out)
	}
	return nil
}

// copyFolder copies a data folder that nobody serves.
func copyFolder(ctx context.Context, from, to string) error {
	if out, err := exec.CommandContext(ctx, "cp", "-a", from, to).CombinedOutput(); err != nil {
		return fmt.Errorf("copy the data folder: %w\n%s", err, out)
	}
	return nil
}

// startLatchkey serves a data folder on a free port.
func startLatchkey(ctx context.Context, bin, data string, flags ...string) (*process, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	addr := ln.Addr().String()
	if err := ln.Close(); err != nil {
		return nil, err
	}
	return start(ctx, append([]string{bin, "serve", "--data", data, "--listen", addr}, flags...)...)
}

// firstToken is the median time from starting the program to a token, in
// milliseconds.
func firstToken(ctx context.Context, bin, data string, times int) (float64, error) {
	var took []float64
	for range times {
		p, err := startLatchkey(ctx, bin, data)
		if err != nil {
			return 0, err
		}
		_, err = ask(p.addr, loginRequest(accessKey(0), secretOf(0)), http.StatusCreated)
		took = append(took, time.Since(p.started).Seconds()*1000)
		p.stop()
		if err != nil {
			return 0, err
		}
	}
	return median(took), nil
}

// seed makes the data folder and gives the auth header that was made in it.
func seed(ctx context.Context, bin, dir, data string, keys int) (string, error) {
	type object = map[string]any
	file := object{"accounts": []object{{"name": "Acme", "realm": "Partner", "domain": "/partners-int"}}}
	var users, memberships, list []object
	for i := range passwordUsers {
		users = append(users, object{"username": username(i), "email": username(i) + "@example.com", "password": password})
		memberships = append(memberships, object{"user": username(i), "account": "Acme", "roles": []string{"PartnerAdmin"}, "permissions": []string{"read", "write"}})
	}
	for i := range keys {
		list = append(list, object{"name": fmt.Sprint("key ", i), "user": username(i % passwordUsers), "account": "Acme", "accessKey": accessKey(i), "secret": secretOf(i), "weak": true})
	}
	file["users"], file["memberships"], file["keys"] = users, memberships, list
	file["authHeaders"] = []object{{"name": "bench", "user": username(0)}}
	text, err := json.Marshal(file)
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "seed.json")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, bin, "seed", path, "--data", data, "--json")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("seed: %w\n%s", err, stderr.String())
	}
	var report struct {
		Secrets []struct{ Kind, Token string }
	}
	if err := json.Unmarshal(out, &report); err != nil {
		return "", err
	}
	if len(report.Secrets) != 1 || report.Secrets[0].Token == "" {
		return "", fmt.Errorf("the seed made %d secrets, want the one auth header", len(report.Secrets))
	}
	return report.Secrets[0].Token, nil
}

func username(i int) string { return fmt.Sprintf("user-%03d", i) }

func loginRequest(key, secret string) []byte {
	return request("POST", "/login", "", fmt.Sprintf(`{"accessKey":%q,"secret":%q}`, key, secret))
}

func passwordRequest(i int) []byte {
	return request("POST", "/user/login", "", fmt.Sprintf(`{"username":%q,"password":%q}`, username(i), password))
}

// tokens gives the answers of n logins, each another token.
func tokens(addr string, n, keys int) ([]string, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	answers, all := bufio.NewReader(conn), make([]string, n)
	for i := range all {
		if _, err := conn.Write(loginRequest(accessKey(i%keys), secretOf(i%keys))); err != nil {
			return nil, err
		}
		status, body, err := readAnswer(answers)
		if err != nil || status != http.StatusCreated {
			return nil, fmt.Errorf("login %d: status %d: %w", i, status, err)
		}
		all[i] = string(body)
	}
	return all, nil
}

// ask sends one request and gives the body of its answer.
func ask(addr string, request []byte, want int) (string, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if _, err := conn.Write(request); err != nil {
		return "", err
	}
	status, body, err := readAnswer(bufio.NewReader(conn))
	if err == nil && status != want {
		err = fmt.Errorf("status %d, want %d: %s", status, want, body)
	}
	return string(body), err
}

func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}
