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
}

func (a *API) setMember(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[membershipSet](w, r)
	if err != nil {
		return err
	}
	v, err := a.access.SetMember(r.Context(), c, r.PathValue("ref"), r.PathValue("user"), access.MemberSpec{
		Roles: *body.Roles, Permissions: *body.Permissions, Primary: *body.Primary, AccountAdmin: *body.AccountAdmin,
	})
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
