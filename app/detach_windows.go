package app

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

// detach gives a program no console, so that it outlives this one and no window
// of a terminal opens for it.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: windows.CREATE_NEW_PROCESS_GROUP | windows.CREATE_NO_WINDOW}
}
