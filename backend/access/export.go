package access

import (
	"context"
	"fmt"
)

// exportStride is how many rows are looked at under one lock.
const exportStride = 500

// ExportKeys gives the keys named, or where none are all a query finds, oldest first, some at a time, so that
// however many there are nobody waits. Its order and page are not asked for.
// That they were taken out is in the audit log. Codes: unauthenticated, denied,
// not_found, full; and what each returns.
func (s *Service) ExportKeys(ctx context.Context, c Caller, named []string, q KeyQuery, each func([]KeyView) error) error {
	if err := s.allow(ctx, c, RoleViewer, "key.export"); err != nil {
		return err
	}
	s.mu.RLock()
	rows, err := s.state.numbersOf(named)
	if len(named) == 0 {
		rows, err = s.keyNumbers(q)
	}
	s.mu.RUnlock()
	if err != nil {
		return err
	}
	if err := s.writeAudit(ctx, entryOf(c, s.now(), "key.export", "key", "", "", "done", fmt.Sprintf("%d keys", len(rows)))); err != nil {
		return err
	}
	for len(rows) > 0 {
		n := min(exportStride, len(rows))
		views := make([]KeyView, 0, n)
		s.mu.RLock()
		now := s.now()
		for _, number := range rows[:n] {
			if k := s.state.keyNumbered(number); k != nil {
				views = append(views, s.keyView(k, now))
			}
		}
		s.mu.RUnlock()
		if err := each(views); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// ExportAuthHeaders gives all auth headers a query finds, never with a token.
// Codes: unauthenticated, denied, invalid, not_found, full; and what each
// returns.
func (s *Service) ExportAuthHeaders(ctx context.Context, c Caller, q AuthHeaderQuery, each func([]AuthHeaderView) error) error {
	if err := s.allow(ctx, c, RoleViewer, "authheader.export"); err != nil {
		return err
	}
	q.Page = Page{Sort: "created"}
	list, err := s.AuthHeaders(ctx, c, q)
	if err != nil {
		return err
	}
	if err := s.writeAudit(ctx, entryOf(c, s.now(), "authheader.export", "authheader", "", "", "done", fmt.Sprintf("%d auth headers", list.Total))); err != nil {
		return err
	}
	return each(list.Items)
}

// Labels lists the labels keys carry, with how many do. Codes: unauthenticated,
// denied.
func (s *Service) Labels(ctx context.Context, c Caller) ([]LabelCount, error) {
	if err := s.allow(ctx, c, RoleViewer, "key.list"); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	return countLabels(s.state.allKeys()), nil
}
