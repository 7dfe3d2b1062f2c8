package access

import "time"

// Key is an access key: a public access key, the hash of its secret, the user
// it belongs to and the account it acts for.
type Key struct {
	ID          string // UUID; the claim ak
	Number      int64  // its place in the chunks of last-used stamps
	AccessKey   string
	SecretHash  []byte
	Name        string
	Note        string
	UserID      string
	AccountID   string
	Roles       []string // nil = all the membership has; else a part of them
	Permissions []string
	Activated   bool // false = pending until somebody activates it
	NotBefore   *time.Time
	Expires     *time.Time
	PausedAt    *time.Time
	PausedBy    string
	RevokedAt   *time.Time
	RevokedBy   string
	RevokedFor  string // the reason given
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
