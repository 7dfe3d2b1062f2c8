package access

import (
	"context"
	"maps"
	"slices"
)

// WordsInUse are the roles and permissions that memberships hold: what the
// services behind are known to understand.
type WordsInUse struct {
	Roles, Permissions []WordCount
}

// WordCount is a role or permission and how many memberships hold it.
type WordCount struct {
	Word    string
	Members int
}

// WordsInUse lists them, by name, with those that mean something to Latchkey
// itself. Codes: unauthenticated, denied.
func (s *Service) WordsInUse(ctx context.Context, c Caller) (*WordsInUse, error) {
	if err := s.allow(ctx, c, RoleViewer, "member.words"); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	roles, permissions := map[string]int{}, map[string]int{}
	for _, w := range ownWords {
		permissions[w] = 0
	}
	for _, of := range s.state.members {
		for _, m := range of {
			for _, w := range m.Roles {
				roles[w]++
			}
			for _, w := range m.Permissions {
				permissions[w]++
			}
		}
	}
	return &WordsInUse{wordCounts(roles), wordCounts(permissions)}, nil
}

func wordCounts(counts map[string]int) []WordCount {
	out := make([]WordCount, 0, len(counts))
	for _, w := range slices.SortedFunc(maps.Keys(counts), compareNames) {
		out = append(out, WordCount{w, counts[w]})
	}
	return out
}
