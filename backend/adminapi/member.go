package adminapi

import (
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// UserRef names a user.
type UserRef struct {
	ID       string `json:"id"`
	Username string `json:"username"`
}

// AccountRef names an account.
type AccountRef struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Membership is a user in an account.
type Membership struct {
	User         UserRef    `json:"user"`
	Account      AccountRef `json:"account"`
	Roles        []string   `json:"roles"`
	Permissions  []string   `json:"permissions"`
	Primary      bool       `json:"primary"`
	AccountAdmin bool       `json:"accountAdmin"`
	CreatedAt    Time       `json:"createdAt"`
	UpdatedAt    Time       `json:"updatedAt"`
	Version      int64      `json:"version"`
}

func toMembership(v *access.MembershipView) Membership {
	return Membership{
		User: UserRef{v.UserID, v.Username}, Account: AccountRef{v.AccountID, v.AccountName},
		Roles: v.Roles, Permissions: v.Permissions, Primary: v.Primary, AccountAdmin: v.AccountAdmin,
		CreatedAt: Time{v.CreatedAt}, UpdatedAt: Time{v.UpdatedAt}, Version: v.Version,
	}
}

func (a *API) listMembers(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	members, err := a.access.Members(r.Context(), c, r.PathValue("ref"))
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toWhole(members, toMembership))
}

// membershipSet replaces a membership whole: a member left out by mistake
// would take rights away, so all must be there.
type membershipSet struct {
	Roles        *[]string `json:"roles" must:"be there"`
	Permissions  *[]string `json:"permissions" must:"be there"`
	Primary      *bool     `json:"primary" must:"be there"`
	AccountAdmin *bool     `json:"accountAdmin" must:"be there"`
	Version      int64     `json:"version"`
}

func (b membershipSet) spec() access.MemberSpec {
	return access.MemberSpec{
		Roles: *b.Roles, Permissions: *b.Permissions, Primary: *b.Primary, AccountAdmin: *b.AccountAdmin, Version: b.Version,
	}
}

func (a *API) setMember(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[membershipSet](w, r)
	if err != nil {
		return err
	}
	v, err := a.access.SetMember(r.Context(), c, r.PathValue("ref"), r.PathValue("user"), body.spec())
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toMembership(v))
}

func (a *API) removeMember(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	if err := a.access.RemoveMember(r.Context(), c, r.PathValue("ref"), r.PathValue("user")); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// WordChange is a role or permission, and what a change does to it.
type WordChange struct {
	Word      string          `json:"word"`
	Change    access.WordFate `json:"change"`
	Elsewhere []string        `json:"elsewhere"`
}

// MembershipPreview is what setting a membership would change.
type MembershipPreview struct {
	Roles       []WordChange `json:"roles"`
	Permissions []WordChange `json:"permissions"`
	Flat        FlatCount    `json:"flat"`
	Keys        KeysChanged  `json:"keys"`
	TokenLife   int64        `json:"tokenSeconds"`
}

// FlatCount is how many words a user has over all accounts.
type FlatCount struct {
	Roles       int `json:"roles"`
	Permissions int `json:"permissions"`
}

// KeysChanged is how many active keys there are, and whose next token is another.
type KeysChanged struct {
	Active  int `json:"active"`
	Changed int `json:"changed"`
}

func toWordChange(c *access.WordChange) WordChange {
	return WordChange{c.Word, c.Fate, append([]string{}, c.Elsewhere...)}
}

func (a *API) previewMember(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[membershipSet](w, r)
	if err != nil {
		return err
	}
	p, err := a.access.PreviewMember(r.Context(), c, r.PathValue("ref"), r.PathValue("user"), body.spec())
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, MembershipPreview{
		Roles: showAll(p.Roles, toWordChange), Permissions: showAll(p.Permissions, toWordChange),
		Flat: FlatCount{p.FlatRoles, p.FlatPermissions}, Keys: KeysChanged{p.Keys, p.KeysChanged},
		TokenLife: int64(p.TokenLife.Seconds()),
	})
}

// WordCount is a role or permission and how many memberships hold it.
type WordCount struct {
	Word    string `json:"word"`
	Members int    `json:"members"`
}

// WordsInUse are the roles and permissions there are.
type WordsInUse struct {
	Roles       []WordCount `json:"roles"`
	Permissions []WordCount `json:"permissions"`
}

func toWordCount(w *access.WordCount) WordCount { return WordCount(*w) }

func (a *API) listWords(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	words, err := a.access.WordsInUse(r.Context(), c)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, WordsInUse{showAll(words.Roles, toWordCount), showAll(words.Permissions, toWordCount)})
}
