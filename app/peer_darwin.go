package app

import (
	"net"

	"golang.org/x/sys/unix"
)

// peerID asks the kernel who is at the other end; -1 where it does not say.
func peerID(conn net.Conn) int {
	uid := -1
	control(conn, func(fd int) {
		if cred, err := unix.GetsockoptXucred(fd, unix.SOL_LOCAL, unix.LOCAL_PEERCRED); err == nil {
			uid = int(cred.Uid)
		}
	})
	return uid
}
