package access

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"latchkey/backend/secret"
	"latchkey/backend/token"
)

// SeedFile declares objects, for CI and infrastructure as code. What it names
// is made or changed until it is so; what it does not name is left alone.
// Accounts are matched by name, users by username, keys by user, account and
// name, auth headers by user and name.
type SeedFile struct {
	SigningKeys []SeedSigningKey `json:"signingKeys,omitzero"`
	Accounts    []SeedAccount    `json:"accounts,omitzero"`
	Users       []SeedUser       `json:"users,omitzero"`
	Memberships []SeedMembership `json:"memberships,omitzero"`
	Keys        []SeedKey        `json:"keys,omitzero"`
	AuthHeaders []SeedAuthHeader `json:"authHeaders,omitzero"`
	// MakeNothing refuses, before anything is changed, a file that would have a
	// secret made: for whoever has nowhere to show it.
	MakeNothing bool `json:"makeNothing,omitzero"`
}

// SeedSigningKey is the secret tokens of one use are signed with.
type SeedSigningKey struct {
	Use    string `json:"use"`
	Secret string `json:"secret"`
}

// SeedAccount is an account; what is nil keeps its value, or gets its default.
type SeedAccount struct {
	Name         string          `json:"name"`
	Realm        *string         `json:"realm,omitzero"`
	Domain       *string         `json:"domain,omitzero"`
	CustomerID   *string         `json:"customerId,omitzero"`
	Repcode      *string         `json:"repcode,omitzero"`
	ServicePhone *string         `json:"customerServicePhone,omitzero"`
	ServiceEmail *string         `json:"customerServiceEmail,omitzero"`
	Whitelabel   json.RawMessage `json:"whitelabelSettings,omitzero"`
}

// SeedUser is a user. A user who is made without a password has none.
type SeedUser struct {
	Username        string  `json:"username"`
	Email           *string `json:"email,omitzero"`
	FirstName       *string `json:"firstName,omitzero"`
	LastName        *string `json:"lastName,omitzero"`
	Password        string  `json:"password,omitzero"`
	PasswordHash    string  `json:"passwordHash,omitzero"`
	PasswordExpires *When   `json:"passwordExpires,omitzero"`
	Operator        *Role   `json:"operator,omitzero"`
	Disabled        *bool   `json:"disabled,omitzero"`
}

// SeedMembership is a user in an account.
type SeedMembership struct {
	User         string   `json:"user"`
	Account      string   `json:"account"`
	Roles        []string `json:"roles,omitzero"`
	Permissions  []string `json:"permissions,omitzero"`
	Primary      bool     `json:"primary,omitzero"`
	AccountAdmin bool     `json:"accountAdmin,omitzero"`
}

// SeedKey is an access key. Without accessKey and secret they are made and
// reported once. Spans count when the key is made; on a key that exists they
// change nothing, a date does.
type SeedKey struct {
	Name        string   `json:"name"`
	User        string   `json:"user"`
	Account     string   `json:"account,omitzero"`
	Note        *string  `json:"note,omitzero"`
	Roles       []string `json:"roles,omitzero"`
	Permissions []string `json:"permissions,omitzero"`
	NotBefore   When     `json:"notBefore,omitzero"`
	Expires     When     `json:"expires,omitzero"`
	Pending     bool     `json:"pending,omitzero"`
	AccessKey   string   `json:"accessKey,omitzero"`
	Secret      string   `json:"secret,omitzero"`
	Weak        bool     `json:"weak,omitzero"`
}

// SeedAuthHeader is an auth header. Without a token one is made and reported once.
type SeedAuthHeader struct {
	Name    string `json:"name"`
	User    string `json:"user"`
	Expires When   `json:"expires,omitzero"`
	Token   string `json:"token,omitzero"`
}

// SeedReport says what a seed file came to.
type SeedReport struct {
	Created   []SeedItem   `json:"created"`
	Changed   []SeedItem   `json:"changed"`
	Unchanged []SeedItem   `json:"unchanged"`
	Secrets   []SeedSecret `json:"secrets"` // what was made here, shown this once
}

// SeedItem names an object: kind is signing-key, account, user, membership, key
// or authheader.
type SeedItem struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	ID   string `json:"id"`
}

// SeedSecret is what was made for an object that brought no secret.
type SeedSecret struct {
	Kind      string `json:"kind"`
	Name      string `json:"name"`
	AccessKey string `json:"accessKey,omitzero"`
	Secret    string `json:"secret,omitzero"`
	Token     string `json:"token,omitzero"`
}

// Seed carries a seed file out, object by object: after an error what came
// before it stands, the error's Current is the report of it (a *SeedReport),
// and seeding again goes on from there. Codes:
// unauthenticated, denied, invalid, not_found, conflict, full, unavailable.
func (s *Service) Seed(ctx context.Context, c Caller, f SeedFile) (*SeedReport, error) {
	if err := s.allow(ctx, c, RoleOwner, "seed"); err != nil {
		return nil, err
	}
	if f.MakeNothing {
		if err := s.bringsAll(f); err != nil {
			return nil, err
		}
	}
	r := &seeding{s: s, c: c, report: &SeedReport{Created: []SeedItem{}, Changed: []SeedItem{}, Unchanged: []SeedItem{}, Secrets: []SeedSecret{}}}
	steps := []func() error{
		func() error { return each(ctx, "signingKeys", f.SigningKeys, r.signingKey) },
		func() error { return each(ctx, "accounts", f.Accounts, r.account) },
		func() error { return each(ctx, "users", f.Users, r.user) },
		func() error { return each(ctx, "memberships", f.Memberships, r.membership) },
		func() error { return each(ctx, "keys", f.Keys, r.key) },
		func() error { return each(ctx, "authHeaders", f.AuthHeaders, r.authHeader) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			// What was made before has its only showing here.
			e := AsError(err)
			e.Current = r.report
			return nil, e
		}
	}
	return r.report, nil
}

// bringsAll reports what of a seed file would need a secret made.
func (s *Service) bringsAll(f SeedFile) error {
	for i, k := range f.Keys {
		if k.AccessKey != "" && k.Secret != "" {
			continue
		}
		// A user or account that the file itself makes has no key yet.
		if old, err := s.seededKey(k); err != nil || old == nil {
			return wouldMake(seedField("keys", i, "secret"), "the key "+k.Name)
		}
	}
	for i, h := range f.AuthHeaders {
		if h.Token == "" && s.seededHeader(h) == nil {
			return wouldMake(seedField("authHeaders", i, "token"), "the auth header "+h.Name)
		}
	}
	return nil
}

func wouldMake(field, what string) error {
	return Invalidf(field, "%s brings no secret, so one would be made, and there is nowhere to show it", what).
		WithHint("apply the file once with: latchkey seed FILE")
}

type seeding struct {
	s      *Service
	c      Caller
	report *SeedReport
}

// each says in errors which item it was.
func each[T any](ctx context.Context, name string, list []T, do func(context.Context, T) error) error {
	for i, item := range list {
		if err := do(ctx, item); err != nil {
			e := *AsError(err)
			e.Field = seedField(name, i, e.Field)
			return &e
		}
	}
	return nil
}

func (r *seeding) note(list *[]SeedItem, kind, name, id string) {
	*list = append(*list, SeedItem{Kind: kind, Name: name, ID: id})
}

// outcome files an object under changed or unchanged by its version.
func (r *seeding) outcome(kind, name, id string, before, after int64) {
	list := &r.report.Unchanged
	if before != after {
		list = &r.report.Changed
	}
	r.note(list, kind, name, id)
}

func (r *seeding) signingKey(ctx context.Context, in SeedSigningKey) error {
	r.s.mu.RLock()
	active := r.s.state.activeSigning(token.Use(in.Use))
	r.s.mu.RUnlock()
	if active != nil && active.Secret == in.Secret {
		r.note(&r.report.Unchanged, "signing-key", in.Use, active.ID)
		return nil
	}
	v, err := r.s.ImportSigningKey(ctx, r.c, in.Use, in.Secret)
	if err != nil {
		return err
	}
	r.note(&r.report.Changed, "signing-key", in.Use, v.ID)
	return nil
}

func (r *seeding) account(ctx context.Context, in SeedAccount) error {
	old, err := r.s.Account(ctx, r.c, in.Name)
	if missing(err) {
		v, err := r.s.CreateAccount(ctx, r.c, AccountSpec{
			Name: in.Name, Realm: deref(in.Realm), Domain: deref(in.Domain), CustomerID: deref(in.CustomerID), Repcode: deref(in.Repcode),
			ServicePhone: deref(in.ServicePhone), ServiceEmail: deref(in.ServiceEmail), Whitelabel: in.Whitelabel,
		})
		if err != nil {
			return err
		}
		r.note(&r.report.Created, "account", v.Name, v.ID)
		return nil
	}
	if err != nil {
		return err
	}
	same := kept(in.Realm, old.Realm) && kept(in.Domain, old.Domain) && kept(in.CustomerID, old.CustomerID) && kept(in.Repcode, old.Repcode) &&
		kept(in.ServicePhone, old.ServicePhone) && kept(in.ServiceEmail, old.ServiceEmail) && (in.Whitelabel == nil || sameJSON(in.Whitelabel, old.Whitelabel))
	after := old
	if !same {
		after, err = r.s.EditAccount(ctx, r.c, old.ID, AccountPatch{
			Realm: in.Realm, Domain: in.Domain, CustomerID: in.CustomerID, Repcode: in.Repcode,
			ServicePhone: in.ServicePhone, ServiceEmail: in.ServiceEmail, Whitelabel: in.Whitelabel,
		})
		if err != nil {
			return err
		}
	}
	r.outcome("account", old.Name, old.ID, old.Version, after.Version)
	return nil
}

func (r *seeding) user(ctx context.Context, in SeedUser) error {
	old, err := r.s.User(ctx, r.c, in.Username)
	if missing(err) {
		v, err := r.s.CreateUser(ctx, r.c, UserSpec{
			Username: in.Username, Email: deref(in.Email), FirstName: deref(in.FirstName), LastName: deref(in.LastName),
			Password: in.Password, PasswordHash: in.PasswordHash, PasswordExpires: deref(in.PasswordExpires), Operator: deref(in.Operator),
		})
		if err != nil {
			return err
		}
		if deref(in.Disabled) {
			if _, err := r.s.DisableUser(ctx, r.c, v.ID); err != nil {
				return err
			}
		}
		r.note(&r.report.Created, "user", v.Username, v.ID)
		return nil
	}
	if err != nil {
		return err
	}
	patch, err := r.userPatch(ctx, in, old)
	if err != nil {
		return err
	}
	after := old
	if patch != nil {
		if after, err = r.s.EditUser(ctx, r.c, old.ID, *patch); err != nil {
			return err
		}
	}
	if in.PasswordHash != "" && in.PasswordHash != old.PasswordHash {
		if after, err = r.s.setPasswordHash(ctx, r.c, old.ID, in.PasswordHash); err != nil {
			return err
		}
	}
	if in.Disabled != nil && *in.Disabled != old.Disabled {
		do := r.s.EnableUser
		if *in.Disabled {
			do = r.s.DisableUser
		}
		if after, err = do(ctx, r.c, old.ID); err != nil {
			return err
		}
	}
	r.outcome("user", old.Username, old.ID, old.Version, after.Version)
	return nil
}

// userPatch is what differs, nil for nothing. A password that is still the
// right one is no difference.
func (r *seeding) userPatch(ctx context.Context, in SeedUser, old *UserView) (*UserPatch, error) {
	patch := UserPatch{Email: in.Email, FirstName: in.FirstName, LastName: in.LastName, Operator: in.Operator}
	same := kept(in.Email, old.Email) && kept(in.FirstName, old.FirstName) && kept(in.LastName, old.LastName) && kept(in.Operator, old.Operator)
	if in.Password != "" {
		right, _, err := r.s.passwords.Check(ctx, old.PasswordHash, in.Password)
		if err != nil {
			return nil, busy(err)
		}
		if !right {
			patch.Password, same = &in.Password, false
		}
	}
	if in.PasswordExpires != nil {
		changes, err := r.moves("passwordExpires", *in.PasswordExpires, old.PasswordExpires)
		if err != nil {
			return nil, err
		}
		if changes || patch.Password != nil {
			patch.PasswordExpires, same = in.PasswordExpires, false
		}
	}
	if same {
		return nil, nil
	}
	return &patch, nil
}

// moves reports whether a moment in a seed file differs from the one an object
// has. A span is counted once, when the object gets its moment.
func (r *seeding) moves(field string, w When, has *time.Time) (bool, error) {
	at, err := w.resolve(field, r.s.now())
	if err != nil || w.isSpan() && has != nil {
		return false, err
	}
	return compareTimes(at, has) != 0, nil
}

func (r *seeding) membership(ctx context.Context, in SeedMembership) error {
	name := in.User + " in " + in.Account
	r.s.mu.RLock()
	var old *Membership
	if u, a := r.s.state.user(in.User), r.s.state.account(in.Account); u != nil && a != nil {
		old = r.s.state.members[u.ID][a.ID]
	}
	r.s.mu.RUnlock()
	if old != nil && slices.Equal(words(in.Roles), words(old.Roles)) && slices.Equal(words(in.Permissions), words(old.Permissions)) &&
		in.AccountAdmin == old.AccountAdmin && (!in.Primary || old.Primary) {
		r.note(&r.report.Unchanged, "membership", name, old.AccountID)
		return nil
	}
	m, err := r.s.SetMember(ctx, r.c, in.Account, in.User, MemberSpec{Roles: in.Roles, Permissions: in.Permissions, Primary: in.Primary, AccountAdmin: in.AccountAdmin})
	if err != nil {
		return err
	}
	list := &r.report.Created
	if old != nil {
		list = &r.report.Changed
	}
	r.note(list, "membership", name, m.AccountID)
	return nil
}

func (r *seeding) key(ctx context.Context, in SeedKey) error {
	old, err := r.s.seededKey(in)
	if err != nil {
		return err
	}
	if old == nil {
		v, text, err := r.s.CreateKey(ctx, r.c, KeySpec{
			Name: in.Name, Note: deref(in.Note), User: in.User, Account: in.Account, Roles: in.Roles, Permissions: in.Permissions,
			NotBefore: in.NotBefore, Expires: in.Expires, Pending: in.Pending, AccessKey: in.AccessKey, Secret: in.Secret, Weak: in.Weak,
		})
		if err != nil {
			return err
		}
		r.note(&r.report.Created, "key", v.Name, v.ID)
		if in.Secret == "" {
			r.report.Secrets = append(r.report.Secrets, SeedSecret{Kind: "key", Name: v.Name, AccessKey: v.AccessKey, Secret: text})
		}
		return nil
	}
	if in.AccessKey != "" && in.AccessKey != old.AccessKey {
		return fieldOf(Errorf(CodeConflict, "the key %s exists with another access key", in.Name).WithHint("give the key another name, or revoke the old one"), "accessKey")
	}
	if in.Secret != "" && !secret.Equal(old.SecretHash, r.s.secretHash(old.AccessKey, in.Secret)) {
		return fieldOf(Errorf(CodeConflict, "the key %s exists with another secret", in.Name).WithHint("give the key another name, or revoke the old one"), "secret")
	}
	patch := KeyPatch{Note: in.Note}
	same := kept(in.Note, old.Note)
	if in.Roles != nil && !slices.Equal(words(in.Roles), words(old.Roles)) {
		patch.Roles, same = &in.Roles, false
	}
	if in.Permissions != nil && !slices.Equal(words(in.Permissions), words(old.Permissions)) {
		patch.Permissions, same = &in.Permissions, false
	}
	if in.Expires != "" {
		changes, err := r.moves("expires", in.Expires, old.Expires)
		if err != nil {
			return err
		}
		if changes {
			patch.Expires, same = &in.Expires, false
		}
	}
	after := old.Version
	if !same {
		v, err := r.s.EditKey(ctx, r.c, old.ID, patch)
		if err != nil {
			return err
		}
		after = v.Version
	}
	r.outcome("key", old.Name, old.ID, old.Version, after)
	return nil
}

// seededKey finds the key a seed file means: by user, account and name, and
// never a revoked one, which nothing brings back.
func (s *Service) seededKey(in SeedKey) (*Key, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	u := s.state.user(in.User)
	if u == nil {
		return nil, fieldOf(noUser(), "user")
	}
	t := &txn{Service: s, state: s.state, now: s.now()}
	m, err := t.membershipFor(u, in.Account)
	if err != nil {
		return nil, err
	}
	var found *Key
	for k := range s.state.keysNamed(in.Name) {
		if k.UserID == u.ID && k.AccountID == m.AccountID && k.RevokedAt == nil && (found == nil || k.Number < found.Number) {
			found = k
		}
	}
	return found, nil
}

func (r *seeding) authHeader(ctx context.Context, in SeedAuthHeader) error {
	old := r.s.seededHeader(in)
	if old == nil {
		h, err := r.s.AddAuthHeader(ctx, r.c, AuthHeaderSpec(in))
		if err != nil {
			return err
		}
		r.note(&r.report.Created, "authheader", h.Name, h.ID)
		if in.Token == "" {
			r.report.Secrets = append(r.report.Secrets, SeedSecret{Kind: "authheader", Name: h.Name, Token: h.Token})
		}
		return nil
	}
	if in.Token != "" && r.s.tokenHash(in.Token) != r.s.tokenHash(old.Token) {
		return fieldOf(Errorf(CodeConflict, "the auth header %s exists with another token", in.Name).WithHint("give it another name, or delete the old one"), "token")
	}
	r.note(&r.report.Unchanged, "authheader", old.Name, old.ID)
	return nil
}

// seededHeader finds the auth header a seed file means, nil for none.
func (s *Service) seededHeader(in SeedAuthHeader) *AuthHeader {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var found *AuthHeader
	if u := s.state.user(in.User); u != nil {
		for _, h := range s.state.userHeaders[u.ID] {
			if h.Name == in.Name && h.DeletedAt == nil && (found == nil || h.Number < found.Number) {
				found = h
			}
		}
	}
	return found
}

// setPasswordHash takes over a hash that a seed file brings along.
func (s *Service) setPasswordHash(ctx context.Context, c Caller, ref, hash string) (*UserView, error) {
	if _, err := s.hashNew(ctx, "", hash, RoleNone); err != nil {
		return nil, err
	}
	return s.editUser(ctx, c, ref, "user.edit", 0, func(t *txn, u *User) error {
		u.PasswordHash, u.PasswordSetAt = hash, t.now
		u.PasswordCount++
		return nil
	})
}

func missing(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == CodeNotFound
}

func deref[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// kept reports whether a value of a seed file asks for no change.
func kept[T comparable](want *T, has T) bool { return want == nil || *want == has }

func sameJSON(a, b json.RawMessage) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}

// seedField is where in the file something is wrong: "keys[2].expires".
func seedField(list string, i int, field string) string {
	at := fmt.Sprintf("%s[%d]", list, i)
	if field == "" {
		return at
	}
	return at + "." + field
}
