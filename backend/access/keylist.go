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
	now := s.now()
	s.mu.RLock()
	st := s.state
	f, err := st.keyFilter(q)
	search, may := st.keySearch(f, now)
	s.mu.RUnlock()
	if err != nil {
		return List[KeyView]{}, err
	}
	by, err := s.keysBy(st, cmp.Or(q.Sort, "name"), q.Desc, now)
	if err != nil {
		return List[KeyView]{}, err
	}
	list := List[KeyView]{Items: []KeyView{}}
	if !may {
		return list, nil
	}
	var found *keyMatches
	if !search.everything() {
		found = s.matchKeys(st, &search)
	}
	places, total := s.window(st, found, by, q.Page)
	list.Total, list.Items = total, make([]KeyView, 0, len(places))
	for some := range slices.Chunk(places, shownKeys) {
		s.mu.RLock()
		for _, at := range some {
			list.Items = append(list.Items, s.keyView(st.keys.key(at), now))
		}
		s.mu.RUnlock()
	}
	return list, nil
}

// shownKeys is how many keys are made ready to be shown under one lock.
const shownKeys = 500

// keyFilter is a query with its names resolved.
type keyFilter struct {
	KeyQuery
	user, account string
}

func (st *state) keyFilter(q KeyQuery) (f keyFilter, err error) {
	f = keyFilter{KeyQuery: q}
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
	named := slices.Collect(st.keysNamed(ref))
	switch len(named) {
	case 0:
		return nil, Errorf(CodeNotFound, "there is no such access key").WithHint("list them with: latchkey key list")
	case 1:
		return named[0], nil
	}
	return nil, Errorf(CodeConflict, "%d access keys have that name", len(named)).WithHint("name it by its id or access key instead")
}
