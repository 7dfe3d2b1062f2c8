package adminapi

import (
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
	Labels               []string      `json:"labels"`
	Addresses            []string      `json:"addresses"` // none = any
	Expiring             bool          `json:"expiring"`
	Term                 int64         `json:"term"` // seconds it was last given; 0 = without end
	RotatedAt            *Time         `json:"rotatedAt"`
	Rotation             *Rotation     `json:"rotation"` // null where only one secret works
	LastUsed             *Use          `json:"lastUsed"`
	Stamp
}

// Rotation is what is known of a key of which two secrets work.
type Rotation struct {
	Since Time      `json:"since"`
	Until Time      `json:"until"`
	New   SecretUse `json:"new"`
	Old   SecretUse `json:"old"`
}

// SecretUse is how a secret was used since the rotation.
type SecretUse struct {
	Logins   int  `json:"logins"`
	LastUsed *Use `json:"lastUsed"`
}

func toRotation(r *access.Rotation) *Rotation {
	if r == nil {
		return nil
	}
	return &Rotation{
		Since: Time{r.Since}, Until: Time{r.Until},
		New: SecretUse{r.New.Logins, toUse(r.New.Last)}, Old: SecretUse{r.Old.Logins, toUse(r.Old.Last)},
	}
}

// KeyWithSecret is a key just made, or just rotated.
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
		Labels: append([]string{}, v.Labels...), Addresses: access.AddressTexts(v.Addresses),
		Expiring: v.Expiring, Term: int64(v.Term().Seconds()), RotatedAt: some(v.RotatedAt), Rotation: toRotation(v.Rotation),
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

// keyFilters are the parameters that choose keys.
var keyFilters = []string{"search", "state", "user", "account", "label", "expiring", "rotating", "unused"}

func keyQuery(r *http.Request) (access.KeyQuery, error) {
	in, err := states(r, access.KeyStates())
	if err != nil {
		return access.KeyQuery{}, err
	}
	q := access.KeyQuery{Search: param(r, "search"), States: in, User: param(r, "user"), Account: param(r, "account"), Label: param(r, "label")}
	for name, into := range map[string]*bool{"expiring": &q.Expiring, "rotating": &q.Rotating, "unused": &q.Unused} {
		if *into, err = flag(r, name); err != nil {
			return q, err
		}
	}
	return q, nil
}

func (a *API) listKeys(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	p, err := page(r, "name", "state", "user", "account", "expires", "lastUsed", "created")
	if err != nil {
		return err
	}
	q, err := keyQuery(r)
	if err != nil {
		return err
	}
	q.Page = p
	list, err := a.access.Keys(r.Context(), c, q)
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
	Labels      []string           `json:"labels"`
	Addresses   []string           `json:"addresses"`
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
		Labels: body.Labels, Addresses: body.Addresses,
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
	Labels      *[]string          `json:"labels"`
	Addresses   *[]string          `json:"addresses"`
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
		Labels: body.Labels, Addresses: body.Addresses,
		NotBefore: body.NotBefore, Expires: body.Expires, Version: body.Version,
	})
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toKey(v))
}
