// Package frontend carries the built portal as files, and the texts that the
// window says in its page's place. It knows nothing of what they do or who serves
// them.
package frontend

import (
	"embed"
	"io/fs"
)

// A fresh clone has only dist/.gitkeep, so the program compiles before the portal is built.
//
//go:embed all:dist
var files embed.FS

//go:embed src/i18n/window.*.json
var texts embed.FS

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

// WindowTexts returns the files window.LANGUAGE.json.
func WindowTexts() fs.FS {
	out, err := fs.Sub(texts, "src/i18n")
	if err != nil {
		panic(err) // the path is a constant
	}
	return out
}
