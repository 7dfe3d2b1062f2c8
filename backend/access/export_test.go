package access

import "context"

// SweepUsage is what happens once an hour.
func (s *Service) SweepUsage(ctx context.Context) error {
	return s.sweepUsage(ctx, s.now().Unix()/3600)
}

// KeepDeletedHeaders says how many deleted auth headers of a user are kept.
func (s *Service) KeepDeletedHeaders(n int) { s.headersKept = n }

// HoursInMemory is how many hours of counts wait to be written.
func (s *Service) HoursInMemory() int { return len(s.usage.hours()) }
