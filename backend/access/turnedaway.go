package access

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// turnedAway is who was refused at the portal's sign-in, on its way to the audit
// log: one entry a minute and user, whatever is tried, and one for all names that
// are nobody's. Those are not written: what stands in the field of a username is
// a password now and then.
type turnedAway struct {
	mu sync.Mutex
	of map[string]*refusals // by the id of a user, "" for nobody
}

// refusals are those that are not written yet.
type refusals struct {
	count   int
	reason  Reason // of the last that was looked at
	last    Caller // who came last
	name    string
	at      time.Time
	written time.Time // when there was an entry last
}

const turnedAwayEvery = time.Minute

// note counts a refusal. u is nil where the name is nobody's.
func (a *turnedAway) note(u *User, c Caller, reason Reason, now time.Time) {
	id, name := "", ""
	if u != nil {
		id, name = u.ID, u.Username
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.of == nil {
		a.of = map[string]*refusals{}
	}
	r := a.of[id]
	if r == nil {
		r = &refusals{reason: reason}
		a.of[id] = r
	}
	if reason != ReasonLimited || r.count == 0 {
		r.reason = reason
	}
	c.Verdict = nil
	r.count, r.last, r.name, r.at = r.count+1, c, name, now
}

// dueRefusals are refusals that it is time to write of.
type dueRefusals struct {
	AuditEntry
	of      *refusals
	count   int
	written time.Time // when there was an entry before this one
}

// due gives the entries that it is time for, all of them at the end.
func (a *turnedAway) due(now time.Time, all bool) (entries []dueRefusals) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for id, r := range a.of {
		switch waits := now.Sub(r.written) < turnedAwayEvery && !r.written.After(now); {
		case r.count > 0 && (all || !waits):
			entries = append(entries, dueRefusals{r.entry(id), r, r.count, r.written})
			r.count, r.written = 0, now
		case r.count == 0 && !waits:
			delete(a.of, id)
		}
	}
	slices.SortFunc(entries, func(a, b dueRefusals) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ObjectName, b.ObjectName)) })
	return entries
}

// again is told of what the store did not take: it is due the next time.
func (a *turnedAway) again(d dueRefusals) {
	a.mu.Lock()
	defer a.mu.Unlock()
	d.of.count += d.count
	d.of.written = d.written
	a.of[d.ObjectID] = d.of
}

// turnedAwayFor is what the audit log says to each reason.
var turnedAwayFor = map[Reason]string{
	ReasonUnknown: "no such user", ReasonSecret: "a wrong password", ReasonNoPassword: "the user has no password",
	ReasonUserDisabled: "the password was right, the user is disabled", ReasonNotAnOperator: "the password was right, the user is no operator",
	ReasonLimited: "too many tries, not looked at",
}

func (r *refusals) entry(id string) AuditEntry {
	detail := turnedAwayFor[r.reason]
	if r.count > 1 {
		detail = fmt.Sprintf("%s; %d tries", detail, r.count)
	}
	c := r.last
	c.Name = r.name
	return entryOf(c, r.at, "session.begin", "user", id, r.name, "denied", detail)
}

// flushRefused writes what was tried in vain: the counts, and what of it is due
// in the audit log.
func (s *Service) flushRefused(ctx context.Context, all bool) error {
	failed := s.limits.flush(ctx, s.store, s.node, s.now())
	for _, d := range s.turnedAway.due(s.now(), all) {
		if err := s.writeAudit(ctx, d.AuditEntry); err != nil {
			s.turnedAway.again(d)
			failed = errors.Join(failed, err)
		}
	}
	return failed
}
