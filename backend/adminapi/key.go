package adminapi

import (
	"context"
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// Key is an access key, never with its secret.
type Key struct {
	ID                   string        `json:"id"`
	AccessKey            string        `json:"accessKey"`
	Name                 string        `json:"name"`
	Note                 string        `json:"note"`
	State                access.State  `json:"state"`
	Blocked              access.Reason `json:"blocked"`
	User                 UserRef       `json:"user"`
	Account              AccountRef    `json:"account"`
	Roles                *[]string     `json:"roles"` // null = all of the membership's
	Permissions          *[]string     `json:"permissions"`
	EffectiveRoles       []string      `json:"effectiveRoles"`
	EffectivePermissions []string      `json:"effectivePermissions"`
	Activated            bool          `json:"activated"`
	NotBefore            *Time         `json:"notBefore"`
	Expires              *Time         `json:"expires"`
	PausedAt             *Time         `json:"pausedAt"`
	PausedBy             string        `json:"pausedBy"`
	RevokedAt            *Time         `json:"revokedAt"`
	RevokedBy            string        `json:"revokedBy"`
	RevokedReason        string        `json:"revokedReason"`
	LastUsed             *Use          `json:"lastUsed"`
	Stamp
}

// KeyWithSecret is a key just made.
type KeyWithSecret struct {
	Key
	Secret string `json:"secret"`
}

func toKey(v *access.KeyView) Key {
	return Key{
		ID: v.ID, AccessKey: v.AccessKey, Name: v.Name, Note: v.Note, State: v.State, Blocked: v.Blocked,
		User: UserRef{v.UserID, v.Username}, Account: AccountRef{v.AccountID, v.AccountName},
		Roles: part(v.Roles), Permissions: part(v.Permissions),
		EffectiveRoles: v.EffectiveRoles, EffectivePermissions: v.EffectivePermissions,
		Activated: v.Activated, NotBefore: some(v.NotBefore), Expires: some(v.Expires),
		PausedAt: some(v.PausedAt), PausedBy: v.PausedBy,
		RevokedAt: some(v.RevokedAt), RevokedBy: v.RevokedBy, RevokedReason: v.RevokedFor,
		LastUsed: toUse(v.LastUsed), Stamp: toStamp(v.Stamp),
	}
}

// part is a chosen part of a membership's words; nil, which is all of them,
// stays apart from none.
func part(words []string) *[]string {
	if words == nil {
		return nil
	}
	return &words
}

func (a *API) listKeys(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	p, err := page(r, "name", "state", "user", "account", "expires", "lastUsed", "created")
	if err != nil {
		return err
	}
	in, err := states(r, access.KeyStates())
	if err != nil {
		return err
	}
	list, err := a.access.Keys(r.Context(), c, access.KeyQuery{
		Search: r.FormValue("search"), States: in, User: r.FormValue("user"), Account: r.FormValue("account"), Page: p,
	})
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toList(list, p, toKey))
}

func (a *API) getKey(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	return a.oneKey(w, r, c, a.access.Key)
}

type keyCreate struct {
	Name        string             `json:"name" must:"be there"`
	Note        string             `json:"note"`
	User        string             `json:"user" must:"be there"`
	Account     string             `json:"account"`
	Roles       nullable[[]string] `json:"roles"`
	Permissions nullable[[]string] `json:"permissions"`
	NotBefore   access.When        `json:"notBefore"`
	Expires     access.When        `json:"expires"`
	Pending     bool               `json:"pending"`
	AccessKey   string             `json:"accessKey"`
	Secret      string             `json:"secret"`
	Weak        bool               `json:"weak"`
}

func (a *API) createKey(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[keyCreate](w, r)
	if err != nil {
		return err
	}
	v, secret, err := a.access.CreateKey(r.Context(), c, access.KeySpec{
		Name: body.Name, Note: body.Note, User: body.User, Account: body.Account,
		Roles: body.Roles.words(), Permissions: body.Permissions.words(),
		NotBefore: body.NotBefore, Expires: body.Expires, Pending: body.Pending,
		AccessKey: body.AccessKey, Secret: body.Secret, Weak: body.Weak,
	})
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusCreated, KeyWithSecret{Key: toKey(v), Secret: secret})
}

type keyPatch struct {
	Name        *string            `json:"name"`
	Note        *string            `json:"note"`
	Roles       nullable[[]string] `json:"roles"`
	Permissions nullable[[]string] `json:"permissions"`
	NotBefore   *access.When       `json:"notBefore"`
	Expires     *access.When       `json:"expires"`
	Version     int64              `json:"version"`
}

func (a *API) editKey(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[keyPatch](w, r)
	if err != nil {
		return err
	}
	v, err := a.access.EditKey(r.Context(), c, r.PathValue("ref"), access.KeyPatch{
		Name: body.Name, Note: body.Note, Roles: body.Roles.change(), Permissions: body.Permissions.change(),
		NotBefore: body.NotBefore, Expires: body.Expires, Version: body.Version,
	})
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toKey(v))
}

func (a *API) activateKey(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	return a.oneKey(w, r, c, a.access.ActivateKey)
}

func (a *API) pauseKey(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	return a.oneKey(w, r, c, a.access.PauseKey)
}

func (a *API) resumeKey(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	return a.oneKey(w, r, c, a.access.ResumeKey)
}

type keyRevoke struct {
	Reason string `json:"reason"`
}

func (a *API) revokeKey(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := readOptional[keyRevoke](w, r)
	if err != nil {
		return err
	}
	v, err := a.access.RevokeKey(r.Context(), c, r.PathValue("ref"), body.Reason)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toKey(v))
}

// oneKey answers with what an operation on the key of the path gives.
func (a *API) oneKey(w http.ResponseWriter, r *http.Request, c access.Caller, do func(context.Context, access.Caller, string) (*access.KeyView, error)) error {
	v, err := do(r.Context(), c, r.PathValue("ref"))
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toKey(v))
}
