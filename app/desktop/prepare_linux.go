//go:build desktop || dev

package desktop

import (
	"errors"
	"os"
)

// prepare sets up what WebKit and GTK read once, before they start.
func prepare() error {
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return errors.New("there is no display to open a window on")
	}
	// With NVIDIA's driver the buffers that WebKit hands over through the
	// graphics card leave the window blank; through shared memory they arrive.
	// WEBKIT_DISABLE_DMABUF_RENDERER, the older remedy, leaves WebKitGTK 2.50
	// with no way at all: the first view transition ends the process. Whoever
	// has set either has found what works.
	const disable, sharedMemory = "WEBKIT_DISABLE_DMABUF_RENDERER", "WEBKIT_DMABUF_RENDERER_FORCE_SHM"
	if os.Getenv(disable) == "" && os.Getenv(sharedMemory) == "" {
		if _, err := os.Stat("/sys/module/nvidia"); err == nil {
			if err := os.Setenv(sharedMemory, "1"); err != nil {
				return err
			}
		}
	}
	return nil
}
