package access

import (
	"context"
	"encoding/json"
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
