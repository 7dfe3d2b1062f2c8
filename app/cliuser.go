package app

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"latchkey/backend/access"
	"latchkey/backend/adminapi"
)

func (p *program) userCommand() *cobra.Command {
	return group("user", "Users: who keys and auth headers belong to", `  latchkey user add ada --email ada@example.com
  latchkey user disable ada`,
		p.userAdd(), p.userList(),
		p.userAction("show", "Show a user", http.MethodGet, ""),
		p.userEdit(),
		p.userAction("disable", "Disable a user: every login, key and token of theirs is refused", http.MethodPost, "/disable"),
		p.userAction("enable", "Enable a user again", http.MethodPost, "/enable"),
		p.userAction("unlock", "Forget the wrong passwords that were tried for a user", http.MethodPost, "/unlock"),
		p.userAction("expire-password", "Let a user's password count as too old: an operator chooses a new one at the next sign-in", http.MethodPost, "/expire-password"),
		p.userAction("reset-second-factor", "Take an operator's second factor away, and end their sessions", http.MethodPost, "/reset-second-factor"),
		p.userEndSessions(), p.userRemove())
}

func addUserFlags(flags *pflag.FlagSet) {
	flags.String("email", "", "the user's `ADDRESS`")
	flags.String("first-name", "", "the user's first `NAME`")
	flags.String("last-name", "", "the user's last `NAME`")
	flags.Bool("password-stdin", false, "read the password from stdin")
	flags.String("password-expires", "", "`90d|DATE|never`: when the password expires")
	flags.String("operator", "", "`owner|admin|viewer|none`: the right to operate the portal; owner where no value is given")
	flags.Lookup("operator").NoOptDefVal = string(access.RoleOwner)
}

var userFlags = []string{"email", "email", "first-name", "firstName", "last-name", "lastName", "password-expires", "passwordExpires", "operator", "operator"}

// userBody is what the flags say of a user.
func (p *program) userBody(cmd *cobra.Command, body fields, pairs ...string) (fields, error) {
	body.text(cmd.Flags(), pairs...)
	if role, given := body["operator"]; given {
		if !isRole(role.(string)) {
			return nil, usagef("--operator is one of owner, admin, viewer and none").withHint("write it as --operator=admin; without a value it is owner")
		}
	}
	if stdin, _ := cmd.Flags().GetBool("password-stdin"); stdin {
		password, err := p.readSecret("password")
		if err != nil {
			return nil, err
		}
		body["password"] = password
	}
	return body, nil
}

func isRole(role string) bool {
	for _, r := range access.Roles() {
		if string(r) == role {
			return true
		}
	}
	return false
}

func (p *program) userAdd() *cobra.Command {
	cmd := &cobra.Command{
		Use: "add USERNAME", Short: "Make a user", Args: arguments("USERNAME"),
		Example: `  latchkey user add ada --email ada@example.com --first-name Ada --last-name Lovelace
  printf %s "$PASSWORD" | latchkey user add ada --password-stdin --operator=admin`,
		RunE: func(cmd *cobra.Command, args []string) error {
			body, err := p.userBody(cmd, fields{"username": args[0]}, userFlags...)
			if err != nil {
				return err
			}
			return call[adminapi.User]{http.MethodPost, "/users", body, showUser}.run(cmd.Context(), p)
		},
	}
	addUserFlags(cmd.Flags())
	return cmd
}

func (p *program) userList() *cobra.Command {
	cmd := &cobra.Command{
		Use: "list", Short: "List users", Args: noArguments,
		Example: `  latchkey user list --search ada`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return listing[adminapi.User]{
				path: "/users", query: filters(cmd.Flags(), "search"),
				heading: []string{"USERNAME", "NAME", "EMAIL", "ACCOUNTS", "KEYS", "OPERATOR", "STATE", "ID"},
				row: func(u adminapi.User) []string {
					return []string{u.Username, fullName(u), u.Email, accountNames(u), strconv.Itoa(u.Keys.Total), operator(u), userState(u), u.ID}
				},
				none: "no user; latchkey user add USERNAME makes one",
			}.run(cmd.Context(), p)
		},
	}
	cmd.Flags().String("search", "", "only users with this `TEXT` in them")
	return cmd
}

// userAction is a command that needs nothing but the user.
func (p *program) userAction(name, short, method, suffix string) *cobra.Command {
	return &cobra.Command{
		Use: name + " USERNAME", Short: short, Args: arguments("USERNAME"),
		Example: "  latchkey user " + name + " ada",
		RunE: func(cmd *cobra.Command, args []string) error {
			ref, err := segment(args[0])
			if err != nil {
				return err
			}
			return call[adminapi.User]{method, "/users/" + ref + suffix, nil, showUser}.run(cmd.Context(), p)
		},
	}
}

func (p *program) userEndSessions() *cobra.Command {
	return &cobra.Command{
		Use: "end-sessions USERNAME", Short: "Sign an operator out everywhere", Args: arguments("USERNAME"),
		Example: "  latchkey user end-sessions ada",
		RunE: func(cmd *cobra.Command, args []string) error {
			ref, err := segment(args[0])
			if err != nil {
				return err
			}
			return call[adminapi.Ended]{http.MethodPost, "/users/" + ref + "/end-sessions", nil, func(w io.Writer, e adminapi.Ended) error {
				return printBlock(w, pair{"sessions ended", strconv.Itoa(e.Ended)})
			}}.run(cmd.Context(), p)
		},
	}
}

func (p *program) userRemove() *cobra.Command {
	return &cobra.Command{
		Use: "remove USERNAME", Short: "Remove a user who has no active keys; what they did stays in the audit log", Args: arguments("USERNAME"),
		Example: "  latchkey user remove ada",
		RunE: func(cmd *cobra.Command, args []string) error {
			ref, err := segment(args[0])
			if err != nil {
				return err
			}
			return p.remove(cmd.Context(), "/users/"+ref, "/users/"+ref, "user "+args[0])
		},
	}
}

func (p *program) userEdit() *cobra.Command {
	cmd := &cobra.Command{
		Use: "edit USERNAME", Short: "Change a user", Args: arguments("USERNAME"),
		Example: `  latchkey user edit ada --username ada.l --email ada@example.org
  printf %s "$PASSWORD" | latchkey user edit ada --password-stdin`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ref, err := segment(args[0])
			if err != nil {
				return err
			}
			body, err := p.userBody(cmd, fields{}, append([]string{"username", "username"}, userFlags...)...)
			if err != nil {
				return err
			}
			if none, _ := cmd.Flags().GetBool("no-password"); none {
				if _, given := body["password"]; given {
					return usagef("--no-password and --password-stdin contradict each other").withHint("give one of them")
				}
				body["password"] = ""
			}
			if err := nothingToDo(cmd, body); err != nil {
				return err
			}
			return call[adminapi.User]{http.MethodPatch, "/users/" + ref, body, showUser}.run(cmd.Context(), p)
		},
	}
	cmd.Flags().String("username", "", "a new `USERNAME`")
	cmd.Flags().Bool("no-password", false, "take the password away")
	addUserFlags(cmd.Flags())
	return cmd
}

func showUser(w io.Writer, u adminapi.User) error {
	password := "none"
	if u.HasPassword {
		password = "set " + momentOf(u.PasswordSetAt, "") + ", expires " + momentOf(u.PasswordExpires, "never")
	}
	pairs := []pair{
		{"user", u.Username}, {"id", u.ID}, {"number", strconv.FormatInt(u.Number, 10)}, {"state", userState(u)},
		{"name", fullName(u)}, {"email", u.Email}, {"password", password}, {"operator", operator(u)},
		{"second factor", secondFactor(u)}, {"locked until", momentOf(u.Locked, "")},
	}
	for _, m := range u.Memberships {
		pairs = append(pairs, pair{"member of", membership(m)})
	}
	return printBlock(w, append(pairs,
		pair{"keys", keyCount(u.Keys)}, pair{"auth headers", strconv.Itoa(u.AuthHeaders)},
		pair{"last sign-in", usedAt(u.LastSignIn)}, pair{"created", made(u.Stamp)}, pair{"changed", changed(u.Stamp)})...)
}

func membership(m adminapi.UserMembership) string {
	parts := []string{m.Account.Name}
	if m.Primary {
		parts = append(parts, "primary")
	}
	if m.AccountAdmin {
		parts = append(parts, "account admin")
	}
	return strings.Join(append(parts, "roles "+wordList(m.Roles, "none"), "permissions "+wordList(m.Permissions, "none")), "; ")
}

func fullName(u adminapi.User) string { return strings.TrimSpace(u.FirstName + " " + u.LastName) }

func accountNames(u adminapi.User) string {
	var names []string
	for _, m := range u.Memberships {
		names = append(names, m.Account.Name)
	}
	return strings.Join(names, ", ")
}

func operator(u adminapi.User) string {
	if u.Operator == access.RoleNone {
		return ""
	}
	return string(u.Operator)
}

// secondFactor is of an operator only.
func secondFactor(u adminapi.User) string {
	switch {
	case u.SecondFactor:
		return "set up"
	case u.SecondFactorDue != nil:
		return "to be set up by " + moment(u.SecondFactorDue.Time)
	case operator(u) != "":
		return "none"
	}
	return ""
}

func userState(u adminapi.User) string {
	if u.Disabled {
		return "disabled"
	}
	return "enabled"
}
