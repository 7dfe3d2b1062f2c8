package adminapi

import (
	"context"
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// User is a person.
type User struct {
	ID              string           `json:"id"`
	Number          int64            `json:"number"`
	Username        string           `json:"username"`
	Email           string           `json:"email"`
	FirstName       string           `json:"firstName"`
	LastName        string           `json:"lastName"`
	Operator        access.Role      `json:"operator"`
	Disabled        bool             `json:"disabled"`
	HasPassword     bool             `json:"hasPassword"`
	PasswordSetAt   *Time            `json:"passwordSetAt"`
	PasswordExpires *Time            `json:"passwordExpires"`
	Memberships     []UserMembership `json:"memberships"`
	Keys            KeyCount         `json:"keys"`
	AuthHeaders     int              `json:"authHeaders"`
	LastSignIn      *Use             `json:"lastSignIn"`
	Locked          *Time            `json:"locked"`
	Sessions        int              `json:"sessions"`
	SecondFactor    bool             `json:"secondFactor"`
	SecondFactorDue *Time            `json:"secondFactorDue"`
	Stamp
}

// UserMembership is one of a user's memberships.
type UserMembership struct {
	Account      AccountRef `json:"account"`
	Roles        []string   `json:"roles"`
	Permissions  []string   `json:"permissions"`
	Primary      bool       `json:"primary"`
	AccountAdmin bool       `json:"accountAdmin"`
	Version      int64      `json:"version"`
}

// Use is when, from where and with what something was last used.
type Use struct {
	At      Time   `json:"at"`
	Address string `json:"address"`
	Agent   string `json:"agent"`
}

func toUse(u *access.Use) *Use {
	if u == nil {
		return nil
	}
	return &Use{At: Time{u.At}, Address: u.Addr, Agent: u.Agent}
}

func toUser(v *access.UserView) User {
	role := v.Operator
	if role == "" {
		role = access.RoleNone
	}
	setAt := set(v.PasswordSetAt)
	if v.PasswordHash == "" {
		setAt = nil // it was taken away
	}
	return User{
		ID: v.ID, Number: v.Number, Username: v.Username, Email: v.Email, FirstName: v.FirstName, LastName: v.LastName,
		Operator: role, Disabled: v.Disabled, HasPassword: v.PasswordHash != "",
		PasswordSetAt: setAt, PasswordExpires: some(v.PasswordExpires),
		Memberships: showAll(v.Memberships, func(m *access.MembershipView) UserMembership {
			return UserMembership{
				Account: AccountRef{m.AccountID, m.AccountName}, Roles: m.Roles, Permissions: m.Permissions,
				Primary: m.Primary, AccountAdmin: m.AccountAdmin, Version: m.Version,
			}
		}),
		Keys: KeyCount(v.Keys), AuthHeaders: v.AuthHeaders, LastSignIn: toUse(v.LastSignIn),
		Locked: some(v.Locked), Sessions: v.Sessions, SecondFactor: v.Factor != nil, SecondFactorDue: some(v.FactorDue), Stamp: toStamp(v.Stamp),
	}
}

func (a *API) listUsers(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	p, err := page(r, "username", "name", "email", "keys", "lastSignIn", "created")
	if err != nil {
		return err
	}
	list, err := a.access.Users(r.Context(), c, access.UserQuery{Search: param(r, "search"), Page: p})
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toList(list, p, toUser))
}

func (a *API) getUser(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	return a.oneUser(w, r, c, a.access.User)
}

type userCreate struct {
	Username        string      `json:"username" must:"be there"`
	Email           string      `json:"email"`
	FirstName       string      `json:"firstName"`
	LastName        string      `json:"lastName"`
	Password        string      `json:"password"`
	PasswordHash    string      `json:"passwordHash"`
	PasswordExpires access.When `json:"passwordExpires"`
	Operator        access.Role `json:"operator"`
}

func (a *API) createUser(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[userCreate](w, r)
	if err != nil {
		return err
	}
	v, err := a.access.CreateUser(r.Context(), c, access.UserSpec{
		Username: body.Username, Email: body.Email, FirstName: body.FirstName, LastName: body.LastName,
		Password: body.Password, PasswordHash: body.PasswordHash, PasswordExpires: body.PasswordExpires, Operator: body.Operator,
	})
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusCreated, toUser(v))
}

type userPatch struct {
	Username        *string      `json:"username"`
	Email           *string      `json:"email"`
	FirstName       *string      `json:"firstName"`
	LastName        *string      `json:"lastName"`
	Password        *string      `json:"password"`
	PasswordExpires *access.When `json:"passwordExpires"`
	Operator        *access.Role `json:"operator"`
	Version         int64        `json:"version"`
}

func (a *API) editUser(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[userPatch](w, r)
	if err != nil {
		return err
	}
	v, err := a.access.EditUser(r.Context(), c, r.PathValue("ref"), access.UserPatch(body))
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toUser(v))
}

func (a *API) disableUser(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	return a.oneUser(w, r, c, a.access.DisableUser)
}

func (a *API) enableUser(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	return a.oneUser(w, r, c, a.access.EnableUser)
}

func (a *API) unlockUser(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	return a.oneUser(w, r, c, a.access.UnlockUser)
}

func (a *API) expirePassword(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	return a.oneUser(w, r, c, a.access.ExpirePassword)
}

func (a *API) resetSecondFactor(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	return a.oneUser(w, r, c, a.access.ResetSecondFactor)
}

// oneUser answers with what an operation on the user of the path gives.
func (a *API) oneUser(w http.ResponseWriter, r *http.Request, c access.Caller, do func(context.Context, access.Caller, string) (*access.UserView, error)) error {
	v, err := do(r.Context(), c, r.PathValue("ref"))
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toUser(v))
}

func (a *API) removeUser(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	if err := a.access.RemoveUser(r.Context(), c, r.PathValue("ref")); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
