package desktop

import (
	"bytes"
	"encoding/xml"
	"os"
	"path/filepath"
)

// newAutostart: a launch agent of the user.
func newAutostart(dataDir string, program func() (string, error), _ *words) Autostart {
	home, err := os.UserHomeDir()
	if err != nil {
		return nil
	}
	label := instance(dataDir)
	return &autostart{
		file:    filepath.Join(home, "Library", "LaunchAgents", label+".plist"),
		entry:   func(command []string) ([]byte, error) { return launchAgent(label, command) },
		off:     func([]byte) bool { return false },
		program: program, dataDir: dataDir,
	}
}

func launchAgent(label string, command []string) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>Label</key>
	<string>` + label + `</string>
	<key>RunAtLoad</key>
	<true/>
	<key>ProgramArguments</key>
	<array>
`)
	for _, arg := range command {
		out.WriteString("\t\t<string>")
		if err := xml.EscapeText(&out, []byte(arg)); err != nil {
			return nil, err
		}
		out.WriteString("</string>\n")
	}
	out.WriteString("\t</array>\n</dict>\n</plist>\n")
	return out.Bytes(), nil
}
