package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"github.com/spf13/cobra"

	"latchkey/backend/access"
	"latchkey/backend/adminapi"
)

func (p *program) auditCommand() *cobra.Command {
	return group("audit", "The audit log: who did what, and that nobody changed it since", `  latchkey audit list --limit 50
  latchkey audit verify`,
		p.auditList(), p.auditVerify())
}

func (p *program) auditList() *cobra.Command {
	cmd := &cobra.Command{
		Use: "list", Short: "List the newest entries, newest first", Args: noArguments,
		Example: `  latchkey audit list --limit 50
  latchkey audit list --all --json > audit.json`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			limit, _ := cmd.Flags().GetInt("limit")
			all, _ := cmd.Flags().GetBool("all")
			if limit < 1 {
				return usagef("--limit is a whole number from 1").withHint("%s", seeHelp(cmd))
			}
			return p.withClient(cmd.Context(), func(api *client) error {
				items, err := auditEntries(cmd.Context(), api, limit, all)
				if err != nil {
					return err
				}
				return p.printEntries(items)
			})
		},
	}
	cmd.Flags().Int("limit", 100, "how many, at most `N`")
	cmd.Flags().Bool("all", false, "the whole log")
	return cmd
}

// auditEntries reads the log page by page; it has a cursor, no offsets.
func auditEntries(ctx context.Context, api *client, limit int, all bool) ([]json.RawMessage, error) {
	const page = 1000
	entries := []json.RawMessage{}
	after := ""
	for {
		n := page
		if !all {
			n = min(n, limit-len(entries))
		}
		var got struct {
			Items []json.RawMessage `json:"items"`
			Next  string            `json:"next"`
		}
		query := url.Values{"limit": {strconv.Itoa(n)}}
		if after != "" {
			query.Set("after", after)
		}
		if err := api.do(ctx, http.MethodGet, "/audit?"+query.Encode(), nil, &got); err != nil {
			return nil, err
		}
		entries = append(entries, got.Items...)
		if after = got.Next; after == "" || !all && len(entries) >= limit {
			return entries, nil
		}
	}
}

func (p *program) printEntries(items []json.RawMessage) error {
	if p.json {
		return p.printList(items)
	}
	if len(items) == 0 {
		_, err := fmt.Fprintln(p.stdout, "nothing was done yet")
		return err
	}
	rows := make([][]string, len(items))
	for i, item := range items {
		var e adminapi.AuditEntry
		if err := json.Unmarshal(item, &e); err != nil {
			return errNotOurs
		}
		rows[i] = []string{e.At.UTC().Format("2006-01-02 15:04:05"), e.Actor, e.Action, e.ObjectName, e.Result, e.Detail}
	}
	return printTable(p.stdout, []string{"AT (UTC)", "WHO", "ACTION", "ON", "RESULT", "DETAIL"}, rows)
}

func (p *program) auditVerify() *cobra.Command {
	cmd := &cobra.Command{
		Use: "verify", Short: "Hold the whole audit log against its chain", Args: noArguments,
		Long: `Hold the whole audit log against its chain, and name what was altered, removed,
inserted or cut off since it was written, with its moment. It exits 1 where
anything was.

The report names the head of the chain. Written down elsewhere and given with
--head later, it also shows whether the log still leads through it: that is how
an older copy of the whole folder is noticed.`,
		Example: `  latchkey audit verify
  latchkey audit verify --head 812:5d0c…`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			path := "/audit/verify"
			if head, _ := cmd.Flags().GetString("head"); head != "" {
				path += "?" + url.Values{"head": {head}}.Encode()
			}
			return p.withClient(cmd.Context(), func(api *client) error {
				var raw json.RawMessage
				if err := p.during("verifying", func() error { return api.do(cmd.Context(), http.MethodGet, path, nil, &raw) }); err != nil {
					return err
				}
				var report adminapi.AuditReport
				if err := json.Unmarshal(raw, &report); err != nil {
					return errNotOurs
				}
				if err := printObject(p, raw, showAuditReport); err != nil {
					return err
				}
				return brokenLog(report)
			})
		},
	}
	cmd.Flags().String("head", "", "the `HEAD` that an earlier verification printed")
	return cmd
}

func showAuditReport(w io.Writer, r adminapi.AuditReport) error {
	waiting := ""
	if r.Waiting > 0 {
		waiting = fmt.Sprint(r.Waiting)
	}
	if err := printBlock(w,
		pair{"verdict", r.Verdict}, pair{"entries", fmt.Sprint(r.Entries)}, pair{"of the last second", waiting},
		pair{"links", fmt.Sprint(r.Links)}, pair{"chain begun", momentOf(r.Begun, "")}, pair{"head", r.Head},
	); err != nil || len(r.Findings) == 0 {
		return err
	}
	rows := make([][]string, len(r.Findings))
	for i, f := range r.Findings {
		at := ""
		if f.At != nil {
			at = f.At.UTC().Format("2006-01-02 15:04:05")
		}
		rows[i] = []string{f.Verdict, at, f.What, f.Entry}
	}
	fmt.Fprintln(w)
	if err := printTable(w, []string{"VERDICT", "AT (UTC)", "WHAT", "ENTRY"}, rows); err != nil {
		return err
	}
	if r.More > 0 {
		_, err := fmt.Fprintf(w, "and %d more\n", r.More)
		return err
	}
	return nil
}

// brokenLog is the error of a log that is not whole. The report is printed all
// the same: it is what was asked for.
func brokenLog(r adminapi.AuditReport) error {
	if len(r.Findings) == 0 {
		return nil
	}
	f := r.Findings[0]
	at := ""
	if f.At != nil {
		at = " at " + moment(f.At.Time)
	}
	return access.Errorf(access.CodeConflict, "the audit log is not as it was written: %s%s", f.What, at).
		WithHint("compare it with a backup from before that moment, and find out who could write the store")
}
