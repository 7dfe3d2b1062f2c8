//go:build unix

package app

import (
	"errors"
	"syscall"
)

func isTaken(err error) bool { return errors.Is(err, syscall.EADDRINUSE) }

func isNoAddress(err error) bool { return errors.Is(err, syscall.EADDRNOTAVAIL) }
