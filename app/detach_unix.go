//go:build unix

package app

import (
	"os/exec"
	"syscall"
)

// detach gives a program a session of its own, so that it outlives this one and
// hears none of its terminal's signals.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
