package access

import (
	"bytes"
	"context"
	"slices"
	"time"

	"latchkey/backend/kv"
)

// Undone is what putting a backup in the place of the present state would undo.
type Undone struct {
	Present, Backup Tally
	// Returning was ended or narrowed since the backup and would come back:
	// what Restore ends again. The first of them by name, and how many in all.
	Returning      []UndoneItem
	ReturningCount int
	// Lost was made since the backup and would be gone.
	Lost      []UndoneItem
	LostCount int
}

// UndoneItem is one object that a restore touches.
type UndoneItem struct {
	Kind string // "account", "user", "membership", "key", "authheader", "signing-key" or "setting"
	ID   string
	Name string
	What string // one of the words below; "" for what is lost
	At   time.Time
	By   string
}

// What became of an object since a backup.
const (
	UndoneRevoked    = "revoked"
	UndonePaused     = "paused"
	UndoneRotated    = "rotated"    // a secret of it was replaced or ended
	UndoneShortened  = "shortened"  // it expires earlier; of a user the password does
	UndoneRestricted = "restricted" // fewer roles, permissions or addresses, or it begins later; of a setting, it allows less
	UndoneDisabled   = "disabled"
	UndoneRemoved    = "removed"
	UndoneDeleted    = "deleted"
	UndonePassword   = "password" // has another one
	UndoneFactor     = "factor"   // has another second factor, or one at all, or used up codes of it
	UndoneOperator   = "operator" // operates the portal no longer, or with fewer rights
	UndoneReplaced   = "replaced"
)

// restoreOps is how many records, the largest of 16 KiB, fit into a commit.
const restoreOps = 48

// maxUndone is how many of each list are named.
const maxUndone = 1000

// comparison is what it takes to keep ended what was ended: the undone, and the
// ops that carry the present over into the restored store.
type comparison struct {
	out Undone
	ops []kv.Op
}

func (c *comparison) returns(i UndoneItem) {
	if c.out.ReturningCount++; len(c.out.Returning) < maxUndone {
		c.out.Returning = append(c.out.Returning, i)
	}
}

func (c *comparison) loses(i UndoneItem) {
	if c.out.LostCount++; len(c.out.Lost) < maxUndone {
		c.out.Lost = append(c.out.Lost, i)
	}
}

func (c *comparison) put(key string, record any) error {
	value, err := encode(record)
	if err == nil {
		c.ops = append(c.ops, kv.Put(key, value, kv.Anything))
	}
	return err
}

// Undone compares the present state with that of a backup. Codes:
// unauthenticated, denied.
func (s *Service) Undone(ctx context.Context, c Caller, backup *Snapshot) (*Undone, error) {
	if err := s.allow(ctx, c, RoleOwner, "backup.restore"); err != nil {
		return nil, err
	}
	at, err := s.lastAudited(ctx)
	if err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	both, err := compare(s, s.state, backup.st)
	if err != nil {
		return nil, err
	}
	both.out.Present, both.out.Backup = s.state.tally(at), backup.Tally()
	return &both.out, nil
}

// Undone compares a present state that nobody serves with that of a backup.
func (p *Snapshot) Undone(backup *Snapshot) (*Undone, error) {
	both, err := compare(p.s, p.st, backup.st)
	if err != nil {
		return nil, err
	}
	both.out.Present, both.out.Backup = p.Tally(), backup.Tally()
	return &both.out, nil
}

// Restore makes the state of a backup fit to be served: what of it was ended or
// narrowed in present is ended again (present nil = it is meant as it is), the
// sessions of operators and the jobs under way are over, and the audit log says
// what was done. It
// changes the store of the backup, which must be a copy.
func (p *Snapshot) Restore(ctx context.Context, c Caller, present *Snapshot, detail string) error {
	var ops []kv.Op
	if present != nil {
		both, err := compare(present.s, present.st, p.st)
		if err != nil {
			return err
		}
		ops = both.ops
	}
	for id := range p.st.sessions {
		ops = append(ops, kv.Delete(sessionPrefix+id, kv.Anything))
	}
	stopped, err := p.stopJobs()
	if err != nil {
		return err
	}
	ops = append(ops, stopped...)
	for part := range slices.Chunk(ops, restoreOps) {
		if _, err := p.s.store.Commit(ctx, part); err != nil {
			return storeError(err)
		}
	}
	return p.s.writeAudit(ctx, entryOf(c, p.s.now(), "backup.restore", "core", "", "", "done", detail))
}

// stopJobs ends what was under way when the backup was made: what it has not done
// yet may have been decided otherwise since, and nobody would expect it.
func (p *Snapshot) stopJobs() ([]kv.Op, error) {
	var c comparison
	at := p.s.now().UTC().Truncate(time.Millisecond)
	for id, j := range p.st.jobs {
		if j.FinishedAt != nil {
			continue
		}
		stopped := *j
		stopped.Stopped, stopped.FinishedAt, stopped.Ended = true, &at, "a backup was restored that was made while it was under way"
		if err := c.put(jobPrefix+id, &stopped); err != nil {
			return nil, err
		}
	}
	return c.ops, nil
}

// compare goes through what the backup has, and then through what it lacks.
func compare(s *Service, now, then *state) (*comparison, error) {
	c := &comparison{}
	for _, step := range []func(*Service, *state, *state) error{c.settings, c.signingKeys, c.accounts, c.users, c.memberships, c.keys, c.headers} {
		if err := step(s, now, then); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// settings that allow less now than they did stay as they are now.
func (c *comparison) settings(_ *Service, now, then *state) error {
	for _, d := range registry {
		kept, older := now.settings[d.Name], then.settings[d.Name]
		if kept.Version <= older.Version || !d.tighter(now.kept(d), then.kept(d)) {
			continue
		}
		c.returns(UndoneItem{Kind: "setting", ID: d.Name, Name: d.Name, What: UndoneRestricted, At: kept.UpdatedAt, By: kept.UpdatedBy})
		if err := c.put(settingPrefix+d.Name, kept); err != nil {
			return err
		}
	}
	return nil
}

// signingKeys are kept as they are now: one that was replaced may have leaked.
func (c *comparison) signingKeys(_ *Service, now, then *state) error {
	same := len(now.signing) == len(then.signing)
	for id, k := range now.signing {
		old := then.signing[id]
		same = same && old != nil && old.Secret == k.Secret && (old.RetiredAt == nil) == (k.RetiredAt == nil)
	}
	if same || len(now.signing) == 0 || then.hasRetired(now) {
		return nil
	}
	for id, k := range now.signing {
		if err := c.put(signingPrefix+id, k); err != nil {
			return err
		}
	}
	for id, k := range then.signing {
		if now.signing[id] == nil {
			c.ops = append(c.ops, kv.Delete(signingPrefix+id, kv.Anything))
		}
		if at := now.signing[id]; k.RetiredAt == nil && (at == nil || at.RetiredAt != nil) {
			item := UndoneItem{Kind: "signing-key", ID: id, Name: id, What: UndoneReplaced}
			if at != nil {
				item.At, item.By = *at.RetiredAt, at.UpdatedBy
			}
			c.returns(item)
		}
	}
	return nil
}

// hasRetired reports whether a backup goes on from the signing keys of now: an old
// copy of the store was there, and what the backup has replaced may have leaked.
func (then *state) hasRetired(now *state) bool {
	retired := false
	for id, k := range now.signing {
		later := then.signing[id]
		if later == nil {
			return false
		}
		retired = retired || k.RetiredAt == nil && later.RetiredAt != nil
	}
	return retired
}

func (c *comparison) accounts(s *Service, now, then *state) error {
	for id, a := range now.accounts {
		old := then.accounts[id]
		switch {
		case old == nil && a.Removed == nil:
			c.loses(UndoneItem{Kind: "account", ID: id, Name: a.Name, At: a.CreatedAt, By: a.CreatedBy})
		case old != nil && old.Removed == nil && a.Removed != nil:
			c.returns(UndoneItem{Kind: "account", ID: id, Name: a.Name, What: UndoneRemoved, At: *a.Removed, By: a.UpdatedBy})
			kept := *old
			kept.Removed = a.Removed
			c.ops = append(c.ops, kv.Delete(s.claimKey("account", comparableName(old.Name)), kv.Anything))
			if err := c.put(accountKey(id), &kept); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *comparison) users(s *Service, now, then *state) error {
	for id, u := range now.users {
		old := then.users[id]
		if old == nil {
			if u.Removed == nil {
				c.loses(UndoneItem{Kind: "user", ID: id, Name: u.Username, At: u.CreatedAt, By: u.CreatedBy})
			}
			continue
		}
		kept, what := keepUser(u, old)
		for _, w := range what {
			c.returns(UndoneItem{Kind: "user", ID: id, Name: u.Username, What: w, At: u.UpdatedAt, By: u.UpdatedBy})
		}
		if len(what) == 0 {
			continue
		}
		if what[0] == UndoneRemoved {
			c.ops = append(c.ops, kv.Delete(s.claimKey("username", old.canonical), kv.Anything))
		}
		if err := c.put(userKey(old.Number), kept); err != nil {
			return err
		}
	}
	return nil
}

func keepUser(now, then *User) (*User, []string) {
	u := *then
	if now.Removed != nil && then.Removed == nil {
		u.Removed, u.Operator, u.PasswordHash, u.PasswordCount = now.Removed, RoleNone, "", now.PasswordCount
		return &u, []string{UndoneRemoved}
	}
	var what []string
	if now.Disabled && !then.Disabled {
		u.Disabled = true
		what = append(what, UndoneDisabled)
	}
	if now.PasswordCount > then.PasswordCount {
		u.PasswordHash, u.PasswordSetAt, u.PasswordExpires, u.PasswordCount = now.PasswordHash, now.PasswordSetAt, now.PasswordExpires, now.PasswordCount
		what = append(what, UndonePassword)
	}
	if now.PasswordCount == then.PasswordCount && earlier(now.PasswordExpires, then.PasswordExpires) {
		u.PasswordExpires = now.PasswordExpires
		what = append(what, UndoneShortened)
	}
	if f := now.Factor; f != nil && (then.Factor == nil || !f.sameCodes(then.Factor)) {
		u.Factor, u.NewFactor = f, nil
		what = append(what, UndoneFactor)
	}
	if now.Operator.rank() < then.Operator.rank() {
		u.Operator = now.Operator
		what = append(what, UndoneOperator)
	}
	return &u, what
}

func (c *comparison) memberships(_ *Service, now, then *state) error {
	for user, members := range then.members {
		lostPrimary := false
		for account, old := range members {
			view := then.membershipView(old)
			item := UndoneItem{Kind: "membership", ID: account, Name: view.Username + " in " + view.AccountName}
			m := now.members[user][account]
			if m == nil {
				if now.users[user] == nil || now.accounts[account] == nil {
					continue // the present is not the future of this backup
				}
				item.What = UndoneRemoved
				c.returns(item)
				c.ops = append(c.ops, kv.Delete(memberKey(user, account), kv.Anything))
				lostPrimary = lostPrimary || old.Primary
				continue
			}
			kept := *old
			var fewer, less bool
			kept.Roles, fewer = narrowed(m.Roles, old.Roles)
			kept.Permissions, less = narrowed(m.Permissions, old.Permissions)
			if !fewer && !less {
				continue
			}
			item.What, item.At, item.By = UndoneRestricted, m.UpdatedAt, m.UpdatedBy
			c.returns(item)
			if err := c.put(memberKey(user, account), &kept); err != nil {
				return err
			}
		}
		if lostPrimary {
			if err := c.passPrimaryOn(now, then, user); err != nil {
				return err
			}
		}
	}
	return nil
}

// passPrimaryOn makes the oldest membership that a user keeps the primary one.
func (c *comparison) passPrimaryOn(now, then *state, user string) error {
	var next *Membership
	for account, m := range then.members[user] {
		if now.members[user][account] != nil && (next == nil || then.olderMembership(m, next)) {
			next = m
		}
	}
	if next == nil {
		return nil
	}
	m := *next
	m.Roles, _ = narrowed(now.members[user][m.AccountID].Roles, m.Roles)
	m.Permissions, _ = narrowed(now.members[user][m.AccountID].Permissions, m.Permissions)
	m.Primary = true
	key := memberKey(user, m.AccountID)
	c.ops = slices.DeleteFunc(c.ops, func(op kv.Op) bool { return op.Key == key })
	return c.put(key, &m)
}

// narrowed is what of the words of then is left now, and whether some are not.
func narrowed(now, then []string) ([]string, bool) {
	kept := slices.DeleteFunc(slices.Clone(then), func(w string) bool { return !slices.Contains(now, w) })
	return kept, len(kept) < len(then)
}

func (c *comparison) keys(s *Service, now, then *state) error {
	for k := range now.allKeys() {
		old := then.keyByID(k.ID)
		if old == nil {
			c.loses(UndoneItem{Kind: "key", ID: k.ID, Name: k.Name, At: k.CreatedAt, By: k.CreatedBy})
			continue
		}
		kept, what := keepKey(k, old, s.now())
		for _, w := range what {
			item := UndoneItem{Kind: "key", ID: k.ID, Name: k.Name, What: w, At: k.UpdatedAt, By: k.UpdatedBy}
			if w == UndoneRevoked {
				item.At, item.By = *k.RevokedAt, k.RevokedBy
			}
			c.returns(item)
		}
		if len(what) > 0 {
			if err := c.put(keyKey(old.Number), kept); err != nil {
				return err
			}
		}
	}
	return nil
}

func keepKey(now, then *Key, at time.Time) (*Key, []string) {
	k := *then
	var what []string
	if now.RevokedAt != nil && then.RevokedAt == nil {
		k.RevokedAt, k.RevokedBy, k.RevokedFor = now.RevokedAt, now.RevokedBy, now.RevokedFor
		what = append(what, UndoneRevoked)
	}
	if now.PausedAt != nil && then.PausedAt == nil {
		k.PausedAt, k.PausedBy = now.PausedAt, now.PausedBy
		what = append(what, UndonePaused)
	}
	if keepSecrets(now, then, &k) {
		what = append(what, UndoneRotated)
	}
	if earlier(now.Expires, then.Expires) {
		k.Expires = now.Expires
		what = append(what, UndoneShortened)
	}
	restricted := false
	if begins := now.NotBefore; begins != nil && at.Before(*begins) && (then.NotBefore == nil || then.NotBefore.Before(*begins)) {
		k.NotBefore, restricted = begins, true
	}
	if len(now.Addresses) > 0 && !slices.Equal(now.Addresses, then.Addresses) {
		k.Addresses, restricted = now.Addresses, true
	}
	for _, words := range []struct {
		now, then []string
		into      *[]string
	}{{now.Roles, then.Roles, &k.Roles}, {now.Permissions, then.Permissions, &k.Permissions}} {
		if words.now == nil { // all that the membership has
			continue
		}
		if kept, fewer := narrowed(words.now, words.then); words.then == nil {
			*words.into, restricted = words.now, true
		} else if fewer {
			*words.into, restricted = kept, true
		}
	}
	if restricted {
		what = append(what, UndoneRestricted)
	}
	return &k, what
}

// keepSecrets takes over that a secret was replaced or ended since: the older
// one is not taken again. The other way round, where an old copy of the store
// was there and the backup is the newer, the backup's secret stays.
func keepSecrets(now, then, k *Key) bool {
	if !bytes.Equal(now.SecretHash, then.SecretHash) {
		if then.RotatedAt != nil && (now.RotatedAt == nil || now.RotatedAt.Before(*then.RotatedAt)) {
			return false
		}
		k.SecretHash, k.Old, k.RotatedAt, k.RotatedBy = now.SecretHash, now.Old, now.RotatedAt, now.RotatedBy
		return true
	}
	if then.Old != nil && (now.Old == nil || now.Old.Until.Before(then.Old.Until)) {
		k.Old = now.Old
		return true
	}
	return false
}

func (c *comparison) headers(s *Service, now, then *state) error {
	for id, old := range then.headers {
		if now.headers[id] != nil || old.DeletedAt != nil || !s.forgot(now, old) {
			continue
		}
		kept, at := *old, s.now().UTC().Truncate(time.Millisecond)
		kept.DeletedAt, kept.DeletedBy = &at, "latchkey" // when and by whom is in the audit log of the present
		c.returns(UndoneItem{Kind: "authheader", ID: id, Name: old.Name, What: UndoneDeleted})
		if err := c.put(headerKey(old.Number), &kept); err != nil {
			return err
		}
	}
	for id, h := range now.headers {
		old := then.headers[id]
		if old == nil {
			if h.DeletedAt == nil {
				c.loses(UndoneItem{Kind: "authheader", ID: id, Name: h.Name, At: h.CreatedAt, By: h.CreatedBy})
			}
			continue
		}
		kept, what := *old, ""
		if earlier(h.Expires, old.Expires) {
			kept.Expires, what = h.Expires, UndoneShortened
		}
		if h.DeletedAt != nil && old.DeletedAt == nil {
			kept.DeletedAt, kept.DeletedBy, what = h.DeletedAt, h.DeletedBy, UndoneDeleted
		}
		if what == "" {
			continue
		}
		c.returns(UndoneItem{Kind: "authheader", ID: id, Name: h.Name, What: what, At: h.UpdatedAt, By: h.UpdatedBy})
		if err := c.put(headerKey(old.Number), &kept); err != nil {
			return err
		}
	}
	return nil
}

// earlier reports whether a moment ends something before another does; nil is
// never.
func earlier(a, b *time.Time) bool {
	return a != nil && (b == nil || a.Before(*b))
}
