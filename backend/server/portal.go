package server

import (
	"io/fs"
	"net/http"
	"path"
	"strings"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// contentTypes are those of the files a build of the frontend has. The table is
// here and not the system's, which differs between machines.
var contentTypes = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".ico":         "image/x-icon",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".webmanifest": "application/manifest+json",
	".woff2":       "font/woff2",
}

const notBuilt = "The portal's pages are not built into this program.\n\n" +
	"    make run        builds everything and starts it\n" +
	"    make frontend   builds the pages alone; then build the program again\n\n" +
	"The logins work without them.\n"

// newPortal serves the built frontend at /portal/. Its pages are hash routes,
// so a file is a file and anything else is not there.
func newPortal(files fs.FS) http.Handler {
	return newPages("/portal/", files, "the portal has no such file", "its pages are all at /portal/")
}

// newDocs serves the description of the logins for people, at /docs/. It is
// part of the built frontend, but of the login plane: it needs no session.
func newDocs(files fs.FS) http.Handler {
	var docs fs.FS
	if files != nil {
		docs, _ = fs.Sub(files, "docs") // its index.html is looked for at each request
	}
	return newPages("/docs/", docs, "the documentation has no such file", "it is all at /docs/")
}

// newPages serves built files below a path. Nothing is revalidated: a 304
// breaks one of the webviews, so what may change is sent anew, and what carries
// its hash in its name is kept for good.
func newPages(prefix string, files fs.FS, missing, hint string) http.Handler {
	noFile := func() error { return access.Errorf(access.CodeNotFound, "%s", missing).WithHint("%s", hint) }
	return get(func(w http.ResponseWriter, r *http.Request) error {
		name := strings.TrimPrefix(r.URL.Path, prefix)
		if name == "" {
			name = "index.html"
		}
		if !built(files) {
			web.WriteText(w, http.StatusServiceUnavailable, notBuilt)
			return nil
		}
		contentType, ok := contentTypes[path.Ext(name)]
		if !ok || !fs.ValidPath(name) {
			return noFile()
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return noFile()
		}
		h := w.Header()
		h.Set("Content-Security-Policy", web.PortalPolicy)
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if strings.HasPrefix(name, "assets/") {
			h.Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		web.Write(w, http.StatusOK, contentType, body)
		return nil
	})
}

func built(files fs.FS) bool {
	if files == nil {
		return false
	}
	info, err := fs.Stat(files, "index.html")
	return err == nil && info.Mode().IsRegular()
}
