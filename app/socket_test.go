package app

import (
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestLongFolderHasItsSocketInTheRuntimeFolder(t *testing.T) {
	runtimeDir := t.TempDir()
	long := filepath.Join(t.TempDir(), strings.Repeat("a-long-name/", 12), "data")
	env := func(name string) (string, bool) { return runtimeDir, name == "XDG_RUNTIME_DIR" }
	if err := os.MkdirAll(long, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(runtimeDir, 0o700); err != nil {
		t.Fatal(err)
	}
	path, err := socketPath(long, env)
	if err != nil || filepath.Dir(path) != runtimeDir {
		t.Fatalf("socket at %q, %v; want it in %s", path, err, runtimeDir)
	}
	if other, _ := socketPath(filepath.Dir(long), env); other == path {
		t.Error("two folders have one socket")
	}
	ln, err := listenSocket(path)
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	go accept(ln)
	conn, err := dialCore(t.Context(), long, env)
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()

	// Who has another runtime folder finds it by the owner's note.
	if err := writeOwner(long, ownerNote{PID: 1, Socket: path, Folder: long}); err != nil {
		t.Fatal(err)
	}
	elsewhere := func(name string) (string, bool) { return t.TempDir(), name == "XDG_RUNTIME_DIR" }
	if conn, err = dialCore(t.Context(), long, elsewhere); err != nil {
		t.Fatal(err)
	}
	conn.Close()
}

func accept(ln net.Listener) {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return
		}
		conn.Close()
	}
}

func TestSocketIsClosedToOthersAndNamesItsPeer(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, socketName)
	if goos != "windows" {
		if _, err := listenSocket(path); err == nil || !strings.Contains(err.Error(), "is not ours alone") {
			t.Fatalf("a socket in a folder that is open to others: %v", err)
		}
	}
	if err := closeToOthers(dir); err != nil {
		t.Fatal(err)
	}
	// What a core that is gone left behind is in nobody's way.
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	ln, err := listenSocket(path)
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	if info, err := os.Stat(path); err != nil || goos != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("socket: %v, %v; want mode 0600", info, err)
	}
	peers := make(chan string, 1)
	go func() {
		conn, err := ln.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		name, _ := withPeer(t.Context(), conn).Value(peerKey{}).(string)
		peers <- name
	}()
	conn, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	_, _ = io.ReadAll(conn)
	if got := <-peers; got != ownName() {
		t.Errorf("peer %q, want %q", got, ownName())
	}
}

func TestNoteOfACopiedFolderIsAStrangers(t *testing.T) {
	dir, copied := t.TempDir(), t.TempDir()
	if err := writeOwner(dir, ownerNote{PID: 4711, Program: "latchkey serve", Socket: "/nowhere", Folder: dir}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, ownerName))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(copied, ownerName), text, 0o600); err != nil {
		t.Fatal(err)
	}
	if n, ok := readOwner(dir); !ok || n.String() != "latchkey serve (process 4711)" {
		t.Errorf("the note in its own folder: %v, %v", n, ok)
	}
	if n, ok := readOwner(copied); ok {
		t.Errorf("the note in a copy is believed: %v", n)
	}
	for _, broken := range []string{"", "{", `{"pid":0}`, "null"} {
		if err := os.WriteFile(filepath.Join(dir, ownerName), []byte(broken), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, ok := readOwner(dir); ok {
			t.Errorf("the note %q is believed", broken)
		}
	}
}
