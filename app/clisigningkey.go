package app

import (
	"context"
	"encoding/json"
	"io"
	"net/http"

	"github.com/spf13/cobra"

	"latchkey/backend/access"
	"latchkey/backend/adminapi"
)

func (p *program) signingKeyCommand() *cobra.Command {
	return group("signing-key", "Signing keys: what tokens are signed and verified with", `  latchkey signing-key reveal
  latchkey signing-key rotate --use user`,
		p.signingKeyList(), p.signingKeyReveal(), p.signingKeyImport(), p.signingKeyRotate())
}

func (p *program) signingKeyList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List signing keys", Args: noArguments,
		Example: `  latchkey signing-key list`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return listing[adminapi.SigningKey]{
				path: "/signing-keys", heading: []string{"KID", "ALGORITHM", "USE", "STATE", "CREATED", "RETIRED"},
				row: func(k adminapi.SigningKey) []string {
					return []string{k.ID, k.Alg, k.Use, k.State, moment(k.CreatedAt.Time), momentOf(k.RetiredAt, "")}
				},
				none: "no signing key",
			}.run(cmd.Context(), p)
		},
	}
}

// addUse gives a command the flag that says which tokens a key signs.
func addUse(cmd *cobra.Command) {
	cmd.Flags().String("use", "machine", "`machine|user`: machine signs the tokens of /login and /auth/login, user those of /user/login")
}

func useOf(cmd *cobra.Command) (string, error) {
	use, _ := cmd.Flags().GetString("use")
	if use != "machine" && use != "user" {
		return "", usagef("--use is machine or user").withHint("%s", seeHelp(cmd))
	}
	return use, nil
}

func (p *program) signingKeyReveal() *cobra.Command {
	cmd := &cobra.Command{
		Use: "reveal [KID]", Short: "Show a signing key with its secret: the active one, or the one named",
		Example: `  latchkey signing-key reveal --use machine`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return arguments("KID")(cmd, args)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			use, err := useOf(cmd)
			if err != nil {
				return err
			}
			return p.withClient(cmd.Context(), func(api *client) error {
				kid := ""
				if len(args) == 1 {
					kid = args[0]
				} else if kid, err = activeKey(cmd.Context(), api, use); err != nil {
					return err
				}
				ref, err := segment(kid)
				if err != nil {
					return err
				}
				return call[adminapi.SigningKeyWithSecret]{http.MethodPost, "/signing-keys/" + ref + "/reveal", nil, showRevealed}.send(cmd.Context(), p, api)
			})
		},
	}
	addUse(cmd)
	return cmd
}

func activeKey(ctx context.Context, api *client, use string) (string, error) {
	items, err := api.list(ctx, "/signing-keys", nil)
	if err != nil {
		return "", err
	}
	for _, item := range items {
		var k adminapi.SigningKey
		if err := json.Unmarshal(item, &k); err != nil {
			return "", errNotOurs
		}
		if k.Use == use && k.State == "active" {
			return k.ID, nil
		}
	}
	return "", access.Errorf(access.CodeNotFound, "there is no active signing key for %s tokens", use).WithHint("latchkey signing-key rotate --use %s makes one", use)
}

func (p *program) signingKeyImport() *cobra.Command {
	cmd := &cobra.Command{
		Use: "import", Short: "Bring a secret along; it becomes the active signing key of its use", Args: noArguments,
		Example: `  printf %s "$JWT_SECRET" | latchkey signing-key import --use machine --secret-stdin`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			use, err := useOf(cmd)
			if err != nil {
				return err
			}
			if stdin, _ := cmd.Flags().GetBool("secret-stdin"); !stdin {
				return usagef("%s needs --secret-stdin", cmd.CommandPath()).withHint("a secret among the arguments would be seen by every user of this machine")
			}
			secret, err := p.readSecret("secret")
			if err != nil {
				return err
			}
			return call[adminapi.SigningKey]{http.MethodPost, "/signing-keys", fields{"use": use, "secret": secret}, showSigningKey}.run(cmd.Context(), p)
		},
	}
	addUse(cmd)
	cmd.Flags().Bool("secret-stdin", false, "read the secret from stdin")
	return cmd
}

func (p *program) signingKeyRotate() *cobra.Command {
	cmd := &cobra.Command{
		Use: "rotate", Short: "Make a new signing key; the old one still verifies what it signed", Args: noArguments,
		Example: `  latchkey signing-key rotate --use machine`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			use, err := useOf(cmd)
			if err != nil {
				return err
			}
			return call[adminapi.SigningKey]{http.MethodPost, "/signing-keys/rotate", fields{"use": use}, showSigningKey}.run(cmd.Context(), p)
		},
	}
	addUse(cmd)
	return cmd
}

func showRevealed(w io.Writer, k adminapi.SigningKeyWithSecret) error {
	if err := printBlock(w, append([]pair{{"secret", k.Secret}}, signingKeyPairs(k.SigningKey)...)...); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\nWho has this secret can make tokens; that it was shown is in the audit log.\n")
	return err
}

func showSigningKey(w io.Writer, k adminapi.SigningKey) error {
	return printBlock(w, signingKeyPairs(k)...)
}

func signingKeyPairs(k adminapi.SigningKey) []pair {
	return []pair{
		{"kid", k.ID}, {"algorithm", k.Alg}, {"use", k.Use}, {"state", k.State},
		{"created", moment(k.CreatedAt.Time) + " by " + k.CreatedBy}, {"retired", momentOf(k.RetiredAt, "")},
	}
}
