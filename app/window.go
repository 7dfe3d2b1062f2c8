package app

import (
	"context"
	"log/slog"
	"net"
	"time"
)

// Window opens the desktop window, blocks until it is closed, and gives the
// exit code of the program. Package app/desktop provides it and main hands it
// to Main, because this package must not know how a window is made. It is nil
// in the plain build, which is the core and the command line; a program built
// with one is the window and nothing else: it opens no store and listens
// nowhere.
type Window = func(ctx context.Context, d Desktop) int

// Desktop is what a window gets to know of the process around it.
type Desktop struct {
	Version string // of this program; the core it attaches to has the same
	DataDir string // the data folder, absolute; it need not exist yet
	Logger  *slog.Logger

	// Attach finds the core of the data folder, or starts one: the program
	// latchkey beside this one or in PATH, detached, so that it outlives the
	// window. It returns when the core answers on its socket, and says whether
	// it was started now. The error is an *access.Error whose Public and Hint
	// are fit to be shown; its Field is "passphrase" where the core needs what
	// opens its store, which is then given as unlock, else "". It may be called
	// again at any time, and does nothing while the core answers.
	Attach func(ctx context.Context, unlock string) (started bool, err error)

	// Dial opens a connection to the core's socket; the bridge's transport uses
	// it for every request. It never starts a core; nobody there is an error.
	Dial func(ctx context.Context) (net.Conn, error)

	// Program finds the program latchkey, which a core is started from.
	Program func() (string, error)

	// Now is the one clock of the process.
	Now func() time.Time

	// Stop asks the core to end and waits until it has.
	Stop func(ctx context.Context) error
}
