package access

import "time"

// What the doors show of the store as a whole. Package vault finds it out; the
// words stand here because both it and the doors know access.

// StagedRestore is a backup that waits to take the place of the store.
type StagedRestore struct {
	StoreID string
	Size    int64
	Locked  bool // no key at hand opens it: nothing more is known then
	Foreign bool // it is of another store than the one that is there
	Undone  Undone
	Audit   *AuditReport // of the log in the backup; nil while it is locked
}

// StoreKey is what is to be said of the keys of a store.
type StoreKey struct {
	StoreID       string
	Source        string // "file", "keychain", "passphrase" or "outside"
	Where         string // in words, such as "master.key" or "LATCHKEY_MASTER_KEY"
	Since         time.Time
	Recovery      bool // there is a recovery key
	RecoverySince time.Time
	RecoverySaved bool // somebody confirmed to have kept it
	Epoch         uint64
	Witnessed     bool  // an older copy of the whole folder would be noticed
	Size          int64 // of the file
	Rekeying      Rekeying
}

// Rekeying is how far re-keying is.
type Rekeying struct {
	Running     bool
	Unfinished  bool // it was interrupted, and goes on when it is begun again
	Done, Total int
	Failure     string // of the last run of this process
	EndedAt     time.Time
}

// CheckReport is what a check of a store found.
type CheckReport struct {
	StoreID  string
	Entries  int // that were opened
	Epoch    uint64
	Tally    Tally
	Anchored bool // the anchor says that this is the newest copy
	// Witnessed: an older copy of the whole folder would be noticed.
	Witnessed bool
	Findings  []CheckFinding
	More      int // findings that are not listed
}

// CheckFinding is one thing that is wrong.
type CheckFinding struct {
	Area string // "file", "anchor", "seal", "records" or "audit"
	What string
	Hint string
}
