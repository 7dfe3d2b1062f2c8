package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"latchkey/backend/access"
	"latchkey/backend/adminapi"
	"latchkey/backend/vault"
)

func (p *program) doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use: "doctor", Short: "Look for what may go wrong on this machine", Args: noArguments,
		Long: `Look for what may go wrong on this machine: where the data folder lies and who
may look into it, the file system below it, room and clock, what opens the store,
whether it could be opened without it, how old the newest backup is. It changes
nothing, and ends with 1 where something is wrong.`,
		Example: `  latchkey doctor
  latchkey doctor --json`,
		RunE: func(cmd *cobra.Command, _ []string) error { return p.doctor(cmd.Context()) },
	}
}

// symptom is one thing the doctor looked at.
type symptom struct {
	What  string `json:"what"`
	State string `json:"state"` // "ok", "note" or "problem"
	Found string `json:"found"`
	Hint  string `json:"hint"`
}

// examination is what the doctor has found so far.
type examination struct {
	*program
	dir  string
	list []symptom
}

func (e *examination) ok(what, format string, args ...any) {
	e.list = append(e.list, symptom{what, "ok", fmt.Sprintf(format, args...), ""})
}

func (e *examination) note(what, hint, format string, args ...any) {
	e.list = append(e.list, symptom{what, "note", fmt.Sprintf(format, args...), hint})
}

func (e *examination) problem(what, hint, format string, args ...any) {
	e.list = append(e.list, symptom{what, "problem", fmt.Sprintf(format, args...), hint})
}

func (p *program) doctor(ctx context.Context) error {
	dir, err := p.folder()
	if err != nil {
		return err
	}
	e := &examination{program: p, dir: dir}
	if e.folder() {
		e.place()
		e.room()
		e.clock()
		e.kernel()
		e.store(ctx)
	}
	if ctx.Err() != nil {
		return ctx.Err() // what it found so far may only be that
	}
	for i := range e.list {
		e.list[i].Hint = p.typed(e.list[i].Hint)
	}
	text, err := json.Marshal(e.list)
	if err != nil {
		return err
	}
	if err := printObject(p, text, printSymptoms); err != nil {
		return err
	}
	for _, s := range e.list {
		if s.State == "problem" {
			return access.Errorf(access.CodeConflict, "%s: %s", s.What, s.Found).WithHint("%s", s.Hint)
		}
	}
	return nil
}

func printSymptoms(w io.Writer, list []symptom) error {
	rows := make([][]string, len(list))
	for i, s := range list {
		found := s.Found
		if s.Hint != "" {
			found += " (" + s.Hint + ")"
		}
		rows[i] = []string{s.State, s.What, found}
	}
	return printTable(w, []string{"", "WHAT", "FOUND"}, rows)
}

// folder says whether there is one to look into.
func (e *examination) folder() bool {
	if !exists(e.dir) {
		e.note("data folder", "latchkey serve makes it", "there is no %s yet", e.dir)
		return false
	}
	if err := prepareFolder(e.dir); err != nil {
		problem := access.AsError(err)
		e.problem("data folder", problem.Hint, "%s", problem.Public)
		return false
	}
	e.ok("data folder", "%s, for its owner alone", e.dir)
	return true
}

// synced are folders that something else copies to and from other machines: it
// puts older copies of the store back, and copies it in the middle of a write.
var synced = []string{"dropbox", "onedrive", "google drive", "googledrive", "icloud", "mobile documents", "nextcloud", "owncloud", "syncthing", "pcloud"}

func (e *examination) place() {
	path := e.dir
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	for part := range strings.SplitSeq(strings.ToLower(path), string(filepath.Separator)) {
		for _, name := range synced {
			if strings.Contains(part, name) {
				e.problem("place", "keep the data folder on a disk of this machine, and back it up to there", "the data folder lies in %s, which copies files behind our back", part)
				return
			}
		}
	}
	switch kind, remote := fileSystem(e.dir); {
	case remote:
		e.problem("place", "keep the data folder on a disk of this machine", "the data folder lies on %s, where locks and syncs cannot be relied on", kind)
	case kind == "":
		e.ok("place", "no folder that something synchronises")
	default:
		e.ok("place", "on %s", kind)
	}
}

func (e *examination) room() {
	free, ok := freeSpace(e.dir)
	if !ok {
		return
	}
	need := int64(64 << 20)
	if info, err := os.Stat(filepath.Join(e.dir, storeName)); err == nil {
		need += 2 * info.Size()
	}
	if free < need {
		e.problem("room", "free some: a backup and a restore need twice the store", "%s are free on the disk of the data folder", bytesOf(free))
		return
	}
	e.ok("room", "%s are free", bytesOf(free))
}

// clock sees whether the clock has gone back behind what was written.
func (e *examination) clock() {
	now := e.now()
	for _, name := range []string{storeName, anchorName} {
		info, err := os.Stat(filepath.Join(e.dir, name))
		if err == nil && info.ModTime().After(now.Add(time.Minute)) {
			e.problem("clock", "set the clock right, best by NTP: expiry and tokens go by it", "the clock shows %s, and %s was written at %s", moment(now), name, moment(info.ModTime()))
			return
		}
	}
	e.ok("clock", "%s", moment(now))
}

func (e *examination) kernel() {
	if what, hit := fastCommit(e.dir); hit {
		e.problem("kernel", "update the kernel, or turn fast_commit off: tune2fs -O ^fast_commit DEVICE", "%s", what)
	}
}

// store asks the core, or opens it for the time of this command.
func (e *examination) store(ctx context.Context) {
	if !exists(filepath.Join(e.dir, storeName)) && !exists(filepath.Join(e.dir, anchorName)) {
		e.note("store", "latchkey serve makes it", "there is none yet")
		return
	}
	err := e.withClient(ctx, func(api *client) error {
		var key adminapi.StoreKey
		var backups adminapi.Backups
		var status adminapi.StatusAnswer
		for path, into := range map[string]any{"/store": &key, "/backups": &backups, "/status": &status} {
			if err := api.do(ctx, http.MethodGet, path, nil, into); err != nil {
				return err
			}
		}
		e.ok("store", "%s, %s", key.StoreID, bytesOf(key.Size))
		e.key(key)
		e.backups(backups)
		e.core(api.running, status)
		return nil
	})
	if err != nil {
		problem := access.AsError(storeError(err))
		hint := problem.Hint
		if hint == "" {
			hint = "latchkey check says more"
		}
		e.problem("store", hint, "%s", problem.Public)
	}
}

func (e *examination) key(k adminapi.StoreKey) {
	e.ok("key", "the store opens with %s", sourceWords(k))
	switch {
	case k.RecoverySaved:
		e.ok("recovery key", "made %s, and kept", momentOf(k.RecoverySince, ""))
	case k.Recovery:
		e.note("recovery key", "latchkey store recovery-key --saved, when it is kept", "made %s; nobody said that it is kept", momentOf(k.RecoverySince, ""))
	default:
		e.note("recovery key", "latchkey store recovery-key", "there is none: a lost key is a lost store")
	}
	// The anchor lies beside the store, so who puts back both is noticed by what
	// the keychain says alone.
	switch {
	case k.Witnessed:
		e.ok("anchor", "an older store is noticed, and so is an older copy of the whole folder")
	case k.Source == vault.SourceKeychain:
		e.note("anchor", "unlock the keychain of this system", "an older store is noticed; an older copy of the whole folder is not, since the keychain does not keep the epoch")
	default:
		e.note("anchor", "the keychain would notice it: latchkey store source keychain", "an older store is noticed, an older copy of the whole folder is not")
	}
}

func (e *examination) backups(b adminapi.Backups) {
	switch {
	case b.FailedAt != nil:
		e.problem("backups", "mend that, then: latchkey backup FILE", "the last attempt failed: %s", b.Failure)
	case len(b.Items) == 0 && b.Every == 0:
		e.note("backups", "latchkey setting set backup-every 1d", "there is none, and none is made by itself")
	case len(b.Items) == 0:
		e.note("backups", "the first is made while the core serves", "there is none yet")
	default:
		age := e.now().Sub(b.Items[0].At.Time)
		every := time.Duration(b.Every) * time.Second
		if every > 0 && age > 2*every+time.Hour || age > 30*24*time.Hour {
			e.note("backups", "latchkey backup FILE makes one now", "the newest is %d days old", int(age.Hours()/24))
			return
		}
		e.ok("backups", "the newest is of %s", moment(b.Items[0].At.Time))
	}
}

func (e *examination) core(running bool, s adminapi.StatusAnswer) {
	if !running {
		e.note("core", "latchkey serve starts it", "nothing serves the logins")
		return
	}
	if s.Version != version {
		e.problem("core", "restart it", "the core is version %s, this program is %s", s.Version, version)
		return
	}
	if s.Listener.State != "listening" {
		e.problem("listener", "latchkey status says why", "%s", listenerState(s.Listener))
		return
	}
	e.ok("listener", "%s", s.Listener.URL)
}
