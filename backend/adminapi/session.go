package adminapi

import (
	"net/http"
	"time"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// Both halves of a session: cookies reach every port of a host, and script
// reads storage, so neither alone opens anything.
const (
	sessionCookie = "latchkey_session"
	sessionHeader = "Latchkey-Session"
)

// windowHeader marks what the window's bridge sends, so that a window can be
// asked for an operator where the command line, at the same socket, is not.
const windowHeader = "Latchkey-Window"

// Operator is who is signed in.
type Operator struct {
	Name     string      `json:"name"`
	Username string      `json:"username"`
	Role     access.Role `json:"role"`
	Via      string      `json:"via"` // "local" or "session"
	// MustEnrol says that a second factor has to be set up before anything else.
	MustEnrol bool `json:"mustEnrol"`
}

func toOperator(c access.Caller) Operator {
	if c.Kind == access.CallerOperator {
		return Operator{Name: c.Name, Username: c.Name, Role: c.Role, Via: "session", MustEnrol: c.MustEnrol}
	}
	return Operator{Name: c.Name, Role: c.Role, Via: "local"}
}

// Session is the session of a request.
type Session struct {
	Operator Operator `json:"operator"`
	Expires  *Time    `json:"expires"`
	// LocksAfter is in how many seconds without a touch the window locks; null
	// where none does.
	LocksAfter *int64 `json:"locksAfter"`
}

// NewSession is a session just made; the cookie travels beside it.
type NewSession struct {
	Session  string   `json:"session"`
	Operator Operator `json:"operator"`
	Expires  Time     `json:"expires"`
	// LocksAfter is as above.
	LocksAfter *int64 `json:"locksAfter"`
}

func locksAfter(c access.Caller) *int64 {
	if c.LocksAfter == 0 {
		return nil
	}
	seconds := int64(c.LocksAfter / time.Second)
	return &seconds
}

type signInRequest struct {
	Username    string `json:"username" must:"be there"`
	Password    string `json:"password" must:"be there"`
	Code        string `json:"code"`
	NewPassword string `json:"newPassword"`
}

func (a *API) signIn(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[signInRequest](w, r)
	if err != nil {
		return err
	}
	s, err := a.access.SignIn(r.Context(), c, access.SignInSpec(body))
	if err != nil {
		return err
	}
	return a.writeNewSession(w, r, s)
}

func (a *API) writeNewSession(w http.ResponseWriter, r *http.Request, s *access.SignIn) error {
	cookie := a.cookie(r, s.Cookie)
	cookie.Expires = s.Expires
	http.SetCookie(w, cookie)
	return web.WriteJSON(w, http.StatusCreated, NewSession{Session: s.Value, Operator: toOperator(s.Caller), Expires: Time{s.Expires}, LocksAfter: locksAfter(s.Caller)})
}

func (a *API) getSession(w http.ResponseWriter, _ *http.Request, c access.Caller) error {
	return web.WriteJSON(w, http.StatusOK, Session{Operator: toOperator(c), Expires: set(c.SessionEnds), LocksAfter: locksAfter(c)})
}

func (a *API) touchSession(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	if err := a.access.Touch(r.Context(), c); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (a *API) signOut(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	if err := a.access.SignOut(r.Context(), c); err != nil {
		return err
	}
	cookie := a.cookie(r, "")
	cookie.MaxAge = -1
	http.SetCookie(w, cookie)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (a *API) cookie(r *http.Request, value string) *http.Cookie {
	return &http.Cookie{
		Name: sessionCookie, Value: value, Path: "/api/v1",
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil || a.secure,
	}
}
