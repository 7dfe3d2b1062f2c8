package boltkv

import "os"

// letGo gives up the lock on a file, which goes with the handle, and closes it.
func letGo(file *os.File) { file.Close() }
