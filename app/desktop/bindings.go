//go:build bindings

package desktop

import "os"

// The Wails command line first builds with this tag and runs the program, to
// learn what it binds to the page. It binds nothing, and must not start.
func init() { os.Exit(0) }
