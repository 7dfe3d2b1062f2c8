package adminapi

import (
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// StoreKey is what is to be said of the keys of the store.
type StoreKey struct {
	StoreID       string   `json:"storeId"`
	Source        string   `json:"source"` // "file", "keychain", "passphrase" or "outside"
	Where         string   `json:"where"`  // in words, such as "LATCHKEY_MASTER_KEY"
	Since         *Time    `json:"since"`
	Recovery      bool     `json:"recovery"`
	RecoverySince *Time    `json:"recoverySince"`
	RecoverySaved bool     `json:"recoverySaved"`
	Epoch         uint64   `json:"epoch"`
	Witnessed     bool     `json:"witnessed"` // an older copy of the whole folder would be noticed
	Size          int64    `json:"size"`
	Rekeying      Rekeying `json:"rekeying"`
}

// Rekeying is how far re-keying is.
type Rekeying struct {
	Running    bool   `json:"running"`
	Unfinished bool   `json:"unfinished"`
	Done       int    `json:"done"`
	Total      int    `json:"total"`
	Failure    string `json:"failure"`
	EndedAt    *Time  `json:"endedAt"`
}

func (a *API) getStoreKey(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	return a.writeStoreKey(w, r, c, http.StatusOK)
}

func (a *API) writeStoreKey(w http.ResponseWriter, r *http.Request, c access.Caller, status int) error {
	k, err := a.vault.Key(r.Context(), c)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, status, StoreKey{
		StoreID: k.StoreID, Source: k.Source, Where: k.Where, Since: set(k.Since), Recovery: k.Recovery, RecoverySince: set(k.RecoverySince),
		RecoverySaved: k.RecoverySaved, Epoch: k.Epoch, Witnessed: k.Witnessed, Size: k.Size,
		Rekeying: Rekeying{k.Rekeying.Running, k.Rekeying.Unfinished, k.Rekeying.Done, k.Rekeying.Total, k.Rekeying.Failure, set(k.Rekeying.EndedAt)},
	})
}

// RecoveryKey is a new recovery key, shown this once.
type RecoveryKey struct {
	RecoveryKey string `json:"recoveryKey"`
}

func (a *API) createRecoveryKey(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	text, err := a.vault.NewRecovery(r.Context(), c)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusCreated, RecoveryKey{text})
}

func (a *API) confirmRecoveryKey(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	if err := a.vault.ConfirmRecovery(r.Context(), c); err != nil {
		return err
	}
	return a.writeStoreKey(w, r, c, http.StatusOK)
}

type sourceChange struct {
	Source     string `json:"source" must:"be there"`
	Passphrase string `json:"passphrase"`
}

func (a *API) setSource(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[sourceChange](w, r)
	if err != nil {
		return err
	}
	if err := a.vault.SetSource(r.Context(), c, body.Source, body.Passphrase); err != nil {
		return err
	}
	return a.writeStoreKey(w, r, c, http.StatusOK)
}

func (a *API) rekey(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	if err := a.vault.Rekey(r.Context(), c); err != nil {
		return err
	}
	return a.writeStoreKey(w, r, c, http.StatusAccepted)
}

func (a *API) compact(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	if err := a.vault.Compact(r.Context(), c); err != nil {
		return err
	}
	w.WriteHeader(http.StatusAccepted)
	return nil
}

// Check is what a check of the store found.
type Check struct {
	StoreID   string     `json:"storeId"`
	Entries   int        `json:"entries"`
	Epoch     uint64     `json:"epoch"`
	Anchored  bool       `json:"anchored"`
	Witnessed bool       `json:"witnessed"`
	Holds     StoreTally `json:"holds"`
	Findings  []Finding  `json:"findings"`
	More      int        `json:"more"`
}

// Finding is one thing that is wrong.
type Finding struct {
	Area string `json:"area"` // "file", "anchor", "seal", "records" or "audit"
	What string `json:"what"`
	Hint string `json:"hint"`
}

// ToCheck shows a report as the API does, for who has one without it.
func ToCheck(r *access.CheckReport) Check {
	return Check{
		StoreID: r.StoreID, Entries: r.Entries, Epoch: r.Epoch, Anchored: r.Anchored, Witnessed: r.Witnessed, Holds: toTally(r.Tally), More: r.More,
		Findings: showAll(r.Findings, func(f *access.CheckFinding) Finding { return Finding{f.Area, f.What, f.Hint} }),
	}
}

func (a *API) checkStore(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	web.TakeTime(w)
	report, err := a.vault.Check(r.Context(), c)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, ToCheck(report))
}
