package adminapi

import (
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// Restore is a backup that waits to take the place of the store, and what that
// would undo.
type Restore struct {
	StoreID   string       `json:"storeId"`
	Size      int64        `json:"size"`
	Locked    bool         `json:"locked"`  // no key at hand opens it
	Foreign   bool         `json:"foreign"` // of another store than the one that is there
	Present   StoreTally   `json:"present"`
	Backup    StoreTally   `json:"backup"`
	Returning []UndoneItem `json:"returning"` // the first thousand
	Lost      []UndoneItem `json:"lost"`
	// How many there are in all.
	ReturningCount int `json:"returningCount"`
	LostCount      int `json:"lostCount"`
	// Audit is what holding the backup's audit log against its chain came to.
	Audit *AuditReport `json:"audit"`
}

// StoreTally counts what a store holds, and says of when it is.
type StoreTally struct {
	Accounts    int   `json:"accounts"`
	Users       int   `json:"users"`
	Keys        int   `json:"keys"`
	AuthHeaders int   `json:"authHeaders"`
	At          *Time `json:"at"`
}

// UndoneItem is one object that a restore touches.
type UndoneItem struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
	Name string `json:"name"`
	What string `json:"what"`
	At   *Time  `json:"at"`
	By   string `json:"by"`
}

func toTally(t access.Tally) StoreTally {
	return StoreTally{t.Accounts, t.Users, t.Keys, t.AuthHeaders, set(t.At)}
}

func toUndone(i *access.UndoneItem) UndoneItem {
	return UndoneItem{i.Kind, i.ID, i.Name, i.What, set(i.At), i.By}
}

func writeRestore(w http.ResponseWriter, status int, s *access.StagedRestore) error {
	return web.WriteJSON(w, status, ToRestore(s))
}

// ToRestore shows a backup that waits as the API does, for who has one without
// it.
func ToRestore(s *access.StagedRestore) Restore {
	u := s.Undone
	return Restore{
		StoreID: s.StoreID, Size: s.Size, Locked: s.Locked, Foreign: s.Foreign, Present: toTally(u.Present), Backup: toTally(u.Backup),
		Returning: showAll(u.Returning, toUndone), Lost: showAll(u.Lost, toUndone), ReturningCount: u.ReturningCount, LostCount: u.LostCount,
		Audit: toAuditReport(s.Audit),
	}
}

func (a *API) stageRestore(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	if err := a.access.Permit(r.Context(), c, "backup.restore"); err != nil {
		return err
	}
	body, err := web.ReadStream(w, r)
	if err != nil {
		return err
	}
	return a.staged(w, r, c, func() (*access.StagedRestore, error) {
		defer web.ReadRest(body) // what is no backup is refused by its beginning
		return a.vault.Stage(r.Context(), c, body, "", "")
	})
}

type restoreFrom struct {
	Backup string `json:"backup"` // one of the store's own, by name
	Path   string `json:"path"`   // only by the owner of the machine
}

func (a *API) stageOwn(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[restoreFrom](w, r)
	if err != nil {
		return err
	}
	if (body.Backup == "") == (body.Path == "") {
		return access.Invalidf("backup", "name a backup of the list, or the path of a file")
	}
	return a.staged(w, r, c, func() (*access.StagedRestore, error) {
		return a.vault.Stage(r.Context(), c, nil, body.Backup, body.Path)
	})
}

// staged answers with a backup that waits: to read it whole takes its time.
func (a *API) staged(w http.ResponseWriter, _ *http.Request, _ access.Caller, by func() (*access.StagedRestore, error)) error {
	web.TakeTime(w)
	s, err := by()
	if err != nil {
		return err
	}
	return writeRestore(w, http.StatusCreated, s)
}

func (a *API) getRestore(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	s, err := a.vault.Waiting(r.Context(), c)
	if err != nil {
		return err
	}
	return writeRestore(w, http.StatusOK, s)
}

type restoreUnlock struct {
	Key string `json:"key" must:"be there"`
}

func (a *API) unlockRestore(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[restoreUnlock](w, r)
	if err != nil {
		return err
	}
	web.TakeTime(w)
	s, err := a.vault.Unlock(r.Context(), c, body.Key)
	if err != nil {
		return err
	}
	return writeRestore(w, http.StatusOK, s)
}

func (a *API) discardRestore(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	if err := a.vault.Discard(r.Context(), c); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

type restoreApply struct {
	Confirm     string `json:"confirm" must:"be there"`
	AcceptOlder bool   `json:"acceptOlder"`
}

// restoreWord is what somebody types who means it.
const restoreWord = "RESTORE"

func (a *API) applyRestore(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[restoreApply](w, r)
	if err != nil {
		return err
	}
	if body.Confirm != restoreWord {
		return access.Invalidf("confirm", "confirm is the word %s", restoreWord)
	}
	id, err := a.vault.Apply(r.Context(), c, body.AcceptOlder)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusAccepted, RestoreBegun{id})
}

// RestoreBegun names a restore, so that who asked for it knows its end from that
// of another.
type RestoreBegun struct {
	ID string `json:"id"`
}
