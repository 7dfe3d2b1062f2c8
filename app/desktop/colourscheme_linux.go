//go:build desktop || dev

package desktop

/*
#cgo pkg-config: gtk+-3.0
#include <gtk/gtk.h>

static gboolean prefer_dark(gpointer dark) {
	g_object_set(gtk_settings_get_default(), "gtk-application-prefer-dark-theme", GPOINTER_TO_INT(dark), NULL);
	return G_SOURCE_REMOVE;
}

// GTK takes calls on its own thread only.
static void prefer_dark_on_main_thread(int dark) {
	g_idle_add(prefer_dark, GINT_TO_POINTER(dark));
}
*/
import "C"

import (
	"context"
	"log/slog"
	"time"

	"github.com/godbus/dbus/v5"
)

// WebKitGTK takes prefers-color-scheme from GTK, and GTK 3 does not ask the
// desktop: a dark desktop would get a light page. So the desktop is asked here,
// by the portal that all of them answer, and GTK is told; the page then sees it
// as it does in a browser, also when it changes.
const (
	portal       = "org.freedesktop.portal.Desktop"
	portalPath   = "/org/freedesktop/portal/desktop"
	settings     = "org.freedesktop.portal.Settings"
	appearance   = "org.freedesktop.appearance"
	colourScheme = "color-scheme"
	preferDark   = 1 // 0 is no preference, 2 prefers light
)

// prefersDark asks the desktop once. Where nobody answers in time, it prefers
// nothing: a portal that has to be started first is asked again later.
func prefersDark(patience time.Duration) bool {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, err := dbus.ConnectSessionBus(dbus.WithContext(ctx))
	if err != nil {
		return false
	}
	defer conn.Close()
	var answer dbus.Variant
	err = conn.Object(portal, portalPath).CallWithContext(ctx, settings+".Read", 0, appearance, colourScheme).Store(&answer)
	return err == nil && isDark(answer)
}

// followColourScheme tells GTK what the desktop prefers, now and whenever it
// changes, for as long as the window is open.
func followColourScheme(logger *slog.Logger) {
	if prefersDark(10 * time.Second) {
		C.prefer_dark_on_main_thread(1)
	}
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		logger.Debug("no session bus: the colour scheme is not followed", "error", err)
		return
	}
	err = conn.AddMatchSignal(dbus.WithMatchInterface(settings), dbus.WithMatchMember("SettingChanged"), dbus.WithMatchArg(0, appearance))
	if err != nil {
		logger.Debug("the colour scheme is not followed", "error", err)
		_ = conn.Close()
		return
	}
	changes := make(chan *dbus.Signal, 8)
	conn.Signal(changes)
	go func() {
		for change := range changes {
			var namespace, key string
			var value dbus.Variant
			if dbus.Store(change.Body, &namespace, &key, &value) != nil || key != colourScheme {
				continue
			}
			dark := C.int(0)
			if isDark(value) {
				dark = 1
			}
			C.prefer_dark_on_main_thread(dark)
		}
	}()
}

// isDark reads an answer, which older portals wrap twice.
func isDark(v dbus.Variant) bool {
	if inner, ok := v.Value().(dbus.Variant); ok {
		v = inner
	}
	scheme, ok := v.Value().(uint32)
	return ok && scheme == preferDark
}
