//go:build linux

package main

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// turn is one thing that is measured in every round.
type turn struct {
	name   string
	server *process
	load   load
	beside *load // runs at the same time and is not measured
}

// measured is what one turn came to.
type measured struct {
	PerSecond  float64 // answers
	P50        float64 // microseconds, as the other times
	P99        float64
	P999       float64
	UserCPU    float64 // of the server, per request
	SystemCPU  float64
	TotalCPU   float64
	ResidentMB float64
}

// The names of the turns that others are compared with.
const (
	staticTurn    = "(i) net/http, static 201"
	librariesTurn = "(ii) net/http, libraries"
	emptyTurn     = "net/http, empty 200"
	loginTurn     = "/login"
	unlimitedTurn = "/login, --limits off"
	jwtTurn       = "/verify, JWT"
	jwtsTurn      = "/verify, JWT, another each time"
	jwtOffTurn    = "/verify, JWT, --limits off"
	besideTurn    = "/login beside 16 password logins"
)

func (w *world) turns(o options) []turn {
	logins := func(key, secret func(int) string) [][]byte {
		var out [][]byte
		for i := range min(o.keys, bareKeys) {
			out = append(out, loginRequest(key(i), secret(i)))
		}
		return out
	}
	right := logins(accessKey, secretOf)
	unknown := logins(func(i int) string { return accessKey(i + 1<<30) }, secretOf)
	wrong := logins(accessKey, func(i int) string { return secretOf(i + 1<<30) })
	malformed := [][]byte{request("POST", "/login", "", fmt.Sprintf(`{"accessKey":%q,"secret":%q`, accessKey(0), secretOf(0)))}
	invalid := [][]byte{request("POST", "/login", "", fmt.Sprintf(`{"accessKey":%q,"password":%q}`, accessKey(0), secretOf(0)))}
	verify := func(credentials ...string) (requests [][]byte) {
		for _, c := range credentials {
			requests = append(requests, request("GET", "/verify", "Authorization: Bearer "+c+"\r\n", ""))
		}
		return requests
	}
	altered := w.jwt[:len(w.jwt)-2] + "AA"
	var profiles, passwords [][]byte
	for i := range min(o.keys, bareKeys) {
		profiles = append(profiles, request("POST", "/auth/login", "", fmt.Sprintf(`{"apiKey":%q,"apiSecret":%q}`, accessKey(i), secretOf(i))))
	}
	for i := range passwordUsers {
		passwords = append(passwords, passwordRequest(i))
	}
	of := func(name string, p *process, requests [][]byte, status int) turn {
		return turn{name: name, server: p, load: load{addr: p.addr, conns: o.conns, requests: requests, status: status}}
	}
	login := of(loginTurn, w.latchkey, right, http.StatusCreated)
	beside := login
	beside.name = besideTurn
	typed := load{addr: w.latchkey.addr, conns: 16, requests: passwords, status: http.StatusOK}
	beside.beside = &typed
	users := of("/user/login, 16 connections", w.latchkey, passwords, http.StatusOK)
	users.load = typed
	turns := []turn{
		of(staticTurn, w.bares["static"], right, http.StatusCreated),
		of(librariesTurn, w.bares["libraries"], right, http.StatusCreated),
		login,
		of("/auth/login", w.latchkey, profiles, http.StatusOK),
		of(emptyTurn, w.bares["empty"], verify(w.jwt), http.StatusOK),
		of(jwtTurn, w.latchkey, verify(w.jwt), http.StatusOK),
		of(jwtsTurn, w.latchkey, verify(w.jwts...), http.StatusOK),
		of("/verify, auth header", w.latchkey, verify(w.header), http.StatusOK),
		of("/verify, user's JWT", w.latchkey, verify(w.userJWT), http.StatusOK),
		of(unlimitedTurn, w.unlimited, right, http.StatusCreated),
		of("/login, unknown key", w.unlimited, unknown, http.StatusUnauthorized),
		of("/login, wrong secret", w.unlimited, wrong, http.StatusUnauthorized),
		of("/login, malformed body", w.unlimited, malformed, http.StatusBadRequest),
		of("/login, body without secret", w.unlimited, invalid, http.StatusBadRequest),
		of(jwtOffTurn, w.unlimited, verify(w.jwt), http.StatusOK),
		of("/verify, altered JWT", w.unlimited, verify(altered), http.StatusUnauthorized),
		of("/verify, unknown auth header", w.unlimited, verify("lk_"+w.header[3:len(w.header)-2]+"AA"), http.StatusUnauthorized),
		users,
		beside,
	}
	if w.other == nil {
		return turns
	}
	var both []turn
	for _, t := range turns {
		both = append(both, t)
		if t.server == w.latchkey && t.beside == nil {
			t.name, t.server, t.load.addr = t.name+otherBuild, w.other, w.other.addr
			both = append(both, t)
		}
	}
	return both
}

// otherBuild ends the names of the turns of -against.
const otherBuild = " of the other build"

// warm is how long a turn runs before it counts.
const warm = 200 * time.Millisecond

func (t turn) measure(ctx context.Context, lasts time.Duration) (measured, error) {
	besides := make(chan error, 1)
	if t.beside == nil {
		besides <- nil
	} else {
		go func() {
			_, err := t.beside.send(ctx, warm+lasts+100*time.Millisecond)
			besides <- err
		}()
	}
	if _, err := t.load.send(ctx, warm); err != nil {
		return measured{}, err
	}
	before, err := t.server.usage()
	if err != nil {
		return measured{}, err
	}
	began := time.Now()
	took, err := t.load.send(ctx, lasts)
	if err != nil {
		return measured{}, err
	}
	elapsed := time.Since(began)
	after, err := t.server.usage()
	if err != nil {
		return measured{}, err
	}
	if err := <-besides; err != nil {
		return measured{}, fmt.Errorf("what ran beside it: %w", err)
	}
	n := float64(len(took))
	at := func(q float64) float64 { return micros(took[min(int(q*n), len(took)-1)]) }
	m := measured{
		PerSecond: n / elapsed.Seconds(), P50: at(0.50), P99: at(0.99), P999: at(0.999),
		UserCPU: micros(after.user-before.user) / n, SystemCPU: micros(after.system-before.system) / n, ResidentMB: t.server.residentMB(),
	}
	m.TotalCPU = m.UserCPU + m.SystemCPU
	return m, nil
}

func micros(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }
