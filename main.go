// Latchkey is an access-key portal. Built with the tag desktop it is the window,
// else the core with its command line.
package main

import (
	"os"

	"latchkey/app"
	"latchkey/app/desktop"
)

func main() { os.Exit(app.Main(os.Args[1:], desktop.Window)) }
