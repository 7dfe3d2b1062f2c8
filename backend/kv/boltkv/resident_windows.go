package boltkv

import (
	"errors"

	"golang.org/x/sys/windows"
)

// Unlocking what is not locked takes it out of the working set; that it was not
// locked is then reported as an error.
func dropPages(address, length uintptr) error {
	if err := windows.VirtualUnlock(address, length); err != nil && !errors.Is(err, windows.ERROR_NOT_LOCKED) {
		return err
	}
	return nil
}
