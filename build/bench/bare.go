//go:build linux

package main

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// bareCommand runs one of the bare servers instead of the measurement.
const bareCommand = "bare"

// bares are the servers to compare with, each a process of its own. They do
// what everybody would write first, and nothing a real one needs besides.
var bares = map[string]func(mux *http.ServeMux, size int){
	"static":    static,
	"libraries": libraries,
	"empty": func(mux *http.ServeMux, _ int) {
		mux.HandleFunc("/verify", func(http.ResponseWriter, *http.Request) {})
	},
}

// serveBare serves until it is killed, and says where on stdout. size is how
// long a token of Latchkey is.
func serveBare(name, size string) error {
	mount := bares[name]
	if mount == nil {
		return fmt.Errorf("there is no bare server %q", name)
	}
	n, err := strconv.Atoi(size)
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mount(mux, n)
	fmt.Printf("listening on http://%s\n", ln.Addr())
	return http.Serve(ln, mux)
}

// static reads the body and answers the same text each time.
func static(mux *http.ServeMux, size int) {
	answer := bytes.Repeat([]byte("x"), size)
	length := strconv.Itoa(len(answer))
	mux.HandleFunc("POST /login", func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.ReadAll(r.Body); err != nil {
			return
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Content-Length", length)
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write(answer)
	})
}

// libraries does a login as the libraries' own examples show it: the nine
// claims of the partner dialect, none of what Latchkey does besides.
func libraries(mux *http.ServeMux, _ int) {
	type credential struct {
		hash  [sha256.Size]byte
		roles []string
	}
	known := map[string]credential{}
	for i := range bareKeys {
		known[accessKey(i)] = credential{hash: sha256.Sum256([]byte(secretOf(i))), roles: []string{"PartnerAdmin"}}
	}
	signing := []byte("an HMAC key of sixty-four bytes, which is what the portal makes")
	mux.HandleFunc("POST /login", func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			AccessKey string `json:"accessKey"`
			Secret    string `json:"secret"`
		}
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			http.Error(w, "bad request", http.StatusBadRequest)
			return
		}
		c, ok := known[body.AccessKey]
		sum := sha256.Sum256([]byte(body.Secret))
		if !ok || subtle.ConstantTimeCompare(sum[:], c.hash[:]) != 1 {
			http.Error(w, "unauthorized", http.StatusUnauthorized)
			return
		}
		now := time.Now().Unix()
		token, err := jwt.NewWithClaims(jwt.SigningMethodHS384, jwt.MapClaims{
			"uid": "65d0f5c9-7fb0-455c-9036-9e72f0a8d0f6", "ar": c.roles, "ak": "45771ea1-b012-4b80-8ba4-49891c5d8d47",
			"realm": "Partner", "ca": "0ea70001-0f58-44a2-80ad-953633ff2cc7", "cid": "29263739-2cf8-483d-af15-6151dc8448b4",
			"domain": "/partners-int", "iat": now, "exp": now + 3600,
		}).SignedString(signing)
		if err != nil {
			http.Error(w, "internal", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, token)
	})
}
