package access

import "time"

// BackupPolicy is how often a backup is made and which are kept: of so many
// days, and of so many weeks, the newest.
type BackupPolicy struct {
	Every         time.Duration // 0 = never
	Daily, Weekly int
}

// BackupPolicy is what the settings say. It is asked by the process, for itself.
func (s *Service) BackupPolicy() BackupPolicy { return s.policyNow().backup }

// BackupFacts is what the process knows of backups, for Needs attention.
type BackupFacts struct {
	Last     time.Time // of the newest backup; zero for none
	FailedAt time.Time // of the last attempt, where that failed
	Failure  string    // why, in words
}

// NoteBackups is called by the process whenever one was made or failed.
func (s *Service) NoteBackups(f BackupFacts) { s.backups.Store(&f) }

// Backups is what was noted last.
func (s *Service) Backups() BackupFacts {
	if f := s.backups.Load(); f != nil {
		return *f
	}
	return BackupFacts{}
}
