package access

import (
	"math/rand/v2"
	"sync"
)

// readers is a lock whose readers do not meet: each takes one of several, so
// that none waits for another, nor for the cache line another has just written.
// Who writes takes all.
type readers struct {
	locks [readLocks]struct {
		sync.RWMutex
		_ [128]byte // so that no two share a cache line
	}
}

const readLocks = 16

// RLock gives the lock that was taken, for RUnlock.
func (r *readers) RLock() *sync.RWMutex {
	l := &r.locks[rand.Uint32()%readLocks].RWMutex
	l.RLock()
	return l
}

func (r *readers) Lock() {
	for i := range r.locks {
		r.locks[i].Lock()
	}
}

func (r *readers) Unlock() {
	for i := range r.locks {
		r.locks[i].Unlock()
	}
}
