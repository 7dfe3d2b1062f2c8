package app

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Whoever ends a command is told that, and not that their store is at fault or
// that it takes --accept-older; and everything is as it was.
func TestCommandThatIsEndedSaysSoAndChangesNothing(t *testing.T) {
	dir := closedFolder(t)
	expect(t, dir, 0, "account add Acme")
	backup := filepath.Join(t.TempDir(), "a.backup")
	expect(t, dir, 0, "backup "+backup)
	before := contents(t, dir)
	ended, stop := context.WithCancel(t.Context())
	stop()
	for _, command := range []string{
		"account list", "check", "doctor", "backup " + backup + " --force", "restore " + backup + " --yes", "restore " + backup + " --yes --accept-older",
		"store rekey", "store compact", "import - --user ada", "restore - --yes", "serve --listen 127.0.0.1:1",
	} {
		t.Run(command, func(t *testing.T) {
			var out, said bytes.Buffer
			p := &program{stdin: silent{t.Context()}, stdout: &out, stderr: &said, lookupEnv: nothingSet, now: time.Now}
			code := p.run(ended, p.rootCommand(), append(strings.Fields(command), "--data", dir))
			if command == "serve --listen 127.0.0.1:1" {
				if code != 0 || said.Len() > 0 {
					t.Errorf("it ends with %d and says\n%s", code, said.String())
				}
				return
			}
			if code != 1 || !strings.Contains(said.String(), "latchkey: error: interrupted") || strings.Contains(said.String(), "accept-older") {
				t.Errorf("it ends with %d and says\n%s", code, said.String())
			}
			if out.Len() > 0 {
				t.Errorf("it prints %s", out.String())
			}
		})
	}
	for name, content := range contents(t, dir) {
		if before[name] != content {
			t.Errorf("%s has changed", name)
		}
	}
}

func nothingSet(string) (string, bool) { return "", false }

// silent is a stdin into which nobody types.
type silent struct{ until context.Context }

func (s silent) Read([]byte) (int, error) {
	<-s.until.Done()
	return 0, s.until.Err()
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, name := range []string{storeName, anchorName, masterName} {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(content)
	}
	return files
}
