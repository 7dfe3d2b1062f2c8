//go:build !linux && !windows

package boltkv

// Elsewhere mapped pages of a file are not counted as the process's own, and
// the system takes them back by itself when memory runs short.
func dropPages(_, _ uintptr) error { return nil }
