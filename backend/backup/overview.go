package backup

import "time"

// Overview is what there is to be said of a store's own backups.
type Overview struct {
	Policy      Schedule
	Folder      string
	Next        time.Time // zero: none is going to be made by itself
	FailedAt    time.Time // of the last attempt, where that failed
	Failure     string
	Files       []File // newest first
	LastRestore LastRestore
}

// LastRestore is how the last restore of a process ended.
type LastRestore struct {
	ID      string    // that it was given when it began
	At      time.Time // zero: there was none
	Failure string    // "" where it succeeded
	Aside   string    // where the store that was there is kept
}
