package desktop

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// autostart is an entry of the desktop's autostart folder, which every desktop
// of freedesktop.org reads at sign-in.
type autostart struct {
	file    string
	program func() (string, error)
	dataDir string
}

func newAutostart(dataDir string, program func() (string, error)) Autostart {
	config, err := os.UserConfigDir()
	if err != nil {
		return nil
	}
	return &autostart{file: filepath.Join(config, "autostart", instance(dataDir)+".desktop"), program: program, dataDir: dataDir}
}

func (a *autostart) On() (bool, error) {
	text, err := os.ReadFile(a.file)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	// A desktop's own settings switch an entry off by one of these lines.
	off := strings.Contains(string(text), "\nHidden=true") || strings.Contains(string(text), "\nX-GNOME-Autostart-enabled=false")
	return err == nil && !off, err
}

func (a *autostart) Set(on bool) error {
	if !on {
		if err := os.Remove(a.file); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	program, err := a.program()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(a.file), 0o700); err != nil {
		return err
	}
	return replace(a.file, []byte(`[Desktop Entry]
Type=Application
Name=Latchkey
Comment=Serves the logins of Latchkey
Icon=latchkey-desktop
Terminal=false
NoDisplay=true
Exec=`+execLine(program, "serve", "--detached", "--data", a.dataDir)+`
`))
}

// execLine writes a command as the Desktop Entry Specification wants it: quoted,
// then escaped once more as every string of the file.
func execLine(args ...string) string {
	quoted := make([]string, len(args))
	for i, arg := range args {
		arg = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", `$`, `\$`).Replace(arg)
		arg = `"` + strings.ReplaceAll(arg, "%", "%%") + `"`
		quoted[i] = strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\t", `\t`, "\r", `\r`).Replace(arg)
	}
	return strings.Join(quoted, " ")
}
