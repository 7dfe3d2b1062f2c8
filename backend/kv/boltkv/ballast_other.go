//go:build !linux

package boltkv

import "os"

func reserve(file *os.File, from, size int64) error { return fill(file, from, size) }
