package apikey

import (
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"latchkey/backend/access"
)

// response is the document's ApiKeyLoginResponse: every property, in its order.
type response struct {
	ID                  int64     `json:"id"`
	Email               string    `json:"email"`
	CreatedBy           string    `json:"createdBy"`
	UpdatedBy           string    `json:"updatedBy"`
	CreatedAt           string    `json:"createdAt"`
	UpdatedAt           string    `json:"updatedAt"`
	PrimaryAccount      account   `json:"primaryAccount"`
	Accounts            []account `json:"accounts"`
	FlatRolesList       []string  `json:"flatRolesList"`
	FlatPermissionsList []string  `json:"flatPermissionsList"`
	Token               string    `json:"token"`
}

// account is the document's Account: every property, in its order.
type account struct {
	AccountName          string         `json:"accountName"`
	AccountID            string         `json:"accountId"`
	UsersPrimaryAccount  bool           `json:"usersPrimaryAccount"`
	AccountAdmin         bool           `json:"accountAdmin"`
	ID                   string         `json:"id"`
	UniqueID             string         `json:"uniqueId"`
	Name                 string         `json:"name"`
	Repcode              string         `json:"repcode"`
	CustomerServicePhone string         `json:"customerServicePhone"`
	CustomerServiceEmail string         `json:"customerServiceEmail"`
	WhitelabelSettings   jsontext.Value `json:"whitelabelSettings"`
	Permissions          []string       `json:"permissions"`
	Roles                []string       `json:"roles"`
}

func answer(p *access.Profile) response {
	out := response{
		ID:                  p.User.Number,
		Email:               p.User.Email,
		CreatedBy:           p.User.CreatedBy,
		UpdatedBy:           p.User.UpdatedBy,
		CreatedAt:           moment(p.User.CreatedAt),
		UpdatedAt:           moment(p.User.UpdatedAt),
		Accounts:            make([]account, 0, len(p.Memberships)),
		FlatRolesList:       p.Roles,
		FlatPermissionsList: p.Permissions,
		Token:               p.Token,
	}
	for _, m := range p.Memberships {
		out.Accounts = append(out.Accounts, accountOf(m))
	}
	if len(out.Accounts) > 0 {
		out.PrimaryAccount = out.Accounts[0] // the core puts it first
	}
	return out
}

func accountOf(m access.ProfileAccount) account {
	settings := jsontext.Value(m.Account.Whitelabel)
	if len(settings) == 0 {
		settings = jsontext.Value("{}")
	}
	return account{
		AccountName:          m.Account.Name,
		AccountID:            m.Account.ID,
		UsersPrimaryAccount:  m.Primary,
		AccountAdmin:         m.AccountAdmin,
		ID:                   m.Account.ID,
		UniqueID:             m.Account.ID,
		Name:                 m.Account.Name,
		Repcode:              m.Account.Repcode,
		CustomerServicePhone: m.Account.ServicePhone,
		CustomerServiceEmail: m.Account.ServiceEmail,
		WhitelabelSettings:   settings,
		Permissions:          m.Permissions,
		Roles:                m.Roles,
	}
}

func moment(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
