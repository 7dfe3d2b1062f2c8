//go:build !linux

package app

// What only Linux tells in one way; elsewhere the doctor goes by names.

func fileSystem(string) (name string, remote bool) { return "", false }

func freeSpace(string) (int64, bool) { return 0, false }

func fastCommit(string) (string, bool) { return "", false }
