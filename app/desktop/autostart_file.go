//go:build linux || darwin

package desktop

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// autostart is a file in a folder of the user's that is read when a session
// begins.
type autostart struct {
	file    string
	entry   func(command []string) ([]byte, error) // what the file says
	off     func(text []byte) bool                 // it is there, and switched off all the same
	program func() (string, error)
	dataDir string
}

func (a *autostart) On() (bool, error) {
	text, err := os.ReadFile(a.file)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil && !a.off(text), err
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
	text, err := a.entry([]string{program, "serve", "--detached", "--data", a.dataDir})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(a.file), 0o700); err != nil {
		return err
	}
	return replace(a.file, text)
}
