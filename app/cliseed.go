package app

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/spf13/cobra"

	"latchkey/backend/access"
)

func (p *program) seedCommand() *cobra.Command {
	return &cobra.Command{
		Use: "seed FILE", Short: "Make what a seed file declares, where it is not so yet", Args: arguments("FILE"),
		Long: `Make what a seed file declares, where it is not so yet. What the file does not
name is left alone, and the same file again changes nothing. FILE is - for
stdin.

A file that holds secrets must be readable by its owner alone. In place of
secret, token, password and passwordHash a file may name where it stands:
secretFile and secretEnv, tokenFile and tokenEnv, and so on. Secrets that it
does not bring are made, and shown this once.`,
		Example: `  latchkey seed team.yaml

  accounts:
    - name: Acme
      domain: /acme
  users:
    - username: ada
      email: ada@example.com
      passwordEnv: ADA_PASSWORD
  memberships:
    - {user: ada, account: Acme, roles: [PartnerAdmin]}
  keys:
    - {name: import job, user: ada, account: Acme, accessKey: "…", secretFile: import.secret}`,
		RunE: func(cmd *cobra.Command, args []string) error {
			seed, err := p.readSeed(args[0])
			if err != nil {
				return err
			}
			err = call[access.SeedReport]{http.MethodPost, "/seed", seed, showSeedReport}.run(cmd.Context(), p)
			return p.unfinishedSeed(err)
		},
	}
}

// seedError is a seed that was refused after something of it was made. What
// that came to, with the secrets in it, is shown now or never.
type seedError struct {
	error
	report json.RawMessage
}

func (e *seedError) Unwrap() error { return e.error }

func (p *program) unfinishedSeed(err error) error {
	var refused *access.Error
	if !errors.As(err, &refused) {
		return err
	}
	report, ok := refused.Current.(json.RawMessage)
	if !ok {
		return err
	}
	if refused.Hint != "" {
		refused.Hint += "; "
	}
	refused.Hint += "what is listed was made, and seeding again goes on from there"
	if !p.json { // there it is beside the error
		var r access.SeedReport
		if json.Unmarshal(report, &r) != nil {
			return errNotOurs
		}
		if err := showSeedReport(p.stdout, r); err != nil {
			return err
		}
	}
	return &seedError{err, report}
}

func showSeedReport(w io.Writer, r access.SeedReport) error {
	var rows [][]string
	for _, part := range []struct {
		outcome string
		items   []access.SeedItem
	}{{"created", r.Created}, {"changed", r.Changed}, {"unchanged", r.Unchanged}} {
		for _, item := range part.items {
			rows = append(rows, []string{part.outcome, item.Kind, item.Name, item.ID})
		}
	}
	if len(rows) == 0 {
		_, err := io.WriteString(w, "the seed file declares nothing\n")
		return err
	}
	if err := printTable(w, []string{"OUTCOME", "KIND", "NAME", "ID"}, rows); err != nil {
		return err
	}
	if len(r.Secrets) == 0 {
		return nil
	}
	for _, s := range r.Secrets {
		if _, err := io.WriteString(w, "\n"); err != nil {
			return err
		}
		if err := printBlock(w, pair{s.Kind, s.Name}, pair{"access key", s.AccessKey}, pair{"secret", s.Secret}, pair{"token", s.Token}); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "\nThe secrets above were made now and are shown this once.\n")
	return err
}
