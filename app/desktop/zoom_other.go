//go:build (desktop || dev) && !linux

package desktop

// zoomView is nil: this system's webview is not zoomed from here, and the page
// does it by itself.
var zoomView func(percent int)
