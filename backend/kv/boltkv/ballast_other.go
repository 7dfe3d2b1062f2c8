//go:build !linux

package boltkv

import "os"

func reserve(file *os.File, size int64) error { return fill(file, size) }
