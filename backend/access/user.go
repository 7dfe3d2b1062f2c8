package access

import "time"

// User is a person: a username, perhaps a password, memberships in accounts,
// and perhaps the right to operate the portal.
type User struct {
	ID              string // UUID; the claims uid and sub
	Number          int64  // the integer id of /auth/login
	Username        string // as it was typed
	Email           string
	FirstName       string
	LastName        string
	PasswordHash    string // PHC string; empty where no password is set
	PasswordSetAt   time.Time
	PasswordExpires *time.Time // nil = never
	PasswordCount   int64      // rises with each new password: tokens and sessions of an older one are refused
	Operator        Role
	Disabled        bool
	Stamp
	Removed *time.Time

	canonical string // the username in PRECIS UsernameCaseMapped form
	rev       int64
}

// FullName is the name /verify reports.
func (u *User) FullName() string {
	switch {
	case u.FirstName == "":
		return u.LastName
	case u.LastName == "":
		return u.FirstName
	}
	return u.FirstName + " " + u.LastName
}

// UserSpec is a new user. Only Username is required. PasswordHash is a PHC
// string for whoever brings hashes along.
type UserSpec struct {
	Username, Email, FirstName, LastName string
	Password                             string
	PasswordHash                         string
	PasswordExpires                      When
	Operator                             Role // "" = RoleNone
}

// UserPatch changes the members that are not nil.
type UserPatch struct {
	Username, Email, FirstName, LastName *string
	Password                             *string // a new password; "" takes it away
	PasswordExpires                      *When
	Operator                             *Role
	Version                              int64
}

// UserView is a user with what the lists show beside it.
type UserView struct {
	User
	Memberships []MembershipView // primary first, then by account name
	Keys        KeyCount
	AuthHeaders int // active ones
	LastSignIn  *Use
}

// Use is when, from where and with what something was last used.
type Use struct {
	At    time.Time
	Addr  string
	Agent string
}
