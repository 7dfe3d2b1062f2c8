// Package trace runs a program and watches its system calls: what it does to
// the files of one folder, in the order the kernel was told, and it can let a
// call fail. It knows ptrace and file descriptors; it must not know what the
// files are for. Nothing has to be built into the program for it, so what is
// watched is what is shipped.
//
// It works on Linux on amd64. Elsewhere Supported says why not.
package trace

import (
	"fmt"
	"syscall"
)

// Kind is what a call does.
type Kind int

const (
	Create   Kind = iota // a name is made, with an empty file (Path, File)
	Open                 // an existing file is opened (Path, File)
	Write                // bytes are put at an offset (File, Offset, Data)
	Truncate             // the size is set (File, Offset)
	Allocate             // it has room up to an offset, and is at least that large (File, Offset)
	Sync                 // a file is made durable (File), see Begun
	SyncDir              // the names of a folder are made durable (Path)
	Rename               // Path becomes To
	Link                 // To becomes another name of Path
	Remove               // a name is taken away (Path)
	Mkdir                // a folder is made (Path)
	Said                 // a line went to the program's output (Data)
	Unknown              // a call that changes files in a way nobody here understands (Path says which)
)

// Call is one system call that succeeded.
type Call struct {
	Kind   Kind
	Path   string // below the folder
	To     string // likewise
	File   int    // which file, whatever its names; from 1
	Offset int64
	Data   []byte
	// Begun is how many calls had returned when this one was made: what a sync
	// makes durable is what had been written by then.
	Begun int
}

// Fault is asked about every call that writes, truncates, syncs, makes, moves
// or removes something in the folder, before it is made; n counts them from 0.
// Zero lets it be made; anything else is what the program gets instead.
type Fault func(n int, kind Kind, path string) syscall.Errno

// ExitError is a program that ended with another code than 0.
type ExitError int

func (e ExitError) Error() string { return fmt.Sprintf("the program ended with exit code %d", int(e)) }

var kindNames = []string{"create", "open", "write", "truncate", "allocate", "sync", "sync of folder", "rename", "link", "remove", "mkdir", "said", "unknown"}

func (k Kind) String() string { return kindNames[k] }
