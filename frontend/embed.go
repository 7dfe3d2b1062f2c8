// Package frontend carries the built portal as files. It knows nothing of what they do or who serves them.
package frontend

import (
	"embed"
	"io/fs"
)

// A fresh clone has only dist/.gitkeep, so the program compiles before the portal is built.
//
//go:embed all:dist
var files embed.FS

// Dist returns the files of the built portal, index.html at the top, or nil where it was not built.
func Dist() fs.FS {
	dist, err := fs.Sub(files, "dist")
	if err != nil {
		return nil
	}
	if _, err := fs.Stat(dist, "index.html"); err != nil {
		return nil
	}
	return dist
}
