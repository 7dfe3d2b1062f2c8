package vault

import "context"

// BackUpWhereDue is what happens twice a minute.
func (v *Vault) BackUpWhereDue(ctx context.Context) { v.backUpWhereDue(ctx) }

// Passing is told of each step of the restore that is on the disk.
func (r Restore) Passing(step func(string)) Restore {
	r.passed = step
	return r
}

// OpenedWith says what opened the store, in words.
func (v *Vault) OpenedWith(where string) { v.source = where }
