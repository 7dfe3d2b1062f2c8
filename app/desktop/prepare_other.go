//go:build (desktop || dev) && !linux

package desktop

import "log/slog"

// prepare has nothing to do here: the system's webview needs no settings, and
// follows the system's colours by itself.
func prepare() (dark bool, err error) { return false, nil }

func followColourScheme(*slog.Logger) {}
