package access

import (
	"encoding/json"
	"time"
)

// Account is what keys act for: the customer's side of a token. The values are
// immutable; a change makes a new one.
type Account struct {
	ID           string // UUID; the claim ca
	Name         string // unique, compared without case
	Realm        string // the claim realm
	Domain       string // the claim domain, a path
	CustomerID   string // the claim cid, a UUID
	Repcode      string
	ServicePhone string
	ServiceEmail string
	Whitelabel   json.RawMessage // a JSON object
	Stamp
	Removed *time.Time // set when it was removed; its revoked keys still name it

	rev int64
}

// Stamp is who made and last changed a record, and its version: a number that
// rises with each change, sent back by a form so that two edits do not
// overwrite each other.
type Stamp struct {
	CreatedAt time.Time
	CreatedBy string
	UpdatedAt time.Time
	UpdatedBy string
	Version   int64
}

// AccountSpec is a new account. Only Name is required: the customer id is then
// a new UUID, the realm "Partner", and the domain "/" and the name in lower
// case with "-" for what is not a letter or digit.
type AccountSpec struct {
	Name         string
	Realm        string
	Domain       string
	CustomerID   string
	Repcode      string
	ServicePhone string
	ServiceEmail string
	Whitelabel   json.RawMessage
}

// AccountPatch changes the members that are not nil.
type AccountPatch struct {
	Name, Realm, Domain, CustomerID, Repcode, ServicePhone, ServiceEmail *string
	Whitelabel                                                           json.RawMessage
	Version                                                              int64 // 0 = whatever it is; else a conflict when it is another
}

// AccountView is an account with what the lists show beside it.
type AccountView struct {
	Account
	Members int
	Keys    KeyCount
}

// KeyCount counts the keys of an account or user.
type KeyCount struct{ Total, Active int }

// Membership is a user in an account.
type Membership struct {
	UserID       string
	AccountID    string
	Roles        []string // sorted, no repeats; words that mean something to the service behind
	Permissions  []string
	Primary      bool // the user's primary account; exactly one of a user's memberships is
	AccountAdmin bool
	Stamp

	rev int64
}

// MemberSpec makes or replaces a membership. Primary true makes it the user's
// primary one; false leaves that as it is, and a user's first is primary anyway.
type MemberSpec struct {
	Roles        []string
	Permissions  []string
	Primary      bool
	AccountAdmin bool
}

// MembershipView is a membership with the names of both ends.
type MembershipView struct {
	Membership
	Username    string
	AccountName string
}
