//go:build unix

package boltkv

import "syscall"

// What a file system says when it has no room for more: the disk, the quota,
// the largest file it or the process may have.
var fullErrors = []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}
