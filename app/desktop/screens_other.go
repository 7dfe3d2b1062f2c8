//go:build (desktop || dev) && !linux

package desktop

import (
	"context"

	wailsruntime "github.com/wailsapp/wails/v2/pkg/runtime"
)

// screensOf takes the screens to stand side by side: that is all Wails tells.
func screensOf(ctx context.Context) []screen {
	list, err := wailsruntime.ScreenGetAll(ctx)
	if err != nil {
		return nil
	}
	out, x := make([]screen, len(list)), 0
	for i, s := range list {
		out[i] = screen{x, 0, s.Size.Width, s.Size.Height}
		x += s.Size.Width
	}
	return out
}

func moveWindow(ctx context.Context, x, y int) { wailsruntime.WindowSetPosition(ctx, x, y) }
