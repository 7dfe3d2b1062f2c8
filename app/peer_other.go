//go:build !linux && !darwin

package app

import "net"

// peer trusts the folder's access rights where the kernel does not say who is
// at the other end: who came this far was let into the folder.
func peer(net.Conn) (name string, ok bool) { return ownName(), true }

// isCore trusts them alike.
func isCore(net.Conn, string) bool { return true }
