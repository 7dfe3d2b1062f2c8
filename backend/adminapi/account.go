package adminapi

import (
	"net/http"

	"github.com/go-json-experiment/json/jsontext"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// Account is what keys act for.
type Account struct {
	ID           string         `json:"id"`
	Name         string         `json:"name"`
	Realm        string         `json:"realm"`
	Domain       string         `json:"domain"`
	CustomerID   string         `json:"customerId"`
	Repcode      string         `json:"repcode"`
	ServicePhone string         `json:"customerServicePhone"`
	ServiceEmail string         `json:"customerServiceEmail"`
	Whitelabel   jsontext.Value `json:"whitelabelSettings"`
	Members      int            `json:"members"`
	Keys         KeyCount       `json:"keys"`
	Stamp
}

// KeyCount counts the keys of an account or user.
type KeyCount struct {
	Total  int `json:"total"`
	Active int `json:"active"`
}

// Stamp is who made and last changed an object, and its version.
type Stamp struct {
	CreatedAt Time   `json:"createdAt"`
	CreatedBy string `json:"createdBy"`
	UpdatedAt Time   `json:"updatedAt"`
	UpdatedBy string `json:"updatedBy"`
	Version   int64  `json:"version"`
}

func toStamp(s access.Stamp) Stamp {
	return Stamp{CreatedAt: Time{s.CreatedAt}, CreatedBy: s.CreatedBy, UpdatedAt: Time{s.UpdatedAt}, UpdatedBy: s.UpdatedBy, Version: s.Version}
}

func toAccount(v *access.AccountView) Account {
	whitelabel := jsontext.Value(v.Whitelabel)
	if len(whitelabel) == 0 {
		whitelabel = jsontext.Value("{}")
	}
	return Account{
		ID: v.ID, Name: v.Name, Realm: v.Realm, Domain: v.Domain, CustomerID: v.CustomerID, Repcode: v.Repcode,
		ServicePhone: v.ServicePhone, ServiceEmail: v.ServiceEmail, Whitelabel: whitelabel,
		Members: v.Members, Keys: KeyCount(v.Keys), Stamp: toStamp(v.Stamp),
	}
}

func (a *API) listAccounts(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	p, err := page(r, "name", "members", "keys", "created")
	if err != nil {
		return err
	}
	list, err := a.access.Accounts(r.Context(), c, access.AccountQuery{Search: param(r, "search"), Page: p})
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toList(list, p, toAccount))
}

func (a *API) getAccount(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	v, err := a.access.Account(r.Context(), c, r.PathValue("ref"))
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toAccount(v))
}

type accountCreate struct {
	Name         string         `json:"name" must:"be there"`
	Realm        string         `json:"realm"`
	Domain       string         `json:"domain"`
	CustomerID   string         `json:"customerId"`
	Repcode      string         `json:"repcode"`
	ServicePhone string         `json:"customerServicePhone"`
	ServiceEmail string         `json:"customerServiceEmail"`
	Whitelabel   jsontext.Value `json:"whitelabelSettings"`
}

func (a *API) createAccount(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[accountCreate](w, r)
	if err != nil {
		return err
	}
	v, err := a.access.CreateAccount(r.Context(), c, access.AccountSpec{
		Name: body.Name, Realm: body.Realm, Domain: body.Domain, CustomerID: body.CustomerID, Repcode: body.Repcode,
		ServicePhone: body.ServicePhone, ServiceEmail: body.ServiceEmail, Whitelabel: []byte(body.Whitelabel),
	})
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusCreated, toAccount(v))
}

type accountPatch struct {
	Name         *string        `json:"name"`
	Realm        *string        `json:"realm"`
	Domain       *string        `json:"domain"`
	CustomerID   *string        `json:"customerId"`
	Repcode      *string        `json:"repcode"`
	ServicePhone *string        `json:"customerServicePhone"`
	ServiceEmail *string        `json:"customerServiceEmail"`
	Whitelabel   jsontext.Value `json:"whitelabelSettings"`
	Version      int64          `json:"version"`
}

func (a *API) editAccount(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[accountPatch](w, r)
	if err != nil {
		return err
	}
	v, err := a.access.EditAccount(r.Context(), c, r.PathValue("ref"), access.AccountPatch{
		Name: body.Name, Realm: body.Realm, Domain: body.Domain, CustomerID: body.CustomerID, Repcode: body.Repcode,
		ServicePhone: body.ServicePhone, ServiceEmail: body.ServiceEmail, Whitelabel: []byte(body.Whitelabel), Version: body.Version,
	})
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toAccount(v))
}

func (a *API) removeAccount(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	if err := a.access.RemoveAccount(r.Context(), c, r.PathValue("ref")); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
