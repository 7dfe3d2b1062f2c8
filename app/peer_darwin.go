package app

import (
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// peer asks the kernel who is at the other end.
func peer(conn net.Conn) (name string, ok bool) {
	uid := -1
	control(conn, func(fd int) {
		if cred, err := unix.GetsockoptXucred(fd, unix.SOL_LOCAL, unix.LOCAL_PEERCRED); err == nil {
			uid = int(cred.Uid)
		}
	})
	return admit(uid, os.Geteuid())
}
