package app

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"latchkey/backend/kv/safefile"
)

// ownerNote is what the process that holds a data folder says of itself in it,
// for whoever finds the folder taken.
type ownerNote struct {
	PID     int       `json:"pid"`
	Version string    `json:"version"`
	Program string    `json:"program"` // the command it runs
	Started time.Time `json:"started"`
	Socket  string    `json:"socket"` // "" for a single command, which has none
	Folder  string    `json:"folder"` // in a copied folder the note is thereby a stranger's
}

func (n ownerNote) String() string {
	return fmt.Sprintf("%s (process %d)", n.Program, n.PID)
}

// writeOwner leaves the note, whole or not at all. Where there is no room for it
// there is none: it only makes errors of others say more, and a full disk is no
// reason not to serve.
func writeOwner(dir string, n ownerNote) error {
	text, err := json.Marshal(n)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, ownerName)
	temp := fmt.Sprintf("%s.%d", path, n.PID)
	if err := os.WriteFile(temp, append(text, '\n'), 0o600); err != nil {
		os.Remove(temp)
		if safefile.IsFull(err) {
			removeOwner(dir) // of one that is gone
			return nil
		}
		return folderError(dir, err)
	}
	if err := os.Rename(temp, path); err != nil {
		os.Remove(temp)
		return folderError(dir, err)
	}
	return nil
}

// readOwner reads the note of a folder. A note that is none, or a stranger's,
// is as good as no note.
func readOwner(dir string) (ownerNote, bool) {
	text, err := os.ReadFile(filepath.Join(dir, ownerName))
	if err != nil {
		return ownerNote{}, false
	}
	var n ownerNote
	if json.Unmarshal(text, &n) != nil || n.PID <= 0 || !samePath(n.Folder, dir) {
		return ownerNote{}, false
	}
	return n, true
}

// removeOwner takes the note away. It is called while the store is still
// locked, so that it is never the note of the next owner.
func removeOwner(dir string) { os.Remove(filepath.Join(dir, ownerName)) }
