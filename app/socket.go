package app

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"time"

	"latchkey/backend/access"
)

// maxSocketPath is the shortest limit of the systems this runs on (macOS), less
// the terminating zero.
const maxSocketPath = 103

// dialTimeout is for a socket whose core does not accept; one that is gone
// refuses at once.
const dialTimeout = time.Second

// socketPath is where the core of a data folder listens: in the folder, or
// where that path is too long for a socket, in the runtime folder under a name
// that belongs to this folder alone.
func socketPath(dir string, lookup func(string) (string, bool)) (string, error) {
	path := filepath.Join(dir, socketName)
	if len(path) <= maxSocketPath {
		return path, nil
	}
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return "", folderError(dir, err)
	}
	base, ok := lookup("XDG_RUNTIME_DIR")
	if !ok || base == "" {
		base = filepath.Join(os.TempDir(), "latchkey-"+ownName())
	}
	sum := sha256.Sum256([]byte(real))
	path = filepath.Join(base, fmt.Sprintf("latchkey-%x.sock", sum[:8]))
	if len(path) > maxSocketPath {
		return "", access.Errorf(access.CodeInvalid, "the path of the data folder %s is too long for its socket, and so is %s", dir, base).
			WithHint("name a folder with a shorter path, or set XDG_RUNTIME_DIR to one")
	}
	return path, nil
}

// listenSocket makes the socket. The caller holds the store's lock, so a socket
// that is there already is one of a core that is gone.
func listenSocket(path string) (net.Listener, error) {
	dir := filepath.Dir(path)
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("make the folder of the socket %s: %w", path, err)
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return nil, fmt.Errorf("make the socket %s: %w", path, err)
	}
	if err := checkOwner(dir, info); err != nil {
		return nil, err
	}
	if open, err := isOpenToOthers(dir, info); err != nil || open || !info.IsDir() {
		return nil, access.Errorf(access.CodeDenied, "the folder %s of the socket is not ours alone", dir).WithHint("%s", howToClose(dir))
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("remove the socket %s of an earlier core: %w", path, err)
	}
	ln, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("make the socket: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		ln.Close()
		return nil, fmt.Errorf("close the socket %s to others: %w", path, err)
	}
	return &peerListener{Listener: ln}, nil
}

// peerListener lets in the folder's owner and root. Others cannot reach the
// socket in the first place; this is the second lock on that door.
type peerListener struct{ net.Listener }

func (l *peerListener) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		name, ok := peer(conn)
		if ok {
			return &peerConn{Conn: conn, name: name}, nil
		}
		conn.Close()
	}
}

// peerConn knows who is at its other end.
type peerConn struct {
	net.Conn
	name string // of the OS user
}

type peerKey struct{}

// withPeer is the ConnContext of the socket's server.
func withPeer(ctx context.Context, conn net.Conn) context.Context {
	if c, ok := conn.(*peerConn); ok {
		return context.WithValue(ctx, peerKey{}, c.name)
	}
	return ctx
}

// dialCore connects to the core of a data folder: to the socket its owner wrote
// down, else to the one it would have.
func dialCore(ctx context.Context, dir string, lookup func(string) (string, bool)) (net.Conn, error) {
	path, err := socketPath(dir, lookup)
	if err != nil {
		return nil, err
	}
	if note, ok := readOwner(dir); ok && note.Socket != "" && note.Socket != path {
		if conn, err := dialOwn(ctx, dir, note.Socket); err == nil {
			return conn, nil
		}
	}
	return dialOwn(ctx, dir, path)
}

// dialOwn connects to a socket behind which is who may be the core of the data
// folder. A short one lies where others can make folders (see socketPath), and
// what is sent there are passwords and secrets.
func dialOwn(ctx context.Context, dir, path string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: dialTimeout}
	conn, err := dialer.DialContext(ctx, "unix", path)
	if err != nil {
		return nil, err
	}
	if !isCore(conn, dir) {
		return nil, errors.Join(errStranger, conn.Close())
	}
	return conn, nil
}

var errStranger = errors.New("the socket is somebody else's")
