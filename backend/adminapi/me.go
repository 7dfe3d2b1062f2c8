package adminapi

import (
	"image/color"
	"net/http"
	"strings"

	"github.com/boombuler/barcode/qr"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// Me is an operator's own account.
type Me struct {
	User         User  `json:"user"`
	FactorSince  *Time `json:"factorSince"`
	RecoveryLeft int   `json:"recoveryLeft"`
	MustEnrol    bool  `json:"mustEnrol"`
}

func (a *API) getMe(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	me, err := a.access.Me(r.Context(), c)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, Me{User: toUser(&me.User), FactorSince: some(me.FactorSince), RecoveryLeft: me.RecoveryLeft, MustEnrol: me.MustEnrol})
}

type ownPassword struct {
	Current  string `json:"current" must:"be there"`
	Password string `json:"password" must:"be there"`
}

func (a *API) changeOwnPassword(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[ownPassword](w, r)
	if err != nil {
		return err
	}
	if err := a.access.ChangeOwnPassword(r.Context(), c, body.Current, body.Password); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// Enrolment is what an authenticator app takes over.
type Enrolment struct {
	Secret string   `json:"secret"`
	URI    string   `json:"uri"`
	QR     []string `json:"qr"` // the rows of the QR code, 1 for a dark module
}

type beginFactor struct {
	Password string `json:"password" must:"be there"`
}

func (a *API) beginSecondFactor(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[beginFactor](w, r)
	if err != nil {
		return err
	}
	e, err := a.access.BeginSecondFactor(r.Context(), c, body.Password)
	if err != nil {
		return err
	}
	rows, err := qrRows(e.URI)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, Enrolment{Secret: e.Secret, URI: e.URI, QR: rows})
}

// qrRows draws a QR code as text: the page makes a picture of it, so that no
// image with a secret in it is ever a file or an address.
func qrRows(text string) ([]string, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return nil, access.Errorf(access.CodeInternal, "the QR code could not be drawn")
	}
	size := code.Bounds().Dx()
	rows := make([]string, size)
	for y := range size {
		var row strings.Builder
		for x := range size {
			if code.At(x, y) == color.Black {
				row.WriteByte('1')
			} else {
				row.WriteByte('0')
			}
		}
		rows[y] = row.String()
	}
	return rows, nil
}

// RecoveryCodes are shown once.
type RecoveryCodes struct {
	RecoveryCodes []string `json:"recoveryCodes"`
}

type ownCode struct {
	Code string `json:"code" must:"be there"`
}

func (a *API) confirmSecondFactor(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[ownCode](w, r)
	if err != nil {
		return err
	}
	codes, err := a.access.ConfirmSecondFactor(r.Context(), c, body.Code)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, RecoveryCodes{codes})
}

func (a *API) newRecoveryCodes(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[ownCode](w, r)
	if err != nil {
		return err
	}
	codes, err := a.access.NewRecoveryCodes(r.Context(), c, body.Code)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, RecoveryCodes{codes})
}

type removeFactor struct {
	Password string `json:"password" must:"be there"`
	Code     string `json:"code" must:"be there"`
}

func (a *API) removeSecondFactor(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[removeFactor](w, r)
	if err != nil {
		return err
	}
	if err := a.access.RemoveSecondFactor(r.Context(), c, body.Password, body.Code); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
