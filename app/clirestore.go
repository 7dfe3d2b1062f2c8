package app

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"latchkey/backend/access"
	"latchkey/backend/adminapi"
	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/seal"
	"latchkey/backend/vault"
)

func (p *program) restoreCommand() *cobra.Command {
	r := &restoreCommand{program: p}
	cmd := &cobra.Command{
		Use: "restore FILE", Short: "Put a backup in the place of the store", Args: arguments("FILE"),
		Long: `Put a backup in the place of the store. FILE is - for stdin, and is only read.

First it says what that would undo. What was revoked, disabled or narrowed since
the backup is ended again by the restore, so that no key comes back to life; with
--accept-older the backup is meant as it is. What was made since is gone. The
store that was there is kept aside, and every operator signs in again.

At a terminal it asks before anything is changed; elsewhere it wants --yes. On a
machine without the old master key, the backup opens with the recovery key.`,
		Example: `  latchkey restore latchkey.backup --dry-run
  latchkey restore latchkey.backup
  printf %s "$RECOVERY_KEY" | latchkey restore latchkey.backup --unlock-stdin --yes`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := p.takeUnlock(cmd.Flags()); err != nil {
				return err
			}
			return r.run(cmd.Context(), args[0])
		},
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().BoolVar(&r.acceptOlder, "accept-older", false, "mean the backup as it is: do not end again what was ended since")
	cmd.Flags().BoolVar(&r.dryRun, "dry-run", false, "say what it would undo, and change nothing")
	cmd.Flags().BoolVar(&r.yes, "yes", false, "do not ask")
	addUnlock(cmd.Flags())
	return cmd
}

type restoreCommand struct {
	*program
	acceptOlder, dryRun, yes bool
}

func (r *restoreCommand) run(ctx context.Context, path string) error {
	if !r.dryRun && !r.yes && (path == "-" || !r.atTerminal()) {
		return usagef("a restore is confirmed at a terminal, or with --yes").withHint("see first what it would undo: latchkey restore FILE --dry-run")
	}
	if path == "-" && r.spare != "" {
		return usagef("the backup and what opens it cannot both come from stdin").withHint("name the file of the backup")
	}
	dir, err := r.folder()
	if err != nil {
		return err
	}
	file, size, err := r.openInput(ctx, path)
	if err != nil {
		return err
	}
	defer file.Close()
	backup := r.progress("reading the backup", size).through(file)
	if r.answers(ctx, dir) {
		return r.online(ctx, dir, backup)
	}
	if err := prepareFolder(dir); err != nil {
		return err
	}
	return storeError(r.offline(ctx, dir, backup))
}

// offline does it while nobody serves the folder.
func (r *restoreCommand) offline(ctx context.Context, dir string, backup io.Reader) error {
	folder := vaultFolder(dir)
	if err := folder.Take(ctx, backup); err != nil {
		return err
	}
	defer folder.Discard()
	job := vault.Restore{
		Folder: folder, Backup: vault.Secrets(r.spare), AcceptOlder: r.acceptOlder, Now: r.now,
		Caller: access.Caller{Kind: access.CallerLocal, Role: access.RoleOwner, Name: "local:" + ownName()},
	}
	r.spare = "" // is for the backup, and for a store that has lost its key
	own, err := r.ownSecret(ctx, dir)
	if errors.Is(err, boltkv.ErrInUse) {
		return taken(dir)
	}
	job.Own, job.Source = own.unlock, own.source
	var staged *access.StagedRestore
	err = r.during("reading the backup whole", func() (err error) {
		staged, err = job.Preview(ctx)
		return err
	})
	if err != nil {
		return err
	}
	if staged.Locked {
		return lockedBackup()
	}
	if staged.Foreign {
		return access.Errorf(access.CodeConflict, "the backup is of another store than the one in %s", dir).
			WithHint("restore it into a folder of its own: latchkey restore FILE --data DIR")
	}
	shown := adminapi.ToRestore(staged)
	if ok, err := r.confirmed(shown); !ok || err != nil {
		return err
	}
	if job.Own == nil { // the folder has no key yet
		if own, err = (secrets{r.program, dir}).forNew(); err != nil {
			return err
		}
		job.Own, job.Source = own.unlock, own.source
	}
	var done *vault.Restored
	err = r.during("restoring", func() (err error) {
		done, err = job.Run(ctx)
		return err
	})
	if err != nil {
		return err
	}
	return r.report(done.Aside, shown)
}

// ownSecret is what opens the store that is there, or will; none where the
// folder has no key.
func (p *program) ownSecret(ctx context.Context, dir string) (unlocking, error) {
	from := secrets{p, dir}
	if u, ok, err := from.outside(); ok || err != nil {
		return u, err
	}
	engine, err := boltkv.Open(vaultFolder(dir).Store, boltkv.Options{Timeout: lockWait})
	if err != nil && errors.Is(err, boltkv.ErrInUse) {
		return unlocking{}, err
	}
	if err == nil {
		info, err := seal.Peek(ctx, engine)
		engine.Close()
		if err == nil {
			return from.forStore(info)
		}
	}
	if exists(from.masterFile()) {
		return from.forNew()
	}
	return unlocking{}, err
}

func lockedBackup() error {
	return access.Errorf(access.CodeUnavailable, "the keys at hand do not open the backup").
		WithHint("nothing was changed; give its recovery key, its passphrase, or the master key of its time: latchkey restore FILE --unlock-stdin")
}

// online has the core that serves do it.
func (r *restoreCommand) online(ctx context.Context, dir string, backup io.Reader) error {
	api := r.socketClient(dir)
	defer api.close()
	patient := *api
	patient.http = api.patient()
	var staged adminapi.Restore
	if err := patient.upload(ctx, "/restore", backup, &staged); err != nil {
		return err
	}
	defer func() { _ = api.do(context.WithoutCancel(ctx), http.MethodDelete, "/restore", nil, nil) }()
	if staged.Locked && r.spare != "" {
		if err := patient.do(ctx, http.MethodPost, "/restore/unlock", fields{"key": r.spare}, &staged); err != nil {
			return err
		}
	}
	if staged.Locked {
		return lockedBackup()
	}
	if ok, err := r.confirmed(staged); !ok || err != nil {
		return err
	}
	var begun adminapi.RestoreBegun
	if err := api.do(ctx, http.MethodPost, "/restore/apply", fields{"confirm": "RESTORE", "acceptOlder": r.acceptOlder}, &begun); err != nil {
		return err
	}
	list, err := r.comeBack(ctx, dir, func(b adminapi.Backups) bool { return b.LastRestore != nil && b.LastRestore.ID == begun.ID })
	if err != nil {
		return err
	}
	if failure := list.LastRestore.Failure; failure != "" {
		return access.Errorf(access.CodeUnavailable, "%s", failure).WithHint("the store stays as it was")
	}
	return r.report(list.LastRestore.Aside, staged)
}

// comeBack waits until a core that stepped aside serves again.
func (p *program) comeBack(ctx context.Context, dir string, is func(adminapi.Backups) bool) (adminapi.Backups, error) {
	tell := p.progress("waiting for the core", 0)
	for i := int64(0); i < 1200; i++ {
		select {
		case <-ctx.Done():
			return adminapi.Backups{}, lostCore(ctx, ctx.Err())
		case <-time.After(250 * time.Millisecond):
		}
		tell.at(i)
		var list adminapi.Backups
		api := p.socketClient(dir)
		err := api.do(ctx, http.MethodGet, "/backups", nil, &list)
		api.close()
		if err == nil && is(list) {
			return list, nil
		}
	}
	return adminapi.Backups{}, access.Errorf(access.CodeUnavailable, "the core did not come back").WithHint("its log says why; latchkey status shows whether it serves")
}

// confirmed shows what a restore would undo and asks; false for a dry run.
func (r *restoreCommand) confirmed(s adminapi.Restore) (bool, error) {
	if r.dryRun && r.json {
		text, err := json.Marshal(s)
		if err != nil {
			return false, err
		}
		return false, r.printJSON(text)
	}
	out := r.stdout
	if r.json {
		out = io.Discard
	}
	if err := showUndone(out, s, r.acceptOlder); err != nil || r.dryRun {
		return false, err
	}
	if r.yes {
		return true, nil
	}
	fmt.Fprint(r.stderr, "\nType RESTORE to put the backup in the place of the store: ")
	line, err := bufio.NewReader(r.stdin).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return false, err
	}
	if strings.TrimSpace(line) != "RESTORE" {
		return false, access.Errorf(access.CodeConflict, "it was not confirmed").WithHint("nothing was changed")
	}
	return true, nil
}

// report says that it is done, and what is missing of the audit log.
func (r *restoreCommand) report(aside string, s adminapi.Restore) error {
	if r.json {
		text, err := json.Marshal(map[string]any{
			"restored": true, "aside": aside, "audit": s.Audit, "acceptOlder": r.acceptOlder,
			"returning": s.Returning, "returningCount": s.ReturningCount, "lost": s.Lost, "lostCount": s.LostCount,
		})
		if err != nil {
			return err
		}
		return r.printJSON(text)
	}
	said := "The backup is restored."
	if aside != "" {
		said += " The store that was there is kept as " + aside + "."
	}
	if _, err := fmt.Fprintln(r.stdout, said); err != nil {
		return err
	}
	if broken := brokenAudit(s.Audit); broken != "" {
		fmt.Fprintf(r.stderr, "latchkey: warning: the restored audit log is not as it was written: %s\n", broken)
		fmt.Fprintln(r.stderr, "latchkey: hint: latchkey check names all that is missing; keys and users are as they were")
	}
	return nil
}

// brokenAudit says what is wrong with the audit log of a backup; "" for nothing.
func brokenAudit(a *adminapi.AuditReport) string {
	if a == nil || len(a.Findings) == 0 {
		return ""
	}
	f := a.Findings[0]
	said := f.What
	if f.At != nil {
		said += ", " + moment(f.At.Time)
	}
	if more := int64(len(a.Findings)-1) + a.More; more > 0 {
		said += fmt.Sprintf(", and %d things more", more)
	}
	return said
}

// shownUndone is how many of each list a person is shown.
const shownUndone = 20

func showUndone(w io.Writer, s adminapi.Restore, acceptOlder bool) error {
	rows := [][]string{tallyRow("the backup", s.Backup)}
	if s.Present.At != nil {
		rows = append(rows, tallyRow("the store now", s.Present))
	}
	if err := printTable(w, []string{"", "AS OF", "ACCOUNTS", "USERS", "KEYS", "AUTH HEADERS"}, rows); err != nil {
		return err
	}
	fate := "is ended again"
	if acceptOlder {
		fate = "COMES BACK"
	}
	if err := showItems(w, fmt.Sprintf("Ended since the backup, and %s:", fate), s.Returning, s.ReturningCount); err != nil {
		return err
	}
	if err := showItems(w, "Made since the backup, and gone afterwards:", s.Lost, s.LostCount); err != nil {
		return err
	}
	broken := brokenAudit(s.Audit)
	if broken == "" {
		return nil
	}
	_, err := fmt.Fprintf(w, "\nThe audit log of the backup is not as it was written: %s.\n", broken)
	return err
}

func tallyRow(name string, t adminapi.StoreTally) []string {
	return []string{name, momentOf(t.At, "unknown"), strconv.Itoa(t.Accounts), strconv.Itoa(t.Users), strconv.Itoa(t.Keys), strconv.Itoa(t.AuthHeaders)}
}

func showItems(w io.Writer, heading string, items []adminapi.UndoneItem, count int) error {
	if count == 0 {
		return nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n%s\n", heading)
	for _, i := range items[:min(len(items), shownUndone)] {
		fmt.Fprintf(&b, "  %s %s", i.Kind, printable(i.Name))
		if i.What != "" {
			fmt.Fprintf(&b, ": %s", i.What)
		}
		if i.At != nil && !i.At.IsZero() {
			fmt.Fprintf(&b, ", %s by %s", moment(i.At.Time), printable(i.By))
		}
		b.WriteByte('\n')
	}
	if more := count - min(len(items), shownUndone); more > 0 {
		fmt.Fprintf(&b, "  and %d more\n", more)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
