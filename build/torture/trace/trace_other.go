//go:build !linux || !amd64

package trace

import (
	"context"
	"errors"
	"os/exec"
)

// Supported says why programs cannot be watched here; "" where they can.
func Supported() string { return "system calls are watched on Linux on amd64 only" }

// Run runs a command to its end.
func Run(context.Context, *exec.Cmd, string, Fault) ([]Call, error) {
	return nil, errors.New(Supported())
}
