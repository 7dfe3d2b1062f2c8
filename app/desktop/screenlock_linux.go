//go:build desktop || dev

package desktop

import (
	"context"
	"log/slog"

	"github.com/godbus/dbus/v5"
)

// screenSavers are the names under which desktops say that their screen was
// locked: KDE and most by the first, GNOME by the second.
var screenSavers = []string{"org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"}

// followScreenLock calls locked whenever the desktop locks its screen.
func followScreenLock(ctx context.Context, logger *slog.Logger, locked func()) {
	conn, err := dbus.ConnectSessionBus(dbus.WithContext(ctx))
	if err != nil {
		logger.Debug("no session bus: the desktop's lock is not followed", "error", err)
		return
	}
	defer conn.Close()
	for _, name := range screenSavers {
		if err := conn.AddMatchSignal(dbus.WithMatchInterface(name), dbus.WithMatchMember("ActiveChanged")); err != nil {
			logger.Debug("the desktop's lock is not followed", "error", err)
			return
		}
	}
	changes := make(chan *dbus.Signal, 8)
	conn.Signal(changes)
	for change := range changes {
		var active bool
		if dbus.Store(change.Body, &active) == nil && active {
			locked()
		}
	}
}
