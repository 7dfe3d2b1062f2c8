//go:build (desktop || dev) && !linux

package desktop

import (
	"log/slog"
	"time"
)

// The system's webview needs no settings, and follows the system's colours by
// itself.
func prepare() error { return nil }

func prefersDark(time.Duration) bool { return false }

func followColourScheme(*slog.Logger) {}

// The system names the buttons of its dialogs.
func nameButtons(*words) {}
