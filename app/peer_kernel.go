//go:build linux || darwin

package app

import (
	"net"
	"os"
	"slices"
	"syscall"
)

// peer is who is at the other end of a connection to us, and whether to let
// them in.
func peer(conn net.Conn) (name string, ok bool) {
	uid := peerID(conn)
	if !admit(uid, os.Geteuid()) {
		return "", false
	}
	return userName(uid), true
}

// isCore reports whether at the other end of a connection of ours is who may be
// the core of a data folder: its owner, ourselves, or root.
func isCore(conn net.Conn, dir string) bool {
	owner := -1
	if info, err := os.Stat(dir); err == nil {
		if stat, ok := info.Sys().(*syscall.Stat_t); ok {
			owner = int(stat.Uid)
		}
	}
	return admit(peerID(conn), os.Geteuid(), owner)
}

func control(conn net.Conn, fn func(fd int)) {
	raw, ok := conn.(syscall.Conn)
	if !ok {
		return
	}
	if rc, err := raw.SyscallConn(); err == nil {
		_ = rc.Control(func(fd uintptr) { fn(int(fd)) })
	}
}

// admit lets in those named and root, who could take the folder over anyway.
func admit(uid int, own ...int) bool {
	return uid >= 0 && (uid == 0 || slices.Contains(own, uid))
}
