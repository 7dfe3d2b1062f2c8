package access

import "context"

// SweepUsage is what happens once an hour.
func (s *Service) SweepUsage(ctx context.Context) error {
	return s.sweepUsage(ctx, s.now().Unix()/3600)
}
