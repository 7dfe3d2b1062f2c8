package access

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// KeyQuery asks for a part of the keys.
type KeyQuery struct {
	Search   string  // in name, access key, id, username, account name, note, labels
	States   []State // none = all
	User     string  // an id or a username
	Account  string  // an id or a name
	Label    string  // carries it
	Expiring bool    // active, and about to expire
	Rotating bool    // two secrets work
	Unused   bool    // never logged in
	Page
}

// Keys lists. Sort: name (default), state, user, account, expires, lastUsed,
// created. Codes: unauthenticated, denied, invalid, not_found.
func (s *Service) Keys(ctx context.Context, c Caller, q KeyQuery) (List[KeyView], error) {
	if err := s.allow(ctx, c, RoleViewer, "key.list"); err != nil {
		return List[KeyView]{}, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	f, err := s.state.keyFilter(q)
	if err != nil {
		return List[KeyView]{}, err
	}
	now := s.now()
	var found []KeyView
	for k := range s.state.allKeys() {
		if !f.passes(s, k, now) {
			continue
		}
		if v := s.keyView(k, now); f.look(v.searched()...) {
			found = append(found, v)
		}
	}
	return page(found, q.Page, keyOrders, "name")
}

// searched are the texts of a key that a search looks through.
func (v *KeyView) searched() []string {
	return append([]string{v.Name, v.AccessKey, v.ID, v.Username, v.AccountName, v.Note}, v.Labels...)
}

// keyFilter is a query with its names resolved.
type keyFilter struct {
	KeyQuery
	user, account string
	look          func(...string) bool
}

func (st *state) keyFilter(q KeyQuery) (f keyFilter, err error) {
	f = keyFilter{KeyQuery: q, look: searcher(q.Search)}
	if f.user, err = st.userID(q.User); err != nil {
		return f, err
	}
	f.account, err = st.accountID(q.Account)
	return f, err
}

// passes is everything of a filter but the search.
func (f *keyFilter) passes(s *Service, k *Key, now time.Time) bool {
	switch {
	case f.user != "" && k.UserID != f.user, f.account != "" && k.AccountID != f.account:
		return false
	case len(f.States) > 0 && !slices.Contains(f.States, k.State(now)):
		return false
	case f.Label != "" && !slices.Contains(k.Labels, f.Label):
		return false
	case f.Expiring && !k.expiring(now), f.Rotating && !k.rotating(now):
		return false
	}
	return !f.Unused || s.stamps.last(stampOfKey, k.Number) == nil
}

// userID is the id of the user a filter names, "" where it names none.
func (st *state) userID(ref string) (string, error) {
	if ref == "" {
		return "", nil
	}
	if u := st.user(ref); u != nil {
		return u.ID, nil
	}
	return "", noUser()
}

// accountID is the id of the account a filter names, "" where it names none.
func (st *state) accountID(ref string) (string, error) {
	if ref == "" {
		return "", nil
	}
	if a := st.account(ref); a != nil {
		return a.ID, nil
	}
	return "", noAccount()
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

// Key gives one by id, by access key, or by a name that only one key has.
// Codes: unauthenticated, denied, not_found, conflict.
func (s *Service) Key(ctx context.Context, c Caller, ref string) (*KeyView, error) {
	if err := s.allow(ctx, c, RoleViewer, "key.read"); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	k, err := s.state.key(ref)
	if err != nil {
		return nil, err
	}
	v := s.keyView(k, s.now())
	return &v, nil
}

func (st *state) key(ref string) (*Key, error) {
	if k := st.keyByID(ref); k != nil {
		return k, nil
	}
	if k := st.keyByAccessKey(ref); k != nil {
		return k, nil
	}
	var named []*Key
	for k := range st.allKeys() {
		if k.Name == ref {
			named = append(named, k)
		}
	}
	switch len(named) {
	case 0:
		return nil, Errorf(CodeNotFound, "there is no such access key").WithHint("list them with: latchkey key list")
	case 1:
		return named[0], nil
	}
	return nil, Errorf(CodeConflict, "%d access keys have that name", len(named)).WithHint("name it by its id or access key instead")
}
