package vault

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/seal"
)

// report is a check under way.
type report struct{ access.CheckReport }

const maxFindings = 200

func (r *report) add(area, hint, format string, args ...any) {
	if len(r.Findings) == maxFindings {
		r.More++
		return
	}
	r.Findings = append(r.Findings, access.CheckFinding{Area: area, What: fmt.Sprintf(format, args...), Hint: hint})
}

const (
	hintRestore = "restore a backup: latchkey restore FILE"
	hintTell    = "this is a fault of the program or of whoever wrote the record: keep a backup, and mend the object in the portal"
)

// Check looks at a store that nobody serves: that the file is one, that every
// entry opens, that the state is what its digest and its anchor say, that
// records fit together, and that the audit log is whole. The store is left as
// it is, whatever is found. The error says that it could not be looked at.
func (f Folder) Check(ctx context.Context, unlocks []seal.Unlock, now func() time.Time) (*access.CheckReport, error) {
	r := &report{access.CheckReport{Anchored: true}}
	s, _, err := open(ctx, f.Store, unlocks, f.sealing())
	var anchor *seal.AnchorError
	if errors.As(err, &anchor) {
		r.Anchored = false
		r.add("anchor", anchor.Hint, "%v", anchor)
		s, _, err = open(ctx, f.Store, unlocks, seal.Options{})
	}
	var file *boltkv.FileError
	switch {
	case errors.Is(err, boltkv.ErrInUse), errors.Is(err, seal.ErrWrongKey):
		return nil, err
	case errors.As(err, &file):
		r.add("file", hintOr(file.Hint), "%v", file)
		return &r.CheckReport, nil
	case err != nil:
		r.add("seal", hintRestore, "%v", err)
		return &r.CheckReport, nil
	}
	defer s.Close()
	if err := r.look(ctx, s.Store, now); err != nil || len(r.Findings) > 0 {
		return &r.CheckReport, err
	}
	// The log is read by a core, which writes down how far it has read: only
	// where nothing is wrong with the store.
	core, err := access.Open(ctx, access.Config{Store: s.Store, Subkey: s.Subkey, Now: now})
	if err != nil {
		return nil, err
	}
	return &r.CheckReport, errors.Join(r.audited(ctx, access.Caller{Kind: access.CallerSystem, Name: "latchkey"}, core), core.Close())
}

func hintOr(hint string) string {
	if hint == "" {
		return hintRestore
	}
	return hint
}

// Check looks at the store of a core while it is used. Codes: unauthenticated,
// denied.
func (v *Vault) Check(ctx context.Context, c access.Caller) (*access.CheckReport, error) {
	if err := v.cfg.Access.Permit(ctx, c, "store.check"); err != nil {
		return nil, err
	}
	r := &report{access.CheckReport{Anchored: true}}
	if err := r.look(ctx, v.cfg.Seal, v.cfg.Now); err != nil {
		return nil, err
	}
	return &r.CheckReport, r.audited(ctx, c, v.cfg.Access)
}

func (r *report) look(ctx context.Context, s *seal.Store, now func() time.Time) error {
	r.StoreID, r.Epoch, r.Witnessed = s.ID(), s.Epoch(), s.Witnessed()
	whole, err := s.Verify(ctx)
	if err == nil {
		r.Entries, r.Epoch = whole.Entries, whole.Epoch
	} else if ctx.Err() != nil {
		return err
	} else if named := r.damaged(ctx, s); named == 0 {
		r.add("seal", hintRestore, "%v", err)
	}
	snapshot, err := access.ReadSnapshot(ctx, access.Config{Store: s, Subkey: s.Subkey, Now: now})
	if err != nil {
		if len(r.Findings) == 0 {
			r.add("records", hintRestore, "the state cannot be read: %v", err)
		}
		return ctx.Err()
	}
	r.Tally = snapshot.Tally()
	references, err := snapshot.References(ctx)
	if err != nil {
		return err
	}
	for _, f := range references {
		r.add("records", hintTell, "%s %s: %s", f.Kind, f.ID, f.What)
	}
	return nil
}

// audited holds the audit log against its chain.
func (r *report) audited(ctx context.Context, c access.Caller, by *access.Service) error {
	log, err := by.VerifyAudit(ctx, c, "")
	if err != nil {
		return err
	}
	for _, f := range log.Findings {
		r.add("audit", "the store's key was used to change the log, or the program has a fault: compare the log with that of a backup", "%s", f.What)
	}
	r.More += int(log.More)
	return nil
}

// damaged names every entry that does not open.
func (r *report) damaged(ctx context.Context, s *seal.Store) int {
	found, after := 0, ""
	for ctx.Err() == nil {
		page, err := s.Scan(ctx, "", after, 1000, 0)
		var wrong *seal.DamagedError
		switch {
		case errors.As(err, &wrong) && wrong.Key > after:
			found++
			r.add("seal", hintRestore, "%v", wrong)
			after = wrong.Key
			continue
		case err != nil:
			return found
		}
		r.Entries += len(page.Entries)
		if !page.More {
			return found
		}
		after = page.Entries[len(page.Entries)-1].Key
	}
	return found
}

// Adopt takes a store as the newest copy, whatever its anchor says, when all of
// it opens and fits its own digest.
func (f Folder) Adopt(ctx context.Context, unlocks []seal.Unlock) error {
	o := f.sealing()
	o.Adopt = true
	s, _, err := open(ctx, f.Store, unlocks, o)
	if err != nil {
		return err
	}
	_, err = s.Verify(ctx)
	return errors.Join(err, s.Close())
}
