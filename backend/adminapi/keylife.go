package adminapi

import (
	"context"
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

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

// within is the access key operation with a moment or a span of its own.
func within(do func(context.Context, access.Caller, string, access.When) (*access.KeyView, error), when access.When) func(context.Context, access.Caller, string) (*access.KeyView, error) {
	return func(ctx context.Context, c access.Caller, ref string) (*access.KeyView, error) {
		return do(ctx, c, ref, when)
	}
}

type keyRenew struct {
	Expires access.When `json:"expires"`
}

func (a *API) renewKey(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := readOptional[keyRenew](w, r)
	if err != nil {
		return err
	}
	return a.oneKey(w, r, c, within(a.access.RenewKey, body.Expires))
}

type keyExtend struct {
	Span access.When `json:"span" must:"be there"`
}

func (a *API) extendKey(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[keyExtend](w, r)
	if err != nil {
		return err
	}
	return a.oneKey(w, r, c, within(a.access.ExtendKey, body.Span))
}

type keyRotate struct {
	Grace access.When `json:"grace"`
}

func (a *API) rotateKey(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := readOptional[keyRotate](w, r)
	if err != nil {
		return err
	}
	v, secret, err := a.access.RotateKey(r.Context(), c, r.PathValue("ref"), body.Grace)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, KeyWithSecret{Key: toKey(v), Secret: secret})
}

func (a *API) endRotation(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	return a.oneKey(w, r, c, a.access.EndRotation)
}

func (a *API) extendRotation(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[keyExtend](w, r)
	if err != nil {
		return err
	}
	return a.oneKey(w, r, c, within(a.access.ExtendRotation, body.Span))
}

// KeyToken is a token made without the secret.
type KeyToken struct {
	Token   string `json:"token"`
	Expires Time   `json:"expires"`
}

func (a *API) makeKeyToken(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	in, err := a.access.KeyToken(r.Context(), c, r.PathValue("ref"))
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, KeyToken{in.Token, Time{in.Expires}})
}

// Label is a label and how many keys carry it.
type Label struct {
	Label string `json:"label"`
	Keys  int    `json:"keys"`
}

func (a *API) listLabels(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	labels, err := a.access.Labels(r.Context(), c)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toWhole(labels, func(l *access.LabelCount) Label { return Label{l.Label, l.Keys} }))
}
