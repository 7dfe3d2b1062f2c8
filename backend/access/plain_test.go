package access

import (
	"cmp"
	"context"
	"slices"
)

// PlainKeys is Keys as one would write it first: it looks at every key, one by
// one. The index has to find the same.
func (s *Service) PlainKeys(_ context.Context, q KeyQuery) (List[KeyView], error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	f, err := s.state.keyFilter(q)
	if err != nil {
		return List[KeyView]{}, err
	}
	look, now := searcher(q.Search), s.now()
	var found []KeyView
	for k := range s.state.allKeys() {
		if v := s.keyView(k, now); f.passes(s, k, now) && look(v.searched()...) {
			found = append(found, v)
		}
	}
	return page(found, q.Page, keyOrders, "name")
}

// searched are the texts of a key that a search looks through.
func (v *KeyView) searched() []string {
	return append([]string{v.Name, v.AccessKey, v.ID, v.Username, v.AccountName, v.Note}, v.Labels...)
}

var keyOrders = orders[KeyView]{
	"name": func(a, b *KeyView) int { return cmp.Or(compareNames(a.Name, b.Name), cmp.Compare(a.Number, b.Number)) },
	"state": func(a, b *KeyView) int {
		return slices.Index(KeyStates(), a.State) - slices.Index(KeyStates(), b.State)
	},
	"user":     func(a, b *KeyView) int { return compareNames(a.Username, b.Username) },
	"account":  func(a, b *KeyView) int { return compareNames(a.AccountName, b.AccountName) },
	"expires":  func(a, b *KeyView) int { return compareTimes(a.Expires, b.Expires) },
	"lastUsed": func(a, b *KeyView) int { return compareTimes(a.LastUsed.time(), b.LastUsed.time()) },
	"created":  func(a, b *KeyView) int { return cmp.Compare(a.Number, b.Number) },
}
