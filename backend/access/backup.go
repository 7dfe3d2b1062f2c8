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
