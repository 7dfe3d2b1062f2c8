package desktop

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
)

// newAutostart: an entry of the desktop's autostart folder, which every desktop
// of freedesktop.org reads at sign-in.
func newAutostart(dataDir string, program func() (string, error), words *words) Autostart {
	config, err := os.UserConfigDir()
	if err != nil {
		return nil
	}
	return &autostart{
		file:  filepath.Join(config, "autostart", instance(dataDir)+".desktop"),
		entry: func(command []string) ([]byte, error) { return desktopEntry(command, words.say("autostart.comment")) },
		off:   switchedOff, program: program, dataDir: dataDir,
	}
}

// switchedOff: a desktop's own settings switch an entry off by one of these lines.
func switchedOff(text []byte) bool {
	return bytes.Contains(text, []byte("\nHidden=true")) || bytes.Contains(text, []byte("\nX-GNOME-Autostart-enabled=false"))
}

func desktopEntry(command []string, comment string) ([]byte, error) {
	return []byte(`[Desktop Entry]
Type=Application
Name=Latchkey
Comment=` + comment + `
Icon=latchkey-desktop
Terminal=false
NoDisplay=true
Exec=` + execLine(command) + `
`), nil
}

// execLine writes a command as the Desktop Entry Specification wants it: quoted,
// then escaped once more as every string of the file.
func execLine(command []string) string {
	quoted := make([]string, len(command))
	for i, arg := range command {
		arg = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", `$`, `\$`).Replace(arg)
		arg = `"` + strings.ReplaceAll(arg, "%", "%%") + `"`
		quoted[i] = strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\t", `\t`, "\r", `\r`).Replace(arg)
	}
	return strings.Join(quoted, " ")
}
