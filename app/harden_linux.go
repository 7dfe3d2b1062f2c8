package app

import (
	"runtime/debug"

	"golang.org/x/sys/unix"
)

// harden keeps what this process holds in memory and on disk to itself: no core
// dump and no debugger of another process (PR_SET_DUMPABLE also covers dumps
// that are piped to a program, which the limit does not), no file for others,
// and a crash that prints one goroutine and no more. The limit of open files
// needs nothing: the Go runtime raises it to what is allowed.
func harden() {
	_ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
	unix.Umask(0o077)
	debug.SetTraceback("single")
}
