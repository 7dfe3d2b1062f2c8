package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"latchkey/backend/access"
	"latchkey/backend/adminapi"
	"latchkey/backend/kv/boltkv"
	"latchkey/backend/kv/seal"
)

func (p *program) checkCommand() *cobra.Command {
	var adopt bool
	cmd := &cobra.Command{
		Use: "check", Short: "Read the whole store and see that it is as it should be", Args: noArguments,
		Long: `Read the whole store: its pages, the seal of every entry, the digest of the
state, the anchor that says which copy is the newest, what records refer to, and
the audit log. It says what is wrong and what to do, and ends with 1 where
anything is; the store is left as it is.

--adopt takes the store as the newest copy although its anchor says something
else or is gone, when everything in it is as it should be. Do that only when you
know it: an older copy has keys in it that were revoked since.`,
		Example: `  latchkey check
  latchkey check --adopt`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := p.takeUnlock(cmd.Flags()); err != nil {
				return err
			}
			return p.check(cmd.Context(), adopt)
		},
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().BoolVar(&adopt, "adopt", false, "take the store as the newest copy, whatever its anchor says")
	addUnlock(cmd.Flags())
	return cmd
}

func (p *program) check(ctx context.Context, adopt bool) error {
	dir, err := p.folder()
	if err != nil {
		return err
	}
	if p.answers(ctx, dir) {
		if adopt {
			return access.Errorf(access.CodeConflict, "the store is served, so its anchor fits").WithHint("there is nothing to adopt")
		}
		return p.checkOnline(ctx, dir)
	}
	var report *access.CheckReport
	err = p.during("checking", func() (err error) {
		report, err = p.checkOffline(ctx, dir, adopt)
		return err
	})
	if err != nil {
		return storeError(err)
	}
	raw, err := json.Marshal(adminapi.ToCheck(report))
	if err != nil {
		return err
	}
	return p.showCheck(raw)
}

func (p *program) checkOffline(ctx context.Context, dir string, adopt bool) (*access.CheckReport, error) {
	folder := vaultFolder(dir)
	u, err := p.offlineSecret(ctx, dir)
	var file *boltkv.FileError
	if err != nil && !errors.As(err, &file) && !errors.Is(err, seal.ErrDamaged) {
		return nil, err
	}
	if errors.Is(err, boltkv.ErrAbsent) {
		return nil, access.Errorf(access.CodeNotFound, "there is no store in %s", dir).WithHint("name another data folder with --data DIR, or restore a backup: latchkey restore FILE").Wrap(err)
	}
	if adopt && err == nil {
		if err := folder.Adopt(ctx, []seal.Unlock{u.unlock}); err != nil {
			return nil, wrongKey(folder.Store, u, err)
		}
	}
	report, err := folder.Check(ctx, []seal.Unlock{u.unlock}, p.now)
	return report, wrongKey(folder.Store, u, err)
}

// wrongKey says of a key that does not open the store which it was.
func wrongKey(path string, u unlocking, err error) error {
	if errors.Is(err, seal.ErrWrongKey) && u.unlock != nil {
		return unsealError(path, u, err)
	}
	return err
}

func (p *program) checkOnline(ctx context.Context, dir string) error {
	api := p.socketClient(dir)
	defer api.close()
	patient := *api
	patient.http = api.patient()
	var raw json.RawMessage
	if err := p.during("checking", func() error { return patient.do(ctx, http.MethodPost, "/store/check", nil, &raw) }); err != nil {
		return err
	}
	return p.showCheck(raw)
}

func (p *program) showCheck(raw json.RawMessage) error {
	var c adminapi.Check
	if json.Unmarshal(raw, &c) != nil {
		return errNotOurs
	}
	if err := printObject(p, raw, printCheck); err != nil {
		return err
	}
	if n := len(c.Findings) + c.More; n > 0 {
		return access.Errorf(access.CodeConflict, "the check found %s wrong", counted(n, "thing")).WithHint("%s", untouched(c.Findings[0].Hint))
	}
	return nil
}

func printCheck(w io.Writer, c adminapi.Check) error {
	holds := strings.Join([]string{
		counted(c.Holds.Accounts, "account"), counted(c.Holds.Users, "user"), counted(c.Holds.Keys, "key"), counted(c.Holds.AuthHeaders, "auth header"),
	}, ", ")
	if c.Holds.At == nil && len(c.Findings) > 0 {
		holds = ""
	}
	anchor := "this is the newest copy"
	folder := "an older copy of the whole folder would not be noticed"
	if c.Witnessed {
		folder = "an older copy of the whole folder would be noticed"
	}
	if !c.Anchored {
		anchor, folder = "does not fit", ""
	}
	if c.StoreID == "" {
		anchor, folder = "", ""
	}
	verdict := "all is as it should be"
	if len(c.Findings) > 0 {
		verdict = "something is wrong"
	}
	entries := ""
	if c.Entries > 0 {
		entries = strconv.Itoa(c.Entries) + " opened"
	}
	if err := printBlock(w, pair{"store", c.StoreID}, pair{"entries", entries}, pair{"anchor", anchor}, pair{"folder", folder}, pair{"holds", holds}, pair{"verdict", verdict}); err != nil || len(c.Findings) == 0 {
		return err
	}
	rows := make([][]string, len(c.Findings))
	for i, f := range c.Findings {
		rows[i] = []string{f.Area, f.What}
	}
	if _, err := fmt.Fprintln(w); err != nil {
		return err
	}
	return printTable(w, []string{"WHERE", "WHAT"}, rows)
}
