package app

import (
	"runtime/debug"

	"golang.org/x/sys/windows"
)

// harden keeps a crash from writing memory into a report: no dialogue, no dump,
// and one goroutine printed. Files are closed to others by their folder.
func harden() {
	windows.SetErrorMode(windows.SEM_FAILCRITICALERRORS | windows.SEM_NOGPFAULTERRORBOX)
	debug.SetTraceback("single")
}
