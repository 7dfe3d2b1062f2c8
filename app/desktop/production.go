//go:build !dev

package desktop

// servedInDevelopment reports whether a path is one of the development
// server's. Outside development there is none: the frontend is what was built.
func servedInDevelopment(string) bool { return false }
