package vault

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/safefile"
	"latchkey/backend/kv/seal"
)

// Restore puts the backup that waits in the place of the store.
type Restore struct {
	Folder Folder
	// Backup opens the backup; the keys in Own are tried as well.
	Backup []seal.Unlock
	// Own opens the store from now on, and is looked for in Source.
	Own    seal.Unlock
	Source string
	// AcceptOlder means the backup as it is: what was ended since is not ended
	// again.
	AcceptOlder bool
	Caller      access.Caller
	Now         func() time.Time

	passed func(step string) // is told of each step that is on the disk; nil but in tests
}

// Restored is what was done.
type Restored struct {
	Aside    string // where the store that was there is kept; "" for none
	Undone   access.Undone
	Compared bool // with the store that was there
}

// Run carries it out while nobody serves the folder. Until the one rename of the
// store the one that was there stays as it is, and a crash before or after it
// leaves one of the two.
func (r Restore) Run(ctx context.Context) (*Restored, error) {
	out := &Restored{}
	present, now, err := r.present(ctx)
	if err != nil {
		return nil, err
	}
	if present != nil {
		defer present.Close()
	}
	if err := r.prepare(ctx, present, now, out); err != nil {
		return nil, err
	}
	r.pass("prepared")
	if err := r.adopt(ctx); err != nil {
		return nil, err
	}
	r.pass("adopted")
	if runtime.GOOS == "windows" && present != nil {
		present.Close() // an open file cannot be renamed there
	}
	if err := r.swap(out); err != nil {
		return nil, err
	}
	return out, nil
}

// Preview shows what Run would do, and changes nothing.
func (r Restore) Preview(ctx context.Context) (*access.StagedRestore, error) {
	present, now, err := r.present(ctx)
	if err != nil {
		return nil, err
	}
	if present != nil {
		defer present.Close()
	}
	var compare func(*access.Snapshot) (*access.Undone, error)
	if now != nil {
		compare = now.Undone
	}
	staged, _, err := r.Folder.Examine(ctx, r.unlocks(), r.Now, compare)
	if err != nil {
		return nil, unusable(err)
	}
	if staged.Locked {
		return staged, nil
	}
	if present != nil && present.ID() != staged.StoreID {
		staged.Foreign = !now.Empty()
		staged.Undone = access.Undone{Present: now.Tally(), Backup: staged.Undone.Backup}
	}
	return staged, nil
}

// unlocks are all that may open the backup, or the store that is there.
func (r Restore) unlocks() []seal.Unlock { return append(slices.Clone(r.Backup), r.Own) }

// present opens the store that is there, nil where there never was one or where
// it does not matter that it cannot be opened.
func (r Restore) present(ctx context.Context) (*opened, *access.Snapshot, error) {
	if !exists(r.Folder.Store) && !exists(r.Folder.Anchor) {
		return nil, nil, nil
	}
	present, _, err := open(ctx, r.Folder.Store, r.unlocks(), r.Folder.sealing())
	if errors.Is(err, boltkv.ErrInUse) {
		return nil, nil, err
	}
	var now *access.Snapshot
	if err == nil {
		if now, err = present.snapshot(ctx, r.Now); err == nil {
			return present, now, nil
		}
		present.Close()
	}
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	if r.AcceptOlder {
		return nil, nil, nil
	}
	return nil, nil, access.Errorf(access.CodeConflict, "the store that is there cannot be read, so nobody can tell what was revoked since the backup: %s", access.AsError(refusal(err)).Public).
		WithHint("to have it as it was then, add --accept-older; the store that is there is kept aside").Wrap(err)
}

func (r Restore) prepare(ctx context.Context, present *opened, now *access.Snapshot, out *Restored) error {
	staged, _, err := open(ctx, r.Folder.staged(), r.unlocks(), seal.Options{Now: r.Now})
	if err != nil {
		return err
	}
	defer staged.Close()
	if _, err := staged.Verify(ctx); err != nil {
		return err
	}
	then, err := staged.snapshot(ctx, r.Now)
	if err != nil {
		return err
	}
	if now != nil && present.ID() != staged.ID() {
		if !now.Empty() {
			return foreign()
		}
		now = nil // nothing was ever made in it
	}
	if now != nil {
		undone, err := now.Undone(then)
		if err != nil {
			return err
		}
		out.Undone, out.Compared = *undone, true
	} else {
		out.Undone.Backup = then.Tally()
	}
	keep, detail := now, fmt.Sprintf("of %s", then.Tally().At.UTC().Format(time.RFC3339))
	switch {
	case r.AcceptOlder:
		keep, detail = nil, detail+", as it was then"
	case now != nil:
		detail += fmt.Sprintf(", %d ended again", out.Undone.ReturningCount)
	}
	if err := then.Restore(ctx, r.Caller, keep, detail); err != nil {
		return err
	}
	r.pass("ended again")
	return r.own(ctx, staged)
}

func (r Restore) pass(step string) {
	if r.passed != nil {
		r.passed(step)
	}
}

func foreign() error {
	return access.Errorf(access.CodeConflict, "the backup is of another store than the one in this folder").
		WithHint("restore it into a folder of its own: latchkey restore FILE --data DIR")
}

// own makes the key of this folder open the restored store, in the place of
// what opened it when it was backed up. Its recovery key stays.
func (r Restore) own(ctx context.Context, s *opened) error {
	if s.Opens(r.Own) == nil {
		return nil
	}
	replaced := false
	for _, w := range s.Wraps() {
		var err error
		switch {
		case w.Kind == seal.KindRecovery:
			continue
		case !replaced:
			_, err = s.ReplaceWrap(ctx, w.ID, r.Own, r.Source)
			replaced = true
		default:
			err = s.RemoveWrap(ctx, w.ID)
		}
		if err != nil {
			return err
		}
	}
	if !replaced {
		_, err := s.AddWrap(ctx, r.Own, r.Source)
		return err
	}
	return nil
}

// adopt gives the restored store an epoch that is exactly one above that of the
// anchor which is there: such a store is taken, and then the anchor follows. So
// it does not matter on which side of the rename a crash comes. A backup that is
// further ahead, since an old copy of the folder had been put back before, is
// named by the anchor beside the store that is there. Where no anchor of this
// store is there, one is written first.
func (r Restore) adopt(ctx context.Context) error {
	o := r.Folder.sealing()
	o.Adopt = true
	s, _, err := open(ctx, r.Folder.staged(), []seal.Unlock{r.Own}, o)
	if err != nil {
		return err
	}
	if !s.Anchored() {
		if err := moveAside(r.Folder.Anchor, r.aside(r.Folder.Anchor)); err != nil {
			return errors.Join(err, s.Close())
		}
		if _, err := s.Verify(ctx); err != nil {
			return errors.Join(err, s.Close())
		}
	}
	return s.Close()
}

func (r Restore) aside(path string) string { return aside(path, r.Now()) }

// aside is a name that nothing has: two restores in a second keep both stores.
func aside(path string, now time.Time) string {
	name := path + ".before-" + now.UTC().Format("2006-01-02T15-04-05Z")
	free := name
	for n := 2; exists(free); n++ {
		free = fmt.Sprintf("%s-%d", name, n)
	}
	return free
}

// swap is the one rename.
func (r Restore) swap(out *Restored) error {
	store := r.Folder.Store
	if exists(store) {
		out.Aside = r.aside(store)
		// A second name first, so that there is never no store.
		if err := os.Link(store, out.Aside); err != nil {
			if err := moveAside(store, out.Aside); err != nil {
				return err
			}
		}
	}
	r.pass("second name")
	if err := os.Rename(r.Folder.staged(), store); err != nil {
		return err
	}
	r.pass("renamed")
	return safefile.SyncDir(filepath.Dir(store))
}

func moveAside(path, to string) error {
	if err := os.Rename(path, to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
