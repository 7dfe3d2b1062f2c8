//go:build !linux && !darwin && !windows

package desktop

// newAutostart: this system has no such thing that we know of.
func newAutostart(string, func() (string, error), *words) Autostart { return nil }
