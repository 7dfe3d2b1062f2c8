package app

import (
	"io"
	"net/http"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"latchkey/backend/access"
	"latchkey/backend/adminapi"
)

func (p *program) keyCommand() *cobra.Command {
	revoke := p.keyAction("revoke", "Revoke a key for good", http.MethodPost, "/revoke", `  latchkey key revoke "import job" --reason "left in a repository"`)
	revoke.Flags().String("reason", "", "`TEXT`: why, kept with the key")
	return group("key", "Access keys: what clients log in with", `  latchkey key add --user ada --account Acme --name "import job" --expires 90d
  latchkey key pause "import job"`,
		p.keyAdd(), p.keyList(),
		p.keyAction("show", "Show a key", http.MethodGet, "", `  latchkey key show "import job"`),
		p.keyEdit(),
		p.keyAction("activate", "Activate a pending key", http.MethodPost, "/activate", `  latchkey key activate "import job"`),
		p.keyAction("pause", "Pause a key until it is resumed", http.MethodPost, "/pause", `  latchkey key pause "import job"`),
		p.keyAction("resume", "Resume a paused key", http.MethodPost, "/resume", `  latchkey key resume "import job"`),
		p.keyRenew(), p.keyExtend(), p.keyRotate(),
		revoke)
}

func addKeyFlags(flags *pflag.FlagSet) {
	flags.String("name", "", "the key's `NAME`")
	flags.String("note", "", "`TEXT`: what it is for")
	flags.StringSlice("role", nil, "a `ROLE` it carries (repeatable); all of the membership's where none is given")
	flags.StringSlice("permission", nil, "a `PERMISSION` it carries (repeatable); all of the membership's where none is given")
	flags.StringSlice("label", nil, "a `LABEL` to find it by (repeatable)")
	flags.StringSlice("address", nil, "an `ADDRESS` or range it may log in from, such as 10.0.0.0/24 (repeatable); any where none is given")
	flags.String("expires", "", "`90d|DATE|never`: when it expires")
	flags.String("not-before", "", "`DATE|never`: when it begins to be good")
}

func keyBody(flags *pflag.FlagSet, body fields) fields {
	return body.
		text(flags, "name", "name", "note", "note", "expires", "expires", "not-before", "notBefore").
		lists(flags, "role", "roles", "permission", "permissions", "label", "labels", "address", "addresses")
}

func (p *program) keyAdd() *cobra.Command {
	cmd := &cobra.Command{
		Use: "add", Short: "Make a key; its secret is shown this once", Args: noArguments,
		Example: `  latchkey key add --user ada --account Acme --name "import job" --role PartnerAdmin --expires 90d
  printf %s "$SECRET" | latchkey key add --user ada --name moved --access-key AKIA4711 --secret-stdin`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := required(cmd, "user", "name"); err != nil {
				return err
			}
			body := keyBody(cmd.Flags(), fields{}).
				text(cmd.Flags(), "user", "user", "account", "account", "access-key", "accessKey").
				toggles(cmd.Flags(), "pending", "pending", "weak", "weak")
			if stdin, _ := cmd.Flags().GetBool("secret-stdin"); stdin {
				secret, err := p.readSecret("secret")
				if err != nil {
					return err
				}
				body["secret"] = secret
			}
			return call[adminapi.KeyWithSecret]{http.MethodPost, "/keys", body, showNewKey}.run(cmd.Context(), p)
		},
	}
	cmd.Flags().String("user", "", "the `USERNAME` it belongs to")
	cmd.Flags().String("account", "", "the `ACCOUNT` it acts for; the user's only one where none is given")
	addKeyFlags(cmd.Flags())
	cmd.Flags().Bool("pending", false, "make it good only when it is activated")
	cmd.Flags().String("access-key", "", "the access key of an existing `PAIR`")
	cmd.Flags().Bool("secret-stdin", false, "read the secret of an existing pair from stdin")
	cmd.Flags().Bool("weak", false, "take a secret under 112 bits")
	return cmd
}

func (p *program) keyList() *cobra.Command {
	cmd := &cobra.Command{
		Use: "list", Short: "List keys", Args: noArguments,
		Example: `  latchkey key list --state active,paused --user ada`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return listing[adminapi.Key]{
				path: "/keys", query: filters(cmd.Flags(), "search", "state", "user", "account", "label", "expiring", "rotating", "unused"),
				heading: []string{"NAME", "ACCESS KEY", "STATE", "USER", "ACCOUNT", "EXPIRES", "LAST USED"},
				row: func(k adminapi.Key) []string {
					return []string{k.Name, k.AccessKey, keyState(k), k.User.Username, k.Account.Name, momentOf(k.Expires, "never"), usedAt(k.LastUsed)}
				},
				none: "no key; latchkey key add --user USERNAME --name NAME makes one",
			}.run(cmd.Context(), p)
		},
	}
	cmd.Flags().String("search", "", "only keys with this `TEXT` in them")
	cmd.Flags().StringSlice("state", nil, "only keys in this `STATE`: active, pending, paused, expired or revoked (repeatable)")
	cmd.Flags().String("user", "", "only keys of this `USERNAME`")
	cmd.Flags().String("account", "", "only keys for this `ACCOUNT`")
	cmd.Flags().String("label", "", "only keys with this `LABEL`")
	cmd.Flags().Bool("expiring", false, "only active keys that expire within 14 days")
	cmd.Flags().Bool("rotating", false, "only keys of which two secrets work")
	cmd.Flags().Bool("unused", false, "only keys nobody ever logged in with")
	return cmd
}

// keyAction is a command that needs nothing but the key.
func (p *program) keyAction(name, short, method, suffix, example string) *cobra.Command {
	return &cobra.Command{
		Use: name + " KEY", Short: short, Example: example, Args: arguments("KEY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ref, err := segment(args[0])
			if err != nil {
				return err
			}
			var body any
			if cmd.Flags().Lookup("reason") != nil {
				body = fields{}.text(cmd.Flags(), "reason", "reason")
			}
			return call[adminapi.Key]{method, "/keys/" + ref + suffix, body, showKey}.run(cmd.Context(), p)
		},
	}
}

func (p *program) keyEdit() *cobra.Command {
	cmd := &cobra.Command{
		Use: "edit KEY", Short: "Change a key", Args: arguments("KEY"),
		Example: `  latchkey key edit "import job" --name "night import" --expires 2027-12-31`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ref, err := segment(args[0])
			if err != nil {
				return err
			}
			body := keyBody(cmd.Flags(), fields{})
			for _, all := range []struct {
				flag, instead, member string
				value                 any
			}{
				{"all-roles", "role", "roles", nil}, {"all-permissions", "permission", "permissions", nil},
				{"no-labels", "label", "labels", []string{}}, {"any-address", "address", "addresses", []string{}},
			} {
				if given, _ := cmd.Flags().GetBool(all.flag); !given {
					continue
				}
				if cmd.Flags().Changed(all.instead) {
					return usagef("--%s and --%s contradict each other", all.flag, all.instead).withHint("give one of them")
				}
				body[all.member] = all.value
			}
			if err := nothingToDo(cmd, body); err != nil {
				return err
			}
			return call[adminapi.Key]{http.MethodPatch, "/keys/" + ref, body, showKey}.run(cmd.Context(), p)
		},
	}
	addKeyFlags(cmd.Flags())
	cmd.Flags().Bool("all-roles", false, "carry all roles of the membership")
	cmd.Flags().Bool("all-permissions", false, "carry all permissions of the membership")
	cmd.Flags().Bool("no-labels", false, "take its labels away")
	cmd.Flags().Bool("any-address", false, "let it log in from any address")
	return cmd
}

func showNewKey(w io.Writer, k adminapi.KeyWithSecret) error {
	pairs := append([]pair{{"access key", k.AccessKey}, {"secret", k.Secret}}, keyPairs(k.Key)...)
	if err := printBlock(w, pairs...); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\nThe secret is shown this once: only a hash of it is kept.\n")
	return err
}

func showKey(w io.Writer, k adminapi.Key) error {
	return printBlock(w, append([]pair{{"access key", k.AccessKey}}, keyPairs(k)...)...)
}

func keyPairs(k adminapi.Key) []pair {
	pairs := []pair{
		{"name", k.Name}, {"id", k.ID}, {"state", keyState(k)}, {"user", k.User.Username}, {"account", k.Account.Name},
		{"roles", wordList(k.EffectiveRoles, "none")}, {"permissions", wordList(k.EffectivePermissions, "none")},
		{"not before", momentOf(k.NotBefore, "")}, {"expires", momentOf(k.Expires, "never")},
		{"addresses", wordList(k.Addresses, "")}, {"labels", wordList(k.Labels, "")}, {"note", k.Note},
	}
	if k.Rotation != nil {
		pairs = append(pairs, pair{"old secret", "works until " + moment(k.Rotation.Until.Time)}, pair{"", secretUse(k.Rotation.Old)})
	}
	if k.PausedAt != nil {
		pairs = append(pairs, pair{"paused", moment(k.PausedAt.Time) + " by " + k.PausedBy})
	}
	if k.RevokedAt != nil {
		pairs = append(pairs, pair{"revoked", moment(k.RevokedAt.Time) + " by " + k.RevokedBy}, pair{"reason", k.RevokedReason})
	}
	return append(pairs, pair{"last used", usedAt(k.LastUsed)}, pair{"created", made(k.Stamp)}, pair{"changed", changed(k.Stamp)})
}

// keyState is the key's state, and why it is refused all the same.
func keyState(k adminapi.Key) string { return string(k.State) + blocked(k.Blocked) }

func blocked(reason access.Reason) string {
	switch reason {
	case access.ReasonUserDisabled:
		return ", refused: the user is disabled"
	case access.ReasonNoMembership:
		return ", refused: the user is no member of the account"
	}
	return ""
}
