package app

import (
	"context"
	"log/slog"
	"net"
)

// Window opens the desktop window and blocks until it is closed. Package
// app/desktop provides it and main hands it to Main, because this package must
// not know how a window is made. It is nil in the plain build, which is the
// core and the command line; a program built with one is the window and
// nothing else: it opens no store and listens nowhere.
type Window = func(WindowConfig) error

// WindowConfig is what a window gets to know of the process around it.
type WindowConfig struct {
	Folder  string // the data folder, absolute; it need not exist yet
	Version string // of this program; a core of another version is refused
	Logger  *slog.Logger

	// Dial opens one new connection to the socket of the folder's core. It
	// never starts a core; nobody there is an error.
	Dial func(ctx context.Context) (net.Conn, error)
}
