package adminapi

import (
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// SigningKey is what tokens are signed with, never with its secret.
type SigningKey struct {
	ID        string `json:"id"`
	Alg       string `json:"alg"`
	Use       string `json:"use"`
	State     string `json:"state"`
	CreatedAt Time   `json:"createdAt"`
	CreatedBy string `json:"createdBy"`
	RetiredAt *Time  `json:"retiredAt"`
}

// SigningKeyWithSecret is a signing key that was revealed.
type SigningKeyWithSecret struct {
	SigningKey
	Secret string `json:"secret"`
}

func toSigningKey(v *access.SigningKeyView) SigningKey {
	return SigningKey{
		ID: v.ID, Alg: v.Alg, Use: v.Use, State: v.State,
		CreatedAt: Time{v.CreatedAt}, CreatedBy: v.CreatedBy, RetiredAt: some(v.RetiredAt),
	}
}

func (a *API) listSigningKeys(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	keys, err := a.access.SigningKeys(r.Context(), c)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toWhole(keys, toSigningKey))
}

func (a *API) revealSigningKey(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	v, err := a.access.RevealSigningKey(r.Context(), c, r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, SigningKeyWithSecret{SigningKey: toSigningKey(&v.SigningKeyView), Secret: v.Secret})
}

type signingKeyImport struct {
	Use    string `json:"use" must:"be there"`
	Secret string `json:"secret" must:"be there"`
}

func (a *API) importSigningKey(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[signingKeyImport](w, r)
	if err != nil {
		return err
	}
	v, err := a.access.ImportSigningKey(r.Context(), c, body.Use, body.Secret)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusCreated, toSigningKey(v))
}

type signingKeyRotate struct {
	Use string `json:"use" must:"be there"`
}

func (a *API) rotateSigningKey(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[signingKeyRotate](w, r)
	if err != nil {
		return err
	}
	v, err := a.access.RotateSigningKey(r.Context(), c, body.Use)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusCreated, toSigningKey(v))
}
