//go:build !linux

package suite

import "errors"

// mountMemory mounts a small file system.
func mountMemory(string, int) (unmount func(), err error) {
	return nil, errors.New("only Linux has one")
}
