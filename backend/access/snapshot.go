package access

import (
	"context"
	"time"

	"latchkey/backend/kv"
)

// Snapshot is the state of a store that nobody serves: of a backup, or of a
// store whose core has ended. It is looked at, and changed only by Restore.
type Snapshot struct {
	s  *Service
	st *state
	at time.Time // of the newest entry of the audit log
}

// Tally counts what a state holds, and says of when it is.
type Tally struct {
	Accounts    int
	Users       int
	Keys        int
	AuthHeaders int
	At          time.Time // of its last change that was written down; zero for none
}

// ReadSnapshot loads the state of a store and leaves the store as it is.
func ReadSnapshot(ctx context.Context, cfg Config) (*Snapshot, error) {
	s := newService(cfg)
	st, stamps, err := s.load(ctx)
	if err != nil {
		return nil, err
	}
	s.state, s.stamps = st, stamps
	at, err := s.lastAudited(ctx)
	if err != nil {
		return nil, err
	}
	return &Snapshot{s: s, st: st, at: at}, nil
}

// VerifyAudit holds the audit log against its chain, as the core does, and
// leaves the store as it is: what is in no link yet waits for the core.
func (p *Snapshot) VerifyAudit(ctx context.Context) (*AuditReport, error) {
	c := p.s.chain
	c.making.Lock()
	defer c.making.Unlock()
	if err := p.s.adopt(ctx); err != nil {
		return nil, verifyError(err)
	}
	v := &verification{applied: c.since, waits: c.waitingIDs()}
	if err := v.run(ctx, p.s); err != nil {
		return nil, verifyError(err)
	}
	return v.report(), nil
}

// Tally counts.
func (p *Snapshot) Tally() Tally { return p.st.tally(p.at) }

// Empty reports whether nothing was ever made in it but what every store has.
func (p *Snapshot) Empty() bool {
	return len(p.st.accounts) == 0 && len(p.st.users) == 0 && p.st.keyCount() == 0
}

func (st *state) tally(at time.Time) Tally {
	t := Tally{Keys: st.keyCount(), AuthHeaders: len(st.headers), At: at}
	for _, a := range st.accounts {
		if a.Removed == nil {
			t.Accounts++
		}
	}
	for _, u := range st.users {
		if u.Removed == nil {
			t.Users++
		}
	}
	return t
}

// lastAudited is when the newest entry of the audit log was written.
func (s *Service) lastAudited(ctx context.Context) (time.Time, error) {
	page, err := s.store.Scan(ctx, auditPrefix, "", 1, 0)
	if err != nil || len(page.Entries) == 0 {
		return time.Time{}, err
	}
	return auditTime(page.Entries[0])
}

func auditTime(e kv.Entry) (time.Time, error) {
	var entry AuditEntry
	err := decodeAudit(e.Value, &entry)
	return entry.At, err
}
