//go:build linux || darwin

package app

import (
	"net"
	"syscall"
)

func control(conn net.Conn, fn func(fd int)) {
	raw, ok := conn.(syscall.Conn)
	if !ok {
		return
	}
	if rc, err := raw.SyscallConn(); err == nil {
		_ = rc.Control(func(fd uintptr) { fn(int(fd)) })
	}
}

// admit lets in the owner and root, who could take the folder over anyway.
func admit(uid, own int) (name string, ok bool) {
	if uid != own && uid != 0 {
		return "", false
	}
	return userName(uid), true
}
