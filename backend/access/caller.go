package access

import (
	"slices"
	"time"

	"latchkey/backend/activity"
)

// Caller is who asks. Every operation takes one as a parameter, and its first
// line decides with it whether it may go on.
type Caller struct {
	Kind      CallerKind
	UserID    string // of an operator or a user
	Name      string // as the audit log writes it: a username, or "local:<OS user>"
	Role      Role   // of an operator; the local one has RoleOwner
	SessionID string // of an operator in a browser, or in a window that locks
	// MustEnrol says that the operator has to set a second factor up before
	// anything else.
	MustEnrol bool
	// Window says that the request came by the door of this machine's window.
	Window bool
	// LocksAfter is how long nobody may touch a window that locks; 0 = it does not.
	LocksAfter time.Duration
	// SessionEnds is when that session is over at the latest.
	SessionEnds time.Time
	Addr        string // the client's IP address, without port
	Agent       string // the client's User-Agent, cut to 200 bytes
	RequestID   string
	// Verdict takes what a login was about and how it was decided; nil = nobody
	// asks. It never holds what was sent.
	Verdict *activity.Verdict
}

// CallerKind says by which door a caller came in.
type CallerKind string

const (
	CallerAnonymous CallerKind = ""         // a client that brings its credential in the request
	CallerLocal     CallerKind = "local"    // the owner's socket, or the owner's process: the window and the CLI
	CallerOperator  CallerKind = "operator" // a signed-in browser session
	CallerUser      CallerKind = "user"     // the bearer of a token of /user/login
	CallerSystem    CallerKind = "system"   // the core itself: start-up, timers, the seed file
)

// Role is the right to operate the portal.
type Role string

const (
	RoleNone   Role = "none"
	RoleViewer Role = "viewer" // reads everything but secrets
	RoleAdmin  Role = "admin"  // and changes accounts, users without operator rights, keys, auth headers
	RoleOwner  Role = "owner"  // and operators, settings, signing keys, backup
)

var ranks = []Role{RoleNone, RoleViewer, RoleAdmin, RoleOwner}

// Roles lists the operator roles, least first.
func Roles() []Role { return slices.Clone(ranks) }

func (r Role) rank() int { return slices.Index(ranks, r) }

// operates reports whether it lets somebody into the portal at all.
func (r Role) operates() bool { return r != RoleNone && r != "" }

// valid reports whether r is a role at all.
func (r Role) valid() bool { return r.rank() >= 0 }

// ownsAll reports whether the caller acts as an owner: for other people's
// sessions too, and not before the second factor that is due.
func (c Caller) ownsAll() bool { return c.Role == RoleOwner && !c.MustEnrol }

// record is how records name who changed them: a username, or "local".
func (c Caller) record() string {
	if c.Kind == CallerLocal || c.Kind == CallerSystem {
		return "local"
	}
	return c.Name
}
