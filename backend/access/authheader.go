package access

import "time"

// AuthHeader is a named, long-lived, opaque token of one user. It is stored so
// that its user can read it again; only a keyed hash of it is looked up.
type AuthHeader struct {
	ID        string // UUID
	Number    int64  // its place in the chunks of last-used stamps
	Name      string
	UserID    string
	Token     string // sealed at rest with the whole record
	Expires   *time.Time
	DeletedAt *time.Time
	DeletedBy string
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
