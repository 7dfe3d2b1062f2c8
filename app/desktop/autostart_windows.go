package desktop

import (
	"errors"
	"syscall"

	"golang.org/x/sys/windows/registry"
)

// autostart is a value of the registry's Run key of the user.
type autostart struct {
	name    string
	program func() (string, error)
	dataDir string
}

const runKey = `Software\Microsoft\Windows\CurrentVersion\Run`

func newAutostart(dataDir string, program func() (string, error), _ *words) Autostart {
	return &autostart{name: instance(dataDir), program: program, dataDir: dataDir}
}

func (a *autostart) On() (bool, error) {
	k, err := registry.OpenKey(registry.CURRENT_USER, runKey, registry.QUERY_VALUE)
	if err != nil {
		return false, err
	}
	defer k.Close()
	_, _, err = k.GetStringValue(a.name)
	if errors.Is(err, registry.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

func (a *autostart) Set(on bool) error {
	k, err := registry.OpenKey(registry.CURRENT_USER, runKey, registry.SET_VALUE)
	if err != nil {
		return err
	}
	defer k.Close()
	if !on {
		if err := k.DeleteValue(a.name); !errors.Is(err, registry.ErrNotExist) {
			return err
		}
		return nil
	}
	program, err := a.program()
	if err != nil {
		return err
	}
	line := syscall.EscapeArg(program) + " serve --detached --data " + syscall.EscapeArg(a.dataDir)
	return k.SetStringValue(a.name, line)
}
