package access

import (
	"cmp"
	"strings"
	"time"
)

// Change is what one member of an object was and became. The audit log keeps
// it, so it holds names, words and times: never a secret, and no free text
// somebody may have put one into.
type Change struct {
	Field  string `json:"field"`
	Before string `json:"before,omitzero"`
	After  string `json:"after,omitzero"`
}

// fact is a member of an object as the audit log may write it.
type fact struct{ field, text string }

// diff lists what differs between the facts of an object before and after.
func diff(before, after []fact) []Change {
	var out []Change
	for i, f := range after {
		if before[i].text != f.text {
			out = append(out, Change{f.field, before[i].text, f.text})
		}
	}
	return out
}

func (k *Key) facts() []fact {
	return []fact{
		{"name", k.Name}, {"roles", chosenText(k.Roles)}, {"permissions", chosenText(k.Permissions)},
		{"labels", wordsText(k.Labels)}, {"addresses", wordsText(AddressTexts(k.Addresses))},
		{"notBefore", momentText(k.NotBefore)}, {"expires", timeText(k.Expires)},
		{"activated", boolText(k.Activated)}, {"paused", boolText(k.PausedAt != nil)}, {"revoked", boolText(k.RevokedAt != nil)},
		{"oldSecretUntil", momentText(k.oldUntil())},
	}
}

func (k *Key) oldUntil() *time.Time {
	if k.Old == nil {
		return nil
	}
	return &k.Old.Until
}

func (h *AuthHeader) facts() []fact {
	return []fact{{"name", h.Name}, {"expires", timeText(h.Expires)}}
}

func (u *User) facts() []fact {
	return []fact{
		{"username", u.Username}, {"email", u.Email}, {"firstName", u.FirstName}, {"lastName", u.LastName},
		{"operator", string(cmp.Or(u.Operator, RoleNone))}, {"disabled", boolText(u.Disabled)},
		{"password", "set " + timeText(setTime(u.PasswordSetAt))}, {"passwordExpires", timeText(u.PasswordExpires)},
		{"secondFactor", boolText(u.Factor != nil)},
	}
}

func setTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// maxFactBytes keeps an audit entry far below what a commit may hold.
const maxFactBytes = 2000

func wordsText(list []string) string {
	text := strings.Join(list, ", ")
	if len(text) > maxFactBytes {
		return strings.ToValidUTF8(text[:maxFactBytes], "") + "…"
	}
	return text
}

// chosenText is a chosen part of a membership's words; none chosen is all.
func chosenText(list []string) string {
	switch {
	case list == nil:
		return "all"
	case len(list) == 0:
		return "none"
	}
	return wordsText(list)
}

// momentText is a moment, "" where there is none.
func momentText(t *time.Time) string {
	if t == nil {
		return ""
	}
	return timeText(t)
}

// timeText is when something ends.
func timeText(t *time.Time) string {
	if t == nil {
		return "never"
	}
	return t.UTC().Format(time.RFC3339)
}

func boolText(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
