package access

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// AuditQuery asks for a part of the audit log. What is empty does not filter.
type AuditQuery struct {
	Actor    string // as written, or a part of it
	Action   string // "key.revoke", or "key." for all that begin with it
	Object   string // a kind, such as "key"
	ObjectID string // of one object
	Result   string // "done" or "denied"
	Search   string // in actor, action, name, detail, address
	From, To time.Time
	After    string // the Next of the page before; "" = from the newest
	Limit    int    // 0 = 200
}

// AuditPage is a part of the audit log, newest first.
type AuditPage struct {
	Entries []AuditEntry
	// Next continues after this page, "" where there is no more. A page may have
	// fewer entries than asked for, even none, and still a Next: only so many are
	// looked at in one call.
	Next string
	// Through is the moment of the last entry that was looked at.
	Through time.Time
}

const (
	// auditStride is how many entries are read at once, and auditReach how many
	// are looked at for one page.
	auditStride = 500
	auditReach  = 5000
)

// Audit gives entries, newest first. Codes: unauthenticated, denied, invalid.
func (s *Service) Audit(ctx context.Context, c Caller, q AuditQuery) (AuditPage, error) {
	if err := s.allow(ctx, c, RoleViewer, "audit.read"); err != nil {
		return AuditPage{}, err
	}
	return s.auditPage(ctx, q)
}

func (s *Service) auditPage(ctx context.Context, q AuditQuery) (AuditPage, error) {
	if q.Limit <= 0 {
		q.Limit = 200
	}
	if !q.From.IsZero() && !q.To.IsZero() && q.To.Before(q.From) {
		return AuditPage{}, Invalidf("to", "the end of the time lies before its beginning")
	}
	page := AuditPage{Entries: []AuditEntry{}}
	passes, after := q.filter(), q.start()
	for looked := 0; looked < auditReach; {
		// Without a filter nothing is read in vain.
		read, err := s.store.Scan(ctx, auditPrefix, after, min(auditStride, max(q.Limit-len(page.Entries)+1, 50)), 0)
		if err != nil {
			return AuditPage{}, storeError(fmt.Errorf("read the audit log: %w", err))
		}
		for _, e := range read.Entries {
			entry := AuditEntry{ID: e.Key[len(auditPrefix):]}
			if err := decodeAudit(e.Value, &entry); err != nil {
				return AuditPage{}, storeError(fmt.Errorf("read the audit log: %w", err))
			}
			if !q.From.IsZero() && sortedAt(entry.ID) < q.From.UnixNano() {
				page.Next = ""
				return page, nil
			}
			if len(page.Entries) == q.Limit {
				return page, nil // Next is the entry before this one
			}
			if passes(&entry) {
				page.Entries = append(page.Entries, entry)
			}
			page.Next, page.Through, after = entry.ID, entry.At, e.Key
			looked++
		}
		if !read.More {
			page.Next = ""
			return page, nil
		}
	}
	return page, nil
}

// start is the store's key after which the page begins.
func (q *AuditQuery) start() string {
	if q.After != "" {
		return auditPrefix + q.After
	}
	if q.To.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s%016x", auditPrefix, math.MaxInt64-q.To.Add(auditSlack).UnixNano())
}

// auditSlack is how much later than its own time an entry is sorted at most
// where many are of one moment. (Where the clock was set back it may be more;
// such entries are found without an end to the time.)
const auditSlack = time.Second

// sortedAt is the time an entry is sorted by, which is never before its own.
func sortedAt(id string) int64 {
	down, err := strconv.ParseInt(id[:min(16, len(id))], 16, 64)
	if err != nil {
		return math.MaxInt64
	}
	return math.MaxInt64 - down
}

func (q *AuditQuery) filter() func(*AuditEntry) bool {
	actor, look := searcher(q.Actor), searcher(q.Search)
	return func(e *AuditEntry) bool {
		switch {
		case !q.From.IsZero() && e.At.Before(q.From), !q.To.IsZero() && e.At.After(q.To):
			return false
		case q.Result != "" && e.Result != q.Result, q.Object != "" && e.Object != q.Object, q.ObjectID != "" && e.ObjectID != q.ObjectID:
			return false
		case q.Action != "" && e.Action != q.Action && !(strings.HasSuffix(q.Action, ".") && strings.HasPrefix(e.Action, q.Action)):
			return false
		}
		return actor(e.Actor) && look(e.Actor, e.Action, e.Object, e.ObjectName, e.ObjectID, e.Detail, e.Addr)
	}
}

// ExportAudit gives all entries a query finds, newest first, some at a time. Its
// page is not asked for. Codes: unauthenticated, denied, invalid, full; and what
// each returns.
func (s *Service) ExportAudit(ctx context.Context, c Caller, q AuditQuery, each func([]AuditEntry) error) error {
	if err := s.allow(ctx, c, RoleViewer, "audit.export"); err != nil {
		return err
	}
	if err := s.writeAudit(ctx, entryOf(c, s.now(), "audit.export", "audit", "", "", "done", "")); err != nil {
		return err
	}
	q.Limit = exportStride
	for {
		page, err := s.auditPage(ctx, q)
		if err != nil {
			return err
		}
		if err := each(page.Entries); err != nil {
			return err
		}
		if page.Next == "" {
			return nil
		}
		q.After = page.Next
	}
}
