package access

import (
	"net/netip"
	"time"
)

// Key is an access key: a public access key, the hash of its secret, the user
// it belongs to and the account it acts for.
type Key struct {
	ID          string   `json:"id"`     // UUID; the claim ak
	Number      int64    `json:"number"` // its place in the chunks of last-used stamps
	AccessKey   string   `json:"accessKey"`
	SecretHash  []byte   `json:"secretHash"`
	Name        string   `json:"name"`
	Note        string   `json:"note,omitzero"`
	UserID      string   `json:"user"`
	AccountID   string   `json:"account"`
	Roles       []string `json:"roles,omitzero"` // nil = all the membership has; else a part of them
	Permissions []string `json:"permissions,omitzero"`
	Labels      []string `json:"labels,omitzero"` // sorted words
	// Addresses are those it may log in from; none = any.
	Addresses   []netip.Prefix `json:"addresses,omitzero"`
	Activated   bool           `json:"activated,omitzero"` // false = pending until somebody activates it
	NotBefore   *time.Time     `json:"notBefore,omitzero"`
	Expires     *time.Time     `json:"expires,omitzero"`
	PausedAt    *time.Time     `json:"pausedAt,omitzero"`
	PausedBy    string         `json:"pausedBy,omitzero"`
	RevokedAt   *time.Time     `json:"revokedAt,omitzero"`
	RevokedBy   string         `json:"revokedBy,omitzero"`
	RevokedFor  string         `json:"revokedFor,omitzero"` // the reason given
	TermSeconds int64          `json:"term,omitzero"`       // the span it was last given, which a renewal offers again
	RotatedAt   *time.Time     `json:"rotatedAt,omitzero"`
	RotatedBy   string         `json:"rotatedBy,omitzero"`
	Old         *OldSecret     `json:"old,omitzero"` // the secret before the last rotation
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
	ReasonAddress       Reason = "address"       // the key may not log in from there
	ReasonCode          Reason = "code"          // the password is right, the code of the second factor is not
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
	Labels        []string
	Addresses     []string // addresses and ranges such as 10.0.0.0/24; none = any
	NotBefore     When
	Expires       When
	Pending       bool
	AccessKey     string
	Secret        string
	Weak          bool   // accept an imported secret under 112 bits
	ID            string // of an import; "" = a new one
}

// KeyPatch changes the members that are not nil.
type KeyPatch struct {
	Name, Note  *string
	Roles       *[]string // a pointer to nil = all of the membership's again
	Permissions *[]string
	Labels      *[]string
	Addresses   *[]string
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
	Expiring             bool      // active, and about to expire
	Rotation             *Rotation // nil where only one secret works
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
	v.Expiring, v.Rotation = k.expiring(now), s.rotation(k, now)
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
