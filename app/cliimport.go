package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"

	"github.com/spf13/cobra"

	"latchkey/backend/access"
)

func (p *program) importCommand() *cobra.Command {
	var weak, dryRun bool
	var user, account string
	cmd := &cobra.Command{
		Use: "import FILE", Short: "Import users and key pairs, as many as there are", Args: arguments("FILE"),
		Long: `Import users and key pairs from lines of JSON, or key pairs from a CSV table
with a heading. FILE is - for stdin.

What is there already is left as it is, so the same file again changes nothing,
and after an interruption it goes on from there. A line that cannot be carried
out is reported with its number and holds up no other; the command then ends
with 1.

Each line of JSON is an account, user, membership or key with the members it has
in a seed file and its type (a key where there is none). An account, user or key
may bring the id it had elsewhere.`,
		Example: `  latchkey import pairs.csv --user ada --account Acme
  latchkey import everything.jsonl --dry-run

  {"type":"account","name":"Acme"}
  {"type":"user","username":"ada","email":"ada@example.com"}
  {"type":"membership","user":"ada","account":"Acme","roles":["PartnerAdmin"]}
  {"accessKey":"…","secret":"…","user":"ada","account":"Acme","name":"import job"}

  accessKey,secret,user,account,name,expires
  …,…,ada,Acme,import job,2027-01-31`,
		RunE: func(cmd *cobra.Command, args []string) error {
			query := url.Values{}
			for name, value := range map[string]string{"user": user, "account": account} {
				if value != "" {
					query.Set(name, value)
				}
			}
			for name, on := range map[string]bool{"weak": weak, "dryRun": dryRun} {
				if on {
					query.Set(name, strconv.FormatBool(on))
				}
			}
			return p.importFile(cmd.Context(), args[0], "/import?"+query.Encode())
		},
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVar(&user, "user", "", "the `USERNAME` of keys that name none")
	cmd.Flags().StringVar(&account, "account", "", "the `ACCOUNT` of keys that name none")
	cmd.Flags().BoolVar(&weak, "weak", false, "accept secrets under 112 bits")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "check every line and store nothing")
	return cmd
}

func (p *program) importFile(ctx context.Context, path, to string) error {
	file, size, err := p.openInput(ctx, path)
	if err != nil {
		return err
	}
	defer file.Close()
	var raw json.RawMessage
	err = p.withClient(ctx, func(api *client) error {
		return api.upload(ctx, to, p.progress("importing", size).through(file), &raw)
	})
	var refused *access.Error
	if errors.As(err, &refused) {
		if counted, ok := refused.Current.(json.RawMessage); ok {
			var r access.ImportReport
			if json.Unmarshal(counted, &r) == nil && !p.json {
				_ = showImport(p.stdout, r)
			}
		}
	}
	if ctx.Err() != nil {
		return access.Errorf(access.CodeUnavailable, "interrupted: what was imported until then stays").WithHint("the same command goes on where it was").Wrap(err)
	}
	if err != nil {
		return err
	}
	var r access.ImportReport
	if json.Unmarshal(raw, &r) != nil {
		return errNotOurs
	}
	if err := printObject(p, raw, showImport); err != nil {
		return err
	}
	if r.Failed == 0 {
		return nil
	}
	return p.importFailures(r)
}

// importFailures names the lines that failed, as the error of the command.
func (p *program) importFailures(r access.ImportReport) error {
	if !p.json {
		for _, e := range r.Errors {
			text := e.Message
			if e.Hint != "" {
				text += " (" + e.Hint + ")"
			}
			fmt.Fprintf(p.stderr, "latchkey: line %d: %s\n", e.Line, printable(text))
		}
		if more := r.Failed - len(r.Errors); more > 0 {
			fmt.Fprintf(p.stderr, "latchkey: and %d lines more\n", more)
		}
	}
	return access.Errorf(access.CodeInvalid, "%d of %d lines could not be imported", r.Failed, r.Lines).
		WithHint("mend those lines and import the file again: what is there already is left as it is")
}

func showImport(w io.Writer, r access.ImportReport) error {
	rows := [][]string{}
	for _, part := range []struct {
		name string
		n    access.ImportCount
	}{{"accounts", r.Accounts}, {"users", r.Users}, {"memberships", r.Memberships}, {"keys", r.Keys}} {
		if part.n != (access.ImportCount{}) {
			rows = append(rows, []string{part.name, strconv.Itoa(part.n.Created), strconv.Itoa(part.n.Unchanged)})
		}
	}
	created := "CREATED"
	if r.DryRun {
		created = "WOULD CREATE"
	}
	if len(rows) == 0 {
		_, err := fmt.Fprintf(w, "nothing of %d lines was imported\n", r.Lines)
		return err
	}
	return printTable(w, []string{"KIND", created, "UNCHANGED"}, rows)
}
