package vault

// Passing is told of each step of the restore that is on the disk.
func (r Restore) Passing(step func(string)) Restore {
	r.passed = step
	return r
}
