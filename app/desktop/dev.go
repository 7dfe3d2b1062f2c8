//go:build dev

package desktop

import "strings"

// servedInDevelopment reports whether a path is one of Vite's: the sources and
// what it makes of them.
func servedInDevelopment(path string) bool {
	for _, prefix := range []string{"/@", "/src/", "/node_modules/"} {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return false
}
