//go:build !desktop && !dev

package desktop

import "latchkey/app"

// Window is nil in a program without one.
var Window app.Window
