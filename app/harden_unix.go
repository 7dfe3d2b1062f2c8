//go:build unix && !linux

package app

import (
	"runtime/debug"

	"golang.org/x/sys/unix"
)

// harden keeps what this process holds in memory and on disk to itself: no core
// dump, no file for others, and a crash that prints one goroutine and no more.
// The limit of open files needs nothing: the Go runtime raises it to what is
// allowed.
func harden() {
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
	unix.Umask(0o077)
	debug.SetTraceback("single")
}
