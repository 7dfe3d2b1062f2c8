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

// Key is an access key: a public access key, the hash of its secret, the user
// it belongs to and the account it acts for.
type Key struct {
	ID          string     `json:"id"`     // UUID; the claim ak
	Number      int64      `json:"number"` // its place in the chunks of last-used stamps
	AccessKey   string     `json:"accessKey"`
	SecretHash  []byte     `json:"secretHash"`
	Name        string     `json:"name"`
	Note        string     `json:"note,omitzero"`
	UserID      string     `json:"user"`
	AccountID   string     `json:"account"`
	Roles       []string   `json:"roles,omitzero"` // nil = all the membership has; else a part of them
	Permissions []string   `json:"permissions,omitzero"`
	Activated   bool       `json:"activated,omitzero"` // false = pending until somebody activates it
	NotBefore   *time.Time `json:"notBefore,omitzero"`
	Expires     *time.Time `json:"expires,omitzero"`
	PausedAt    *time.Time `json:"pausedAt,omitzero"`
	PausedBy    string     `json:"pausedBy,omitzero"`
	RevokedAt   *time.Time `json:"revokedAt,omitzero"`
	RevokedBy   string     `json:"revokedBy,omitzero"`
	RevokedFor  string     `json:"revokedFor,omitzero"` // the reason given
	Stamp

	rev int64
}

// State is computed at each use; the first that matches, in this order.
type State string

const (
	StateRevoked State = "revoked" // final
	StateExpired State = "expired"
	StatePaused  State = "paused"
	StatePending State = "pending"
	StateActive  State = "active"
	StateDeleted State = "deleted" // of auth headers
)

// KeyStates lists the states of an access key.
func KeyStates() []State {
	return []State{StateActive, StatePending, StatePaused, StateExpired, StateRevoked}
}

// State is the key's own state at that moment; whether its user and account
// still allow it is asked elsewhere.
func (k *Key) State(now time.Time) State {
	switch {
	case k.RevokedAt != nil:
		return StateRevoked
	case k.Expires != nil && !now.Before(*k.Expires):
		return StateExpired
	case k.PausedAt != nil:
		return StatePaused
	case !k.Activated || k.NotBefore != nil && now.Before(*k.NotBefore):
		return StatePending
	}
	return StateActive
}

// Reason is why a login was refused. It is for the operator; the client only
// ever learns "unauthorized".
type Reason string

const (
	ReasonUnknown       Reason = "unknown"       // no such access key, user or token
	ReasonSecret        Reason = "secret"        // the secret or password is wrong
	ReasonPending       Reason = "pending"       //
	ReasonPaused        Reason = "paused"        //
	ReasonExpired       Reason = "expired"       //
	ReasonRevoked       Reason = "revoked"       //
	ReasonUserDisabled  Reason = "user_disabled" //
	ReasonNoMembership  Reason = "no_membership" // the user is no longer a member of the key's account
	ReasonNoPassword    Reason = "no_password"   //
	ReasonOldPassword   Reason = "old_password"  // the token was made before the password changed
	ReasonTokenInvalid  Reason = "token_invalid" // not a token of ours, or altered
	ReasonTokenExpired  Reason = "token_expired" //
	ReasonTokenKind     Reason = "token_kind"    // ours, of a kind this path does not take
	ReasonDeleted       Reason = "deleted"       // the auth header was deleted
	ReasonLimited       Reason = "limited"       // too many failures before
	ReasonNotPermitted  Reason = "not_permitted" // valid, and lacks a role or permission asked for
	ReasonNotAnOperator Reason = "not_operator"  // a right password of somebody who may not operate the portal
)

// KeySpec is a new key. Name, User and Account are required; the account may
// be left out where the user has only one. AccessKey and Secret are set only by
// an import of an existing pair.
type KeySpec struct {
	Name, Note    string
	User, Account string // an id or a name
	Roles         []string
	Permissions   []string
	NotBefore     When
	Expires       When
	Pending       bool
	AccessKey     string
	Secret        string
	Weak          bool // accept an imported secret under 112 bits
}

// KeyPatch changes the members that are not nil.
type KeyPatch struct {
	Name, Note  *string
	Roles       *[]string // a pointer to nil = all of the membership's again
	Permissions *[]string
	NotBefore   *When
	Expires     *When
	Version     int64
}

// KeyView is a key with what the lists show beside it.
type KeyView struct {
	Key
	State                State
	Username             string
	AccountName          string
	EffectiveRoles       []string // what it gives out now
	EffectivePermissions []string
	Blocked              Reason // ReasonUserDisabled or ReasonNoMembership where an active key is refused all the same
	LastUsed             *Use
}

// KeyQuery asks for a part of the keys.
type KeyQuery struct {
	Search  string  // in name, access key, id, username, account name, note
	States  []State // none = all
	User    string  // an id or a username
	Account string  // an id or a name
	Page
}

// Page is which part of a list, in which order.
type Page struct {
	Sort   string // a column; "" = the list's own default
	Desc   bool
	Offset int
	Limit  int // 0 = all
}

// List is a part of a list.
type List[T any] struct {
	Items []T
	Total int // of all that match
}

// Keys lists. Sort: name (default), state, user, account, expires, lastUsed,
// created. Codes: unauthenticated, denied, invalid, not_found.
func (s *Service) Keys(ctx context.Context, c Caller, q KeyQuery) (List[KeyView], error) {
	if err := s.allow(ctx, c, RoleViewer, "key.list"); err != nil {
		return List[KeyView]{}, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	user, account := "", ""
	if q.User != "" {
		u := s.state.user(q.User)
		if u == nil {
			return List[KeyView]{}, noUser()
		}
		user = u.ID
	}
	if q.Account != "" {
		a := s.state.account(q.Account)
		if a == nil {
			return List[KeyView]{}, noAccount()
		}
		account = a.ID
	}
	look, now := searcher(q.Search), s.now()
	var found []KeyView
	for k := range s.state.allKeys() {
		if user != "" && k.UserID != user || account != "" && k.AccountID != account {
			continue
		}
		if len(q.States) > 0 && !slices.Contains(q.States, k.State(now)) {
			continue
		}
		v := s.keyView(k, now)
		if look(v.Name, v.AccessKey, v.ID, v.Username, v.AccountName, v.Note) {
			found = append(found, v)
		}
	}
	return page(found, q.Page, keyOrders, "name")
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

// CreateKey makes one and gives its secret, which is stored only as a keyed
// hash: nobody can show it again. Codes: unauthenticated, denied, invalid,
// not_found, conflict, full.
func (s *Service) CreateKey(ctx context.Context, c Caller, spec KeySpec) (*KeyView, string, error) {
	if err := s.allow(ctx, c, RoleAdmin, "key.create"); err != nil {
		return nil, "", err
	}
	var made *Key
	var text string
	err := s.change(ctx, c, func(t *txn) error {
		u := t.state.user(spec.User)
		if u == nil {
			return fieldOf(noUser(), "user")
		}
		m, err := t.membershipFor(u, spec.Account)
		if err != nil {
			return err
		}
		if made, text, err = t.createKey(spec, u, m); err != nil {
			return err
		}
		// The membership must still be there when this is committed.
		return t.hold(memberKey(m.UserID, m.AccountID), m.rev, m)
	})
	if err != nil {
		return nil, "", err
	}
	v, err := s.Key(ctx, c, made.ID)
	return v, text, err
}

// membershipFor finds what a key of that user acts for; without an account
// named, the only one the user has.
func (t *txn) membershipFor(u *User, account string) (*Membership, error) {
	if account == "" {
		members := t.state.members[u.ID]
		for _, m := range members {
			if len(members) == 1 {
				return m, nil
			}
		}
		if len(members) == 0 {
			return nil, Invalidf("account", "%s is a member of no account, and a key acts for one", u.Username).WithHint("latchkey account member ACCOUNT %s", u.Username)
		}
		return nil, Invalidf("account", "%s is a member of %d accounts: name the one the key acts for", u.Username, len(members))
	}
	a := t.state.account(account)
	if a == nil {
		return nil, fieldOf(noAccount(), "account")
	}
	m := t.state.members[u.ID][a.ID]
	if m == nil {
		return nil, Invalidf("account", "%s is no member of %s", u.Username, a.Name).WithHint("latchkey account member %q %s", a.Name, u.Username)
	}
	return m, nil
}

func (t *txn) createKey(spec KeySpec, u *User, m *Membership) (*Key, string, error) {
	k := &Key{
		ID: uuid.NewString(), Number: t.next(keyNumber), AccessKey: spec.AccessKey, Name: strings.TrimSpace(spec.Name), Note: spec.Note,
		UserID: u.ID, AccountID: m.AccountID, Roles: spec.Roles, Permissions: spec.Permissions, Activated: !spec.Pending, Stamp: t.stamped(),
	}
	text := spec.Secret
	switch {
	case k.AccessKey == "" && text == "":
		k.AccessKey, text = secret.NewAccessKey(), secret.NewSecret()
	case k.AccessKey == "":
		return nil, "", Invalidf("accessKey", "a secret that is brought along needs its access key")
	case text == "":
		text = secret.NewSecret()
	}
	if err := checkPair(k.AccessKey, text, spec.Weak); err != nil {
		return nil, "", err
	}
	if t.state.keyByAccessKey(k.AccessKey) != nil {
		e := Errorf(CodeConflict, "that access key exists already")
		e.Field = "accessKey"
		return nil, "", e
	}
	var err error
	if k.NotBefore, err = spec.NotBefore.resolve("notBefore", t.now); err != nil {
		return nil, "", err
	}
	if k.Expires, err = spec.Expires.resolve("expires", t.now); err != nil {
		return nil, "", err
	}
	if k.Expires != nil && !k.Expires.After(t.now) {
		return nil, "", Invalidf("expires", "the key would be expired at once").WithHint("choose a later moment")
	}
	if err := k.check(m); err != nil {
		return nil, "", err
	}
	sum := t.secretHash(k.AccessKey, text)
	k.SecretHash = sum[:]
	t.claim("access key", k.AccessKey)
	t.audit("key.create", "key", k.ID, k.Name, "for "+u.Username)
	return k, text, t.put(keyKey(k.Number), 0, k)
}

// minImportedBits is what NIST SP 800-63B asks of a secret that is hashed fast.
const minImportedBits = 112

func checkPair(accessKey, text string, weak bool) error {
	if !secret.IsPrintable(accessKey, 1, 128) {
		return Invalidf("accessKey", "an access key has 1 to 128 printable ASCII characters without spaces")
	}
	if !secret.IsPrintable(text, 16, 256) {
		return Invalidf("secret", "a secret has 16 to 256 printable ASCII characters without spaces")
	}
	if !weak && secret.Bits(text) < minImportedBits {
		return Invalidf("secret", "the secret has fewer than %d bits by its length and alphabet, so a thief of the store could guess it", minImportedBits).WithHint("use a longer one, or accept it as weak")
	}
	return nil
}

func (s *Service) secretHash(accessKey, text string) [secret.Size]byte {
	return s.secrets.Sum("access key secret", accessKey, text)
}

// check holds a key against its membership; what it may carry must be there.
func (k *Key) check(m *Membership) error {
	if k.Name == "" || !printable(k.Name, 200) {
		return Invalidf("name", "a key's name has 1 to 200 printable characters")
	}
	if !printable(strings.NewReplacer("\n", " ", "\t", " ").Replace(k.Note), 2000) {
		return Invalidf("note", "a note has at most 2000 printable characters")
	}
	if k.NotBefore != nil && k.Expires != nil && !k.NotBefore.Before(*k.Expires) {
		return Invalidf("notBefore", "the key would start when it has already expired")
	}
	if k.Roles != nil {
		k.Roles = words(k.Roles)
	}
	if k.Permissions != nil {
		k.Permissions = words(k.Permissions)
	}
	for _, w := range k.Roles {
		if m != nil && !slices.Contains(m.Roles, w) {
			return Invalidf("roles", "the membership does not have the role %s, so the key cannot carry it", w).WithHint("add it to the membership first")
		}
	}
	for _, w := range k.Permissions {
		if m != nil && !slices.Contains(m.Permissions, w) {
			return Invalidf("permissions", "the membership does not have the permission %s, so the key cannot carry it", w).WithHint("add it to the membership first")
		}
	}
	return nil
}

// EditKey changes one. Codes: unauthenticated, denied, invalid, not_found,
// conflict, full.
func (s *Service) EditKey(ctx context.Context, c Caller, ref string, patch KeyPatch) (*KeyView, error) {
	return s.editKey(ctx, c, ref, "key.edit", patch.Version, "", func(t *txn, k *Key) error {
		var m *Membership // of chosen words only what is new must be in it
		if k.RevokedAt != nil && (patch.Expires != nil || patch.NotBefore != nil || patch.Roles != nil || patch.Permissions != nil) {
			return revoked()
		}
		set(&k.Note, patch.Note)
		if patch.Name != nil {
			k.Name = strings.TrimSpace(*patch.Name)
		}
		if patch.Roles != nil || patch.Permissions != nil {
			set(&k.Roles, patch.Roles)
			set(&k.Permissions, patch.Permissions)
			if m = t.state.members[k.UserID][k.AccountID]; m == nil {
				return Errorf(CodeConflict, "the key's user is no longer a member of its account")
			}
		}
		var err error
		if patch.NotBefore != nil {
			if k.NotBefore, err = patch.NotBefore.resolve("notBefore", t.now); err != nil {
				return err
			}
		}
		if patch.Expires != nil {
			if k.Expires, err = patch.Expires.resolve("expires", t.now); err != nil {
				return err
			}
		}
		return k.check(m)
	})
}

// ActivateKey ends the pending state, whether it waits for somebody or for its
// first moment. Codes: unauthenticated, denied, not_found, conflict, full.
func (s *Service) ActivateKey(ctx context.Context, c Caller, ref string) (*KeyView, error) {
	return s.editKey(ctx, c, ref, "key.activate", 0, "", func(t *txn, k *Key) error {
		switch k.State(t.now) {
		case StateRevoked:
			return revoked()
		case StateExpired:
			return expired()
		}
		k.Activated = true
		if k.NotBefore != nil && t.now.Before(*k.NotBefore) {
			k.NotBefore = &t.now
		}
		return nil
	})
}

// PauseKey refuses a key until ResumeKey. Codes: unauthenticated, denied,
// not_found, conflict, full.
func (s *Service) PauseKey(ctx context.Context, c Caller, ref string) (*KeyView, error) {
	return s.editKey(ctx, c, ref, "key.pause", 0, "", func(t *txn, k *Key) error {
		switch k.State(t.now) {
		case StateRevoked:
			return revoked()
		case StateExpired:
			return expired()
		}
		if k.PausedAt == nil {
			k.PausedAt, k.PausedBy = &t.now, t.caller.record()
		}
		return nil
	})
}

// ResumeKey undoes PauseKey. Codes: unauthenticated, denied, not_found,
// conflict, full.
func (s *Service) ResumeKey(ctx context.Context, c Caller, ref string) (*KeyView, error) {
	return s.editKey(ctx, c, ref, "key.resume", 0, "", func(t *txn, k *Key) error {
		switch k.State(t.now) {
		case StateRevoked:
			return revoked()
		case StateExpired:
			return expired()
		}
		k.PausedAt, k.PausedBy = nil, ""
		return nil
	})
}

// RevokeKey ends a key for good. Revoking it again changes nothing. Codes:
// unauthenticated, denied, invalid, not_found, full.
func (s *Service) RevokeKey(ctx context.Context, c Caller, ref, reason string) (*KeyView, error) {
	return s.editKey(ctx, c, ref, "key.revoke", 0, reason, func(t *txn, k *Key) error {
		if !printable(reason, 500) {
			return Invalidf("reason", "a reason has at most 500 printable characters")
		}
		if k.RevokedAt == nil {
			k.RevokedAt, k.RevokedBy, k.RevokedFor = &t.now, t.caller.record(), reason
		}
		return nil
	})
}

func (s *Service) editKey(ctx context.Context, c Caller, ref, action string, version int64, detail string, edit func(*txn, *Key) error) (*KeyView, error) {
	if err := s.allow(ctx, c, RoleAdmin, action); err != nil {
		return nil, err
	}
	var id string
	err := s.change(ctx, c, func(t *txn) error {
		old, err := t.state.key(ref)
		if err != nil {
			return err
		}
		if id = old.ID; stale(version, old.Stamp) {
			return conflictOfVersions("the key", old.Stamp, ptr(s.keyView(old, t.now)))
		}
		k := *old
		if err := edit(t, &k); err != nil {
			return err
		}
		if action != "key.edit" && k.sameState(old) {
			return nil
		}
		t.touch(&k.Stamp)
		t.audit(action, "key", k.ID, k.Name, detail)
		return t.put(keyKey(k.Number), old.rev, &k)
	})
	if err != nil {
		return nil, err
	}
	return s.Key(ctx, c, id)
}

// sameState reports whether an action found the key as it would have left it.
func (k *Key) sameState(old *Key) bool {
	return k.Activated == old.Activated && k.NotBefore == old.NotBefore && k.PausedAt == old.PausedAt && k.RevokedAt == old.RevokedAt
}

func revoked() *Error {
	return Errorf(CodeConflict, "the key is revoked, and that is final").WithHint("make a new key")
}

func expired() *Error {
	return Errorf(CodeConflict, "the key has expired: renew it").WithHint("give it a later expiry, for instance: latchkey key edit KEY --expires 90d")
}

func (s *Service) keyView(k *Key, now time.Time) KeyView {
	v := KeyView{Key: *k, State: k.State(now), LastUsed: s.stamps.last(stampOfKey, k.Number)}
	if a := s.state.accounts[k.AccountID]; a != nil {
		v.AccountName = a.Name
	}
	u, m := s.state.users[k.UserID], s.state.members[k.UserID][k.AccountID]
	if u != nil {
		v.Username = u.Username
	}
	v.Blocked = blocked(u, m)
	v.EffectiveRoles, v.EffectivePermissions = k.effective(m)
	return v
}

// blocked is why a key of that user and membership is refused whatever its own
// state; "" when it is not.
func blocked(u *User, m *Membership) Reason {
	switch {
	case u == nil || u.Disabled || u.Removed != nil:
		return ReasonUserDisabled
	case m == nil:
		return ReasonNoMembership
	}
	return ""
}

// effective is what a key gives out now: its words that the membership has.
func (k *Key) effective(m *Membership) (roles, permissions []string) {
	if m == nil {
		return []string{}, []string{}
	}
	roles, permissions = within(k.Roles, m.Roles), within(k.Permissions, m.Permissions)
	if roles == nil {
		roles = []string{}
	}
	if permissions == nil {
		permissions = []string{}
	}
	return roles, permissions
}

func fieldOf(e *Error, field string) *Error {
	e.Field = field
	return e
}
