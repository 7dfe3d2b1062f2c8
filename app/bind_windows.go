package app

import (
	"errors"

	"golang.org/x/sys/windows"
)

func isTaken(err error) bool {
	return errors.Is(err, windows.WSAEADDRINUSE) || errors.Is(err, windows.WSAEACCES) // held exclusively
}

func isNoAddress(err error) bool { return errors.Is(err, windows.WSAEADDRNOTAVAIL) }
