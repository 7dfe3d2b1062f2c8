//go:build (desktop || dev) && !linux

package desktop

import (
	"context"
	"log/slog"
	"time"
)

// The system's webview needs no settings, and follows the system's colours by
// itself.
func prepare() error { return nil }

func prefersDark(time.Duration) bool { return false }

func followColourScheme(*slog.Logger) {}

// followScreenLock: no signal of the system's lock is heard here; the window
// locks by itself.
func followScreenLock(context.Context, *slog.Logger, func()) {}

// The system names the buttons of its dialogs.
func nameButtons(*words) {}
