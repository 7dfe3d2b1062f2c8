package access

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/backend/secret"
)

// AuthHeader is a named, long-lived, opaque token of one user. It is stored so
// that its user can read it again; only a keyed hash of it is looked up.
type AuthHeader struct {
	ID        string     `json:"id"`     // UUID
	Number    int64      `json:"number"` // its place in the chunks of last-used stamps
	Name      string     `json:"name"`
	UserID    string     `json:"user"`
	Token     string     `json:"token"` // sealed at rest with the whole record
	Expires   *time.Time `json:"expires,omitzero"`
	DeletedAt *time.Time `json:"deletedAt,omitzero"`
	DeletedBy string     `json:"deletedBy,omitzero"`
	// Made says that the token was made here: no seed file brings it along again.
	Made bool `json:"made,omitzero"`
	Stamp

	rev int64
}

// State is the auth header's own state at that moment.
func (h *AuthHeader) State(now time.Time) State {
	switch {
	case h.DeletedAt != nil:
		return StateDeleted
	case h.Expires != nil && !now.Before(*h.Expires):
		return StateExpired
	}
	return StateActive
}

// maxHeaderToken is how long the token of an auth header is at most: what is
// longer need not be looked for.
const maxHeaderToken = 256

// maxHeadersOfUser is how many of a user's may work at once: each is kept, and
// listed with its token.
const maxHeadersOfUser = 250

// deletedHeadersKept is how many deleted ones of a user are kept. A script that
// makes one, uses it and deletes it again would fill the memory otherwise.
const deletedHeadersKept = 1000

// forgottenAtOnce is how many are forgotten in one change at most.
const forgottenAtOnce = 16

// AuthHeaderSpec is a new auth header. Token is set only by a seed file that
// brings an existing one along.
type AuthHeaderSpec struct {
	Name    string
	User    string // an id or a username; ignored for a caller that is a user: it is theirs
	Expires When
	Token   string
}

// AuthHeaderPatch changes the members that are not nil.
type AuthHeaderPatch struct {
	Name    *string
	Expires *When
	Version int64
}

// AuthHeaderView is what operators see: never the token.
type AuthHeaderView struct {
	ID        string
	Name      string
	UserID    string
	Username  string
	Hint      string // "lk_" and the six characters that follow
	State     State
	Expires   *time.Time
	DeletedAt *time.Time
	DeletedBy string
	Blocked   Reason // ReasonUserDisabled where an active one is refused all the same
	LastUsed  *Use
	Stamp
}

// AuthHeaderQuery asks for a part of the auth headers.
type AuthHeaderQuery struct {
	Search string // in name, id, hint, username
	States []State
	User   string
	Page
}

// AddAuthHeader makes one: of the caller's own when a user asks, of the user
// named when an operator does. The value returned holds the token. Codes:
// unauthenticated, denied, invalid, not_found, conflict, full.
func (s *Service) AddAuthHeader(ctx context.Context, c Caller, spec AuthHeaderSpec) (*AuthHeader, error) {
	if c.Kind == CallerUser {
		// An own token comes from a seed file only: whoever can choose one can
		// choose a bad one.
		spec.User, spec.Token = c.UserID, ""
	} else if err := s.allow(ctx, c, RoleAdmin, "authheader.create"); err != nil {
		return nil, err
	}
	var made *AuthHeader
	err := s.change(ctx, c, func(t *txn) error {
		u := t.state.user(spec.User)
		if u == nil || c.Kind == CallerUser && u.ID != c.UserID {
			return fieldOf(noUser(), "user")
		}
		if err := t.mayTakeOf(u); err != nil {
			return err
		}
		h := &AuthHeader{ID: uuid.NewString(), Number: t.next(headerNumber), Name: spec.Name, UserID: u.ID, Token: spec.Token, Stamp: t.stamped()}
		if h.Token == "" {
			h.Token, h.Made = secret.NewAuthHeader(), true
		} else if !secret.IsPrintable(h.Token, 32, maxHeaderToken) || secret.Bits(h.Token) < minImportedBits {
			return Invalidf("token", "a token has 32 to 256 printable ASCII characters and at least %d bits", minImportedBits)
		}
		if n := t.state.activeHeaders(u.ID, t.now); n >= maxHeadersOfUser {
			return Errorf(CodeConflict, "the user has %d auth headers that work, and may have no more", n).WithHint("delete those that nobody uses any more")
		}
		if t.state.tokens[s.tokenHash(h.Token)] != nil {
			return fieldOf(Errorf(CodeConflict, "that token exists already"), "token")
		}
		var err error
		if h.Expires, err = spec.Expires.resolve("expires", t.now); err != nil {
			return err
		}
		if h.Expires != nil && !h.Expires.After(t.now) {
			return Invalidf("expires", "the auth header would be expired at once").WithHint("choose a later moment")
		}
		if err := h.check(); err != nil {
			return err
		}
		made = h
		t.claim("auth header", h.Token)
		t.forgetHeaders(u.ID)
		if err := t.hold(userKey(u.Number), u.rev, u); err != nil {
			return err
		}
		t.audit("authheader.create", "authheader", h.ID, h.Name, "for "+u.Username)
		return t.put(headerKey(h.Number), 0, h)
	})
	if err != nil {
		return nil, err
	}
	return made, nil
}

// forgetHeaders drops the longest deleted of a user's auth headers where there
// are too many. Their names stay in the audit log, and their tokens claimed.
func (t *txn) forgetHeaders(user string) {
	deleted := t.state.deletedHeaders(user)
	over := len(deleted) - t.headersKept
	if over <= 0 {
		return
	}
	slices.SortFunc(deleted, func(a, b *AuthHeader) int {
		return cmp.Or(a.DeletedAt.Compare(*b.DeletedAt), cmp.Compare(a.Number, b.Number))
	})
	for _, h := range deleted[:min(over, forgottenAtOnce)] {
		t.drop(headerKey(h.Number), h.rev)
	}
}

// deletedHeaders are those of a user that may be forgotten some day.
func (st *state) deletedHeaders(user string) (list []*AuthHeader) {
	for _, h := range st.userHeaders[user] {
		if h.DeletedAt != nil && h.Made {
			list = append(list, h)
		}
	}
	return list
}

// forgot reports whether an auth header of an earlier state is missing because it
// was deleted and forgotten since.
func (s *Service) forgot(st *state, h *AuthHeader) bool {
	if !h.Made || len(st.deletedHeaders(h.UserID)) < s.headersKept {
		return false
	}
	for _, later := range st.userHeaders[h.UserID] {
		if later.Number > h.Number {
			return true
		}
	}
	return false
}

// activeHeaders counts those of a user that work.
func (st *state) activeHeaders(user string, now time.Time) (n int) {
	for _, h := range st.userHeaders[user] {
		if h.State(now) == StateActive {
			n++
		}
	}
	return n
}

func (h *AuthHeader) check() error {
	if strings.TrimSpace(h.Name) == "" || !printable(h.Name, 200) {
		return Invalidf("name", "an auth header's name has 1 to 200 printable characters")
	}
	return nil
}

// OwnAuthHeaders gives a user's active ones with their tokens, oldest first.
// That they were read is in the audit log. Codes: unauthenticated, full.
func (s *Service) OwnAuthHeaders(ctx context.Context, c Caller) ([]*AuthHeader, error) {
	if c.Kind != CallerUser {
		return nil, Errorf(CodeUnauthenticated, "nobody is logged in")
	}
	now := s.now()
	s.mu.RLock()
	list := []*AuthHeader{}
	for _, h := range s.state.userHeaders[c.UserID] {
		if h.State(now) == StateActive {
			list = append(list, h)
		}
	}
	s.mu.RUnlock()
	slices.SortFunc(list, func(a, b *AuthHeader) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.Number, b.Number))
	})
	if len(list) == 0 {
		return list, nil
	}
	// Tokens do not leave unless it is written down that they did.
	return list, s.writeAudit(ctx, entryOf(c, now, "authheader.read", "user", c.UserID, c.Name, "done", ""))
}

// DeleteOwnAuthHeader ends one of a user's own by its token. Codes:
// unauthenticated, not_found, full.
func (s *Service) DeleteOwnAuthHeader(ctx context.Context, c Caller, text string) error {
	if c.Kind != CallerUser {
		return Errorf(CodeUnauthenticated, "nobody is logged in")
	}
	return s.change(ctx, c, func(t *txn) error {
		h := t.state.tokens[s.tokenHash(text)]
		if h == nil || h.UserID != c.UserID || h.State(t.now) != StateActive {
			return Errorf(CodeNotFound, "auth header not found")
		}
		return t.deleteHeader(h)
	})
}

func (t *txn) deleteHeader(old *AuthHeader) error {
	h := *old
	h.DeletedAt, h.DeletedBy = &t.now, t.caller.record()
	t.touch(&h.Stamp)
	t.audit("authheader.delete", "authheader", h.ID, h.Name, "")
	return t.put(headerKey(h.Number), old.rev, &h)
}

// AuthHeaders lists. Sort: name (default), user, state, expires, lastUsed,
// created. Codes: unauthenticated, denied, invalid, not_found.
func (s *Service) AuthHeaders(ctx context.Context, c Caller, q AuthHeaderQuery) (List[AuthHeaderView], error) {
	if err := s.allow(ctx, c, RoleViewer, "authheader.list"); err != nil {
		return List[AuthHeaderView]{}, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	user, err := s.state.userID(q.User)
	if err != nil {
		return List[AuthHeaderView]{}, err
	}
	look, now := searcher(q.Search), s.now()
	var found []AuthHeaderView
	for _, h := range s.state.headers {
		if user != "" && h.UserID != user || len(q.States) > 0 && !slices.Contains(q.States, h.State(now)) {
			continue
		}
		if v := s.headerView(h, now); look(v.Name, v.ID, v.Hint, v.Username) {
			found = append(found, v)
		}
	}
	return page(found, q.Page, headerOrders, "name")
}

var headerOrders = orders[AuthHeaderView]{
	"name":     func(a, b *AuthHeaderView) int { return cmp.Or(compareNames(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) },
	"user":     func(a, b *AuthHeaderView) int { return compareNames(a.Username, b.Username) },
	"state":    func(a, b *AuthHeaderView) int { return cmp.Compare(a.State, b.State) },
	"expires":  func(a, b *AuthHeaderView) int { return compareTimes(a.Expires, b.Expires) },
	"lastUsed": func(a, b *AuthHeaderView) int { return compareTimes(a.LastUsed.time(), b.LastUsed.time()) },
	"created":  func(a, b *AuthHeaderView) int { return a.CreatedAt.Compare(b.CreatedAt) },
}

// AuthHeader gives one by id, or by a name that only one has. Codes:
// unauthenticated, denied, not_found, conflict.
func (s *Service) AuthHeader(ctx context.Context, c Caller, ref string) (*AuthHeaderView, error) {
	if err := s.allow(ctx, c, RoleViewer, "authheader.read"); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	h, err := s.state.header(ref, s.now())
	if err != nil {
		return nil, err
	}
	v := s.headerView(h, s.now())
	return &v, nil
}

// EditAuthHeader changes name and expiry. Codes: unauthenticated, denied,
// invalid, not_found, conflict, full.
func (s *Service) EditAuthHeader(ctx context.Context, c Caller, ref string, patch AuthHeaderPatch) (*AuthHeaderView, error) {
	return s.changeHeader(ctx, c, ref, "authheader.edit", func(t *txn, old *AuthHeader) error {
		if stale(patch.Version, old.Stamp) {
			return conflictOfVersions("the auth header", old.Stamp, ptr(s.headerView(old, t.now)))
		}
		if old.DeletedAt != nil {
			return Errorf(CodeConflict, "the auth header is deleted, and that is final").WithHint("make a new one")
		}
		h := *old
		set(&h.Name, patch.Name)
		if patch.Expires != nil {
			var err error
			if h.Expires, err = patch.Expires.resolve("expires", t.now); err != nil {
				return err
			}
		}
		if err := h.check(); err != nil {
			return err
		}
		t.touch(&h.Stamp)
		t.auditChanges("authheader.edit", "authheader", h.ID, h.Name, "", diff(old.facts(), h.facts()))
		return t.put(headerKey(h.Number), old.rev, &h)
	})
}

// DeleteAuthHeader ends one for good; it stays in the portal's list as deleted.
// Codes: unauthenticated, denied, not_found, conflict, full.
func (s *Service) DeleteAuthHeader(ctx context.Context, c Caller, ref string) (*AuthHeaderView, error) {
	return s.changeHeader(ctx, c, ref, "authheader.delete", func(t *txn, h *AuthHeader) error {
		if h.DeletedAt != nil {
			return nil
		}
		return t.deleteHeader(h)
	})
}

func (s *Service) changeHeader(ctx context.Context, c Caller, ref, action string, edit func(*txn, *AuthHeader) error) (*AuthHeaderView, error) {
	if err := s.allow(ctx, c, RoleAdmin, action); err != nil {
		return nil, err
	}
	var id string
	err := s.change(ctx, c, func(t *txn) error {
		h, err := t.state.header(ref, t.now)
		if err != nil {
			return err
		}
		id = h.ID
		return edit(t, h)
	})
	if err != nil {
		return nil, err
	}
	return s.AuthHeader(ctx, c, id)
}

// header finds by id, or by a name that only one has; deleted ones do not stand
// in the way of a name.
func (st *state) header(ref string, now time.Time) (*AuthHeader, error) {
	if h := st.headers[ref]; h != nil {
		return h, nil
	}
	var named []*AuthHeader
	for _, h := range st.headers {
		if h.Name == ref && h.State(now) != StateDeleted {
			named = append(named, h)
		}
	}
	switch len(named) {
	case 0:
		return nil, Errorf(CodeNotFound, "there is no such auth header").WithHint("list them with: latchkey authheader list")
	case 1:
		return named[0], nil
	}
	return nil, Errorf(CodeConflict, "%d auth headers have that name", len(named)).WithHint("name it by its id instead")
}

func (s *Service) headerView(h *AuthHeader, now time.Time) AuthHeaderView {
	v := AuthHeaderView{
		ID: h.ID, Name: h.Name, UserID: h.UserID, Hint: hint(h.Token), State: h.State(now), Expires: h.Expires,
		DeletedAt: h.DeletedAt, DeletedBy: h.DeletedBy, LastUsed: s.stamps.last(stampOfHeader, h.Number), Stamp: h.Stamp,
	}
	u := s.state.users[h.UserID]
	if u != nil {
		v.Username = u.Username
	}
	if u == nil || u.Disabled || u.Removed != nil {
		v.Blocked = ReasonUserDisabled
	}
	return v
}

// hint is the part of a token that may be shown: enough to tell one from
// another, not enough to guess the rest.
func hint(text string) string {
	if rest, ours := strings.CutPrefix(text, secret.AuthHeaderPrefix); ours && len(rest) > 6 {
		return secret.AuthHeaderPrefix + rest[:6]
	}
	return text[:min(4, len(text))]
}
