//go:build smoke && (desktop || dev)

package desktop

import (
	"context"
	_ "embed"
	"io/fs"
	"os"
	"strings"
	"testing/fstest"

	wailsruntime "github.com/wailsapp/wails/v2/pkg/runtime"
)

// This file is in the smoke test's program only. There the page reports what it
// shows, which no tool outside a webview can read.

//go:embed smoke.js
var reporter []byte

// reportVariable names the file that takes the report.
const reportVariable = "LATCHKEY_TEST_REPORT"

// instrument puts the reporter before everything else of the page.
func instrument(files fs.FS) fs.FS {
	out := fstest.MapFS{"smoke.js": {Data: reporter}}
	err := fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if name == "index.html" {
			data = []byte(strings.Replace(string(data), "<head>", `<head><script src="./smoke.js"></script>`, 1))
		}
		out[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		panic(err)
	}
	return out
}

// observe writes each report of the page to the file, whole or not at all.
func observe(ctx context.Context) {
	file := os.Getenv(reportVariable)
	if file == "" {
		return
	}
	wailsruntime.EventsOn(ctx, "smoke", func(data ...any) {
		report, ok := data[0].(string)
		if !ok {
			return
		}
		if err := os.WriteFile(file+".new", []byte(report), 0o600); err == nil {
			_ = os.Rename(file+".new", file)
		}
	})
}
