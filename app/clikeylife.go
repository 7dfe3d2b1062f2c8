package app

import (
	"fmt"
	"io"
	"net/http"

	"github.com/spf13/cobra"

	"latchkey/backend/adminapi"
)

func (p *program) keyRenew() *cobra.Command {
	cmd := &cobra.Command{
		Use: "renew KEY", Short: "Give a key a new term from now, without a new secret", Args: arguments("KEY"),
		Example: `  latchkey key renew "import job"
  latchkey key renew "import job" --for 90d`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.onKey(cmd, args[0], "/renew", fields{}.text(cmd.Flags(), "for", "expires"))
		},
	}
	cmd.Flags().String("for", "", "`90d|DATE|never`: for how long; the term it had where none is given")
	return cmd
}

func (p *program) keyExtend() *cobra.Command {
	cmd := &cobra.Command{
		Use: "extend KEY", Short: "Move the end of a key, from now where it has expired", Args: arguments("KEY"),
		Example: `  latchkey key extend "import job"          (by an hour: for an outage)
  latchkey key extend "import job" --by 7d`,
		RunE: func(cmd *cobra.Command, args []string) error {
			by, _ := cmd.Flags().GetString("by")
			return p.onKey(cmd, args[0], "/extend", fields{"span": by})
		},
	}
	cmd.Flags().String("by", "1h", "the `SPAN` to add, such as 1h or 7d")
	return cmd
}

func (p *program) keyRotate() *cobra.Command {
	cmd := &cobra.Command{
		Use: "rotate KEY", Short: "Give a key a new secret; the old one works until a grace ends", Args: arguments("KEY"),
		Example: `  latchkey key rotate "import job" --grace 24h
  latchkey key rotate "import job" --extend 24h
  latchkey key rotate "import job" --end-now
  latchkey key rotate "import job" --grace now    (the secret leaked: the old one ends at once)`,
		RunE: func(cmd *cobra.Command, args []string) error {
			end, _ := cmd.Flags().GetBool("end-now")
			extend, grace := cmd.Flags().Changed("extend"), cmd.Flags().Changed("grace")
			switch {
			case end && (extend || grace), extend && grace:
				return usagef("--grace, --end-now and --extend contradict each other").withHint("give one of them")
			case end:
				return p.onKey(cmd, args[0], "/rotation/end", nil)
			case extend:
				return p.onKey(cmd, args[0], "/rotation/extend", fields{}.text(cmd.Flags(), "extend", "span"))
			}
			ref, err := segment(args[0])
			if err != nil {
				return err
			}
			body := fields{}.text(cmd.Flags(), "grace", "grace")
			return call[adminapi.KeyWithSecret]{http.MethodPost, "/keys/" + ref + "/rotate", body, showNewKey}.run(cmd.Context(), p)
		},
	}
	cmd.Flags().String("grace", "24h", "how long the old secret works: a `SPAN` of at most 30 days, or now")
	cmd.Flags().Bool("end-now", false, "end the old secret of a rotation under way")
	cmd.Flags().String("extend", "", "let the old secret of a rotation under way work longer by a `SPAN`")
	return cmd
}

// onKey posts to an operation of a key that answers with the key.
func (p *program) onKey(cmd *cobra.Command, ref, suffix string, body any) error {
	name, err := segment(ref)
	if err != nil {
		return err
	}
	return call[adminapi.Key]{http.MethodPost, "/keys/" + name + suffix, body, showKey}.run(cmd.Context(), p)
}

func secretUse(u adminapi.SecretUse) string {
	if u.LastUsed == nil {
		return "not used since the rotation"
	}
	return fmt.Sprintf("used %d times since, last %s from %s", u.Logins, moment(u.LastUsed.At.Time), u.LastUsed.Address)
}

func (p *program) tokenCommand() *cobra.Command {
	return &cobra.Command{
		Use: "token KEY", Short: "Make a token for an own key, without its secret", Args: arguments("KEY"),
		Long: `Make a token for an own key, without its secret. Only the owner of the data folder
can, by the socket of the core, and it is written to the audit log.`,
		Example: `  curl -H "Authorization: Bearer $(latchkey token 'import job')" http://localhost:9000/`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ref, err := segment(args[0])
			if err != nil {
				return err
			}
			return call[adminapi.KeyToken]{http.MethodPost, "/keys/" + ref + "/token", nil, func(w io.Writer, t adminapi.KeyToken) error {
				_, err := fmt.Fprintln(w, t.Token)
				return err
			}}.run(cmd.Context(), p)
		},
	}
}
