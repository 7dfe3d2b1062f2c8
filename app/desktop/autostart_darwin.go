package desktop

import (
	"encoding/xml"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// autostart is a launch agent of the user.
type autostart struct {
	file    string
	program func() (string, error)
	dataDir string
}

func newAutostart(dataDir string, program func() (string, error)) Autostart {
	home, err := os.UserHomeDir()
	if err != nil {
		return nil
	}
	return &autostart{file: filepath.Join(home, "Library", "LaunchAgents", instance(dataDir)+".plist"), program: program, dataDir: dataDir}
}

func (a *autostart) On() (bool, error) {
	_, err := os.Stat(a.file)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
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
	if err := os.MkdirAll(filepath.Dir(a.file), 0o755); err != nil {
		return err
	}
	var args strings.Builder
	for _, arg := range []string{program, "serve", "--detached", "--data", a.dataDir} {
		args.WriteString("\t\t<string>")
		if err := xml.EscapeText(&args, []byte(arg)); err != nil {
			return err
		}
		args.WriteString("</string>\n")
	}
	return replace(a.file, []byte(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>Label</key>
	<string>`+instance(a.dataDir)+`</string>
	<key>RunAtLoad</key>
	<true/>
	<key>ProgramArguments</key>
	<array>
`+args.String()+`	</array>
</dict>
</plist>
`))
}
